"""Read a CSV or Parquet table beside a scenario, each row with its line."""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from simulator.errors import did_you_mean

T = TypeVar("T")

_LARGEST = 200_000_000  # bytes of a file
MOST_ROWS = 1_000_000
ENDINGS = (".csv", ".parquet")


class UnreadableError(ValueError):
    """A table that cannot be read at all; the message says why."""


@dataclass(frozen=True)
class Table:
    """Rows of cells, each with its line in the file (of Parquet: its number); empty cells are None.

    They are read as one goes through them, once; then `wrong` holds the lines that are no rows of this
    table, with what is wrong with them. UnreadableError where there are too many.
    """

    columns: tuple[str, ...]
    rows: Iterable[tuple[int, tuple[Any, ...]]]
    wrong: list[tuple[int, str]]
    word: str  # what a place in it is called: line, or row
    header: str  # ... the place of the names of its columns


def read_table(file: Path) -> Table:
    """The rows of a file. Raises UnreadableError."""
    if file.suffix.lower() not in ENDINGS:
        raise UnreadableError("a .csv or a .parquet file")
    try:
        if file.is_dir():
            raise UnreadableError("this is a directory")
        if not file.exists():
            near = did_you_mean(file.name, (f.name for f in file.parent.glob("*") if f.suffix in ENDINGS))
            raise UnreadableError(
                f"there is no such file: {file}{f'; {near}' if near.startswith('did') else ''}"
            )
        if file.stat().st_size > _LARGEST:
            raise UnreadableError("too large: more than 200 MB")
        raw = file.read_bytes()
    except UnreadableError:
        raise
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise UnreadableError(f"cannot be read: {reason}") from None
    return _csv(raw) if file.suffix.lower() == ".csv" else _parquet(raw)


def _csv(raw: bytes) -> Table:
    """By the standard library: polars does not tell the lines of rows."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnreadableError(f"not UTF-8 text: byte {raw[error.start]:#04x} in line {line}") from None
    wrong: list[tuple[int, str]] = []
    lines = _records(text, wrong)
    first, names = next(lines, (1, []))
    if not names:
        raise UnreadableError(wrong[0][1] if wrong else "empty: its first line names the columns")
    columns = tuple(name.strip() for name in names)

    def rows() -> Iterator[tuple[int, tuple[str | None, ...]]]:
        for line, cells in lines:
            if len(cells) == len(columns):
                yield line, tuple(cell.strip() or None for cell in cells)
            else:
                wrong.append((line, f"{len(cells)} values, where line {first} names {len(columns)} columns"))

    return Table(columns, _not_too_many(rows()), wrong, "line", f"line {first}")


def _not_too_many(rows: Iterable[T]) -> Iterator[T]:
    for n, row in enumerate(rows):
        if n == MOST_ROWS:
            raise UnreadableError(f"too large: more than {MOST_ROWS:,} rows")
        yield row


def _records(text: str, wrong: list[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV text with the lines on which they begin; blank lines are none."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            wrong.append((line, f"not CSV from here on: {error}"))
            return
        if cells is None:
            return
        if cells:
            yield line, cells


def _parquet(raw: bytes) -> Table:
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(raw))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise UnreadableError(f"not Parquet: {' '.join(str(error).split())[:200]}") from None
    return Table(
        tuple(frame.columns), _not_too_many(enumerate(frame.iter_rows(), start=1)), [], "row", "its columns"
    )
