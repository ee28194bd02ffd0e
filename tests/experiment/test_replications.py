"""Replications of scenarios, and scenarios side by side, on the real engine."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator.experiment import OptionError, Outcomes
from simulator.experiment.comparison import has_direction, lower_is_better
from simulator.metrics import metric_of
from simulator.numerics.months import MONTH
from simulator.numerics.strata import BLOCK
from simulator.report.json_document import of_outcomes
from simulator.scenario import Scenario
from tests.companies import METERED, PAID_FOR, SMALL, written

FEW = 6


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return simulator.load(written(tmp_path_factory.mktemp("companies")))


@pytest.fixture(scope="module")
def busier(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    text = SMALL.replace('passes = "40%"', 'passes = "60%"')
    return simulator.load(written(tmp_path_factory.mktemp("companies"), text, "busier"))


@pytest.fixture(scope="module")
def costed(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return simulator.load(written(tmp_path_factory.mktemp("companies"), PAID_FOR, "costed"))


@pytest.fixture(scope="module")
def outcomes(small: Scenario) -> Outcomes:
    return simulator.run(small, replications=FEW, workers=1)


def same(one: Outcomes, other: Outcomes) -> bool:
    """Equal to the bit, undefined values included."""
    return (
        one.values.keys() == other.values.keys()
        and all(one.values[k].tobytes() == other.values[k].tobytes() for k in one.values)
        and all(one.monthly[k].tobytes() == other.monthly[k].tobytes() for k in one.monthly)
        and all(one.company[k].tobytes() == other.company[k].tobytes() for k in one.company)
        and one.cohorts.tobytes() == other.cohorts.tobytes()
        and one.bowtie.tobytes() == other.bowtie.tobytes()
        and one.stages.tobytes() == other.stages.tobytes()
        and one.rates.tobytes() == other.rates.tobytes()
    )


@pytest.mark.parametrize("workers", [2, 3, None])
def test_outcomes_do_not_depend_on_workers(small: Scenario, outcomes: Outcomes, workers: int | None) -> None:
    """Catches state that threads share, and results in the order of their completion."""
    assert same(simulator.run(small, replications=FEW, workers=workers), outcomes)


@pytest.mark.slow
def test_both_engines_give_the_same_outcomes(small: Scenario, outcomes: Outcomes) -> None:
    """Catches an engine option that is not passed on, or that changes an answer."""
    assert same(simulator.run(small, replications=FEW, engine="simpy"), outcomes)


def test_a_replication_is_the_one_that_can_be_run_alone(small: Scenario, outcomes: Outcomes) -> None:
    """Catches replications in another order, or drawn with one key and simulated with another."""
    for r in (0, FEW - 1):
        model = small.draw(0, r)
        alone = simulator.measure(simulator.simulate(model, seed=0, replication=r))
        for name, value in alone.values.items():
            np.testing.assert_equal(outcomes.values[name][r], value)
        np.testing.assert_equal(outcomes.monthly["closing"][r], alone.monthly["closing"])


def test_the_seed_matters(small: Scenario, outcomes: Outcomes) -> None:
    """Catches a seed that goes nowhere."""
    other = simulator.run(small, replications=FEW, seed=1)
    assert other.seed == 1
    assert not same(other, outcomes)


def test_replications_differ(outcomes: Outcomes) -> None:
    """Catches one replication counted six times."""
    assert len(set(outcomes.values["leads"])) > 1
    assert outcomes.replications == FEW
    assert not outcomes.partial


def test_more_replications_begin_with_the_same(small: Scenario, outcomes: Outcomes) -> None:
    """Catches a replication whose numbers depend on how many there are, and blocks that begin elsewhere."""
    more = simulator.run(small, replications=2 * BLOCK + 1)
    for name, values in outcomes.values.items():
        np.testing.assert_array_equal(values, more.values[name][:FEW])


def test_what_is_not_known_is_spread_over_a_block(small: Scenario) -> None:
    """Catches a run that draws each replication by itself: of the shares that pass, drawn from 40 to 60 %,
    each eighth has one."""
    stated = simulator.run(small, replications=2 * BLOCK).stages["stated"][:, 0]
    number = small.company.motion["sale"].stage[0].passes
    assert number is not None
    edges = [number.curve.at(n / BLOCK) for n in range(1, BLOCK)]
    for block in stated.reshape(2, BLOCK):
        assert sorted(np.searchsorted(edges, block)) == list(range(BLOCK))


def test_draws_may_be_independent(small: Scenario, busier: Scenario, outcomes: Outcomes) -> None:
    """Catches an option that goes nowhere, or whose answer does not tell that it was asked for."""
    plain = simulator.run(small, replications=FEW, independent=True)
    assert not same(plain, outcomes)
    assert "6 simulated runs, drawn independently, seed 0" in plain.how
    assert of_outcomes(plain)["independent"] is True
    assert "independent" not in of_outcomes(outcomes)
    for r in (0, FEW - 1):
        alone = simulator.measure(simulator.simulate(small.draw(0, r, independent=True), replication=r))
        for name, value in alone.values.items():
            np.testing.assert_equal(plain.values[name][r], value)
    pair = simulator.compare([busier, small], replications=FEW, independent=True)
    assert same(pair["small"], plain)
    assert pair["busier"].independent


def test_a_summary_tells_mean_interval_and_quantiles(outcomes: Outcomes) -> None:
    """Catches quantiles that are mixed up with the interval, and a wrong unit or definition."""
    summary = outcomes.summary("arr_end")
    values = outcomes.values["arr_end"]
    assert summary.mean == pytest.approx(values.mean())
    assert (summary.p10, summary.p50, summary.p90) == pytest.approx(
        tuple(np.quantile(values, [0.1, 0.5, 0.9]))
    )
    assert summary.low < summary.mean < summary.high
    assert summary.interval.half == pytest.approx((summary.high - summary.low) / 2)
    assert summary.unit == "EUR a year"
    assert summary.definition == simulator.definition("arr_end").text
    assert summary.defined == FEW
    # The scalar and the months tell one story: money in values is in units, months hold cents.
    assert outcomes.monthly["closing"][:, -1].sum(axis=1) / 100 == pytest.approx(values)


def test_undefined_replications_are_left_out_and_counted(outcomes: Outcomes) -> None:
    """Catches a mean that is nan because one replication is, and one that hides that it is."""
    values = outcomes.values["grr"].copy()
    values[1] = np.nan
    holed = outcomes.values | {"grr": values, "nrr": np.full(FEW, np.nan)}
    with_holes = simulator.Outcomes(**(vars(outcomes) | {"values": holed}))
    summary = with_holes.summary("grr")
    assert summary.defined == FEW - 1
    assert summary.mean == pytest.approx(np.delete(outcomes.values["grr"], 1).mean())
    nothing = with_holes.summary("nrr")
    assert nothing.defined == 0
    assert all(np.isnan([nothing.mean, nothing.low, nothing.high, nothing.p10, nothing.p50, nothing.p90]))


def test_a_scenario_against_itself_differs_by_exactly_nothing(costed: Scenario) -> None:
    """Catches any randomness that is not common, and a pairing that is off by one."""
    comparison = simulator.compare([costed, costed], replications=FEW)
    assert comparison.names == ("costed", "costed (2)")
    assert comparison.against == "costed"
    known = [name for name in comparison.metrics if comparison["costed"].summary(name).defined == FEW]
    # No stage of it marks MQL or SQL; cash may never run out, nor break even.
    sometimes = {"mql", "sql", "runout_month", "break_even_month"}
    assert {name for name in comparison.metrics if ":" not in name} - set(known) <= sometimes
    for name in known:
        difference = comparison.difference("costed (2)", name)
        assert difference.mean == 0.0, name
        if metric_of(name).yes_or_no:  # that odds were the same in so few runs does not make them so
            assert difference.low == -difference.high < 0.0
        else:
            assert (difference.low, difference.high) == (0.0, 0.0), name
        if name.startswith("utilisation."):
            assert difference.better_in is None
        elif difference.better_in is not None:
            assert difference.better_in == difference.worse_in == 0
        assert difference.pairs == FEW


def test_a_scenario_is_the_same_alone_and_in_company(
    small: Scenario, busier: Scenario, outcomes: Outcomes
) -> None:
    """Catches a scenario that is given another's replications."""
    comparison = simulator.compare([busier, small], replications=FEW, workers=2)
    assert same(comparison["small"], outcomes)
    assert not same(comparison["busier"], outcomes)


def test_a_difference_is_paired(small: Scenario, busier: Scenario) -> None:
    """Catches a difference with the wrong sign, unpaired, or with better and worse exchanged.

    A higher win rate wins more in every pair, as all else is common.
    """
    comparison = simulator.compare([small, busier], replications=FEW)
    won = comparison.difference("busier", "won")
    gaps = comparison["busier"].values["won"] - comparison["small"].values["won"]
    assert won.mean == pytest.approx(gaps.mean())
    assert won.better_in == FEW
    assert won.worse_in == 0
    turned = simulator.compare([small, busier], replications=FEW, against="busier")
    back = turned.difference("small", "won")
    assert back.mean == -won.mean
    assert (back.better_in, back.worse_in) == (0, FEW)
    assert [o.name for o in turned.others] == ["small"]


def test_a_longer_wait_is_worse(small: Scenario, busier: Scenario) -> None:
    """Catches `better` that means `more` for days and for churn."""
    comparison = simulator.compare([small, busier], replications=FEW)
    for name in ("wait_days.ae", "logo_churn", "cycle_days_mean"):
        difference = comparison.difference("busier", name)
        gaps = comparison["busier"].values[name] - comparison["small"].values[name]
        assert difference.better_in == (gaps < 0).sum(), name
        assert difference.worse_in == (gaps > 0).sum(), name


def test_teams_of_one_scenario_only_are_not_compared(small: Scenario, tmp_path: Path) -> None:
    """Catches a KeyError where companies have different teams."""
    text = SMALL.replace("team.ae", "team.sellers").replace('"ae"', '"sellers"')
    other = simulator.load(written(tmp_path, text, "other"))
    comparison = simulator.compare([small, other], replications=2)
    assert "utilisation.ae" in comparison["small"].values
    assert "utilisation.ae" not in comparison.metrics
    assert "book_coverage.csm" in comparison.metrics


def test_a_metered_offer_runs_too(tmp_path: Path) -> None:
    """Catches a summary that knows only terms."""
    outcomes = simulator.run(simulator.load(written(tmp_path, METERED)), replications=3)
    assert outcomes.summary("arr_end").mean > 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"replications": 0}, "replications = 0: from 1 to 4294967295"),
        ({"replications": 2**32}, "replications = 4294967296: from 1"),
        ({"seed": -1}, "seed = -1: from 0 to 4294967295"),
        ({"seed": 2**32}, "seed = 4294967296: from 0"),
        ({"workers": 0}, "workers = 0: from 1 to 1024"),
        ({"engine": "steam"}, "engine = 'steam': it is one of compiled, simpy"),
    ],
)
def test_an_option_that_can_not_be(small: Scenario, options: dict[str, object], message: str) -> None:
    """Catches an option that fails late, or with a message that helps nobody."""
    with pytest.raises(OptionError, match=message):
        simulator.run(small, **options)  # type: ignore[arg-type]


def test_a_comparison_that_can_not_be(small: Scenario, tmp_path: Path) -> None:
    """Catches euros less dollars, and a baseline that is not there."""
    with pytest.raises(OptionError, match="against = 'nobody': it is one of small"):
        simulator.compare([small], against="nobody")
    with pytest.raises(OptionError, match="at least one"):
        simulator.compare([])
    dollars = simulator.load(written(tmp_path, SMALL.replace('"EUR"', '"USD"')))
    with pytest.raises(OptionError, match="currencies differ: EUR, USD"):
        simulator.compare([small, dollars])


def test_three_of_one_name_are_told_apart(small: Scenario) -> None:
    """Catches two scenarios under one name, of which one is never seen again."""
    assert simulator.compare([small] * 3, replications=1).names == ("small", "small (2)", "small (3)")


def test_interrupted_a_comparison_keeps_whole_pairs(small: Scenario, busier: Scenario) -> None:
    """Catches pairs of which one is missing, and a partial answer that looks whole."""

    def interrupt(done: int, total: int) -> None:
        assert total == 20_000
        if done >= 7:
            raise KeyboardInterrupt

    comparison = simulator.compare([small, busier], replications=10_000, workers=2, progress=interrupt)
    assert comparison.partial
    many = {o.replications for o in comparison.outcomes}
    assert len(many) == 1
    assert 3 <= many.pop() < 10_000
    whole = simulator.compare([small, busier], replications=2)
    assert not whole.partial
    for mine, theirs in zip(comparison.outcomes, whole.outcomes, strict=True):
        assert mine.asked == 10_000
        np.testing.assert_array_equal(mine.values["won"][:2], theirs.values["won"])


@pytest.mark.slow
def test_what_has_no_direction_ranks_nobody() -> None:
    """Recurring revenue and churn do not rank a licence, retention not use, a rate a month not one a year."""
    folder = Path(__file__).parents[2] / "scenarios"
    files = [simulator.load(folder / f"{name}.toml") for name in ("perpetual", "subscription", "consumption")]
    comparison = simulator.compare(files, replications=2)
    assert comparison.difference("subscription", "arr_end").better_in is None
    assert comparison.difference("subscription", "renewal_rate").better_in is not None
    assert comparison.difference("consumption", "renewal_rate").better_in is None
    assert comparison.difference("consumption", "win_rate").better_in == 0
    assert comparison.difference("subscription", "logo_churn").better_in is None
    for name in ("grr", "nrr"):
        assert comparison.difference("subscription", name).better_in is not None
        assert comparison.difference("consumption", name).better_in is None
    alike = replace(comparison, against="subscription")
    assert alike.difference("consumption", "logo_churn").better_in is not None
    assert alike.difference("consumption", "arr_end").better_in is not None


def test_some_owners_are_not_all(outcomes: Outcomes) -> None:
    """Catches a company of owners ranked against one that also rents out: they leave in one of them."""
    offers = [np.repeat(outcomes.header.offer, many) for many in (1, 2, 1)]
    for offer, owned in zip(offers, ([1], [1, 0], [0]), strict=True):
        offer["owned"] = owned
    owners, both, users = (replace(outcomes.header, offer=offer) for offer in offers)
    for name in ("logo_churn", "arr_end"):
        assert has_direction(name, owners, owners)
        assert not has_direction(name, owners, both)
        assert not has_direction(name, users, both)
    assert has_direction("grr", owners, users)


def test_how_it_was_run(outcomes: Outcomes) -> None:
    """Catches "1 replications", "1 years", and a part that is told as the whole."""
    header = replace(outcomes.header, horizon=12 * MONTH)
    one = replace(outcomes, replications=1, asked=1, header=header)
    assert one.how == "1 simulated run, seed 0, 1 year from 2027-01"
    assert outcomes.how == f"{FEW} simulated runs, seed 0, 2 years from 2027-01"
    assert replace(one, asked=FEW).how.startswith(f"PARTIAL: 1 of {FEW} runs, seed")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: simulator.run("mine.toml"),
            "run takes what simulator.load gives, not a file's name: load it "
            "first, simulator.load('mine.toml')",
        ),
        (lambda: simulator.run(Path("mine.toml")), "simulator.load('mine.toml')"),
        (lambda: simulator.run(3), "run takes what simulator.load gives, not int"),
        (lambda: simulator.compare("mine.toml"), "compare takes a list of scenarios, not a file's name"),
        (lambda: simulator.compare(["mine.toml"]), "simulator.load('mine.toml')"),
    ],
)
def test_a_file_is_not_a_scenario(call: Callable[[], object], message: str) -> None:
    """Catches a raw error from inside for the first thing that everybody tries."""
    with pytest.raises(TypeError, match=re.escape(message)):
        call()


def test_one_scenario_alone_is_no_list(small: Scenario) -> None:
    """Catches a raw error where the brackets are forgotten."""
    with pytest.raises(TypeError, match="compare takes a list of scenarios, not Scenario"):
        simulator.compare(small)  # type: ignore[arg-type]


def test_a_definition_stands_under_the_plain_name(costed: Scenario) -> None:
    """Catches an option that goes nowhere, and values of one way under the words of another."""
    outcomes = simulator.run(costed, replications=FEW)
    lagged = simulator.run(costed, replications=FEW, definitions={"cac": "lagged"})
    plain = lagged.summary("cac")
    np.testing.assert_array_equal(lagged.values["cac"], outcomes.values["cac:lagged"])
    assert plain.definition == simulator.definition("cac", "lagged").text
    assert plain.definition != outcomes.summary("cac").definition
    assert outcomes.summary("cac", definition="lagged").mean == plain.mean
    assert not np.array_equal(lagged.values["cac"], outcomes.values["cac"])
    np.testing.assert_array_equal(lagged.values["ltv"], outcomes.values["ltv"])


@pytest.mark.parametrize(
    ("definitions", "message"),
    [
        ({"cash": "lagged"}, "definitions: 'cash' is not defined in several ways; these are: "),
        ({"cac": "best"}, "definitions: cac = 'best': it is one of "),
    ],
)
def test_a_definition_that_is_none(small: Scenario, definitions: dict[str, str], message: str) -> None:
    """Catches a name that is mistyped and left out without a word."""
    with pytest.raises(OptionError, match=re.escape(message)):
        simulator.run(small, replications=1, definitions=definitions)


def test_money_and_risk_know_better_from_worse(small: Scenario) -> None:
    """Catches a dearer customer called better, and a direction where there is none."""
    header = simulator.run(small, replications=1).header
    for name in ("cac", "cac:lagged", "payback_months", "runout_probability", "buyer_risk", "burn_multiple"):
        assert lower_is_better(name), name
    for name in ("ltv", "contribution_per_prospect", "cash_low", "gross_margin", "quick_ratio"):
        assert not lower_is_better(name), name
        assert has_direction(name, header, header), name
    for name in ("seller_share_of_risk", "cash_low_month", "runout_month", "pipeline_coverage"):
        assert not has_direction(name, header, header), name
    offer = header.offer.copy()
    offer["owned"] = 1
    owner = replace(header, offer=offer)
    for name in ("payback_months", "cac_ratio", "magic_number", "arr_end"):
        assert has_direction(name, header, header), name
        assert not has_direction(name, header, owner), name
    assert has_direction("ltv", header, owner)
