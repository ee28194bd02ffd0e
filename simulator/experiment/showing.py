"""Turn an answer into a table or a notebook page, by the kind of answer.

Who knows how is told in `simulator.experiment`: an answer need not know its tables, which know the answer.
"""

from collections.abc import Iterator
from functools import singledispatch
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


@singledispatch
def table(answer: object, of: str) -> "pl.DataFrame":
    """One of an answer's tidy tables, by its name. Raises OptionError for another name."""
    raise NotImplementedError(f"no tables of a {type(answer).__name__}")


@singledispatch
def tables(answer: object, of: str) -> "Iterator[pl.DataFrame]":
    """The same table piece by piece, some replications at a time. Raises OptionError for another name."""
    raise NotImplementedError(f"no tables of a {type(answer).__name__}")


@singledispatch
def html(answer: object) -> str:
    """How a notebook shows an answer."""
    raise NotImplementedError(f"no page of a {type(answer).__name__}")


def to_parquet(answer: object, file: str | Path, of: str) -> None:
    """Write one of an answer's tidy tables to a Parquet file, piece by piece."""
    from polars.io.plugins import register_io_source

    pieces = tables(answer, of)
    first = next(pieces)

    def source(columns: object, filter_: object, rows: object, size: object) -> "Iterator[pl.DataFrame]":
        yield first
        yield from pieces

    register_io_source(source, schema=first.schema).sink_parquet(file)


def to_pandas(frame: "pl.DataFrame") -> "pd.DataFrame":
    """The same table for pandas, which is optional. Raises ImportError where it is missing."""
    try:
        import pandas as pd
    except ImportError:
        words = "to_pandas() needs pandas: pip install pandas. to_polars() works without"
        raise ImportError(words) from None
    return pd.DataFrame({name: frame[name].to_numpy() for name in frame.columns})
