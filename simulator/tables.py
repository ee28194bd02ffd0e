"""A ledger, and the money that follows from it, as tables that read without a manual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator import ledger
from simulator.calendar import dates_of
from simulator.ledger import EVENTS, Ledger
from simulator.money import journal
from simulator.money.kinds import NAMES, PLACES

if TYPE_CHECKING:
    import polars as pl

REASONS = {ledger.DISQUALIFIED: "disqualified", ledger.DECLINED: "declined", ledger.WENT_COLD: "went cold"}
_WITH_REASON = (ledger.LOST, ledger.NURTURED, ledger.STUMBLED)
_BEGINS = (ledger.OPENED, ledger.WON_BACK)  # a contract; `to`: months of an invoice
_PAID_ONCE = (*_BEGINS, ledger.EXPANDED, ledger.REPURCHASED, ledger.MOVED)
_MONEY = (ledger.WON, ledger.METERED, *_PAID_ONCE)
_CONTRACT = (  # what changes recurring revenue, or confirms it
    *(ledger.CONTRACTED, ledger.RENEWED, ledger.CHURNED, ledger.LAPSED, ledger.METERED, ledger.REPRICED),
    *_PAID_ONCE,
)
_COUNTED = (ledger.STAFFED, ledger.BOOK)
_OF_A_PLAY = (ledger.LEAD, ledger.MOVED, ledger.PLAY_OPENED)  # `stage` is a play


def table(ledger_: Ledger, *, money: bool = False) -> pl.DataFrame:
    """A ledger as a polars table: what happened, or the money that follows from it.

    One line for each row, in order of days (the ledger has a churn that is dated back where it was
    noticed); `row` is the place in the ledger, and money names the row that it follows from. Null
    where a column has nothing to say. Accounts, people and rows count from 0, money is in cents.
    """
    return _money(ledger_) if money else _rows(ledger_)


def _rows(of: Ledger) -> pl.DataFrame:
    """The ledger's `amount` and `to` are split by what they mean."""
    import polars as pl

    header = of.header
    order = np.argsort(of.rows["day"], kind="stable")
    rows = of.rows[order]
    event, account, amount, to = rows["event"], rows["account"], rows["amount"], rows["to"]
    reason = np.where(np.isin(event, _WITH_REASON), amount, 0)
    begins, moved, counted = np.isin(event, _BEGINS), event == ledger.MOVED, np.isin(event, _COUNTED)
    of_a_play, contract = np.isin(event, _OF_A_PLAY), np.isin(event, _CONTRACT)
    invoice = np.where(moved, rows["team"], to)
    billed = begins | (moved & ((rows["arr"] > 0) | (amount > 0)))  # a prospect owes nothing yet
    return pl.DataFrame(
        {
            "row": order,
            **_when(of, rows["day"]),
            "event": _words(event, EVENTS),
            **_whose(of, account, np.where(event == ledger.PLAY_OPENED, rows["stage"], plays_of(of)[order])),
            "to_play": _named(np.where(moved, to, -1), header.plays),
            "stage": _named(np.where(of_a_play, -1, rows["stage"]), header.stages),
            "to_stage": _named(np.where(begins | moved, -1, to), header.stages),
            "team": _named(np.where(moved, -1, rows["team"]), header.teams),
            "person": _whole(rows["person"], (rows["person"] >= 0) & ~counted),
            "people": _whole(rows["person"], counted),
            "seats": _whole(amount, event == ledger.STAFFED),
            "in_book": _whole(amount, event == ledger.BOOK),
            "units": _whole(amount, event == ledger.LEAD),
            "reason": _words(reason, REASONS),
            "recommended": _whole(amount, event == ledger.REFERRED),
            "invoice_months": _whole(np.abs(invoice), billed),
            "in_arrears": pl.Series(invoice < 0).set(pl.Series(~billed), None),
            "amount_cents": _whole(amount, np.isin(event, _MONEY)),
            "arr_cents": _whole(rows["arr"], contract),
            "fee_cents": _whole(rows["fee"], contract),
        }
    )


def _money(of: Ledger) -> pl.DataFrame:
    """Every entry of the journal."""
    import polars as pl

    entries = journal(of).entries
    entries = entries[np.argsort(entries["day"], kind="stable")]
    return pl.DataFrame(
        {
            **_when(of, entries["day"]),
            "entry": _words(entries["kind"], NAMES),
            "place": _words(entries["kind"], PLACES),
            **_whose(of, entries["account"], entries["play"]),
            "team": _named(entries["team"], of.header.teams),
            "cents": entries["cents"],
            "row": _whole(entries["row"], entries["row"] >= 0),
        }
    )


def plays_of(of: Ledger) -> NDArray[np.int64]:
    """The play that the account of each row is in as the row is written; -1 of the company."""
    rows = of.rows
    order = np.argsort(rows["account"], kind="stable")
    account, moved = rows["account"][order], rows["event"][order] == ledger.MOVED
    first = np.ones(len(rows), np.bool_)  # of its account
    first[1:] = account[1:] != account[:-1]
    after = np.zeros(len(rows), np.bool_)  # a move
    after[1:] = moved[:-1] & ~first[1:]
    born = np.append(of.play, -1)[account]
    came = np.append(-1, rows["to"][order][:-1])
    told = np.maximum.accumulate(np.where(first | after, np.arange(len(rows)), 0))
    found = np.empty(len(rows), np.int64)
    found[order] = np.where(after, came, born)[told]
    return found


def _when(of: Ledger, day: NDArray[np.float64]) -> dict[str, Any]:
    return {
        "day": day,
        "date": dates_of(of.header.start, day),
        "after_horizon": day >= of.header.horizon,
    }


def _whose(of: Ledger, account: NDArray[Any], play: NDArray[Any]) -> dict[str, pl.Series]:
    import polars as pl

    known = account >= 0
    address = pl.Series(np.append(of.address, np.uint64(0))[account], dtype=pl.UInt64)
    return {
        "account": _whole(account, known),
        "address": address.set(pl.Series(~known), None),
        "play": _named(play, of.header.plays),
    }


def _whole(values: NDArray[Any], where: NDArray[np.bool_]) -> pl.Series:
    import polars as pl

    return pl.Series(values, dtype=pl.Int64).set(pl.Series(~where), None)


def _words(codes: NDArray[Any], words: dict[int, str]) -> pl.Series:
    import polars as pl

    return pl.Series(codes, dtype=pl.Int64).replace_strict(words, default=None, return_dtype=pl.String)


def _named(index: NDArray[Any], names: Sequence[str]) -> pl.Series:
    return _words(index, dict(enumerate(names)))
