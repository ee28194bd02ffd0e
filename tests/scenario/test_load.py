"""Scenarios: best guess and draws, and what the model says of the file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from simulator import model as m
from simulator.layout.text import text as printed
from simulator.numerics.curves import quantile
from simulator.numerics.months import MONTH
from simulator.numerics.strata import stratified
from simulator.numerics.streams import IGNORANCE, address_of, uniform
from simulator.scenario import Scenario, ScenarioError, describe, load
from simulator.scenario.to_model.frame import apart
from tests.scenario.small import SMALL, edited, written
from tests.tiers import examples


@pytest.fixture
def small(tmp_path: Path) -> Scenario:
    return load(written(tmp_path, SMALL))


def test_a_scenario_says_who_it_is(small: Scenario, tmp_path: Path) -> None:
    assert (small.name, small.title, small.currency, small.years) == ("small", "Small", "EUR", 2)
    assert small.start == dt.date(2027, 1, 1)
    assert small.path == tmp_path / "small.toml"
    assert small.warnings == ()


def test_the_model_is_what_the_file_says(small: Scenario) -> None:
    """A key that goes to the wrong field, in the wrong unit, or nowhere."""
    model = small.model()
    n = model.numbers
    assert (model.motions, model.teams) == (("sale",), ("sdr", "ae", "csm"))
    assert model.stages == ("qualify", "evaluate", "agree", "onboard")
    assert (n.horizon, n.until) == (24 * MONTH, 108 * MONTH)
    assert n.teams[["capacity", "working", "book"]].tolist()[0::2] == [(10.0, 1.0, 0.0), (0.0, 1.0, 50.0)]
    assert n.plans[["day", "people"]].tolist() == [(0.0, 2), (0.0, 2), (6 * MONTH, 3), (0.0, 1)]
    s = n.stages
    assert s["marks"].tolist() == [m.SQL, m.SAL, m.WON, m.PROSPECT]
    assert s["decides"].tolist() == [m.COMPANY, m.COMPANY, m.BUYER, m.BUYER]
    assert s["passes_to"].tolist() == [1, 2, 3, m.NONE]
    assert s["loses_to"].tolist() == [m.NONE] * 4
    assert s["teams"].tolist() == [1, 2, 2, 0]
    assert s["after_close"].tolist() == [0, 0, 0, 1]
    assert (s["max_wait"] >= 0).tolist() == [True, False, False, False]
    assert (s["nurture"] >= 0).tolist() == [True, False, False, False]
    assert s["stated"].tolist()[1:] == [0.45, 0.55, 0.9]
    assert n.rates["p"][s["nurture"][0]] == 0.2
    offer = n.offers[0]
    assert (offer["yearly"], offer["per"], offer["licence"]) == (12 * 4900, 1, 0)
    assert (offer["term"], offer["fixed"], offer["notice"], offer["owned"]) == (12, 1, 1, 0)
    motion = n.motions[0]
    assert (motion["every"], motion["csm"], motion["referral_fit"]) == (3, 2, 0.5)
    assert motion["lift"] == pytest.approx(np.log(1.5))
    assert motion["stated_renewal"] == pytest.approx((0.82 + 4 * 0.88 + 0.93) / 6)
    for field, p in (("expansion", 0.12), ("contraction", 0.10), ("referral", 0.03)):
        assert n.rates[motion[field]]["p"] == p
    medians = {"units": 24.4949, "expansion_by": 0.2}
    for field, median in medians.items():
        assert quantile(n.tables, n.curves[motion[field]], 0.5) == pytest.approx(median, rel=1e-4)
    assert quantile(n.tables, n.curves[motion["contraction_by"]], 0.05) == pytest.approx(0.10, rel=1e-3)
    assert quantile(n.tables, n.curves[s["takes"][0]], 0.95) == pytest.approx(9.0, rel=1e-3)
    assert quantile(n.tables, n.curves[s["max_wait"][0]], 0.05) == pytest.approx(5.0, rel=1e-3)
    assert quantile(n.tables, n.curves[s["nurture_after"][0]], 0.95) == pytest.approx(9 * MONTH, rel=1e-3)
    assert quantile(n.tables, n.curves[0], 0.95) == pytest.approx(1.6449, abs=1e-3)


def test_money_is_whole_cents_per_billed_units(tmp_path: Path) -> None:
    """A yearly price taken for a monthly one; a cent lost; the thousand forgotten."""
    cases = {
        "49.99 per unit a month": (12 * 4_999, 1),
        "590 per unit a year": (59_000, 1),
        "2 per 1000 units a month": (2_400, 1_000),
        "1.5k per unit a year": (150_000, 1),
    }
    for price, expected in cases.items():
        offer = load(written(tmp_path, edited(("49 per unit a month", price)))).model().numbers.offers[0]
        assert (offer["yearly"], offer["per"]) == expected


def test_metered_offers_begin_at_go_live_and_have_no_term(tmp_path: Path) -> None:
    text = edited(
        (
            'term   = "12 months"\nnotice = "1 month"',
            'metered = { start = "20%", full_after = "6 months", swing = 0.3 }',
        ),
    )
    offer = load(written(tmp_path, text)).model().numbers.offers[0]
    assert (offer["metered"], offer["from_live"], offer["fixed"], offer["term"]) == (1, 1, 0, 1)
    assert (offer["use_start"], offer["use_ramp"], offer["use_swing"]) == (0.2, 6.0, 0.3)


def test_leads_grow_month_by_month_and_dated_leads_have_days(tmp_path: Path) -> None:
    text = edited(
        (
            '"80 to 120 a month"',
            '"100 a month"\ngrowth = "2% a month"\nleads_on = [2027-01-01, 2027-02-15]\nfit = 0.3',
        ),
    )
    n = load(written(tmp_path, text)).model().numbers
    assert n.leads.shape == (1, 24)
    assert n.leads[0, [0, 1, 23]] == pytest.approx([100.0, 102.0, 100.0 * 1.02**23])
    assert n.dated["day"].tolist() == [0.0, (1 + 14 / 28) * MONTH]
    assert n.sources[["motion", "channel", "monthly", "dated"]].tolist() == [(0, 0, 0, 0), (0, 1, m.NONE, 2)]
    assert n.sources["fit"].tolist() == [0.3, 0.3]


def test_one_more_dated_lead_moves_nobody_else(tmp_path: Path) -> None:
    """Lives numbered by their place in the list: with a new date all that follow are other lives."""

    def days(dates: str) -> dict[int, float]:
        dated = load(
            written(tmp_path, edited(('"80 to 120 a month"', f'"100 a month"\nleads_on = [{dates}]')))
        )
        return dict(zip(*(dated.model().numbers.dated[f].tolist() for f in ("address", "day")), strict=True))

    before = days("2027-01-05, 2027-02-15, 2027-02-15")
    after = days("2027-01-05, 2027-01-06, 2027-02-15, 2027-02-15, 2027-02-15")
    assert len(before) == 3
    assert len(after) == 5
    assert before.items() < after.items()


def test_draws_of_a_stage_and_of_a_motion_do_not_move_with_their_neighbours(tmp_path: Path) -> None:
    """A stage more in front, or a motion more, would give all others new random numbers."""
    extra = '[[motion.sale.stage]]\nname = "greet"\ntakes = "1 day"\n'
    first = '[[motion.sale.stage]]\nname     = "qualify"'
    motion = SMALL[SMALL.index("[motion.sale]") :].replace("motion.sale", "motion.again")
    n = load(written(tmp_path, SMALL)).model().numbers
    more = load(written(tmp_path, edited((first, extra + first)))).model().numbers
    twice = load(written(tmp_path, SMALL.replace("[motion.sale]", motion + "[motion.sale]"))).model().numbers
    assert more.stages["address"][1:].tolist() == n.stages["address"].tolist()
    assert n.stages["address"][0] == address_of("play.sale.stage[sql]") % 2**24
    assert twice.motions["address"].tolist() == [address_of(f"play.{p}") % 2**15 for p in ("again", "sale")]
    assert twice.stages["address"][4:].tolist() == n.stages["address"].tolist()


def test_two_names_with_one_hash_have_two_addresses() -> None:
    """Two stages that draw the same numbers. With 13 places for 10 paths some hashes are the same."""
    paths = [f"motion.p{n}" for n in range(10)]
    hashes = [address_of(path) % 13 for path in paths]
    assert len(set(hashes)) < len(paths)
    addresses = apart(paths, 13)
    assert len(set(addresses)) == len(paths)
    assert set(addresses) <= set(range(13))
    for n, path in enumerate(paths):
        if hashes[n] not in addresses[:n]:
            assert addresses[n] == hashes[n], path
    assert apart(paths[:4], 13) == addresses[:4]


def test_the_same_seed_and_replication_are_the_same_draw(small: Scenario) -> None:
    assert small.draw(1, 2) == small.draw(1, 2)
    assert small.draw(1, 2) == load(small.path).draw(1, 2)
    assert small.draw(1, 2) != small.draw(1, 3)
    assert small.draw(1, 2) != small.draw(2, 2)
    assert small.model() == small.model()


def test_keys_out_of_range_are_refused(small: Scenario) -> None:
    for seed, replication in ((-1, 0), (0, -1), (2**32, 0), (0, 2**32)):
        with pytest.raises(ValueError, match="a whole number from 0 to"):
            small.draw(seed, replication)


def test_a_number_has_an_address_of_its_own(small: Scenario, tmp_path: Path) -> None:
    """A new range somewhere else changes no other number's draw; a number is the quantile at its address,
    in its stratum or, where draws are to be independent, anywhere."""
    other = load(written(tmp_path, edited(("book   = 50", 'book = "40 to 60"')), "other.toml"))
    for replication in range(20):
        one, two = small._builder.draws.draw(0, replication), other._builder.draws.draw(0, replication)
        assert all(one.values[path] == two.values[path] for path in one.values if path != "team.csm.book")
        path = "team.ae.at_once"  # the word of the address, whatever the key is called
        seed, run, address = np.uint64(0), np.uint64(replication), np.uint64(address_of(path))
        capacity = small.company.team["ae"].capacity
        assert capacity is not None
        assert one(capacity) == pytest.approx(capacity.curve.at(stratified(seed, run, address)), rel=1e-4)
        apart = small._builder.draws.draw(0, replication, independent=True)
        u = uniform(seed, run, address, IGNORANCE, 0)
        assert apart(capacity) == pytest.approx(capacity.curve.at(u), rel=1e-4)


def test_draws_have_the_best_guess_as_their_mean(small: Scenario) -> None:
    """A best guess that is the median or the mode. 4,000 draws; false alarm 1e-5 a number."""
    draws = small._builder.draws
    values = np.array([[draws.draw(0, r)(number) for number in draws.unknown] for r in range(4_000)])
    best = np.array([draws.best_guess()(number) for number in draws.unknown])
    error = values.std(axis=0) / np.sqrt(len(values))
    assert len(best) == 6
    assert (np.abs(values.mean(axis=0) - best) < 4.5 * error).all()


def test_what_differs_between_accounts_is_not_drawn_and_ignorance_is(tmp_path: Path) -> None:
    """`varies` turns the one into the other."""
    text = edited(
        (
            'takes    = "10 to 45 days"',
            'takes = { value = "10 to 45 days", varies = "between runs" }',
        ),
        (
            'passes   = "45%"\nfit_correlation = 0.6',
            'passes = { value = "35% to 55%", varies = "between accounts" }',
        ),
        ('without_impact = "10%"', 'without_impact = { value = "5% to 15%", varies = "with fit" }'),
    )
    scenario = load(written(tmp_path, text))
    one, two = scenario.draw(0, 0).numbers, scenario.draw(0, 1).numbers
    takes = [n.curves[n.stages["takes"][1]] for n in (one, two)]
    assert takes[0]["scale"] == takes[1]["scale"] == 0.0
    assert takes[0]["shift"] != takes[1]["shift"]
    passes = one.rates[one.stages["passes"][1]]
    assert passes["kind"] == m.VARIES
    assert passes["address"] == address_of("play.sale.stage[sal].passes") % 2**31
    assert quantile(one.tables, one.curves[passes["curve"]], 0.95) == pytest.approx(0.55, rel=1e-3)
    assert one.rates[one.motions["contraction"][0]]["kind"] == m.FOLLOWS_FIT
    assert one.stages["stated"][1] == two.stages["stated"][1]


def test_more_than_one_new_customer_in_a_life_is_warned_of(tmp_path: Path) -> None:
    """Some three accounts are brought in a life. Nine in ten of those whom a seller meets buy, three in ten
    of all: only where they come in late are there more customers than before. Catches accounts that are
    counted before they are won, shares of stages that they never come to, and a market without an end."""
    buying = (('passes   = "45%"', 'passes   = "95%"'), ('passes   = "55%"', 'passes   = "95%"'))
    recommended = 'with_impact = "15%"\n'
    champion = '\n[motion.sale.champion]\nleaves = "12%"\n'

    def warned(text: str) -> bool:
        return any("expected to bring" in one for one in load(written(tmp_path, text)).warnings)

    late = 'enters = "evaluate"\n'
    assert not warned(edited(('with_impact = "3%"\n', recommended), *buying))
    assert warned(edited(('with_impact = "3%"\n', recommended + late), *buying))
    assert not warned(edited(('with_impact = "3%"\n', recommended + late)))
    assert not warned(edited(*buying) + champion)
    assert warned(edited(*buying) + champion + late)
    assert not warned(edited(*buying) + champion + late + "\n[motion.sale.market]\naccounts = 900\n")


def test_the_company_can_be_read_in_words(small: Scenario) -> None:
    """A number that is missing from the description, or that does not fit on the page."""
    text = printed(describe(small))
    assert all(len(line) <= 100 for line in text.splitlines())
    for words in (
        "small.toml: Small", "2 years from January 2027", "3 people", "about 19.6 (15 to 25, not known)",
        "about 98.7 a month (80 to 120 a month, not known)",
        "28.4 on average (10 to 60, differs), in whole units",
        "worked by       sdr", "about 29.9 % (25 to 35 %, not known) go on to evaluate",
        "49 per unit a month", "12 months, notice 1 month",
        "about 87.8 %", "are to stay; one every 12 months",
        "the odds are 1.5 times", "assumption",
    ):  # fmt: skip
        assert words in text, words
    monthly = printed(describe(load(written(small.path.parent, edited((CONTRACT, ""))))))
    assert "not known) of first decisions" in " ".join(text.split())
    assert "not known) of decisions in" in " ".join(monthly.split())


CONTRACT = 'term   = "12 months"\nnotice = "1 month"'


def test_the_words_say_that_thresholds_are_kept_and_where_an_inner_range_is_from(tmp_path: Path) -> None:
    """A reader who takes a change of fit correlation for one that leaves the rates alone."""
    median = '{ median = { value = "20 to 40 days", source = "ledger 2025" }, sigma = { value = 0.6 } }'
    number = '{ median = "20 to 40 days", sigma = 0.6 }'
    text = printed(describe(load(written(tmp_path, edited((number, median))))))
    plain = " ".join(text.split())
    assert "keeps the thresholds as they were settled here" in plain
    assert "(ledger 2025)" in plain
    blind = "\n".join(line for line in SMALL.splitlines() if not line.startswith("fit_correlation"))
    assert "keeps the thresholds" not in " ".join(printed(describe(load(written(tmp_path, blind)))).split())


RATE = st.sampled_from(
    ['"0%"', '"30%"', '"20% to 40%"', '{ low = "1%", best = "30%", high = "99%" }', '"100%"']
)
TIME = st.sampled_from(['"0 days"', '"3 days"', '"1 to 9 days"', '{ median = "2 to 5 days", sigma = 0.7 }'])
FIT_CORRELATION = st.sampled_from(["0", "0.4", "0.95", '"30% to 50%"'])


@st.composite
def companies(draw: st.DrawFn) -> str:
    """Companies of one to three motions with jumps, nurture and shared teams, all of them valid."""
    lines = ['title = "Any"', "start = 2028-02-01", f"years = {draw(st.integers(1, 3))}"]
    lines += ["[team.a]", "people = 3", "capacity = 4", "[team.b]", "people = 1", 'capacity = "2 to 4"']
    lines += ["[team.c]", "people = 1", "book = 30"]
    for motion in range(draw(st.integers(1, 3))):
        lines += [f"[motion.p{motion}]", 'leads = "5 to 20 a month"', 'units = "1 to 9"']
        before, after = draw(st.integers(2, 5)), draw(st.integers(0, 2))
        for n in range(before + after):
            marks = {before - 2: "sal", before - 1: "won"}.get(n)
            lines += [f"[[motion.p{motion}.stage]]", f'name = "s{n}"', f'marks = "{marks}"' if marks else ""]
            jump = draw(st.booleans()) and n < before
            lines += [f"takes = {draw(TIME)}" if not jump else 'takes = "1 to 9 days"']
            rate = draw(RATE).replace('"0%"', '"0.0001%"') if n < before else draw(RATE)  # somebody is won
            lines += [f"passes = {rate}", f"fit_correlation = {draw(FIT_CORRELATION)}"]
            lines += [draw(st.sampled_from(["", 'team = "a"', 'team = ["a", "b"]']))]
            if jump:
                to = draw(st.integers(0, before - 2))  # not past the stage that marks sal
                nurture = draw(st.sampled_from(["", 'nurture = "30%", after = "1 to 3 months", ']))
                lines += [f'loses_to = {{ {nurture}to = "s{to}" }}']
        lines += [f"[motion.p{motion}.offer]", 'price = "9 to 12 per unit a month"']
        lines += [
            draw(st.sampled_from(["", 'term = "12 months"', 'term = "3 months"\nrecurring_from = "live"']))
        ]
        lines += [f"[motion.p{motion}.impact]", f'every = "{draw(st.integers(1, 6))} months"', 'team = "c"']
        lines += [
            f"reached = {draw(RATE)}",
            f"unattended = {draw(RATE)}",
            f"fit_correlation = {draw(FIT_CORRELATION)}",
        ]
        lines += [
            f"[motion.p{motion}.renewal]",
            f"overall = {draw(RATE)}",
            f"lift = {draw(st.sampled_from([0.5, 1, 9]))}",
        ]
    return "\n".join(lines)


@given(companies())
@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_valid_company_becomes_a_model_of_finite_numbers(tmp_path: Path, text: str) -> None:
    """A solver that fails or leaves a NaN where a rate is 0 or 100 %, or nobody comes."""
    scenario = load(written(tmp_path, text))
    for model in (scenario.model(), scenario.draw(0, 1)):
        n = model.numbers
        for field in ("p", "threshold", "fit_correlation"):
            assert np.isfinite(n.rates[field]).all()
        assert ((n.rates["p"] >= 0) & (n.rates["p"] <= 1)).all()
        assert np.isfinite(n.stages["stated"]).all()
        for field in ("unattended", "unclean", "lift"):
            assert np.isfinite(n.motions[field]).all()
        assert np.isfinite(n.tables).all()
    assert printed(describe(scenario))


def test_a_start_at_the_end_of_time_is_refused_in_words(tmp_path: Path) -> None:
    """Would catch a traceback from the calendar: the last year of the company lies beyond it."""
    text = SMALL.replace("2027-01-01", "9999-01-01").replace("2027-07-01", "9999-07-01")
    with pytest.raises(ScenarioError, match="a year between 1900 and 2200"):
        load(written(tmp_path, text))


def test_tables_without_end_are_refused_in_words(tmp_path: Path) -> None:
    """Would catch a traceback of too deep a recursion."""
    with pytest.raises(ScenarioError, match="deeper than 50"):
        load(written(tmp_path, f'title = "deep"\n{".".join(["a"] * 3000)} = 1\n'))


def test_stages_that_lead_to_the_same_metric_share_their_chances(tmp_path: Path) -> None:
    """Catches companies that are paired by nothing because their stages bear other names, and two stages of
    one company that draw the same: here one has the name of what another marks."""
    renamed = SMALL.replace("qualify", "try out").replace("evaluate", "won").replace('"agree"', '"pay"')
    one, two = load(written(tmp_path, SMALL, "one.toml")), load(written(tmp_path, renamed, "two.toml"))
    assert [stage.name for stage in two.company.motion["sale"].stage] == ["try out", "won", "pay", "onboard"]
    addresses = one.model().numbers.stages["address"].tolist()
    assert addresses == two.model().numbers.stages["address"].tolist()
    assert len(set(addresses)) == len(addresses)
    for replication in range(3):
        first, second = (s._builder.draws.draw(0, replication) for s in (one, two))
        assert list(first.values.values()) == list(second.values.values())
