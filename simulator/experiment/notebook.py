"""Render outcomes and comparisons as HTML for Jupyter."""

from simulator.blocks.html import html
from simulator.blocks.page import Paragraph
from simulator.experiment.comparison import Comparison
from simulator.experiment.metric_rows import (
    conditions,
    difference_table,
    differing,
    metric_table,
    value_table,
)
from simulator.experiment.outcomes import Outcomes


def of_outcomes(outcomes: Outcomes) -> str:
    """A scenario's metrics: mean and its interval, from P10 to P90 of outcomes."""
    return html([[Paragraph(f"{outcomes.title}: {conditions(outcomes)}"), metric_table(outcomes)]])


def of_comparison(comparison: Comparison) -> str:
    """Scenarios as columns, and under them what differs from one of them."""
    titles = "; ".join(f"{o.name}: {o.title}" for o in comparison.outcomes)
    tables = [value_table(comparison)]
    if differing(comparison)[0]:
        tables.append(difference_table(comparison))
    return html([[Paragraph(f"{titles}; {conditions(comparison.outcomes[0])}"), *tables]])
