"""The rows of opening tables, customers and open deals: columns, what is checked between them, as numbers."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from simulator.company.schema import Company, Motion
from simulator.company.stage_graph import close_of
from simulator.errors import did_you_mean
from simulator.scenario.opening import parse_cell as cell

OPTIONAL = {"live", "probability", "close"}
TOGETHER = ("probability", "close")

_OLDEST = 100  # years before the start
_DAY_ONE = dt.date(1970, 1, 1).toordinal()  # of numpy's dates
NOT_YET = np.iinfo(np.int64).min  # of numpy's dates: none

Row = dict[str, Any]  # values that can be read, by column


class RowKind(NamedTuple):
    """What a table of customers holds, or one of open deals."""

    parsers: Mapping[str, Callable[[Any], Any]]  # of the cells of each column
    between: Callable[[Company, Row], Iterator[tuple[str, str]]]  # column, and what is wrong with it
    pack: Callable[[Company, Row], Sequence[float]]
    dtype: "np.dtype[Any]"  # of what is packed


# Motions and stages by their places in the company, from 0; money in cents a year.
CUSTOMER = np.dtype(
    [("motion", "i4"), ("units", "i8"), ("arr", "i8"), ("signed", "M8[D]"), ("live", "M8[D]")]
)  # billed units; of who is not live yet no date
DEAL = np.dtype(  # product units; a probability below 0: none is given, nor a day
    [
        ("motion", "i4"), ("stage", "i4"), ("units", "i8"), ("since", "M8[D]"),
        ("probability", "f8"), ("close", "M8[D]"),
    ]
)  # fmt: skip

_CUSTOMER: dict[str, Callable[[Any], Any]] = {
    "name": cell.text, "motion": cell.text, "units": cell.units, "arr": cell.money,
    "signed": cell.date, "live": cell.date,
}  # fmt: skip
_DEAL: dict[str, Callable[[Any], Any]] = {
    "name": cell.text, "motion": cell.text, "stage": cell.text, "units": cell.units, "since": cell.date,
    "probability": cell.share, "close": cell.date,
}  # fmt: skip


def _packed_customer(company: Company, row: Row) -> tuple[int, ...]:
    stages = company.motion[row["motion"]].stage
    live = row.get("live", row["signed"])
    if live is None and stages[close_of(stages)] is stages[-1]:
        live = row["signed"]  # nothing is to be done before it can use what it bought
    signed = _day(row["signed"])
    return _place(company, row), row["units"], row["arr"], signed, NOT_YET if live is None else _day(live)


def _packed_deal(company: Company, row: Row) -> tuple[float, ...]:
    stages = [stage.name for stage in company.motion[row["motion"]].stage]
    odds, close = row.get("probability"), row.get("close") or company.start
    place = _place(company, row), stages.index(row["stage"])
    return *place, row["units"], _day(row["since"]), -1.0 if odds is None else odds, _day(close)


def _place(company: Company, row: Row) -> int:
    return list(company.motion).index(row["motion"])


def _day(date: dt.date) -> int:
    """The day of a date as numpy counts them."""
    return date.toordinal() - _DAY_ONE


def _customer(company: Company, row: Row) -> Iterator[tuple[str, str]]:
    """What is wrong between the values of a customer."""
    motion = company.motion.get(row.get("motion", ""))
    yield from _motion(company, row, motion)
    yield from _past(company, row, "signed")
    yield from _past(company, row, "live")
    if row.get("live") is not None and "signed" in row and row["live"] < row["signed"]:
        yield "live", "not before it was signed"
    if motion is not None and "arr" in row:
        if row["arr"] > 0 and not motion.offer.recurs:
            yield "arr", f"0: in motion {row['motion']} nothing is paid again and again"
        elif row["arr"] == 0 and motion.offer.recurs and motion.offer.licence is None:
            yield "arr", f"more than 0: who is a customer in motion {row['motion']} pays"


def _deal(company: Company, row: Row) -> Iterator[tuple[str, str]]:
    """What is wrong between the values of a deal."""
    motion = company.motion.get(row.get("motion", ""))
    yield from _motion(company, row, motion)
    yield from _past(company, row, "since")
    if row.get("close") is not None and row["close"] < company.start:
        text = (
            f"not before the first day, {company.start}: give a deal that is late a new date, or leave close"
        )
        yield "close", f"{text} and probability out, and the model's own odds decide"
    if motion is not None and "stage" in row:
        names = [stage.name for stage in motion.stage]
        open_ones = names[: close_of(motion.stage) + 1]
        if row["stage"] in names and row["stage"] not in open_ones:
            yield "stage", f"it is after the close: a deal is open up to {open_ones[-1]}"
        elif row["stage"] not in names:
            text = f"motion {row['motion']} has no such stage; {did_you_mean(row['stage'], open_ones)}"
            yield "stage", text


def _motion(company: Company, row: Row, motion: Motion | None) -> Iterator[tuple[str, str]]:
    if motion is None and "motion" in row:
        yield "motion", f"there is no such motion; {did_you_mean(row['motion'], company.motion)}"
    elif motion is not None and (
        motion.opens_at_arr is not None or (motion.opens or company.start) > company.start
    ):
        yield "motion", "it is not open on the first day: nobody can be there"


def _past(company: Company, row: Row, column: str) -> Iterator[tuple[str, str]]:
    if row.get(column) is None:
        return
    if row[column] > company.start:
        hint = "; of who is not live yet it is empty, and the stages after the close tell when" * (
            column == "live"
        )
        yield column, f"not after the first day, {company.start}{hint}"
    elif row[column].year < company.start.year - _OLDEST:
        yield column, f"at most {_OLDEST} years before the first day"


KINDS = {  # by the key of a file
    "customers": RowKind(_CUSTOMER, _customer, _packed_customer, CUSTOMER),
    "deals": RowKind(_DEAL, _deal, _packed_deal, DEAL),
}
