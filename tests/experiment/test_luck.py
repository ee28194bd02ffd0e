"""Luck and what is not known: what moves an outcome, and how much of its spread comes of which."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import special

import simulator
from simulator.experiment import OptionError, Outcomes
from simulator.experiment.shares import shares_of
from simulator.experiment.tornado import SPARE, Plane, swings
from simulator.numerics.streams import LARGEST_KEY
from simulator.quantity.number import Number
from simulator.scenario import Scenario
from tests.companies import SMALL, written
from tests.experiment.coverage import CASH, UNSURE
from tests.experiment.exact import INVOICES, MONTHS, UNITS

RUNS = 256
FALSE_ALARM = 4.42  # standard errors: once in 1e5


@pytest.fixture(scope="module")
def unsure(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """A company of which cash is reckoned by hand: cost, price and the share that signs are not known."""
    return simulator.load(written(tmp_path_factory.mktemp("companies"), UNSURE, "unsure"))


@pytest.fixture(scope="module")
def outcomes(unsure: Scenario) -> Outcomes:
    return simulator.run(unsure, replications=RUNS, second_lives=RUNS, metrics=["cash_end", "won"])


def numbers(company: Scenario) -> dict[str, Number]:
    return dict(zip(company.unknowns.paths, company.unknowns.numbers, strict=True))


def strata(rows: int, runs: int, many: int, seed: int) -> NDArray[np.float64]:
    """Normal draws spread over blocks of eight: (rows, runs, numbers)."""
    rng = np.random.default_rng(seed)
    order = np.argsort(rng.random((rows, runs // 8, many, 8)), axis=3)
    places = order.swapaxes(2, 3).reshape(rows, runs, many)
    return np.asarray(special.ndtri((places + rng.random((rows, runs, many))) / 8))


# What was drawn ----------------------------------------------------------------------------------------


def test_what_a_replication_drew_is_what_its_model_has(unsure: Scenario) -> None:
    """Catches numbers in another order than their columns, and those of another seed, or block."""
    drawn = unsure.unknowns.drawn(3, 10)
    assert drawn.shape == (10, 3)
    for replication in (0, 9):
        own = unsure._builder.draws.draw(3, replication)
        assert drawn[replication].tolist() == [own.values[path] for path in unsure.unknowns.paths]
    apart = unsure.unknowns.drawn(3, 10, independent=True)
    own = unsure._builder.draws.draw(3, 9, independent=True)
    assert apart[9].tolist() == [own.values[path] for path in unsure.unknowns.paths]


def test_a_number_that_a_threshold_comes_from_is_not_known_either(tmp_path: Path) -> None:
    """Catches a rate that a what-if settles, whose range in the company as it is still moves a threshold; and
    a number that both share counted twice."""
    company = simulator.load(written(tmp_path, SMALL, "small"))
    sure = company.vary({"motion.sale.stage.talk.passes": "50%"})
    path = "motion.sale.stage.talk.passes"
    assert company.unknowns.paths.count(path) == sure.unknowns.paths.count(path) == 1
    assert path not in sure._builder.draws.best_guess().values or numbers(sure)[path].unknown is not None
    column = sure.unknowns.paths.index(path)
    assert len(set(sure.unknowns.drawn(0, 8)[:, column])) == 8
    assert sure.unknowns.labels[column] == "sale, talk: passes"


# Tornado -----------------------------------------------------------------------------------------------


def test_a_tornado_finds_effects_that_are_known(unsure: Scenario, outcomes: Outcomes) -> None:
    """Catches a slope of another number, one number for its P10 to P90 and back, and others that are held at
    their P10. False alarm: once in 1e5 for each."""
    cost, share, price = numbers(unsure).values()
    invoiced = UNITS * INVOICES
    truth = {
        cost.path: -MONTHS * (cost.curve.at(0.9) - cost.curve.at(0.1)),
        price.path: invoiced * share.mean * (price.curve.at(0.9) - price.curve.at(0.1)),
        share.path: invoiced * price.mean * (share.curve.at(0.9) - share.curve.at(0.1)),
    }
    found = {swing.path: swing for swing in outcomes.tornado("cash_end")}
    assert found.keys() == truth.keys()
    assert [abs(s.effect.mean) for s in found.values()] == sorted(
        (abs(s.effect.mean) for s in found.values()), reverse=True
    )
    mean = CASH - MONTHS * cost.mean + invoiced * price.mean * share.mean
    for path, swing in found.items():
        assert abs(swing.effect.mean - truth[path]) < FALSE_ALARM * swing.effect.half / 1.648
        assert swing.at_high.mean - swing.at_low.mean == pytest.approx(swing.effect.mean)
        number = numbers(unsure)[path]
        assert (swing.low, swing.high) == (number.curve.at(0.1), number.curve.at(0.9))
        at_low = mean + truth[path] * (swing.low - number.mean) / (swing.high - swing.low)
        assert abs(swing.at_low.mean - at_low) < FALSE_ALARM * swing.at_low.half / 1.648
    assert found[share.path].low_said.endswith("%")


def test_what_moves_nothing_is_not_shown(unsure: Scenario, outcomes: Outcomes) -> None:
    """Catches a tornado of all numbers, movers or not: only the share that signs moves customers."""
    assert [swing.label for swing in outcomes.tornado("won")] == ["sale, agree: passes"]


def test_odds_stay_between_none_and_all(unsure: Scenario) -> None:
    """Catches odds of 120 %, and an outcome that all replications share taken for one that moves."""
    drawn = unsure.unknowns.drawn(0, 64)
    (swing,) = swings(unsure.unknowns, drawn, 1.0 * (drawn[:, 1] > np.median(drawn[:, 1])), True)
    assert all(0.0 <= x <= 1.0 for x in (*swing.at_low, *swing.at_high))
    assert swing.at_low.low == 0.0
    assert swings(unsure.unknowns, drawn, np.ones(64)) == ()
    assert len(swings(unsure.unknowns, drawn, 1e6 + drawn[:, 1])) == 1  # the others by a rounding


def test_too_few_replications_have_no_tornado(unsure: Scenario) -> None:
    """Catches a plane through as many points as it has slopes, and undefined values that make it so."""
    few = 3 + 1 + SPARE
    drawn = unsure.unknowns.drawn(0, few)
    outcome = 1e3 * drawn[:, 1]
    assert [swing.path for swing in swings(unsure.unknowns, drawn, outcome)] == [unsure.unknowns.paths[1]]
    outcome[4] = math.nan
    assert swings(unsure.unknowns, drawn, outcome) == ()


def test_a_tornado_is_of_a_whole_run(outcomes: Outcomes) -> None:
    """Catches replications from another one on held against draws from the first on."""
    from simulator.experiment.outcomes import some_of

    with pytest.raises(OptionError, match="of a whole run only"):
        some_of(outcomes, 8, 16).tornado("won")
    with pytest.raises(KeyError, match="did you mean won"):
        outcomes.tornado("wonn")


@pytest.mark.slow
def test_intervals_of_effects_cover_as_often_as_they_say() -> None:
    """Catches errors as if luck spread alike in all companies, or of the wrong degrees of freedom: a product
    of a lognormal and another number, luck that grows with it, 1,500 runs of 128. The seed is fixed."""
    normal = strata(1_500, 128, 6, 2)
    luck = np.random.default_rng(3).standard_normal(normal.shape[:2])
    drawn = normal.copy()
    drawn[..., 0], drawn[..., 1] = np.exp(0.4 * normal[..., 0]), special.ndtr(normal[..., 1])
    outcome = drawn[..., 0] * (1.0 + 0.5 * drawn[..., 1]) + 0.3 * drawn[..., 2] + 0.5 * drawn[..., 0] * luck
    truth = {0: 1.25, 1: 0.5 * math.exp(0.08), 2: 0.3, 5: 0.0}
    planes = [Plane.through(*pair) for pair in zip(drawn, outcome, strict=True)]
    for number, slope in truth.items():
        ends = np.array([plane.effect(number, 1.0)[1:] for plane in planes if plane is not None])
        covered = np.mean((ends[:, 0] <= slope) & (slope <= ends[:, 1]))
        assert 0.875 <= covered <= 0.945


# Shares ------------------------------------------------------------------------------------------------


def test_shares_are_those_that_are_known(unsure: Scenario, outcomes: Outcomes) -> None:
    """Catches luck and ignorance changed about, second lives that share the first ones' luck, and what two
    numbers do together counted as luck. By the law of total variance; the truth lies within three half widths
    (false alarm: once in 1e6)."""
    places = (np.arange(4_000) + 0.5) / 4_000
    cost, share, price = (np.array([n.curve.at(u) for u in places]) for n in numbers(unsure).values())
    moments = (price**2).mean() * (share**2).mean() - (price.mean() * share.mean()) ** 2
    unknown = MONTHS**2 * cost.var() + (UNITS * INVOICES) ** 2 * moments
    luck = UNITS**2 * (24**2 + 18**2) * (price**2).mean() * (share * (1.0 - share)).mean()
    truth = luck / (luck + unknown)
    found = outcomes.shares("cash_end")
    assert found.pairs == RUNS
    assert abs(found.luck.mean - truth) < 3.0 * found.luck.half
    assert 0.1 < truth < 0.9
    assert found.luck.half < 0.1
    assert found.unknown.mean + found.luck.mean == pytest.approx(1.0)
    assert found.unknown.low == pytest.approx(1.0 - found.luck.high)


def test_a_second_life_is_the_same_company_with_other_luck(unsure: Scenario, outcomes: Outcomes) -> None:
    """Catches second lives of another draw, or with the luck of a replication that a longer run has."""
    some = simulator.run(unsure, replications=6, second_lives=2)
    assert {len(values) for values in some.second_lives.values()} == {2}
    assert some.second_lives.keys() == some.values.keys()
    for replication in (0, 1):
        ledger = simulator.simulate(unsure.draw(0, replication), replication=LARGEST_KEY - replication)
        for name, value in simulator.measure(ledger).values.items():
            np.testing.assert_equal(some.second_lives[name][replication], value)
    np.testing.assert_array_equal(some.values["cash_end"], outcomes.values["cash_end"][:6])
    np.testing.assert_array_equal(some.second_lives["won"], outcomes.second_lives["won"][:2])


def test_shares_need_second_lives(unsure: Scenario) -> None:
    """Catches shares of nothing, and more second lives than first ones."""
    with pytest.raises(OptionError, match="second_lives=64"):
        simulator.run(unsure, replications=2).shares("won")
    with pytest.raises(OptionError, match="second_lives = 3: from 0 to 2"):
        simulator.run(unsure, replications=2, second_lives=3)


def test_shares_of_nothing_and_of_all() -> None:
    """Catches a division by zero, and a share beside 0 and 1 where there is no luck at all."""
    values = np.arange(32.0)
    assert shares_of(values, values[:16]).unknown == (1.0, 1.0, 1.0)
    same = shares_of(np.ones(16), np.ones(16))
    assert math.isnan(same.luck.mean)
    holed = values.copy()
    holed[:15] = math.nan
    assert shares_of(holed, values[:16]).pairs == 1
    assert math.isnan(shares_of(holed, values[:16]).luck.mean)


def test_of_as_many_second_lives_it_is_the_analysis_of_variance() -> None:
    """Catches a variance about two means, or over n - 1 lives: by the intraclass correlation of Fisher,
    worked out here in other steps, of lives taken one by one."""
    rng = np.random.default_rng(8)
    first, second = rng.normal(3.0, 1.0, (2, 24)) + rng.normal(0.0, 1.0, 24)
    pairs = np.stack([first, second])
    luck = ((first - second) ** 2).sum() / 48
    within_sums = pairs.sum(axis=0) - 2 * pairs.mean()
    whole = pairs.var() + (within_sums**2).sum() * 24 / 23 / 48**2
    assert shares_of(first, second).luck.mean == pytest.approx(luck / whole)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "truth"),
    [("a tenth", 0.1), ("half", 0.5), ("most", 0.9), ("bent", 1 / 1.49), ("skewed", 0.5803)],
)
def test_intervals_of_shares_cover_as_often_as_they_say(kind: str, truth: float) -> None:
    """Catches an interval too narrow by far, and a share that leaves out what two numbers do together: 300
    runs of 64 with as many second lives. The seed is fixed."""
    rows, runs = 300, 64
    normal = strata(rows, runs, 2, 5)
    luck = np.random.default_rng(6).standard_normal((2, rows, runs))
    plain = np.sqrt(truth / 2) * normal.sum(axis=2)
    first, second = {
        "bent": normal.prod(axis=2) + 0.7 * luck,
        "skewed": np.exp(0.4 * normal[..., 0] + 0.3 * normal[..., 1]) * (1.0 + 0.4 * luck),
    }.get(kind, plain + math.sqrt(1.0 - truth) * luck)
    found = np.array([shares_of(*pair).unknown for pair in zip(first, second, strict=True)])
    assert 0.85 <= np.mean((found[:, 1] <= truth) & (truth <= found[:, 2])) <= 0.95
    assert found[:, 0].mean() == pytest.approx(truth, abs=0.03)
