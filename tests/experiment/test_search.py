"""Where a curve first crosses 0: curves that we know, instead of runs."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

import simulator
from simulator.experiment import Difference
from simulator.experiment.effect import effect_of
from simulator.experiment.search import Search
from simulator.scenario import Scenario
from simulator.scenario.keys.schema import numbers_of
from tests.companies import SMALL, written

PASSES, PEOPLE, TAKES = "play.sale.stage.agree.passes", "team.ae.people", "play.sale.stage.agree.takes"
TEXT = (
    SMALL
    + f"""
[what_if."pass"]
"play.sale.lead_cost" = 10
"{PASSES}" = {{ value = "50%", note = "assumption" }}

[what_if."people"]
"play.sale.lead_cost" = 10
"{PEOPLE}" = {{ value = 4, note = "assumption" }}

[what_if."quicker"]
"play.sale.lead_cost" = 10
"{TAKES}" = {{ value = "5 to 20 days", note = "assumption" }}
"""
)
HALF = 0.3  # of the interval, everywhere


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return simulator.load(written(tmp_path_factory.mktemp("companies"), TEXT))


def searching(company: Scenario, what_if: str, curve: Callable[[float], float], sign: float = 1.0) -> Search:
    """A search of which the difference is a curve of the number, read from the scenario that is run."""
    effect = effect_of(company, what_if)

    def difference(varied: Scenario) -> Difference:
        numbers = {path.removesuffix(".count"): number for path, number in numbers_of(varied.company)}
        mean = curve(numbers[effect.path].mean)
        return Difference(mean, mean - HALF, mean + HALF, 0, 0, 10, "EUR")

    return Search(effect, sign, difference)


CURVES = {
    "straight": lambda v: 100 * (v - 0.47),
    "beyond what is assumed": lambda v: 100 * (v - 0.83),
    "bent": lambda v: 2000 * (v**5 - 0.47**5),
    "flat, then steep": lambda v: math.expm1(40 * (v - 0.47)),
    "rough": lambda v: 100 * (v - 0.47) + 0.2 * math.sin(900 * v),
    "a step": lambda v: -1.0 if v < 0.4702 else 1.0,
    "a step far out": lambda v: -1.0 if v < 0.99 else 1.0,
}


@pytest.mark.parametrize("name", CURVES)
def test_it_finds_where_a_curve_crosses(company: Scenario, name: str) -> None:
    """Catches a bracket that is lost, an answer on no crossing, and a search that takes for ever."""
    curve = CURVES[name]
    search = searching(company, "pass", curve)
    found = search.first(search.gain, search.effect.fine)
    grid = np.linspace(0.4, 1.0, 60_001)
    signs = np.sign([curve(v) for v in grid])
    crossings = grid[1:][np.diff(signs) != 0]
    assert np.abs(crossings - found).min() <= search.effect.fine
    assert len(search.tried) <= 14
    less = max(v for v in search.tried if v <= found)
    more = min(v for v in search.tried if v >= found)
    assert more - less <= search.effect.fine * 1.001
    assert curve(less) < 0 <= curve(more)


def test_the_ends_of_the_interval(company: Scenario) -> None:
    """Catches ends that are exchanged, or those of something else: 0.3 up and down a slope of 100."""
    search = searching(company, "pass", CURVES["straight"])
    fine = search.effect.fine
    assert search.first(search.gain, fine) == pytest.approx(0.47)
    assert search.first(search.at_best, 5 * fine) == pytest.approx(0.467)
    assert search.first(search.at_worst, 5 * fine) == pytest.approx(0.473)


def test_less_is_better_turns_it_round(company: Scenario) -> None:
    """Catches a cost of which more is sought."""
    search = searching(company, "pass", lambda v: 100 * (0.47 - v), sign=-1.0)
    assert search.first(search.gain, search.effect.fine) == pytest.approx(0.47)
    assert search.first(search.at_best, 0.01) == pytest.approx(0.467)


@pytest.mark.parametrize("enough", [3, 4, 5, 17, 101])
def test_whole_people(company: Scenario, enough: int) -> None:
    """Catches a number of people that is not the first that is enough, and half ones on the way."""
    search = searching(company, "people", lambda v: v - enough + 0.5)
    assert search.first(search.gain, 1.0) == enough
    assert all(v == round(v) for v in search.tried)


def test_downwards(company: Scenario) -> None:
    """Catches a search that looks for a longer time, and a range whose mean is not the one asked for."""
    search = searching(company, "quicker", lambda v: 7.0 - v)
    assert search.effect.step < 0
    assert search.first(search.gain, search.effect.fine) == pytest.approx(7.0)


def test_nowhere(company: Scenario) -> None:
    """Catches a search without end, and an answer where there is none."""
    search = searching(company, "pass", lambda v: -1.0)
    assert math.isnan(search.first(search.gain, search.effect.fine))
    assert max(search.tried) == 1.0
    assert search.limit == "a share lies between 0 % and 100 %"
