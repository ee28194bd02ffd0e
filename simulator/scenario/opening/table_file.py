"""Read a CSV or Parquet table beside a scenario, each row with its line."""

import csv
import io
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.errors import did_you_mean
from simulator.read_file import UnreadableError, bytes_of

_LARGEST = 200_000_000  # bytes of a file
MOST_ROWS = 1_000_000
ENDINGS = (".csv", ".parquet")
_MARKS = {";": "semicolons", "\t": "tabs", "|": "bars"}  # that stand where commas should


@dataclass(frozen=True)
class Table:
    """Rows of cells, each with its line in the file (of Parquet: its number); empty cells are None.

    They are read as one goes through them, once: a line that is no row of this table is a text that says
    why. There are no more than may be.
    """

    columns: tuple[str, ...]
    rows: Iterable[tuple[int, tuple[Any, ...] | str]]
    word: str  # what a place in it is called: line, or row
    header: str  # ... the place of the names of its columns


def read_table(file: Path, known: Collection[str], kept: dict[Path, bytes]) -> Table:
    """The rows of a file, the bytes of which are kept; `known`: its columns. Raises UnreadableError."""
    if file.suffix.lower() not in ENDINGS:
        raise UnreadableError("a .csv or a .parquet file")
    try:
        if not file.exists():
            near = did_you_mean(file.name, (f.name for f in file.parent.glob("*") if f.suffix in ENDINGS))
            raise UnreadableError(
                f"there is no such file: {file}{f'; {near}' if near.startswith('did') else ''}"
            )
    except OSError as error:
        raise UnreadableError(f"cannot be read: {os.strerror(error.errno or 0)}") from None
    raw = kept[file] = bytes_of(file, _LARGEST)
    return _csv(raw, known) if file.suffix.lower() == ".csv" else _parquet(raw, known)


def _csv(raw: bytes, known: Collection[str]) -> Table:
    """By the standard library: polars does not tell the lines of rows."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnreadableError(f"not UTF-8 text: byte {raw[error.start]:#04x} in line {line}") from None
    _count(text)
    lines, first, names = _after_header(text)
    if not names or isinstance(names, str):
        raise UnreadableError(names or "empty: its first line names the columns")
    columns = _named(names, known)

    def rows() -> Iterator[tuple[int, tuple[str | None, ...] | str]]:
        for line, cells in lines:
            if isinstance(cells, str):
                yield line, cells
            elif _is_empty(cells):
                continue
            elif len(cells) == len(columns):
                yield line, tuple(cell.strip() or None for cell in cells)
            else:
                yield line, f"{len(cells)} values, where line {first} names {len(columns)} columns"

    return Table(columns, () if other_mark(columns) else rows(), "line", f"line {first}")


def other_mark(columns: Sequence[str]) -> str:
    """What separates the columns of a table in place of commas, in words; empty where nothing does."""
    return next((word for mark, word in _MARKS.items() if len(columns) == 1 and mark in columns[0]), "")


def _named(names: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """The names of columns, those that are known as they are known: NAME is name."""
    stripped = (name.strip() for name in names)
    return tuple(name.lower() if name.lower() in known else name for name in stripped)


def _too_many() -> UnreadableError:
    return UnreadableError(f"too large: more than {MOST_ROWS:,} rows; put small accounts together")


def _count(text: str) -> None:
    """Raise UnreadableError where a CSV text has too many rows: told before any of them is looked at.

    Lines tell it of most files; rows are counted where empty lines or cells of several lines may be why.
    """
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    if ends > 2 * MOST_ROWS:
        raise _too_many()
    if ends > MOST_ROWS:
        lines, _, _ = _after_header(text)
        rows = sum(1 for _, cells in lines if isinstance(cells, str) or not _is_empty(cells))
        if rows > MOST_ROWS:
            raise _too_many()


def _is_empty(cells: Iterable[str]) -> bool:
    """As spreadsheets leave rows below what was written."""
    return not any(map(str.strip, cells))


def _after_header(text: str) -> tuple[Iterator[tuple[int, list[str] | str]], int, list[str] | str]:
    """The records behind the names of the columns; the line of those, and they themselves."""
    lines = _records(text)
    first, names = next(lines, (1, []))
    if (
        isinstance(names, list) and names and names[0].lower().startswith("sep=")
    ):  # as spreadsheets tell the comma
        first, names = next(lines, (1, []))
    return lines, first, names


def _records(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """The records of a CSV text with the lines on which they begin; blank lines are none.

    A text in place of the last one says why there are no more.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield line, f"not CSV from here on: {error}"
            return
        if cells is None:
            return
        if cells:
            yield line, cells


def _parquet(raw: bytes, known: Collection[str]) -> Table:
    """Rows are counted by what the file says of itself: a small one can have any number of equal ones."""
    import polars as pl

    try:
        if pl.scan_parquet(io.BytesIO(raw)).select(pl.len()).collect().item() > MOST_ROWS:
            raise _too_many()
        names = list(pl.read_parquet_schema(io.BytesIO(raw)))
        columns = _named(names, known)
        read = [name for name, column in zip(names, columns, strict=True) if column in known]
        frame = pl.read_parquet(io.BytesIO(raw), columns=read, n_rows=MOST_ROWS + 1)
    except UnreadableError:
        raise
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise UnreadableError(f"not Parquet: {' '.join(str(error).split())[:200]}") from None
    if frame.height > MOST_ROWS:
        raise _too_many()
    places = [read.index(name) if name in read else None for name in names]
    rows = (tuple(None if at is None else row[at] for at in places) for row in frame.iter_rows())
    return Table(columns, enumerate(rows, start=1), "row", "its columns")
