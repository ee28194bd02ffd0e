"""Blocks as HTML: within a notebook, or on a page of their own."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from simulator.layout.page import Block, Facts, Fold, Heading, Page, Paragraph, Picture, Prose, Verbatim
from simulator.layout.said import apart, said
from simulator.layout.table import Column, Kind, Spread, Table
from simulator.visible import visible

_LEFT, _RIGHT = ' style="text-align:left"', ' style="text-align:right"'
_SPREAD = (Column("mean", Kind.NUMBER), Column("P10 to P90", Kind.NUMBER), Column())


def _not_drawn(_: Picture) -> str:
    return ""


@dataclass(frozen=True)
class Look:
    """What differs between a cell of a notebook and a page of its own."""

    top: int = 3  # level in HTML of a heading of level 1
    draw: Callable[[Picture], str] = _not_drawn
    own: bool = False  # a page with a style sheet: its tables scroll, and say what their cells head


NOTEBOOK = Look()


def html(page: Page) -> str:
    """A page to be shown by Jupyter, without its pictures."""
    shown = (shown_as(block, NOTEBOOK) for section in page for block in section)
    return "\n".join(["<div>" + "\n".join(filter(None, shown)), "</div>"])


def shown_as(block: Block, look: Look) -> str:
    """One block; nothing for a picture where nobody draws."""
    match block:
        case Heading():
            level = block.level + look.top - 1
            return f"<h{level}>{plain(block.text)}</h{level}>"
        case Paragraph():
            return f"<p>{plain(block.text)}</p>"
        case Verbatim() if look.own and block.text.startswith("https://"):
            return f'<p class="address"><a href="{plain(block.text)}">{plain(block.text)}</a></p>'
        case Verbatim():
            return f"<pre{_FOCUS if look.own else ''}>{plain(block.text)}</pre>"
        case Prose():
            return "\n".join(
                shown_as(Paragraph(part) if isinstance(part, str) else part, look) for part in block.parts
            )
        case Facts():
            return _table(Table((Column(),) * 3, block.lines), look)
        case Table():
            return _table(block, look) if block.rows or not look.own else ""
        case Fold():
            inner = "\n".join(filter(None, (shown_as(each, look) for each in block.blocks)))
            left_out = "" if block.printed else ' class="unprinted"'
            return f"<details{left_out}><summary>{plain(block.line)}</summary>\n{inner}\n</details>"
        case Picture():
            return look.draw(block)


def plain(text: str) -> str:
    """Neither a tag nor a sign that a page would obey."""
    return escape(visible(text, "\t"))


_LONG = re.compile(r"[\w./\[\]-]{20,}")  # a word that leaves no room for others on a telephone
_FOCUS = ' tabindex="0"'  # what scrolls is reached by keyboard


def _table(table: Table, look: Look) -> str:
    """Words stand to the left, numbers to the right; a spread takes three columns."""
    table = table.spread(_SPREAD, _briefly)
    columns = table.columns
    names = [f"{c.name.rstrip(',')}, {c.unit}" if table.units and c.unit else c.name for c in columns]
    if table.title is not None:
        names[0] = table.title
    head = [_line(names, columns, "th", look, "col")] if any(names) else []
    parts: list[list[str]] = [[]]  # of the rows: one begins with each small heading
    for row in table.rows:
        if isinstance(row, str):
            scope = ' scope="rowgroup"' if look.own else _LEFT
            parts.append([f'<tr><th colspan="{len(columns)}"{scope}>{plain(row)}</th></tr>'])
        else:
            words = [said(cell, column) for cell, column in zip(row, columns, strict=True)]
            parts[-1].append(_line(words, columns, "td", look, "row"))
    if not look.own:
        return "\n".join(["<table>", *head, *(line for part in parts for line in part), "</table>"])
    about = plain(next(filter(None, names), "table"))
    bodies = ["\n".join(["<tbody>", *part, "</tbody>"]) for part in parts if part]
    heads = [f"<thead>{head[0]}</thead>"] if head else []
    inner = "\n".join(["<table>", *heads, *bodies, "</table>"])
    return f'<div class="scroll" role="group" aria-label="{about}"{_FOCUS}>{inner}</div>'


def _briefly(spread: Spread) -> tuple[str, ...]:
    mean, sure, low, _, high, unit = apart(spread)
    return f"{mean} {sure}".rstrip(), f"{low} to {high}" if low else "", unit


def _line(words: Sequence[str], columns: Sequence[Column], tag: str, look: Look, scope: str) -> str:
    """A row: on a page of its own the first cell heads the row, or all head their columns."""
    cells = []
    for place, (word, column) in enumerate(zip(words, columns, strict=True)):
        heads = look.own and bool(word.strip()) and (tag == "th" or place == 0)
        cells.append(_cell(word, "th" if heads else "td" if look.own else tag, column, look, scope))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(word: str, tag: str, column: Column, look: Look, scope: str) -> str:
    """Spaces in front of words are kept: they say that it is a part of the line above."""
    left = column.kind is Kind.TEXT
    indent = "&nbsp;" * (len(word) - len(word.lstrip())) if left else ""
    if look.own:
        how = ("" if left else ' class="n"') + (f' scope="{scope}"' if tag == "th" else "")
    else:
        how = _LEFT if left else _RIGHT
    text = plain(word.strip())
    return f"<{tag}{how}>{indent}{_LONG.sub(_broken, text) if look.own else text}</{tag}>"


def _broken(word: re.Match[str]) -> str:
    """A path may go on in the next line after each of its parts."""
    return re.sub(r"([._/])(?=\w)", r"\1<wbr>", word[0])
