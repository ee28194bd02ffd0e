"""How need moves over a time: kernels against matrix exponentials, and the rules against both."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.stats import norm

from simulator import model as m
from simulator.numerics.curves import CURVE, EXPONENTIAL, LISTED, table_of, table_of_list
from simulator.numerics.months import MONTH
from simulator.rules import need
from simulator.rules.world import World
from simulator.scenario import load
from simulator.scenario.reference.need import kernel
from tests.oracles.judging import share_is
from tests.scenario.need import company
from tests.scenario.small import written

TABLES = np.stack([table_of(norm()), table_of_list([5.0, 30.0, 90.0])])
RATES = [(18.0, 6.0), (6.0, 6.0), (3.0, 40.0), (18.0, 0.0), (0.0, 6.0), (1e6, 6.0), (0.0, 0.0)]  # months


def curve(table: int, form: int, shift: float, scale: float) -> np.void:
    return np.array([(table, form, shift, scale)], CURVE)[0]


def chain(wakes: float, fades: float) -> tuple[np.ndarray, float, float]:
    """The generator, said plainly, and the steps a day up and down."""
    up, down = (1.0 / (months * MONTH) if months else 0.0 for months in (wakes, fades))
    return np.array([[-up, up, 0.0], [down, -up - down, up], [0.0, down, -down]]), up, down


@pytest.mark.parametrize("rates", RATES, ids=str)
@pytest.mark.parametrize("days", [0.0, 1.0, 40.0, 3_000.0])
def test_over_one_time_it_is_the_matrix_exponential(days: float, rates: tuple[float, float]) -> None:
    """Catches eigenvalues that are one, as where need only wakes or only fades, and a sign."""
    q, up, down = chain(*rates)
    got = kernel(up, down, TABLES, curve(0, 0, days, 0.0))
    assert got == pytest.approx(expm(q * days), abs=1e-10)
    assert got.sum(axis=1) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("rates", RATES, ids=str)
def test_over_a_law_of_times_it_is_the_mean_of_matrix_exponentials(rates: tuple[float, float]) -> None:
    """A lognormal time by quadrature, and a list. Catches a kernel at the mean time, or at the median."""
    q, up, down = chain(*rates)
    z, weights = np.polynomial.hermite_e.hermegauss(80)
    days = 70.0 * np.exp(0.6 * z)
    mean = (weights[:, None, None] * expm(q * days[:, None, None])).sum(axis=0) / weights.sum()
    got = kernel(up, down, TABLES, curve(0, EXPONENTIAL, np.log(70.0), 0.6))
    assert got == pytest.approx(mean, abs=2e-5)  # the table is read in straight lines
    listed = kernel(up, down, TABLES, curve(1, LISTED, 0.0, 3.0))
    assert listed == pytest.approx(np.mean([expm(q * t) for t in (5.0, 30.0, 90.0)], axis=0), abs=1e-10)


def test_the_prototype_is_met() -> None:
    """A share of .27 that knows the solution is .2622 after a lognormal week, as was worked out before any of
    this was written. Catches steps a month that are read as steps a day."""
    _, up, down = chain(18.0, 6.0)
    after = np.array([0.45, 0.28, 0.27]) @ kernel(up, down, TABLES, curve(0, EXPONENTIAL, np.log(7.0), 0.6))
    assert after[2] == pytest.approx(0.2622, abs=1e-4)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """60,000 prospects that came on day 0, and nothing else."""
    file = written(tmp_path_factory.mktemp("need"), company(0.5))
    world = World(load(file).model().numbers, 3, 0, 60_000, 1)
    world.accounts["address"] = np.arange(len(world.accounts))
    for account in world.accounts:
        need.come(world.record, account, m.NONE, 0.0)
    return world


@pytest.mark.slow
def test_the_rules_move_it_as_the_kernel_says_and_in_the_end_to_the_stationary_shares(world: World) -> None:
    """60,000 prospects looked at on four days: a false alarm in a million each; would notice a point.
    Catches a turn that is drawn from the day of the look, and one that always goes up."""
    _, up, down = chain(18.0, 6.0)
    born = np.array([0.45, 0.28, 0.27])
    for days in (0.0, 25.0, 130.0, 6_000.0):
        found = [need.level(world.record, account, days) for account in world.accounts]
        expected = born @ kernel(up, down, TABLES, curve(0, 0, days, 0.0))
        for level in (m.NO_NEED, m.PROBLEM, m.SOLUTION):
            share_is(found.count(level), len(found), expected[level - 1], notices=0.011)
    stationary = np.array([1.0, 6 / 18, (6 / 18) ** 2])
    assert expected == pytest.approx(stationary / stationary.sum(), abs=1e-9)


@pytest.mark.slow
def test_how_often_it_is_looked_at_changes_nothing(world: World) -> None:
    """Catches a turn that is forgotten or drawn anew because somebody looked."""
    again = World(world.numbers, 3, 0, 500, 1)
    once = World(world.numbers, 3, 0, 500, 1)
    for often in (again, once):
        often.accounts["address"] = np.arange(500)
        for account in often.accounts:
            need.come(often.record, account, m.NONE, 0.0)
    for days in np.arange(0.0, 900.0, 10.0):
        for account in again.accounts:
            need.level(again.record, account, days)
    seen = [[need.level(w.record, account, 900.0) for account in w.accounts] for w in (again, once)]
    assert seen[0] == seen[1]
    assert (again.accounts["turns"] == once.accounts["turns"]).all()
    assert again.accounts["turns"].max() > 3
