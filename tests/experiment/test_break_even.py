"""How large an effect must be: against arithmetic, a closed form, and runs of one's own."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from scipy.stats import t

import simulator
from simulator.experiment import OptionError, paired
from tests.companies import SMALL, written
from tests.experiment.curves import gaining
from tests.experiment.exact import EXACT, by_hand, dearer

FEW = 3


def solved(
    folder: Path, text: str, what_if: str = "more, for more", **options: object
) -> simulator.BreakEven:
    scenario = simulator.load(written(folder, text))
    # type: ignore[arg-type]
    return simulator.breakeven(scenario, what_if, **{"on": "cash_end", "replications": FEW} | options)


@pytest.mark.parametrize(("cost", "price"), [(1700, 150), (1875, 110), (1210, 148)])
def test_a_price_worked_out_by_hand(tmp_path: Path, cost: int, price: int) -> None:
    """Catches a wrong sign, a cost that is not held, a value on the wrong side, and one that is not where
    both lines cross: 24 months of cost against 42 invoices. Found inside the assumed change and beyond it."""
    answer = solved(tmp_path, dearer(cost, price))
    exact = by_hand(cost)
    assert answer.verdict == "found"
    assert answer.value == pytest.approx(exact, abs=1e-6)
    assert (answer.low, answer.high) == pytest.approx((exact, exact), abs=1e-6)  # no chance, no interval
    assert answer.number == "motion.sale.offer.price"
    assert list(answer.held) == ["money.fixed_cost"]
    assert (answer.own, answer.assumed, answer.unit) == (100, price, "per unit a month")
    assert [v for v, _ in answer.tried] == sorted(v for v, _ in answer.tried)
    for value, gap in answer.tried:
        assert gap.mean == pytest.approx(420 * (value - 100) - 24 * (cost - 1000), abs=0.5)
    assert (answer.pays_as_assumed > 0) == (price > exact)


@pytest.mark.slow
def test_down_as_well_as_up(tmp_path: Path) -> None:
    """Catches a search that only goes up: a cost that must fall, and a metric of which less is better."""
    text = EXACT + '\n[what_if."cheaper, for less"]\n"motion.sale.offer.price" = "80 per unit a month"\n'
    text += '"money.fixed_cost" = { value = "900 a month", note = "assumption" }\n'
    answer = solved(tmp_path, text, "cheaper, for less")
    assert answer.value == pytest.approx(1000 - 420 * 20 / 24)
    assert [v for v, _ in answer.tried] == sorted((v for v, _ in answer.tried), reverse=True)
    assert answer.pays_as_assumed < 0
    cost = EXACT.replace("units = 10", 'units = 10\nlead_cost = "500"')
    cost += '\n[what_if."two, not one"]\n"motion.sale.stage.agree.cost" = "300"\n'
    cost += '"motion.sale.lead_cost" = { value = "400", note = "assumption" }\n'
    answer = solved(tmp_path, cost, "two, not one", on="cac")
    assert answer.value == pytest.approx(200)


def test_prices_in_two_units(tmp_path: Path) -> None:
    """Catches 1,200 a year taken for more than 110 a month."""
    text = dearer(1875, 150).replace('price = "100 per unit a month"', 'price = "1200 per unit a year"')
    answer = solved(tmp_path, text)
    assert answer.own == pytest.approx(100)
    assert answer.value == pytest.approx(by_hand(1875), abs=1e-6)


@pytest.mark.slow
def test_the_interval_has_a_closed_form(tmp_path: Path) -> None:
    """Catches an interval of anything but the values at which that of the difference contains 0.

    Nobody minds the price, so a replication gains its own slope times the rise, less the same cost: the ends
    are where mean +- t s / sqrt(R) of that is 0.
    """
    chance = EXACT.replace("leads_on = [2027-01-01, 2027-07-01]", 'leads = "2 a month"')
    many, cost, price = 12, 15_000, 130
    answer = solved(tmp_path, dearer(cost, price, chance), replications=many)
    company = simulator.load(written(tmp_path, chance))
    dear = company.vary({"motion.sale.offer.price": f"{price} per unit a month"})
    both = simulator.compare([company, dear], replications=many)
    ends = [o.values["cash_end"] for o in both.outcomes]
    slopes = (ends[1] - ends[0]) / (price - 100)
    spread = t.ppf(0.95, many - 1) * slopes.std(ddof=1) / math.sqrt(many)
    to_pay = 24 * (cost - 1000)
    exact = [
        100 + to_pay / slope for slope in (slopes.mean(), slopes.mean() + spread, slopes.mean() - spread)
    ]
    assert [answer.value, answer.low, answer.high] == pytest.approx(exact, rel=1e-4)
    assert answer.low < answer.value < answer.high


HIRED = (
    SMALL.replace("[team.ae]\n", '[team.ae]\nbase = "60k a year"\n').replace(
        'units = "5 to 20"', 'units = "5 to 20"\nlead_cost = "20"'
    )
    + """
[what_if."one more"]
"team.ae.people" = { value = 3, note = "decision" }
"motion.sale.stage.agree.passes" = { value = "44%", note = "assumption: time to listen" }
"""
)


@pytest.mark.slow
def test_a_run_of_ones_own_finds_the_same_on_either_side(tmp_path: Path) -> None:
    """Catches differences from another base, without the cost or of other chances, and a value that does
    not lie between one that loses and one that gains."""
    scenario = simulator.load(written(tmp_path, HIRED))
    answer = simulator.breakeven(scenario, "one more", on="cash_end", replications=5)
    assert answer.verdict == "found"
    assert answer.low < answer.value < answer.high
    less = [pair for pair in answer.tried if pair[0] <= answer.value][-1]
    more = next(pair for pair in answer.tried if pair[0] > answer.value)
    assert more[0] - less[0] <= answer.fine * 1.001
    for value, gap in (less, more):
        passes = {"team.ae.people": 3, "motion.sale.stage.agree.passes": value}
        both = simulator.compare([scenario, scenario.vary(passes, "tried")], replications=5)
        assert both.difference("tried", "cash_end") == gap
    assert less[1].mean < 0 <= more[1].mean


@pytest.mark.slow
def test_without_its_effect_the_company_keeps_its_own_number(tmp_path: Path) -> None:
    """Catches a range of the company that is replaced by its mean, so that a cost seems to hit or help."""
    text = HIRED.replace('passes = "40%"', 'passes = "35% to 45%"')
    scenario = simulator.load(written(tmp_path, text))
    answer = simulator.breakeven(scenario, "one more", on="cash_end", replications=3)
    hired = scenario.vary({"team.ae.people": 3}, "hired")
    both = simulator.compare([scenario, hired], replications=3)
    assert dict(answer.tried)[answer.own] == both.difference("hired", "cash_end")


@pytest.mark.parametrize(
    ("change", "metric", "verdict", "value"),
    [
        ('"money.fixed_cost" = "900 a month"', "cash_end", "anyway", 100),
        ('"money.fixed_cost" = "2k a month"', "won", "never", 100),
        ('"money.fixed_cost" = "2M a month"', "cash_end", "never", 100 + 64 * 20),
        ('"money.fixed_cost" = "2k a month"', "quick_ratio", "undefined", 100),
    ],
)
def test_honest_answers(tmp_path: Path, change: str, metric: str, verdict: str, value: float) -> None:
    """Catches a value where there is none: it pays without, in no case, or nobody knows."""
    text = EXACT + f'\n[what_if."change"]\n{change}\n'
    text += '"motion.sale.offer.price" = { value = "120 per unit a month", note = "assumption" }\n'
    answer = solved(tmp_path, text, "change", on=metric)
    assert answer.verdict == verdict
    assert all(map(math.isnan, (answer.value, answer.low, answer.high)))
    assert value in dict(answer.tried)
    assert answer.limit == ("64 times the assumed change" if "2M" in change else "")
    assert len(answer.tried) <= 2 + 7 + 6


@pytest.mark.slow
def test_a_share_goes_as_far_as_its_bound(tmp_path: Path) -> None:
    """Catches a share above 1, and a bound that nobody is told."""
    half = EXACT.replace('passes = "100%"', 'passes = "50%"').replace(
        "leads_on = [2027-01-01, 2027-07-01]", 'leads = "5 a month"'
    )
    text = half + '\n[what_if."listen"]\n"money.fixed_cost" = "1M a month"\n'
    text += '"motion.sale.stage.agree.passes" = { value = "60%", note = "assumption" }\n'
    answer = solved(tmp_path, text, "listen")
    assert answer.verdict == "never"
    assert answer.tried[-1][0] == 1.0
    assert answer.limit == "a share lies between 0 % and 100 %"


def test_people_are_whole(tmp_path: Path) -> None:
    """Catches half a person, and a first that pays which does not, or is not the first."""
    few = EXACT.replace("leads_on = [2027-01-01, 2027-07-01]", 'leads = "8 a month"')
    text = few.replace('takes  = "1 day"\npasses', 'team = "ae"\ntakes  = "40 days"\npasses')
    text += '\n[team.ae]\npeople = 1\ncapacity = 3\nbase = "60k a year"\n'
    text += '\n[what_if."hire"]\n"money.fixed_cost" = "6k a month"\n'
    text += '"team.ae.people" = { value = 3, note = "assumption" }\n'
    answer = solved(tmp_path, text, "hire", replications=6)
    assert answer.verdict == "found"
    pays = {value: gap.mean >= 0 for value, gap in answer.tried}
    assert pays[answer.value]
    assert not pays[answer.value - 1]
    for value in (answer.low, answer.high):
        assert math.isnan(value) or value == round(value)
    assert all(value == round(value) for value in pays)


def test_where_nothing_else_is_changed_the_first_step_must_tell(tmp_path: Path) -> None:
    """Catches "it pays without": of a number that is cost and effect at once, nothing is no answer."""
    text = EXACT + '\n[what_if."dearer"]\n"motion.sale.offer.price" = "110 per unit a month"\n'
    answer = solved(tmp_path, text, "dearer")
    assert answer.verdict == "anyway"
    assert [value for value, _ in answer.tried] == pytest.approx([100.2, 110])
    assert answer.pays_as_assumed == pytest.approx(4200)


def test_odds_that_nothing_moves_are_no_gain(tmp_path: Path) -> None:
    """Cash never runs out, whatever the price or its cost. Catches "it pays without", as the interval of odds
    has a width where they are the same in all runs, too."""
    answer = solved(tmp_path, dearer(1700, 150), on="runout_probability")
    assert answer.verdict == "never"
    assert all(gap.is_nothing and gap.low < 0.0 < gap.high for _, gap in answer.tried)


def test_a_team_that_can_be_too_large(tmp_path: Path) -> None:
    """Catches "it never pays": fourteen sellers lose what eight gain, and one has too much to do."""
    text = EXACT.replace("leads_on = [2027-01-01, 2027-07-01]", 'leads = "8 a month"')
    text = text.replace('takes  = "1 day"\npasses', 'team = "ae"\ntakes  = "40 days"\npasses')
    text += '\n[team.ae]\npeople = 1\ncapacity = 3\nbase = "90k a year"\n'
    text += '\n[what_if."hire"]\n"money.fixed_cost" = "2k a month"\n'
    text += '"team.ae.people" = { value = 14, note = "assumption" }\n'
    answer = solved(tmp_path, text, "hire")
    assert answer.verdict == "found"
    gains = {value: gap.mean for value, gap in answer.tried}
    assert gains[1] < 0 > gains[14]
    assert gains[answer.value] >= 0 > gains[answer.value - 1]


def test_a_value_found_is_kept_where_its_interval_has_no_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a value thrown away because the metric is undefined farther out."""
    gaining(monkeypatch, "motion.sale.offer.price", lambda v: math.nan if v > 260 else v - 110, half=500)
    answer = solved(tmp_path, dearer(1700, 120))
    assert answer.verdict == "found"
    assert answer.value == pytest.approx(110)
    assert answer.low == 100
    assert math.isnan(answer.high)
    assert answer.limit == "undefined with 420 per unit a month"


def test_a_metric_is_refused_before_all_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a hundred replications for a name that is mistyped, or that ranks nothing."""
    from simulator.experiment import break_even

    def never(*_: object, **__: object) -> None:
        raise AssertionError("all of it is run")

    monkeypatch.setattr(break_even, "run", never)
    with pytest.raises(OptionError, match="'cash_and' is not a metric here; did you mean cash_end"):
        solved(tmp_path, dearer(1500, 120), on="cash_and")
    with pytest.raises(
        OptionError, match="cash_low_month ranks nothing: neither more nor less of it is better"
    ):
        solved(tmp_path, dearer(1500, 120), on="cash_low_month")


@pytest.mark.slow
@pytest.mark.parametrize("runs", [0, 1, 3])
def test_interrupted_it_says_what_it_has(tmp_path: Path, runs: int) -> None:
    """Catches an answer from half a search, a difference from half a run, and tries that are thrown away."""
    done = 0

    def interrupt(count: int, total: int) -> None:
        nonlocal done
        if done == runs:
            raise KeyboardInterrupt
        done += count == total

    scenario = simulator.load(written(tmp_path, dearer(1875, 110)))

    def ask() -> simulator.BreakEven:
        return simulator.breakeven(
            scenario, "more, for more", on="cash_end", replications=100, workers=1, progress=interrupt
        )

    if runs < 2:  # the company alone: nothing was tried
        with pytest.raises(KeyboardInterrupt):
            ask()
        return
    answer = ask()
    assert answer.partial
    assert answer.verdict == "stopped"
    assert len(answer.tried) == runs - 1
    assert all(gap.pairs == 100 for _, gap in answer.tried)
    assert math.isnan(answer.value)


def test_draws_may_be_independent(tmp_path: Path) -> None:
    """Catches an option that reaches the company as it is and not the what-if, or neither."""
    text = dearer(1700, 150, EXACT.replace('"1k a month"', '"500 to 2000 a month"'))
    text = text.replace('passes = "100%"', 'passes = "30% to 90%"')
    company = simulator.load(written(tmp_path, text))
    proposed = company.with_what_if("more, for more")
    means = set()
    for which in (False, True):
        answer = solved(tmp_path, text, independent=which)
        assert answer.base.independent == which
        (gap,) = [gap for value, gap in answer.tried if value == answer.assumed]
        two = [
            simulator.run(one, replications=FEW, independent=which, metrics=["cash_end"])
            for one in (proposed, company)
        ]
        assert gap.mean == paired(*two, "cash_end").mean
        means.add(gap.mean)
    assert len(means) == 2


PAID = EXACT + '\n[team.ops]\npeople = {people}\ncapacity = 1\nbase = "12k a year"\n'
PLAN = "[{ count = 6 }, { from = 2027-10-01, count = 5 }]"


@pytest.mark.parametrize(
    ("people", "change", "cost", "value", "months"),
    [
        # 24 months of 1,000 more are paid for by two who are away for the last 18: 36k, where one saves 18k
        ("6", '{ by = "-4", from = 2027-07-01, note = "assumption" }', 2000, -2, 18),
        ("6", '{ by = "-1 from 2027-07", note = "assumption" }', 2000, -2, 18),
        (PLAN, '{ by = "-4 from 2027-07", note = "assumption" }', 2000, -2, 18),
        # of a plan as a whole, 36k by two who are never there
        (PLAN, '{ by = "-3", note = "assumption" }', 2500, -2, 24),
    ],
)
def test_how_many_on_a_plan(
    tmp_path: Path, people: str, change: str, cost: int, value: int, months: int
) -> None:
    """Catches a plan that is refused, people who are counted from the start on, and the next step of the plan
    that brings them back. Worked out by hand: a person is 1,000 a month, the months are those of the plan."""
    text = PAID.replace("{people}", people) + f'\n[what_if."fewer"]\n"money.fixed_cost" = "{cost} a month"\n'
    answer = solved(tmp_path, f'{text}"team.ops.people" = {change}\n', "fewer")
    assert (answer.verdict, answer.value, answer.own) == ("found", value, 0)
    assert answer.unit == ("people more from 2027-07-01" if months == 18 else "people more")
    for tried, gap in answer.tried:
        assert gap.mean == pytest.approx(-1000 * months * tried - 24 * (cost - 1000))
    assert len(answer.tried) >= 3


def test_what_ifs_together(tmp_path: Path) -> None:
    """Catches the first of two, alone: its cost without the effect of the other."""
    text = EXACT + '\n[what_if."costs"]\n"money.fixed_cost" = "1700 a month"\n[what_if."dearer"]\n'
    text += '"motion.sale.offer.price" = { value = "150 per unit a month", note = "assumption" }\n'
    answer = solved(tmp_path, text, "costs + dearer")
    assert answer.value == pytest.approx(by_hand(1700), abs=1e-6)
    assert (answer.what_if, dict(answer.held)) == ("costs + dearer", {"money.fixed_cost": "1700 a month"})
