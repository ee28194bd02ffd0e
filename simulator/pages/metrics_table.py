"""One scenario's metrics as a table: means, intervals and quantiles under small headings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.blocks.page import Paragraph, Section
from simulator.blocks.text import WIDTH, width_of
from simulator.digits import listed
from simulator.experiment.groups import label
from simulator.experiment.rows import brief, metric_table

if TYPE_CHECKING:
    from simulator.experiment import Outcomes


def metrics_table(outcomes: Outcomes) -> Section:
    """All metrics but those that are undefined in every replication, which are named under it."""
    table = metric_table(outcomes)
    if table.rows:  # the first heading stands beside the names of the columns
        table = replace(table, title=str(table.rows[0]), rows=table.rows[1:])
    if width_of(table) > WIDTH:
        rows = (row if isinstance(row, str) else (brief(str(row[0])), *row[1:]) for row in table.rows)
        table = replace(table, rows=tuple(rows))
    unknown = [name for name in outcomes.values if ":" not in name and not outcomes.summary(name).defined]
    names = listed([label(outcomes, name).strip() for name in unknown])
    return [table, *([Paragraph(f"Undefined here: {names}.")] if unknown else [])]
