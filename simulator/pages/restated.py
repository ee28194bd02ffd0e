"""What a what-if changes in words, and which rates it moves: stated beside observed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.digits import percent
from simulator.experiment.intervals import defined, t_interval
from simulator.experiment.rates import Rate, rates_of
from simulator.pages.paper import BROAD, folded, lines_of, paragraph

if TYPE_CHECKING:
    from simulator.experiment import Outcomes
    from simulator.scenario import Scenario

ROOM = 40  # columns of a number in words
LEAST = 0.005  # a rate that moves by less than half a point is not spoken of
BARS = (
    "Restates a rate: its bar alone is solved anew; all other bars are those of the company{later}: stated "
    "beside observed. "
)


def changed(scenario: Scenario) -> list[str]:
    """Each path with what the company says there and what the what-if does."""
    rows = [["", "as it is", "with it"]]
    rows += [[f"  {path}", before, after] for path, before, after in scenario.differs_in]
    return lines_of(folded(rows, {1: ROOM, 2: ROOM}, hanging="  "), left=(0, 1, 2), width=BROAD)


def moved(scenario: Scenario, varied: Outcomes, base: Outcomes) -> list[str]:
    """Stated beside observed, of the rates that clearly are others than in the company as it is."""
    rows = [["", "stated", "observed", "stated with it", "observed with it"]]
    rates, before = _rates(varied), _rates(base)
    for name, rate in rates.items():
        if name not in before:  # where a term begins or ends, another decision is counted
            continue
        gap = t_interval(defined(rate.observed - before[name].observed))
        if abs(gap.mean) >= LEAST and (gap.low > 0.0 or gap.high < 0.0):
            found = (before[name].stated, before[name].observed, rate.stated, rate.observed)
            rows.append([f"  {name}", *(percent(_mean(values)) for values in found)])
    none = "" if len(rows) > 1 else "Here no observed rate moves clearly."
    later = ", so later rates move" if any(_later(scenario, path) for path in scenario.restated) else ""
    lines = paragraph(BARS.format(later=later) + none, "  ") if scenario.restated else []
    return [*lines, *(lines_of(rows) if len(rows) > 1 else [])]


def _later(scenario: Scenario, path: str) -> bool:
    """Whether customers meet another rate of the play after this one: a stage, impact, or whether to stay."""
    _, play, kind, *_ = path.split(".")
    of_play = scenario.company.play[play]
    if kind == "stage":
        last = path == f"play.{play}.stage.{of_play.stage[-1].name}.passes"
        return not last or of_play.impact is not None or of_play.renewal is not None
    return kind == "impact" and of_play.renewal is not None


def _rates(outcomes: Outcomes) -> dict[str, Rate]:
    """All rates that a scenario may state, by the words for them."""
    plays = outcomes.header.plays
    found = [(name, rate) for play, name in enumerate(plays) for rate in rates_of(outcomes, play)]
    return {f"{name}: {rate.name}" if len(plays) > 1 else rate.name: rate for name, rate in found}


def _mean(values: NDArray[np.float64]) -> float:
    known = defined(values)
    return float(known.mean()) if known.size else float("nan")
