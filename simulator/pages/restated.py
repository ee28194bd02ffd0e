"""What a what-if changes in words, and which rates it moves: stated beside observed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.digits import percent
from simulator.experiment.intervals import t_interval
from simulator.metrics import RENEWAL
from simulator.pages.paper import BROAD, folded, lines_of, paragraph

if TYPE_CHECKING:
    from simulator.experiment import Outcomes
    from simulator.scenario import Scenario

ROOM = 40  # columns of a number in words
LEAST = 0.005  # a rate that moves by less than half a point is not spoken of
BARS = (
    "Restates a rate: its bar alone is solved anew; all other bars are those of the company, so later rates "
    "move: stated beside observed. "
)


class Rate(NamedTuple):
    """A rate in each replication, as it is observed and as the scenario states it."""

    observed: NDArray[np.float64]
    stated: NDArray[np.float64]


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
        gap = t_interval(_known(rate.observed - before[name].observed))
        if abs(gap.mean) >= LEAST and (gap.low > 0.0 or gap.high < 0.0):
            found = (before[name].stated, before[name].observed, rate.stated, rate.observed)
            rows.append([f"  {name}", *(percent(_mean(values)) for values in found)])
    none = "" if len(rows) > 1 else "Here no observed rate moves clearly."
    lines = paragraph(BARS + none, "  ") if scenario.restated else []
    return [*lines, *(lines_of(rows) if len(rows) > 1 else [])]


def _rates(outcomes: Outcomes) -> dict[str, Rate]:
    """All rates that a scenario may state, by the words for them: stages, impact and renewal of each play."""
    header = outcomes.header
    found = {}
    several = len(header.plays) > 1
    for play, name in enumerate(header.plays):
        which = f"{name}: " if several else ""
        for stage in np.flatnonzero(header.stage["play"] == play):
            table = outcomes.stages[:, stage]
            found[f"{which}{header.stages[stage]}"] = Rate(table["share"], table["stated"])
        table = outcomes.rates[:, play]
        found[f"{which}impact, first cycle"] = Rate(table["first_reached"], table["stated_reached"])
        renewal = RENEWAL[header.offer["fixed"][play]]
        found[f"{which}{renewal}"] = Rate(table["renewal"], table["stated_renewal"])
    return found


def _known(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values[~np.isnan(values)]


def _mean(values: NDArray[np.float64]) -> float:
    known = _known(values)
    return float(known.mean()) if known.size else float("nan")
