"""All that a step may read and write, as one record of addresses.

A step passes a single pointer on. As a tuple of arrays every call would count references on
each of them: five times slower in the end, and four times as long to compile.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numba.core import types
from numpy.typing import NDArray

from simulator.curves import CURVE, POINTS
from simulator.jit import Record, compiled
from simulator.ledger import ROW
from simulator.model import DATED, NONE, OFFER, PLAN, PLAY, RATE, SOURCE, STAGE, TEAM, Numbers

ACCOUNT = np.dtype(
    [
        ("address", "u8"),
        ("fit", "f8"),
        ("units", "i8"),
        ("play", "i4"),
        ("life", "i4"),
        ("phase", "i4"),
        ("stage", "i4"),
        ("nurtured", "i4"),
        ("cold_at", "f8"),  # the instant at which patience ends, one for all teams of a stage
        ("team_1", "i4"),  # seats held, NONE where none is
        ("person_1", "i4"),
        ("team_2", "i4"),
        ("person_2", "i4"),
        ("clean", "i4"),  # every stage after the close was passed
        ("live", "i4"),
        ("live_day", "f8"),
        ("cycle", "i8"),  # impact cycles ended
        ("cycles", "i8"),  # ... since the last decision
        ("hits", "i8"),  # ... with impact
        ("share", "f8"),  # of cycles with impact, as the last decision saw it
        ("children", "i8"),
        ("arr", "i8"),  # cents a year
        ("anchor", "f8"),  # day on which the contract opened
        ("month", "i8"),  # of the contract, at which it is due next
        ("open", "i4"),
        ("leaving", "i4"),
        ("lapsed", "i4"),
        ("cut", "i8"),  # units that go at the end of the term
        ("metered", "i8"),  # months billed by use
        ("use_1", "i8"),  # cents billed for the last three of them, the newest first
        ("use_2", "i8"),
        ("use_3", "i8"),
        ("idle", "i4"),  # months without use
        ("idle_day", "f8"),
    ],
    align=True,
)

TEAM_STATE = np.dtype(
    [
        ("people", "i8"),
        ("seats", "i8"),
        ("next_plan", "i8"),
        ("accounts", "i8"),  # in the book
        ("attended", "f8"),  # share of cycles for which there is time, as the last month end found it
        ("first_person", "i8"),
    ],
    align=True,
)

PERSON = np.dtype([("load", "i8")])  # accounts that the person works on

VISITS = np.dtype([("n", "i8")])  # of a stage by an account, so far

SOURCE_STATE = np.dtype(
    [
        ("n", "i8"),  # leads so far
        ("mass", "f8"),  # unit-Poisson time of the next lead
        ("spent", "f8"),  # leads expected up to the start of `month`
        ("month", "i8"),
    ],
    align=True,
)

_LISTS = {  # what the record holds an address of
    "curves": CURVE,
    "rates": RATE,
    "teams": TEAM,
    "plans": PLAN,
    "stages": STAGE,
    "offers": OFFER,
    "plays": PLAY,
    "sources": SOURCE,
    "dated": DATED,
    "accounts": ACCOUNT,
    "team_states": TEAM_STATE,
    "people": PERSON,
    "source_states": SOURCE_STATE,
    "rows": ROW,
    "visits": VISITS,
}

WORLD = np.dtype(
    [
        ("seed", "u8"),
        ("replication", "u8"),
        ("born", "i8"),  # accounts so far
        ("written", "i8"),  # rows so far
        ("team_count", "i8"),
        ("source_count", "i8"),
        ("table_count", "i8"),
        ("months", "i8"),
        ("horizon", "f8"),
        ("until", "f8"),
        ("most_stages", "i8"),  # of a play: an account has so many VISITS
        ("tables", "u8"),
        ("leads", "u8"),
    ]
    + [(name, "u8") for name in _LISTS],
    align=True,
)


@numba.extending.intrinsic
def _pointer_compiled(typing_context: Any, address: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

    return types.voidptr(types.uint64), generate


def _pointer_plain(address: Any) -> ctypes.c_void_p:
    return ctypes.c_void_p(int(address))


_pointer = _pointer_plain if numba.config.DISABLE_JIT else _pointer_compiled


def _row_of(name: str) -> Callable[..., Any]:
    dtype = _LISTS[name]

    @compiled
    def row(world: Record, index: int) -> Record:
        return numba.carray(_pointer(world[name]), (index + 1,), dtype)[index]

    return row


account_at = _row_of("accounts")
curve_at = _row_of("curves")
dated_at = _row_of("dated")
offer_at = _row_of("offers")
person_at = _row_of("people")
plan_at = _row_of("plans")
play_at = _row_of("plays")
rate_at = _row_of("rates")
row_at = _row_of("rows")
source_at = _row_of("sources")
source_state_at = _row_of("source_states")
stage_at = _row_of("stages")
team_at = _row_of("teams")
team_state_at = _row_of("team_states")
visits_at = _row_of("visits")


@compiled
def tables_of(world: Record) -> NDArray[np.float64]:
    """The tables of the quantile curves, (tables, points)."""
    return numba.carray(_pointer(world["tables"]), (world["table_count"], POINTS), np.float64)


@compiled
def leads_a_month(world: Record, stream: int, month: int) -> float:
    """The rate of a stream of leads in a month."""
    return numba.carray(_pointer(world["leads"]), (stream + 1, world["months"]), np.float64)[stream, month]


@compiled
def write(
    world: Record,
    day: float,
    account: int,
    event: int,
    stage: int = NONE,
    to: int = NONE,
    team: int = NONE,
    person: int = NONE,
    amount: int = 0,
    arr: int = 0,
) -> None:
    """Append a row to the ledger; simulator.ledger tells what its columns mean."""
    row = row_at(world, world["written"])
    row["day"] = day
    row["account"] = account
    row["event"] = event
    row["stage"] = stage
    row["to"] = to
    row["team"] = team
    row["person"] = person
    row["amount"] = amount
    row["arr"] = arr
    world["written"] += 1


class World:
    """An empty company with room for so many accounts and rows; it owns what `record` points to."""

    def __init__(self, numbers: Numbers, seed: int, replication: int, accounts: int, rows: int) -> None:
        self.numbers = numbers
        self.team_states = np.zeros(len(numbers.teams), TEAM_STATE)
        most = [
            numbers.plans["people"][team["first_plan"] : team["first_plan"] + team["plans"]].max(initial=0)
            for team in numbers.teams
        ]
        self.team_states["first_person"] = np.cumsum([0, *most])[:-1]
        self.people = np.zeros(int(sum(most)), PERSON)
        self.source_states = np.zeros(len(numbers.sources), SOURCE_STATE)
        self.records = np.zeros(1, WORLD)
        record = self.records[0]
        record["seed"], record["replication"] = seed, replication
        record["team_count"], record["source_count"] = len(numbers.teams), len(numbers.sources)
        record["table_count"], record["months"] = len(numbers.tables), numbers.leads.shape[1]
        record["horizon"], record["until"] = numbers.horizon, numbers.until
        record["most_stages"] = numbers.plays["stages"].max(initial=1)
        for name, values in numbers._asdict().items():
            if isinstance(values, np.ndarray):
                record[name] = values.ctypes.data
        for name in ("team_states", "people", "source_states"):
            record[name] = getattr(self, name).ctypes.data
        self.record = record
        visits = np.zeros(accounts * int(record["most_stages"]), VISITS)
        self.keep(np.zeros(accounts, ACCOUNT), visits, np.zeros(rows, ROW))

    def keep(self, accounts: NDArray[Any], visits: NDArray[Any], rows: NDArray[Any]) -> None:
        """Use these from now on; they hold all that the ones before held."""
        self.accounts, self.visits, self.rows = accounts, visits, rows
        for name in ("accounts", "visits", "rows"):
            self.record[name] = getattr(self, name).ctypes.data
