"""What a what-if changes in words, and which rates it moves: stated beside observed."""

import numpy as np
from numpy.typing import NDArray

from simulator.blocks.page import Paragraph, Section
from simulator.blocks.table import Column, Kind, Row, Table
from simulator.experiment import Outcomes
from simulator.experiment.intervals import defined, t_interval
from simulator.experiment.rates_observed import Rate, rates_of
from simulator.scenario import Scenario

ROOM = 40  # columns of a number in words
LEAST = 0.005  # a rate that moves by less than half a point is not spoken of
THRESHOLDS = (
    "Restates a rate: its threshold alone is solved anew; all other thresholds are those of the "
    "company{later}: stated beside observed. "
)


def changed(scenario: Scenario) -> Table:
    """Each path with what the company says there and what the what-if does."""
    columns = (Column(), Column("as it is", room=ROOM, hanging=2), Column("with it", room=ROOM, hanging=2))
    return Table(columns, tuple(scenario.differs_in), title="", broad=True)


def moved(scenario: Scenario, varied: Outcomes, base: Outcomes) -> Section:
    """Stated beside observed, of the rates that clearly are others than in the company as it is."""
    rows: list[Row] = []
    rates, before = _rates(varied), _rates(base)
    for name, rate in rates.items():
        if name not in before:  # where a term begins or ends, another decision is counted
            continue
        gap = t_interval(defined(rate.observed - before[name].observed))
        if abs(gap.mean) >= LEAST and (gap.low > 0.0 or gap.high < 0.0):
            found = (before[name].stated, before[name].observed, rate.stated, rate.observed)
            rows.append((name, *map(_mean, found)))
    none = "" if rows else "Here no observed rate moves clearly."
    later = ", so later rates move" if any(_later(scenario, path) for path in scenario.restated) else ""
    told = [Paragraph(THRESHOLDS.format(later=later) + none, 2)] if scenario.restated else []
    names = ("stated", "observed", "stated with it", "observed with it")
    columns = (Column(), *(Column(name, Kind.SHARE) for name in names))
    return [*told, Table(columns, tuple(rows), title="")]


def _later(scenario: Scenario, path: str) -> bool:
    """Whether customers meet another rate of the motion after this one: a stage, impact, or whether to
    stay."""
    _, motion, kind, *_ = path.split(".")
    of_motion = scenario.company.motion[motion]
    if kind == "stage":
        last = path == f"motion.{motion}.stage.{of_motion.stage[-1].name}.passes"
        return not last or of_motion.impact is not None or of_motion.renewal is not None
    return kind == "impact" and of_motion.renewal is not None


def _rates(outcomes: Outcomes) -> dict[str, Rate]:
    """All rates that a scenario may state, by the words for them."""
    motions = outcomes.header.motions
    found = [(name, rate) for motion, name in enumerate(motions) for rate in rates_of(outcomes, motion)]
    return {f"{name}: {rate.name}" if len(motions) > 1 else rate.name: rate for name, rate in found}


def _mean(values: NDArray[np.float64]) -> float:
    known = defined(values)
    return float(known.mean()) if known.size else float("nan")
