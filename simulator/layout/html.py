"""Blocks as HTML within a notebook."""

from collections.abc import Sequence
from html import escape

from simulator.layout.page import Block, Facts, Heading, Page, Paragraph, Picture, Prose, Verbatim
from simulator.layout.said import apart, said
from simulator.layout.table import Column, Kind, Spread, Table
from simulator.visible import visible

_LEFT, _RIGHT = ' style="text-align:left"', ' style="text-align:right"'
_SPREAD = (Column("mean", Kind.NUMBER), Column("P10 to P90", Kind.NUMBER), Column())


def html(page: Page) -> str:
    """A page to be shown by Jupyter, without its pictures."""
    shown = (_shown(block) for section in page for block in section)
    return "\n".join(["<div>" + "\n".join(filter(None, shown)), "</div>"])


def _shown(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level + 2}>{_plain(block.text)}</h{block.level + 2}>"
        case Paragraph():
            return f"<p>{_plain(block.text)}</p>"
        case Verbatim():
            return f"<pre>{_plain(block.text)}</pre>"
        case Prose():
            return "\n".join(
                _shown(Paragraph(part) if isinstance(part, str) else part) for part in block.parts
            )
        case Facts():
            return _table(Table((Column(),) * 3, block.lines))
        case Table():
            return _table(block)
        case Picture():
            return ""


def _plain(text: str) -> str:
    """Neither a tag nor a sign that a page would obey."""
    return escape(visible(text, "\t"))


def _table(table: Table) -> str:
    """Words stand to the left, numbers to the right; a spread takes three columns."""
    table = table.spread(_SPREAD, _briefly)
    columns = table.columns
    names = [f"{c.name}, {c.unit}" if table.units and c.unit else c.name for c in columns]
    if table.title is not None:
        names[0] = table.title
    rows = [_line(names, columns, "th")] if any(names) else []
    for row in table.rows:
        if isinstance(row, str):
            rows.append(f'<tr><th colspan="{len(columns)}"{_LEFT}>{_plain(row)}</th></tr>')
        else:
            words = [said(cell, column) for cell, column in zip(row, columns, strict=True)]
            rows.append(_line(words, columns, "td"))
    return "\n".join(["<table>", *rows, "</table>"])


def _briefly(spread: Spread) -> tuple[str, ...]:
    mean, sure, low, _, high, unit = apart(spread)
    return f"{mean} {sure}".rstrip(), f"{low} to {high}" if low else "", unit


def _line(words: Sequence[str], columns: Sequence[Column], tag: str) -> str:
    cells = (_cell(word, tag, c.kind is Kind.TEXT) for word, c in zip(words, columns, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(word: str, tag: str, left: bool) -> str:
    """Spaces in front of words are kept: they say that it is a part of the line above."""
    indent = "&nbsp;" * (len(word) - len(word.lstrip())) if left else ""
    return f"<{tag}{_LEFT if left else _RIGHT}>{indent}{_plain(word.strip())}</{tag}>"
