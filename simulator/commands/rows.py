"""A ledger as a table that reads without a manual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulator import ledger
from simulator.calendar import dates_of
from simulator.ledger import EVENTS, Ledger

REASONS = {ledger.DISQUALIFIED: "disqualified", ledger.DECLINED: "declined", ledger.WENT_COLD: "went cold"}
_WITH_REASON = (ledger.LOST, ledger.NURTURED, ledger.STUMBLED)
_MONEY = (ledger.WON, ledger.OPENED, ledger.EXPANDED, ledger.METERED)
_COUNTED = (ledger.STAFFED, ledger.BOOK)


def frame(rows_of: Ledger) -> pl.DataFrame:
    """One row for each of the ledger's, in order of days; null where a column has nothing to say.

    The ledger itself has a churn of metered use, which is dated back, where it was noticed.

    The ledger's `amount` is split by what it means: units, reason, recommended account, seats,
    accounts in the book, or cents. Numbers of accounts and people count from 0.
    """
    header = rows_of.header
    rows = rows_of.rows[np.argsort(rows_of.rows["day"], kind="stable")]
    event, account, amount = rows["event"], rows["account"], rows["amount"]
    lead = event == ledger.LEAD
    of_company = account < 0
    play = np.where(of_company, -1, rows_of.play[np.maximum(account, 0)])
    address = pl.Series(rows_of.address[np.maximum(account, 0)], dtype=pl.UInt64)
    reason = np.where(np.isin(event, _WITH_REASON), amount, 0)

    def whole(values: NDArray[Any], where: NDArray[np.bool_]) -> pl.Series:
        return _known(pl.Series(values, dtype=pl.Int64), where)

    counted = np.isin(event, _COUNTED)
    return pl.DataFrame(
        {
            "day": rows["day"],
            "date": dates_of(header.start, rows["day"]),
            "after_horizon": rows["day"] >= header.horizon,
            "event": _words(event, EVENTS),
            "account": whole(account, ~of_company),
            "address": _known(address, ~of_company),
            "play": _named(play, header.plays),
            "stage": _named(np.where(lead, -1, rows["stage"]), header.stages),
            "to_stage": _named(rows["to"], header.stages),
            "team": _named(rows["team"], header.teams),
            "person": whole(rows["person"], (rows["person"] >= 0) & ~counted),
            "people": whole(rows["person"], counted),
            "seats": whole(amount, event == ledger.STAFFED),
            "in_book": whole(amount, event == ledger.BOOK),
            "units": whole(amount, lead),
            "reason": _words(reason, REASONS),
            "recommended": whole(amount, event == ledger.REFERRED),
            "amount_cents": whole(amount, np.isin(event, _MONEY)),
            "arr_cents": whole(rows["arr"], (event >= ledger.OPENED) & ~of_company),
        }
    )


def _known(values: pl.Series, where: NDArray[np.bool_]) -> pl.Series:
    return values.set(pl.Series(~where), None)


def _words(codes: NDArray[Any], words: dict[int, str]) -> pl.Series:
    return pl.Series(codes, dtype=pl.Int64).replace_strict(words, default=None, return_dtype=pl.String)


def _named(index: NDArray[Any], names: Sequence[str]) -> pl.Series:
    return _words(index, dict(enumerate(names)))
