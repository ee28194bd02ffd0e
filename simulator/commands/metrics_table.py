"""One scenario's metrics as a table: means, intervals and quantiles under small headings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.commands.groups import grouped, label, own
from simulator.commands.paper import lines_of, listed, paragraph
from simulator.digits import scale_of

if TYPE_CHECKING:
    from simulator.experiment import Outcomes


def metrics_table(outcomes: Outcomes) -> list[str]:
    """All metrics but those that are undefined in every replication, which are named under it.

    Under a metric that is defined in several ways stand the others, and what is true of the cohort,
    which only a simulator knows: so the bias of a formula shows.
    """
    rows: list[list[str]] = []
    for heading, names in grouped(own(outcomes)).items():
        rows.append([heading, "mean", "", "P10", "P50", "P90", "of outcomes"] if not rows else [heading])
        rows += [[label(outcomes, name), *_cells(outcomes, name)] for name in names]
    unknown = [name for name in outcomes.values if ":" not in name and not outcomes.summary(name).defined]
    lines = lines_of(rows, left=(0, 6))
    if unknown:
        lines += paragraph(f"Undefined here: {listed([label(outcomes, n).strip() for n in unknown])}.")
    return lines


def _cells(outcomes: Outcomes, name: str) -> list[str]:
    summary = outcomes.summary(name)
    half = summary.interval.half
    shown = (summary.mean, summary.p10, summary.p50, summary.p90)
    scale = scale_of(summary.unit, shown)
    mean, *quantiles = (scale.show(v, half) for v in shown)
    if name == "runout_probability":  # of yes and no there are odds, and no quantiles
        quantiles = ["", "", ""]
    known = "" if summary.defined == outcomes.replications else f", known in {summary.defined}"
    return [mean, "" if math.isnan(half) else f"±{scale.show(half, half)}", *quantiles, scale.unit + known]
