"""What is spent on an account beside the time of people, and what impact is worth to it."""

from __future__ import annotations

from typing import Any

from simulator import ledger as events
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH

from ..naive import rounded
from .account import ACQUIRING, EFFORT, GROWING, INF, RETURNING, SERVING, STARTING, VALUE, Account

VISITS = (events.PASSED, events.LOST, events.NURTURED, events.SETBACK)
CONTRACT = (
    events.OPENED, events.EXPANDED, events.CONTRACTED, events.RENEWED, events.REPRICED, events.REPURCHASED,
    events.WON_BACK, events.MOVED,
)  # fmt: skip


def in_use(account: Account, until: float) -> list[tuple[float, float, int]]:
    """When it is a customer in use, and under which motion: since, until, motion."""
    found: list[tuple[float, float, int]] = []
    since, live, lapsed, under = INF, False, False, -1
    for row, motion in account.motions():
        event, day = row["event"], row["day"]
        stops = event in (events.CHURNED, events.LAPSED, events.MOVED)
        if stops and since < INF:
            found.append((since, day, under))
            since = INF
        again = event in (events.WON_BACK, events.REPURCHASED, events.MOVED)
        lapsed = event == events.LAPSED or (lapsed and not again)
        live |= event == events.WENT_LIVE
        if live and not lapsed and since == INF and (again or event == events.WENT_LIVE):
            since, under = day, motion
    if since < INF:
        found.append((since, until, under))
    return [(max(0.0, begin), end, motion) for begin, end, motion in found if end > 0]


def visits(ledger: Ledger, account: Account) -> None:
    """The lead, each visit to a stage on which somebody worked, and use for nothing."""
    header = ledger.header
    stage, since = -1, 0.0

    def leave(day: float) -> None:
        cost = header.stage[stage] if stage >= 0 else None
        if cost is not None and cost["free_user_cost"]:
            account.by_month(
                max(0.0, since), day, int(cost["free_user_cost"]),
                lambda at, cents: account.note(at, ACQUIRING, cents),
            )  # fmt: skip

    for row in account.rows:
        event, day = row["event"], row["day"]
        if event == events.LEAD:
            if day >= 0 and row["motion"] >= 0:
                by_channel = row["person"] >= 0  # what it has cost there is known of each lead
                cost = row["amount"] if by_channel else int(header.motion["lead_cost"][row["motion"]])
                account.note(day, ACQUIRING, cost)
            stage, since = row["to"], day
        elif event == events.BACK_AS_LEAD:
            account.note(day, ACQUIRING, int(header.offer["winback_cost"][ledger.motion[account.number]]))
        elif event == events.RETURNED:
            stage, since = row["to"], day
        elif event in VISITS:
            left = header.stage[row["stage"]]
            if event == events.PASSED or row["reason"] != events.UNWORKED:
                account.note(day, STARTING if left["after_close"] else ACQUIRING, int(left["cost"]))
            gone = event == events.LOST and row["to"] < 0
            stays = float(left["free_user_stays"]) * MONTH if gone else 0.0
            leave(min(day + stays, header.until))
            stage, since = (-1, day) if event == events.NURTURED else (row["to"], day)
        elif event == events.WON and not header.stage["after_close"][stage]:
            stage = -1  # a customer of the first day has not gone through its stages here
    leave(header.until)


def customer(ledger: Ledger, account: Account) -> None:
    """Service by the month, what a win-back costs, the buyer's effort, and what impact is worth."""
    header = ledger.header
    for since, until, motion in in_use(account, header.until):
        account.by_month(
            since, until, int(header.offer["cost_to_serve"][motion]),
            lambda at, cents: account.note(at, SERVING, cents),
        )  # fmt: skip
    units = 0
    for row, motion in account.motions():
        event, day = row["event"], row["day"]
        of, size = header.motion[motion], float(header.offer["size"][motion])
        if event in CONTRACT:
            units = row["count"]
        if day < 0:
            continue
        if event == events.WON:
            account.note(day, EFFORT, rounded(int(of["effort"]) * (row["count"] / size)), opens=True)
        elif event == events.REACHED:
            worth = int(of["impact_value"]) * int(of["every"]) * (units / size)
            account.note(day, VALUE, rounded(worth))
        elif event == events.WON_BACK:
            account.note(day, RETURNING, int(header.offer["winback_cost"][motion]), opens=True)


def _share(team: Any, sold: int) -> int:
    """Commission on so many cents sold, with benefits and taxes, of a team with a quota."""
    if team["quota"] <= 0:
        return 0
    rate = int(team["variable"]) / float(team["quota"]) * (1.0 + float(team["benefits_and_taxes"]))
    return rounded(sold * rate)


def commission(ledger: Ledger, account: Account) -> None:
    """Of those who had a seat before the signature, of those who keep the book on growth, and what is given
    back by who leaves early."""
    header = ledger.header
    sellers, paid = list[int](), dict[int, int]()
    won, peak, given_back = INF, 0, False
    in_book = in_use(account, header.until)
    for row, motion in account.motions():
        event, day = row["event"], row["day"]
        if event == events.SEATED and won == INF and row["team"] not in sellers:
            sellers.append(row["team"])
        if event in (events.WON, events.OPENED):
            won = min(won, day)
            for number in sellers if day >= 0 else ():
                cents = _share(header.team[number], row["amount"])
                paid[number] = paid.get(number, 0) + cents
                account.note(day, ACQUIRING, cents, opens=True)
            peak = max(peak, row["amount"] if event == events.WON else row["arr"])
        elif event == events.CHURNED:
            for number, cents in paid.items() if not given_back else ():
                if day < won + int(header.team["clawback"][number]) * MONTH:
                    account.note(day, ACQUIRING, -cents)
            given_back = True
        elif event in (events.EXPANDED, events.METERED):
            csm = int(header.motion["csm"][motion])
            sold = max(0, row["arr"] - peak) + (row["amount"] if event == events.EXPANDED else 0)
            if csm >= 0 and day >= 0 and any(since <= day <= end for since, end, _ in in_book):
                account.note(day, GROWING, _share(header.team[csm], sold), opens=event == events.EXPANDED)
            peak = max(peak, row["arr"])
        elif event in CONTRACT:
            peak = max(peak, row["arr"])
