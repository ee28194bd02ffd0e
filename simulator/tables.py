"""Turn a ledger, or the money that follows from it, into a readable polars table."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulator import ledger
from simulator.events import COLUMNS, EMPTY, Column, lookup
from simulator.ledger import EVENTS, Header, Ledger
from simulator.model import CHANNELS, NONE
from simulator.money import journal
from simulator.money.entry_kinds import NAMES, PLACES
from simulator.numerics.calendar import dates_of


def table(ledger_: Ledger, *, money: bool = False) -> pl.DataFrame:
    """A ledger as a polars table: what happened, or the money that follows from it.

    One line for each row, in order of days (the ledger has a churn that is dated back where it was
    noticed); `row` is the place in the ledger, and money names the row that it follows from. Null
    where a column has nothing to say. Accounts, people and rows count from 0, money is in cents.
    """
    return _money(ledger_) if money else _rows(ledger_)


def _rows(of: Ledger) -> pl.DataFrame:
    """What the columns of a row hold is read as its event declares it."""
    order = np.argsort(of.rows["day"], kind="stable")
    rows = of.rows[order]
    account = rows["account"]
    table = {
        "row": order,
        **_when(of, rows["day"]),
        "event": _words(rows["event"], EVENTS),
        **_whose(of, account, np.where(account < 0, rows["motion"], motions_of(of)[order])),
    }
    for column in COLUMNS:
        if column != ledger.MOTION:  # it stands there already, of every row
            values, says = rows[column.place].astype(np.int64), _saying(column)[rows["event"]]
            if column.place in EMPTY:
                says &= values != EMPTY[column.place]
            table |= _read(of.header, column, values, says)
    born = rows["event"] == ledger.LEAD
    channel, parent = (
        np.where(born, np.append(each, NONE)[account], NONE) for each in (of.channel, of.parent)
    )
    way = table.pop("channel")  # of a motion that has any
    came = way.zip_with(way.is_not_null(), _words(channel, CHANNELS))
    return pl.DataFrame(table | {"channel": came, "recommended_by": _whole(parent, parent >= 0)})


def _saying(column: Column) -> NDArray[np.bool_]:
    """Whether an event declares a column, by its number."""
    return lookup(lambda event: column in event.columns)


def _read(
    header: Header, column: Column, values: NDArray[Any], says: NDArray[np.bool_]
) -> dict[str, pl.Series]:
    """A column, null where it says nothing; months of an invoice are two."""
    if column.kind in header.names:
        return {column.name: _words(np.where(says, values, NONE), header.names[column.kind])}
    whole = {column.name: _whole(np.abs(values) if column.kind == "months" else values, says)}
    if column.kind == "months":
        whole["in_arrears"] = pl.Series(values < 0).set(pl.Series(~says), None)
    return whole


def _money(of: Ledger) -> pl.DataFrame:
    """Every entry of the journal."""
    entries = journal(of).entries
    entries = entries[np.argsort(entries["day"], kind="stable")]
    return pl.DataFrame(
        {
            **_when(of, entries["day"]),
            "entry": _words(entries["kind"], NAMES),
            "place": _words(entries["kind"], PLACES),
            **_whose(of, entries["account"], entries["motion"]),
            "team": _named(entries["team"], of.header.teams),
            "cents": entries["cents"],
            "row": _whole(entries["row"], entries["row"] >= 0),
        }
    )


def motions_of(of: Ledger) -> NDArray[np.int64]:
    """The motion that the account of each row is in as the row is written; -1 of the company."""
    rows = of.rows
    order = np.argsort(rows["account"], kind="stable")
    account, moved = rows["account"][order], rows["event"][order] == ledger.MOVED
    first = np.ones(len(rows), np.bool_)  # of its account
    first[1:] = account[1:] != account[:-1]
    after = np.zeros(len(rows), np.bool_)  # a move
    after[1:] = moved[:-1] & ~first[1:]
    born = np.append(of.motion, -1)[account]
    came = np.append(-1, rows["to_motion"][order][:-1])
    told = np.maximum.accumulate(np.where(first | after, np.arange(len(rows)), 0))
    found = np.empty(len(rows), np.int64)
    found[order] = np.where(after, came, born)[told]
    return found


def _when(of: Ledger, day: NDArray[np.float64]) -> dict[str, Any]:
    return {"day": day, "date": dates_of(of.header.start, day), "after_horizon": day >= of.header.horizon}


def _whose(of: Ledger, account: NDArray[Any], motion: NDArray[Any]) -> dict[str, pl.Series]:
    known = account >= 0
    address = pl.Series(np.append(of.address, np.uint64(0))[account], dtype=pl.UInt64)
    return {
        "account": _whole(account, known),
        "address": address.set(pl.Series(~known), None),
        "motion": _named(motion, of.header.motions),
    }


def _whole(values: NDArray[Any], where: NDArray[np.bool_]) -> pl.Series:
    return pl.Series(values, dtype=pl.Int64).set(pl.Series(~where), None)


def _words(codes: NDArray[Any], words: dict[int, str]) -> pl.Series:
    return pl.Series(codes, dtype=pl.Int64).replace_strict(words, default=None, return_dtype=pl.String)


def _named(index: NDArray[Any], names: Sequence[str]) -> pl.Series:
    return _words(index, dict(enumerate(names)))
