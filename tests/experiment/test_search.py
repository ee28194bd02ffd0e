"""Where a curve first crosses 0: curves that we know, instead of runs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

import simulator
from simulator.company.schema import numbers_of
from simulator.experiment import Difference
from simulator.experiment.effects import effect_of
from simulator.experiment.search import Search, UndefinedError
from simulator.scenario import Scenario
from tests.companies import SMALL, written

PASSES, PEOPLE, TAKES = "motion.sale.stage.agree.passes", "team.ae.people", "motion.sale.stage.agree.takes"
TEXT = (
    SMALL
    + f"""
[what_if."pass"]
"motion.sale.lead_cost" = 10
"{PASSES}" = {{ value = "50%", note = "assumption" }}

[what_if."people"]
"motion.sale.lead_cost" = 10
"{PEOPLE}" = {{ value = 4, note = "assumption" }}

[what_if."quicker"]
"motion.sale.lead_cost" = 10
"{TAKES}" = {{ value = "5 to 20 days", note = "assumption" }}
"""
)
HALF = 0.3  # of the interval, everywhere


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return simulator.load(written(tmp_path_factory.mktemp("companies"), TEXT))


def searching(
    company: Scenario, what_if: str, curve: Callable[[float], float], sign: float = 1.0, half: float = HALF
) -> Search:
    """A search of which the difference is a curve of the number, read from the scenario that is run."""
    effect = effect_of(company, what_if)

    def difference(varied: Scenario) -> Difference:
        numbers = {path.removesuffix(".count"): number for path, number in numbers_of(varied.company)}
        mean = curve(numbers[effect.path].mean)
        pairs = 0 if math.isnan(mean) else 10
        apart = pairs if half > 0.0 else 0
        return Difference(mean, mean - half, mean + half, 0, 0, pairs, apart, "EUR")

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


@pytest.mark.slow
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
    assert len(search.tried) <= (14 if found <= search.effect.assumed else 21)
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


@pytest.mark.slow
@pytest.mark.parametrize("enough", [3, 4, 5, 17, 101])
def test_whole_people(company: Scenario, enough: int) -> None:
    """Catches a number of people that is not the first that is enough, and half ones on the way."""
    search = searching(company, "people", lambda v: v - enough + 0.5)
    assert search.first(search.gain, 1.0) == enough
    assert all(v == round(v) for v in search.tried)


@pytest.mark.slow
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
    assert len(search.tried) == 2 + 7 + 3  # own, assumed, eighths between, 60 %, 80 %, 100 %


@pytest.mark.parametrize(
    ("what_if", "top", "width"), [("pass", 0.4375, 0.004), ("people", 3, 0.6), ("people", 18, 1.2)]
)
def test_a_gain_that_is_lost_again(company: Scenario, what_if: str, top: float, width: float) -> None:
    """Catches "it never pays" where own and assumed lose, but something between or beyond them gains."""
    curve = lambda v: width - abs(v - top)  # noqa: E731
    search = searching(company, what_if, curve)
    assert curve(search.effect.own) < 0 > curve(search.effect.assumed)
    found = search.first(search.gain, search.effect.fine)
    exact = top - width
    assert found == pytest.approx(math.ceil(exact) if what_if == "people" else exact)
    assert len(search.tried) <= 21


def test_few_whole_numbers_are_all_tried(company: Scenario) -> None:
    """Catches a hump one person wide between two tries, and one tried twice."""
    for own, assumed in ((2, 4), (1, 9), (3, 10), (2, 8), (9, 1)):
        effect = replace(effect_of(company, "people"), own=float(own))
        effect = replace(effect, number=replace(effect.number, known=(("value", float(assumed)),)))
        between = Search(effect, 1.0, lambda _: pytest.fail("nothing is run"))._smaller()
        assert sorted(between) == list(range(min(own, assumed) + 1, max(own, assumed)))
        assert between[0] == pytest.approx((own + assumed) / 2, abs=0.5)


def test_undefined_farther_out_ends_the_way(company: Scenario) -> None:
    """Catches a search that is lost where the metric is undefined beyond: that is one more limit."""
    search = searching(company, "pass", lambda v: math.nan if v > 0.7 else -1.0)
    assert math.isnan(search.first(search.gain, search.effect.fine))
    assert search.limit == "undefined with 80 %"
    with pytest.raises(UndefinedError):
        search.at(0.8)


def test_where_it_costs_nothing_only_more_than_nothing_pays(company: Scenario) -> None:
    """Catches "any effect pays" where small ones change nothing: a fourth person does, a third does not."""
    search = searching(company, "people", lambda v: 0.0 if v < 4 else 5.0, half=0.0)
    assert search.free
    assert search.start == 3
    assert search.first(search.gain, 1.0) == 4
    costly = searching(company, "people", lambda v: -1.0 if v < 4 else 0.0)
    assert not costly.free
    assert costly.first(costly.gain, 1.0) == 4  # a cost that is just covered
    even = searching(company, "people", lambda v: v - 2.0)
    assert not even.free  # won here, lost there: that is not nothing
    assert even.first(even.at_worst, 1.0) == 3
