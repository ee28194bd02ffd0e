"""A ledger read slowly, row by row: who is a customer on a day, of what revenue, in which motion, and every
attempt to win one."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np
from hypothesis import HealthCheck, settings

from simulator import ledger as events
from simulator.ledger import Ledger
from simulator.model import SAL
from tests.tiers import examples

lives = settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

GONE = (events.CHURNED, events.LAPSED)
CHANGING = {
    *(events.OPENED, events.EXPANDED, events.CONTRACTED, events.RENEWED, events.METERED),
    *(events.REPRICED, events.WON_BACK, events.REPURCHASED, events.MOVED, *GONE),
}


def arr_at(ledger: Ledger, day: float) -> dict[int, int]:
    """Recurring revenue of each account from all rows before a day, read in the order of writing."""
    standing: dict[int, int] = defaultdict(int)
    for row in ledger.rows[ledger.rows["day"] < day]:
        if row["event"] in CHANGING:
            standing[int(row["account"])] = 0 if row["event"] in GONE else int(row["arr"])
    return standing


def motion_at(ledger: Ledger, day: float) -> dict[int, int]:
    """The motion that each account is in before a day."""
    motions = dict(enumerate(ledger.motion.tolist()))
    moved = ledger.rows[(ledger.rows["event"] == events.MOVED) & (ledger.rows["day"] < day)]
    return motions | dict(zip(moved["account"].tolist(), moved["to_motion"].tolist(), strict=True))


def noticed_at(ledger: Ledger, day: float) -> set[int]:
    """Who has given notice before a day, and whose contract runs to its end."""
    found: set[int] = set()
    over = (*GONE, events.RENEWED, events.MOVED, events.REPURCHASED, events.WON_BACK)
    for row in ledger.rows[ledger.rows["day"] < day]:
        if row["event"] == events.NOTICE:
            found.add(int(row["account"]))
        elif row["event"] in over:
            found.discard(int(row["account"]))
    return found


def committed_at(ledger: Ledger, day: float) -> dict[int, int]:
    """Recurring revenue that each account is committed to: what is in force, before that what was signed;
    nothing once it has given notice."""
    found: dict[int, int] = {}
    in_force: set[int] = set()
    for row in ledger.rows[ledger.rows["day"] < day]:
        account, gone = int(row["account"]), row["event"] in GONE
        if row["event"] == events.WON:
            found[account] = int(row["amount"])
        elif row["event"] in CHANGING and (row["arr"] > 0 or gone or account in in_force):
            found[account] = 0 if gone else int(row["arr"])
            in_force.add(account)
    leaving = noticed_at(ledger, day)
    return {account: cents for account, cents in found.items() if account not in leaving}


def accounts_with(
    ledger: Ledger, event: int, before: float = np.inf, since: float = -np.inf, motion: int | None = None
) -> set[int]:
    days = ledger.rows["day"]
    rows = ledger.rows[(ledger.rows["event"] == event) & (days < before) & (days >= since)]
    return {int(a) for a in rows["account"] if motion is None or ledger.motion[a] == motion}


def customers_at(ledger: Ledger, day: float) -> set[int]:
    """Who has signed before a day and was not gone, or was back."""
    found: set[int] = set()
    for row in ledger.rows[ledger.rows["day"] < day]:
        if row["event"] in (events.WON, events.WON_BACK):
            found.add(int(row["account"]))
        elif row["event"] == events.CHURNED:
            found.discard(int(row["account"]))
    return found


class Attempt(NamedTuple):
    """An opportunity, as a reader of one account's rows notes it."""

    account: int
    motion: int
    opened: float
    closed: float = np.inf
    won: bool = False
    held: bool = False


def attempts(ledger: Ledger) -> list[Attempt]:
    """All of them, read slowly: row by row, account by account."""
    stages = ledger.header.stage
    marks_sal = {int(stages["motion"][n]): int(n) for n in np.flatnonzero(stages["marks"] == SAL)}
    found: list[Attempt] = []
    now: dict[int, Attempt] = {}
    for row in ledger.rows:
        event, day, account, to = (row[name].item() for name in ("event", "day", "account", "to"))
        if account in now and event in (events.WON, events.LOST, events.NURTURED):
            found.append(now.pop(account)._replace(closed=max(day, 0.0), won=event == events.WON))
        if event == events.PASSED and row["stage"] in marks_sal.values():
            now.setdefault(account, Attempt(account, int(stages["motion"][row["stage"]]), day))
        elif event in (events.LEAD, events.PASSED, events.LOST, events.RETURNED) and to >= 0:
            motion = int(stages["motion"][to])
            if marks_sal[motion] < to and not stages["after_close"][to]:
                held = event == events.LEAD
                now.setdefault(account, Attempt(account, motion, max(day, 0.0), held=held))
    found += now.values()
    return sorted(found, key=lambda one: one.account)  # of one account in the order of their closes
