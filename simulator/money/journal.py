"""The journal: every cent that follows from a ledger, each entry with the row it follows from."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulator import ledger as events
from simulator.ledger import Header, Ledger
from simulator.model import NONE
from simulator.money import billing, buyer, commission, labour_time, payroll, spending, under_care
from simulator.money.by_account import VISITS, ByAccount, by_account, of_seats
from simulator.money.contract_charges import BILL
from simulator.money.entry_kinds import CARING, ENTRY, GROWING, IDLE
from simulator.money.overhead import opened, overhead
from simulator.money.workspace import WORK, Desk, merge, noted, piece_at, put, team_at
from simulator.numerics.cents import whole_cents
from simulator.numerics.jit import Floats, Ints, Record, Rows, compiled, to_read
from simulator.numerics.months import MONTH

MOST_IN_ALL = 2.0**62  # cents: no sum of any entries may wrap
PIECE = 2**19  # entries that are written at a time: 16 MB, which is taken from memory that was used before


class TooMuchMoney(ValueError):
    """More cents than a whole number can hold."""


@dataclass(frozen=True, eq=False, repr=False)
class Journal:
    """`entries`: dtype ENTRY, by account (the company, -1, first), then day, then order of noting."""

    entries: Rows

    def __repr__(self) -> str:
        return f"Journal({len(self.entries):,} entries)"


class Booked(NamedTuple):
    """A piece of a journal: the entries of the accounts `first` to `end` - 1, of which -1 is the company.

    `entries`: as a journal's, but that `row` is a place in the rows by account. `starts` (accounts + 2,): at
    a + 1 where those of account a begin, and end where those of the next begin; of accounts of the piece.
    """

    entries: Rows
    starts: Ints
    first: int
    end: int


class Months(NamedTuple):
    """Of each team in each month before the horizon, (teams, months)."""

    days: Floats  # of its people
    hires: Ints
    staffing: Ints  # the row by which its people are there
    costs: Ints  # cents of its people
    worked: Floats  # days of seats and of the book that go to accounts
    done: Floats  # of these, so far
    given: Ints  # cents, to accounts so far


class Followed(NamedTuple):
    """An account, as far as its rows have been read; where there is a second, as each begins."""

    bills: Rows
    solds: Rows
    spents: Rows
    cares: Rows
    buyers: Rows
    workers: Rows


@compiled
def _payroll(rows: Rows, company: int, desk: Record, inflation: float, teams: Rows, of: Months) -> bool:
    """What people cost; whether they cost anything."""
    horizon = desk["horizon"]
    for k in range(company):
        row = rows[k]
        if row["event"] == events.STAFFED:
            payroll.staffed(row, teams, of.days, of.hires, horizon)
            for month in range(of.staffing.shape[1]):
                if row["day"] < (month + 1) * MONTH:
                    of.staffing[row["team"], month] = k
    paid = False
    for team in range(len(teams)):
        payroll.present(team, horizon, teams, of.days)
        for month in range(of.costs.shape[1]):
            cents = payroll.month_cost(
                team_at(desk, team), inflation, month, of.days[team, month], of.hires[team, month]
            )
            of.costs[team, month] = cents
            paid = paid or cents != 0
    return paid


@compiled
def _worked(mine: ByAccount, desk: Record, care: Record, worker: Record, of: Months) -> None:
    """Add up the time that goes to accounts."""
    rows, happened, starts = mine.rows, mine.events, mine.starts
    for account in range(len(starts) - 2):
        under_care.begin(care)
        labour_time.begin(worker, desk)
        for k in range(starts[account + 1], starts[account + 2]):
            if VISITS[happened[k]]:
                continue
            row = rows[k]
            if not of_seats(happened[k]):
                under_care.follow(care, row, desk)
            labour_time.follow(worker, care, row, k, desk)
        labour_time.finish(worker, desk)
        for k in range(desk["pieces"]):
            piece = piece_at(desk, k)
            if piece["month"] >= 0:
                of.worked[piece["team"], piece["month"]] += piece["days"]


@compiled
def _company(mine: ByAccount, desk: Record, monthly: int, of: Months) -> None:
    """What is spent on no account, noted on the desk."""
    desk["account"] = NONE
    overhead(monthly, desk)
    for k in range(mine.starts[1]):
        row = mine.rows[k]
        if row["event"] == events.MOTION_OPENED:
            opened(row, k, desk)
    for team in range(of.costs.shape[0]):
        for month in range(of.costs.shape[1]):
            if of.worked[team, month] == 0.0:
                over = labour_time.just_before(min((month + 1) * MONTH, desk["horizon"]))
                put(desk, WORK, NONE, over, IDLE, team, of.staffing[team, month], of.costs[team, month])


@compiled
def begin(
    mine: ByAccount, desks: Rows, one: Followed, teams: Rows, of: Months, monthly: int, inflation: float
) -> None:
    """Find what people cost and how long they work for accounts, and note what is spent on no account.

    Where people cost nothing, nobody's time is followed.
    """
    desk = desks[0]
    desk["paid"] = _payroll(mine.rows, mine.starts[1], desk, inflation, teams, of)
    if desk["paid"] == 1:
        _worked(mine, desk, one.cares[0], one.workers[0], of)
    payroll.day_costs(desk, teams, of.costs, of.worked, of.days)
    _company(mine, desk, monthly, of)
    desk["waiting"] = noted(desk)


@compiled
def _share_out(desk: Record, teams: Rows, costs: Ints, worked: Floats, done: Floats, given: Ints) -> None:
    """Note what the work for an account cost: its share of each month of the team, rounded so that all
    shares add up to the whole; after the horizon so much a day."""
    for k in range(desk["pieces"]):
        piece = piece_at(desk, k)
        team, month = piece["team"], piece["month"]
        if month >= 0:
            done[team, month] += piece["days"]
            upto = whole_cents(costs[team, month] * (done[team, month] / worked[team, month]))
            cents = upto - given[team, month]
            given[team, month] = upto
        else:
            cents = whole_cents(teams[team]["by_day"] * piece["days"])
        growing = 0
        if piece["kind"] == CARING:
            growing = whole_cents(cents * team_at(desk, team)["selling"])
            put(desk, WORK, piece["motion"], piece["day"], GROWING, team, piece["row"], growing)
        put(desk, WORK, piece["motion"], piece["day"], piece["kind"], team, piece["row"], cents - growing)


@compiled
def go_on(
    mine: ByAccount, desks: Rows, one: Followed, teams: Rows, of: Months, entries: Rows, begins: Ints
) -> None:
    """Write a piece: what waits on the desk, for which there is room, then the entries of accounts, as far as
    there is room for all of one: those of the last that was followed may be left to wait."""
    rows, happened, starts, buying, desk = mine.rows, mine.events, mine.starts, mine.buyers, desks[0]
    accounts, account, n = len(starts) - 2, desk["followed"], desk["buyer"]
    bought, worker, paid = one.buyers[0], one.workers[0], desk["paid"] == 1
    bills, solds, spents, cares = one.bills, one.solds, one.spents, one.cares
    bill, sold, spent, cared = bills[0], solds[0], spents[0], cares[0]
    costs, worked, done, given = of.costs, of.worked, of.done, of.given
    begins[account] = 0
    filled = merge(desk, entries, 0)
    while account < accounts:
        buys = n < len(buying) and buying[n] == account
        spents[0], cares[0] = spents[1], cares[1]
        if buys:
            n += 1
            bills[0], solds[0] = bills[1], solds[1]
        desk["account"] = account
        begins[account + 1] = filled
        labour_time.begin(worker, desk)
        for k in range(starts[account + 1], starts[account + 2]):
            row, event = rows[k], happened[k]
            if VISITS[event]:  # costs something, and concerns nobody else
                spending.follow(spent, cared, row, k, desk)
                continue
            if buys:
                if not of_seats(event):
                    under_care.follow(cared, row, desk)
                    billing.follow(bill, row, k, desk)
                commission.follow(sold, cared, row, k, desk)
            if paid:
                labour_time.follow(worker, cared, row, k, desk)
            if not of_seats(event):
                spending.follow(spent, cared, row, k, desk)
                if buys:
                    buyer.follow(bought, row, k, desk)
        if paid:
            labour_time.finish(worker, desk)
        if buys:
            billing.finish(bill, desk)
        spending.finish(spent, desk)
        _share_out(desk, teams, costs, worked, done, given)
        account += 1
        if filled + noted(desk) > len(entries):
            break
        filled = merge(desk, entries, filled)
    total = desk["total"]
    for k in range(filled):
        total += abs(float(entries[k]["cents"]))
    desk["total"] = total
    desk["followed"], desk["buyer"] = account, n
    desk["waiting"] = noted(desk)
    if desk["waiting"] == 0:
        begins[account + 1] = filled


def journal(ledger: Ledger) -> Journal:
    """All money that follows from a ledger. Raises TooMuchMoney."""
    mine = by_account(ledger)
    places, found = np.append(mine.order, np.int32(NONE)), []
    for piece in booked(ledger.header, mine):
        entries = piece.entries.copy()
        entries["row"] = places[entries["row"]]
        found.append(entries)
    entries = np.concatenate(found)
    entries.setflags(write=False)
    return Journal(entries)


def booked(header: Header, mine: ByAccount) -> Iterator[Booked]:
    """The entries that follow from rows gathered by account, piece by piece: each is gone when the next is
    asked for. Raises TooMuchMoney."""
    accounts, shape = len(mine.starts) - 2, (len(header.teams), math.ceil(header.horizon / MONTH))
    desk = Desk(header, int(np.diff(mine.starts).max()), float(mine.earliest[0]))
    money, teams = header.money[0], np.zeros(shape[0], payroll.STAFF)
    of = Months(*(np.zeros(shape, dtype) for dtype in ("f8", "i8", "i8", "i8", "f8", "f8", "i8")))
    one = Followed(
        np.zeros(2, BILL),
        np.zeros(2, commission.SOLD),
        np.zeros(2, spending.SPENT),
        np.zeros(2, under_care.CARE),
        np.zeros(1, buyer.BUYER),
        np.zeros(1, labour_time.WORKER),
    )
    one.spents[1]["stage"] = NONE
    begin(mine, desk.records, one, teams, of, int(money["fixed_cost"]), float(money["inflation"]))
    entries, starts = np.empty(0, ENTRY), np.zeros(accounts + 2, np.int64)
    first, end = NONE, NONE
    while end < accounts:
        waiting = int(desk.records[0]["waiting"])
        if len(entries) < max(PIECE, waiting):
            entries = np.empty(max(PIECE, waiting), ENTRY)
        go_on(mine, desk.records, one, teams, of, entries, starts)
        first, end = end, int(desk.records[0]["followed"]) - (desk.records[0]["waiting"] > 0)
        total = float(desk.records[0]["total"])
        if total > MOST_IN_ALL:
            raise TooMuchMoney(
                f"about {total / 100:.1e} {header.currency} change hands: too much to count in cents"
            )
        yield Booked(to_read(entries[: starts[end + 1]]), to_read(starts), first, end)
