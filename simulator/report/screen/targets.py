"""The odds of what is to be reached; without a target, what there is at the end."""

import numpy as np

from simulator.experiment import Outcomes
from simulator.format import many
from simulator.layout.page import Paragraph, Section
from simulator.layout.table import Column, Kind, Row, Table
from simulator.metrics import definition
from simulator.model import Target
from simulator.report.screen.words import bar, likely, month, odds, short

MOST = 4  # targets of the first screen
ROOM = 43  # columns of a target in words, beside its odds
_RANGES = (Column("likely", Kind.NUMBER), Column("8 in 10", Kind.NUMBER))


def targets(outcomes: Outcomes) -> Section:
    """A line for each target; of a file without any, recurring revenue, customers and cash at the end."""
    wanted = outcomes.header.targets
    if not wanted:
        return _at_the_end(outcomes)
    rows: list[Row] = []
    for n, target in enumerate(wanted[:MOST]):
        found = outcomes.summary(f"target.{target.name}").interval
        unit = outcomes.unit(target.metric)
        reached = likely(unit, outcomes.targets[:, target.month - 1, n])
        rows.append((in_words(outcomes, target, ROOM), f"{bar(found.mean)} {odds(found)}", *reached))
    columns = (Column(), Column("odds"), *_RANGES)
    more = len(wanted) - MOST
    told = [Paragraph(f"and {many(more, 'target')} more: --all", 2)] if more > 0 else []
    return [Table(columns, tuple(rows), title="TARGETS"), *told]


def in_words(outcomes: Outcomes, target: Target, room: int | None = None) -> str:
    """`ARR of partner at least 5M by Dec 2028`; in so many columns, of which the metric gives way."""
    label = definition(target.metric).label.removesuffix(" at the end")
    whose = f" of {outcomes.header.motions[target.motion]}" if target.motion >= 0 else ""
    bound = "at least" if target.at_least else "at most"
    scale = short(outcomes.unit(target.metric), [target.value])
    value = f"{target.value * scale.factor:,.3f}".rstrip("0").rstrip(".") + scale.unit
    words, wanted = f"{label}{whose}", f"{bound} {value} by {month(outcomes.header, target.month)}"
    left = len(words) if room is None else max(room - len(wanted) - 1, 1)
    return f"{words if len(words) <= left else f'{words[: left - 1].rstrip()}…'} {wanted}"


def _at_the_end(outcomes: Outcomes) -> Section:
    """ARR where any recurs, revenue where a product is owned, customers, and cash where costs are stated."""
    values = outcomes.values
    found = [("ARR", outcomes.unit("arr_end"), values["arr_end"])] if values["arr_end"].any() else []
    if outcomes.header.offer["owned"].any() or not found:
        revenue = outcomes.company["revenue"][:, -12:].sum(axis=1) / 100
        found.append(("revenue, last 12 months", outcomes.header.currency, revenue))
    found.append(("customers", "accounts", values["customers_end"]))
    if not np.isnan(values["cash_end"]).all():
        found.append(("cash", outcomes.header.currency, values["cash_end"]))
    rows = tuple((label, *likely(unit, some)) for label, unit, some in found)
    end = month(outcomes.header, outcomes.header.months)
    return [Table((Column(), *_RANGES), rows, title=f"AT THE END, {end}, no target is stated")]
