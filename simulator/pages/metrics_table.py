"""One scenario's metrics as a table: means, intervals and quantiles under small headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.experiment.groups import label
from simulator.experiment.rows import brief, metric_rows
from simulator.pages.paper import BROAD, WIDTH, lines_of, listed, paragraph, width_of

if TYPE_CHECKING:
    from simulator.experiment import Outcomes


def metrics_table(outcomes: Outcomes) -> list[str]:
    """All metrics but those that are undefined in every replication, which are named under it."""
    (_, *columns), *rows = metric_rows(outcomes)
    if rows:  # the first heading stands beside the names of the columns
        rows[0] = [*rows[0], *columns]
    unknown = [name for name in outcomes.values if ":" not in name and not outcomes.summary(name).defined]
    if rows and width_of(rows) > WIDTH:
        rows = [[brief(words), *cells] for words, *cells in rows]
    lines = lines_of(rows, left=(0, 6), width=BROAD) if rows else []
    if unknown:
        lines += paragraph(f"Undefined here: {listed([label(outcomes, n).strip() for n in unknown])}.")
    return lines
