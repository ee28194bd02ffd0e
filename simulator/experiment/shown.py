"""Outcomes and comparisons as they show themselves in Jupyter."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from simulator.experiment.intervals import CONFIDENCE
from simulator.experiment.rows import Rows, difference_rows, differing, metric_rows, value_rows

if TYPE_CHECKING:
    from simulator.experiment.comparison import Comparison
    from simulator.experiment.outcomes import Outcomes

_LEFT, _RIGHT = ' style="text-align:left"', ' style="text-align:right"'


def of_outcomes(outcomes: Outcomes) -> str:
    """A scenario's metrics: mean and its interval, from P10 to P90 of outcomes."""
    rows = [["", "mean", "P10 to P90", ""]]
    for label, *cells in metric_rows(outcomes)[1:]:
        if not cells:
            rows.append([label])
            continue
        mean, half, low, _, high, unit = cells
        rows.append([label, f"{mean} {half}".rstrip(), f"{low} to {high}" if low else "", unit])
    return _page(f"{outcomes.title}: {_how(outcomes)}", rows)


def of_comparison(comparison: Comparison) -> str:
    """Scenarios as columns, and under them what differs from one of them."""
    first, others = comparison.outcomes[0], comparison.others
    tables = [value_rows(comparison, comparison.outcomes)]
    if differing(comparison)[0]:
        tables.append(difference_rows(comparison, others))
    titles = "; ".join(f"{o.name}: {o.title}" for o in comparison.outcomes)
    return _page(f"{titles}; {_how(first)}", *tables)


def _how(outcomes: Outcomes) -> str:
    return f"{outcomes.how}, in {outcomes.header.currency}; ± is the {CONFIDENCE} interval of the mean"


def _page(caption: str, *tables: Rows) -> str:
    return "\n".join([f"<div><p>{escape(caption)}</p>", *(_table(rows) for rows in tables), "</div>"])


def _table(rows: Rows) -> str:
    """The first row names the columns; words stand to the left, numbers to the right."""
    head, *body = rows
    lines = [_line(head, "th")]
    for row in body:
        if len(row) == 1:
            lines.append(f'<tr><th colspan="{len(head)}"{_LEFT}>{escape(row[0])}</th></tr>')
        else:
            lines.append(_line(row, "td"))
    return "\n".join(["<table>", *lines, "</table>"])


def _line(row: list[str], kind: str) -> str:
    ends = (0, len(row) - 1)
    return f"<tr>{''.join(_cell(word, kind, c in ends) for c, word in enumerate(row))}</tr>"


def _cell(word: str, kind: str, left: bool) -> str:
    """Spaces in front of a word are kept: they say that it is a part of the line above."""
    indent = "&nbsp;" * max(0, len(word) - len(word.lstrip()) - 2) if left else ""
    return f"<{kind}{_LEFT if left else _RIGHT}>{indent}{escape(word.strip())}</{kind}>"
