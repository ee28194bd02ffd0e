"""The journal: every cent that follows from a ledger, each entry with the row it follows from."""

import math
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
from simulator.numerics.jit import Floats, Ints, Record, Rows, compiled
from simulator.numerics.months import MONTH

MOST_IN_ALL = 2.0**62  # cents: no sum of any entries may wrap


class TooMuchMoney(ValueError):
    """More cents than a whole number can hold."""


@dataclass(frozen=True, eq=False, repr=False)
class Journal:
    """`entries`: dtype ENTRY, by account (the company, -1, first), then day, then order of noting."""

    entries: Rows

    def __repr__(self) -> str:
        return f"Journal({len(self.entries):,} entries)"


class Booked(NamedTuple):
    """`entries`: as a journal's, but that `row` is a place in the rows by account. `starts` (accounts + 2,):
    where the company's begin, 0, and at a + 1 where those of account a begin; the last is their number."""

    entries: Rows
    starts: Ints


@compiled
def _payroll(rows: Rows, company: int, desks: Rows, inflation: float) -> tuple[Ints, Floats, Ints]:
    """Per team and month before the horizon: cents of its people, their days, and the row by which they
    are there."""
    desk = desks[0]
    teams, horizon = desk["teams"], desk["horizon"]
    months = math.ceil(horizon / MONTH)
    people, since = np.zeros(teams, np.int64), np.zeros(teams)
    days, hires = np.zeros((teams, months)), np.zeros((teams, months), np.int64)
    staffing = np.zeros((teams, months), np.int64)
    for k in range(company):
        row = rows[k]
        if row["event"] == events.STAFFED:
            payroll.staffed(row, people, since, days, hires, horizon)
            for month in range(months):
                if row["day"] < (month + 1) * MONTH:
                    staffing[row["team"], month] = k
    for team in range(teams):
        payroll.present(team, horizon, people, since, days)
    return payroll.month_costs(desk, inflation, days, hires), days, staffing


@compiled
def _worked(mine: ByAccount, desks: Rows, months: int) -> Floats:
    """Days of seats and of the book that went to accounts before the horizon, (teams, months)."""
    rows, happened, starts, desk = mine.rows, mine.events, mine.starts, desks[0]
    found = np.zeros((desk["teams"], months))
    cares, unread = np.zeros(1, under_care.CARE), np.zeros(1, under_care.CARE)
    workers = np.zeros(1, labour_time.WORKER)
    for account in range(len(starts) - 2):
        cares[0] = unread[0]
        labour_time.begin(workers[0], desk)
        for k in range(starts[account + 1], starts[account + 2]):
            if VISITS[happened[k]]:
                continue
            row = rows[k]
            if not of_seats(happened[k]):
                under_care.follow(cares[0], row, desk)
            labour_time.follow(workers[0], cares[0], row, k, desk)
        labour_time.finish(workers[0], desk)
        for k in range(desk["pieces"]):
            piece = piece_at(desk, k)
            if piece["month"] >= 0:
                found[piece["team"], piece["month"]] += piece["days"]
    return found


@compiled
def _company(
    rows: Rows,
    company: int,
    desks: Rows,
    monthly: int,
    costs: Ints,
    worked: Floats,
    staffing: Ints,
) -> None:
    """What is spent on no account, noted on the desk."""
    desk = desks[0]
    desk["account"] = NONE
    overhead(monthly, desk)
    for k in range(company):
        row = rows[k]
        if row["event"] == events.MOTION_OPENED:
            opened(row, k, desk)
    for team in range(costs.shape[0]):
        for month in range(costs.shape[1]):
            if worked[team, month] == 0.0:
                over = labour_time.just_before(min((month + 1) * MONTH, desk["horizon"]))
                put(desk, WORK, NONE, over, IDLE, team, staffing[team, month], costs[team, month])


@compiled
def _share_out(
    desk: Record,
    costs: Ints,
    worked: Floats,
    done: Floats,
    given: Ints,
    by_day: Floats,
) -> None:
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
            cents = whole_cents(by_day[team] * piece["days"])
        growing = 0
        if piece["kind"] == CARING:
            growing = whole_cents(cents * team_at(desk, team)["selling"])
            put(desk, WORK, piece["motion"], piece["day"], GROWING, team, piece["row"], growing)
        put(desk, WORK, piece["motion"], piece["day"], piece["kind"], team, piece["row"], cents - growing)


@compiled
def _entries(
    mine: ByAccount,
    desks: Rows,
    costs: Ints,
    worked: Floats,
    by_day: Floats,
    paid: bool,
) -> tuple[Rows, Ints, float]:
    """All entries: those on the desk already, then the accounts'; as `Booked`; the sum of their absolute
    cents. `paid`: whether people cost anything, or nobody's time is followed."""
    rows, happened, starts, buying = mine.rows, mine.events, mine.starts, mine.buyers
    desk = desks[0]
    entries = np.empty(4 * len(rows) + noted(desk), ENTRY)
    filled = merge(desk, entries, 0)
    begins = np.zeros(len(starts), np.int64)
    done, given = np.zeros(costs.shape), np.zeros(costs.shape, np.int64)
    bills, solds, spents = np.zeros(2, BILL), np.zeros(2, commission.SOLD), np.zeros(2, spending.SPENT)
    cares = np.zeros(2, under_care.CARE)
    buyers, workers = np.zeros(1, buyer.BUYER), np.zeros(1, labour_time.WORKER)
    bill, sold, spent, bought, cared, worker = bills[0], solds[0], spents[0], buyers[0], cares[0], workers[0]
    spents[1]["stage"] = NONE  # as each begins
    n = 0
    for account in range(len(starts) - 2):
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
        _share_out(desk, costs, worked, done, given, by_day)
        if filled + noted(desk) > len(entries):
            more = np.empty(2 * len(entries) + noted(desk), ENTRY)
            for k in range(filled):
                more[k] = entries[k]
            entries = more
        filled = merge(desk, entries, filled)
    total = 0.0
    for k in range(filled):
        total += abs(float(entries[k]["cents"]))
    begins[len(starts) - 1] = filled
    return entries[:filled], begins, total


def journal(ledger: Ledger) -> Journal:
    """All money that follows from a ledger. Raises TooMuchMoney."""
    mine = by_account(ledger)
    entries = booked(ledger.header, mine).entries
    entries["row"] = np.append(mine.order, NONE)[entries["row"]]
    entries.setflags(write=False)
    return Journal(entries)


def booked(header: Header, mine: ByAccount) -> Booked:
    """The entries that follow from rows gathered by account. Raises TooMuchMoney."""
    rows, starts = mine.rows, mine.starts
    company = int(starts[1])
    most_rows = int(np.diff(starts).max(initial=company))
    desk = Desk(header, most_rows, float(mine.earliest[0]))
    money = header.money[0]
    costs, days, staffing = _payroll(rows, company, desk.records, float(money["inflation"]))
    paid = bool(costs.any())
    worked = _worked(mine, desk.records, costs.shape[1]) if paid else np.zeros(costs.shape)
    by_day = payroll.day_costs(desk.records[0], costs, worked, days)
    _company(rows, company, desk.records, int(money["fixed_cost"]), costs, worked, staffing)
    entries, begins, total = _entries(mine, desk.records, costs, worked, by_day, paid)
    if total > MOST_IN_ALL:
        raise TooMuchMoney(
            f"about {total / 100:.1e} {header.currency} change hands: too much to count in cents"
        )
    return Booked(entries, begins)
