"""Blocks as text in 100 columns, some tables in 120, that needs neither colour nor a terminal."""

import textwrap
from collections.abc import Iterator
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size

from simulator.layout.page import Block, Facts, Fold, Heading, Page, Paragraph, Picture, Prose, Verbatim
from simulator.layout.said import apart, said
from simulator.layout.table import REST, Column, Kind, Table
from simulator.visible import visible

WIDTH = 100
BROAD = 120
GAP = 2  # between columns
INDENT = 2  # of what stands under a heading
HEAD = 12  # columns of a name that has its unit below it
LEAST = 8  # columns to which the first one may be cut
LABEL, SOURCE = 16, 18  # columns of facts

Grid = list[list[str]]

_SPREAD = (*(Column(name, Kind.NUMBER) for name in ("mean", "", "P10", "P50", "P90")), Column("of outcomes"))


def text(page: Page) -> str:
    """A page to print; a blank line parts its sections."""
    sections = ("\n".join(line for block in section for line in lines(block)) for section in page)
    return "\n\n".join(section for section in sections if section)


def lines(block: Block) -> list[str]:
    """The lines of a block."""
    match block:
        case Heading():
            return [" " * INDENT * (block.level - 1) + visible(block.text)]
        case Paragraph():
            return _wrap(block.text, WIDTH, " " * block.indent, " " * (block.hanging or block.indent))
        case Verbatim():
            return [" " * block.indent + visible(block.text, "\t")]
        case Prose():
            return [
                line
                for part in block.parts
                for line in (
                    textwrap.wrap(visible(part, "\t"), WIDTH) if isinstance(part, str) else lines(part)
                )
            ]
        case Facts():
            return list(_facts(block))
        case Table():
            parts = ("\n".join(_lines(part)) for part in _fitting(block))
            return "\n\n".join(parts).split("\n") if block.rows else []
        case Fold():
            return [visible(block.line), *(line for inner in block.blocks for line in lines(inner))]
        case Picture():
            return []


def width_of(table: Table) -> int:
    """Columns of the page that a table would take uncut."""
    return _width(_widths(_grid(table.spread(_SPREAD, apart))))


def _wrap(text: str, width: int, indent: str = "", hanging: str = "") -> list[str]:
    kept = visible(text).replace(" %", "\N{NO-BREAK SPACE}%")  # a number and its sign stay on one line
    found = textwrap.wrap(
        kept, width, initial_indent=indent, subsequent_indent=hanging, break_on_hyphens=False
    )
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in found]


def _facts(facts: Facts) -> Iterator[str]:
    """Labels to the left, sources to the right, and between them what is said, in lines."""
    for label, told, source in (map(visible, line) for line in facts.lines):
        column = LABEL if len(label) < LABEL else len(label) + 1
        room = WIDTH - facts.indent - column - SOURCE - GAP
        for n, line in enumerate(_wrap(told, room) or [""]):
            head = f"{' ' * facts.indent}{label if n == 0 else '':<{column}}{line}"
            end = max(SOURCE, min(len(source), WIDTH - len(head) - GAP))
            yield f"{head:<{WIDTH - end}}{source[:end]}".rstrip() if n == 0 else head


def _fitting(table: Table) -> Iterator[Table]:
    """A table; one that may be split in as many parts as fit on the page."""
    if not table.splits:
        yield table
        return
    first, last = 1, len(table.columns) - 1
    while first < last:
        many = (end for end in range(last, first + 1, -1) if width_of(_part(table, first, end)) <= BROAD)
        end = next(many, first + 1)
        yield _part(table, first, end)
        first = end


def _part(table: Table, first: int, end: int) -> Table:
    """Some of the columns, between the first and the last."""
    columns = (table.columns[0], *table.columns[first:end], table.columns[-1])
    return table.changed(columns, lambda row: (row[0], *row[first:end], row[-1]))


def _lines(table: Table) -> list[str]:
    """Columns as wide as what is in them, text to the left, numbers to the right.

    Where that is more than the page holds, the first column is cut.
    """
    table = table.spread(_SPREAD, apart)
    width = BROAD if table.broad else WIDTH
    grid = _folded(_grid(table), table.columns, width)
    widths = _widths(grid)
    widths[0] -= max(0, min(_width(widths) - width, widths[0] - LEAST))
    left = [column.kind is Kind.TEXT for column in table.columns]
    lines = [
        (" " * GAP).join(_fitted(*cell) for cell in zip(row, widths, left, strict=False)).rstrip()
        for row in grid
    ]
    return lines if any(grid[0]) else lines[1:]  # without names there is no line above the rows


def _grid(table: Table) -> Grid:
    """The names of the columns, then the rows, as text."""
    names = [_name(column, table) for column in table.columns]
    if table.title is not None:
        names[0] = [visible(table.title), *names[0][1:]]
    tallest = max(len(name) for name in names)
    grid = [list(line) for line in zip(*([""] * (tallest - len(n)) + n for n in names), strict=True)]
    indent = "" if table.title is None else " " * INDENT
    for row in table.rows:
        if isinstance(row, str):
            grid.append([visible(row)])
        else:
            first, *others = map(said, row, table.columns)
            grid.append([indent + first, *others])
    return grid


def _name(column: Column, table: Table) -> list[str]:
    """The lines above a column."""
    name, unit = visible(column.name), visible(column.unit)
    if not table.units:
        return [name]
    return [*(textwrap.wrap(name, HEAD) if unit else [name]), unit]


def _folded(grid: Grid, columns: tuple[Column, ...], width: int) -> Grid:
    """Rows in which the words of some columns take as many lines as their room asks for."""
    if all(column.room is None for column in columns):
        return grid
    rooms = [
        longest if column.room is None else min(column.room, longest)  # none yet for the rest
        for column, longest in zip(columns, _widths(grid), strict=True)
    ]
    rest = width - _width(rooms)
    rooms = [rest if column.room == REST else room for column, room in zip(columns, rooms, strict=True)]
    folded: Grid = []
    for row in grid:
        cells = [
            [cell] if column.room is None else _wrap(cell, room, hanging=" " * column.hanging)
            for cell, column, room in zip(row, columns, rooms, strict=False)
        ]
        folded += [list(line) for line in zip_longest(*cells, fillvalue="")]
    return folded


def _widths(grid: Grid) -> list[int]:
    return [max(map(cell_len, column)) for column in zip_longest(*grid, fillvalue="")]


def _width(widths: list[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _fitted(cell: str, width: int, left: bool) -> str:
    if cell_len(cell) > width:
        return set_cell_size(cell, width - 1) + "…"
    room = " " * (width - cell_len(cell))
    return cell + room if left else room + cell
