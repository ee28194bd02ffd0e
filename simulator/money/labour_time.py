"""Labour time by account and calendar month: in seats, in the book, and for leads that people make."""

from typing import Any

import numpy as np

from simulator import ledger
from simulator.model import NONE
from simulator.money.entry_kinds import CARING, SELLING, STARTING
from simulator.money.workspace import channel_at, motion_at, piece_at, seat_at, team_at
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH, elapsed

# An account, as far as its rows have been read.
WORKER = np.dtype(
    [
        ("motion", "i8"),
        ("kind", "i8"),  # of the time in seats
        ("keeper", "i8"),  # team in whose book it is; NONE
        ("since_row", "i8"),
        ("since", "f8"),  # in the book from this day on
        ("last", "f8"),  # care is not followed beyond this day
        ("held", "i8"),  # bit mask of teams: seats held
    ],
    align=True,
)


@compiled
def just_before(day: float) -> float:
    """The last instant before the end of a month: it belongs to this month, not to the next."""
    return day * (1.0 - 2.0**-52)


@compiled
def _weight(worker: Record, team: int, kind: int, desk: Record) -> float:
    """What a day of this work takes of a team's time, that in a seat being 1, or that in the book of those
    who do both for an account of load 1."""
    row = team_at(desk, team)
    if kind == CARING:
        return motion_at(desk, worker["motion"])["load"]
    return row["book"] / row["capacity"] if row["book"] > 0.0 else 1.0


@compiled
def _cut(worker: Record, team: int, kind: int, row: int, since: float, end: float, desk: Record) -> None:
    """Work from `since` to `end`: a piece for each month."""
    weight = _weight(worker, team, kind, desk)
    since = max(0.0, since)
    horizon = desk["horizon"]
    month = elapsed(0.0, since)
    while since < end:
        month_end = (month + 1) * MONTH
        over = min(month_end, horizon) if since < horizon else month_end
        piece = piece_at(desk, desk["pieces"])
        desk["pieces"] += 1
        piece["motion"] = worker["motion"]
        piece["team"] = team
        piece["kind"] = kind
        piece["row"] = row
        piece["month"] = month if since < horizon else NONE
        piece["days"] = (min(over, end) - since) * weight
        piece["day"] = end if end < over else just_before(over)
        since = over
        month += 1 if over == month_end else 0


@compiled
def _leave_seats(worker: Record, teams: int, day: float, desk: Record) -> None:
    """Time in the seats of a set of teams ends, or goes on as time of another kind."""
    team = 0
    while teams >> team != 0:
        if teams & (1 << team) != 0:
            seat = seat_at(desk, team)
            _cut(worker, team, worker["kind"], seat["row"], seat["since"], day, desk)
        team += 1


@compiled
def _leave_book(worker: Record, day: float, desk: Record) -> None:
    if worker["keeper"] >= 0:
        end = min(day, worker["last"])
        _cut(worker, worker["keeper"], CARING, worker["since_row"], worker["since"], end, desk)
        worker["keeper"] = NONE


@compiled
def _sit_down(teams: int, day: float, index: int, desk: Record) -> None:
    team = 0
    while teams >> team != 0:
        if teams & (1 << team) != 0:
            seat = seat_at(desk, team)
            seat["since"] = day
            seat["row"] = index
        team += 1


@compiled
def _make(worker: Record, channel: Record, row: int, day: float, desk: Record) -> None:
    """People made this lead: what one makes in a month, its share of that time, as if in all of its seats."""
    if channel["each"] <= 0.0:
        return
    piece = piece_at(desk, desk["pieces"])
    desk["pieces"] += 1
    piece["motion"], piece["team"], piece["kind"], piece["row"] = (
        worker["motion"],
        channel["team"],
        SELLING,
        row,
    )
    piece["month"] = elapsed(0.0, day) if day < desk["horizon"] else NONE
    seats = team_at(desk, channel["team"])["capacity"]
    piece["days"] = seats * MONTH / channel["each"] * _weight(worker, channel["team"], SELLING, desk)
    piece["day"] = day


@compiled
def begin(worker: Record, desk: Record) -> None:
    """Nothing has been read of an account yet."""
    worker["kind"] = SELLING
    worker["keeper"] = NONE
    worker["held"] = 0
    worker["last"] = desk["until"]
    desk["pieces"] = 0


@compiled
def follow(worker: Record, care: Record, row: Record, index: int, desk: Record) -> None:
    """One row of the account; `care` has read it already.

    Before the close a seat is selling, after it starting.
    """
    event, day = row["event"], row["day"]
    if event == ledger.SEATED:
        team: Any = 1 << np.int64(row["team"])
        worker["held"] |= team
        _sit_down(team, day, index, desk)
    elif event == ledger.FREED:
        team = worker["held"] & (1 << np.int64(row["team"]))
        _leave_seats(worker, team, day, desk)
        worker["held"] &= ~team
    elif event == ledger.LEAD:
        worker["motion"] = row["to_motion"]
        if row["person"] >= 0 and day >= 0.0:
            _make(worker, channel_at(desk, row["person"]), index, day, desk)
    elif event == ledger.WON:
        _leave_seats(worker, worker["held"], day, desk)
        _sit_down(worker["held"], day, index, desk)
        worker["kind"] = STARTING
        worker["last"] = max(desk["horizon"], day + desk["care"] * MONTH)
    elif event == ledger.MOVED:  # what was worked before is of the old motion
        _leave_book(worker, day, desk)
        _leave_seats(worker, worker["held"], day, desk)
        _sit_down(worker["held"], day, index, desk)
        worker["motion"] = row["to_motion"]
    if care["cared"] == 0:
        _leave_book(worker, day, desk)
    elif worker["keeper"] < 0 and motion_at(desk, worker["motion"])["csm"] >= 0:
        worker["keeper"] = motion_at(desk, worker["motion"])["csm"]
        worker["since"] = day
        worker["since_row"] = index


@compiled
def finish(worker: Record, desk: Record) -> None:
    """No more rows: it goes on to the end of what is simulated."""
    _leave_seats(worker, worker["held"], desk["until"], desk)
    _leave_book(worker, desk["until"], desk)
