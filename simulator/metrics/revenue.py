"""What follows from a contract without being a row: its monthly charges, and lifetime revenue."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator import ledger
from simulator.jit import Record, compiled
from simulator.ledger import Ledger
from simulator.metrics.months import begun
from simulator.model import MONTH

CLOSE = 12  # months from the signature that the first close obliges to
LIFETIMES = (36, 60, 84)  # months from the signature
_WINDOWS = (CLOSE, *LIFETIMES)

BILL = np.dtype(
    [
        ("anchor", "f8"),  # contract month j begins at anchor + j * MONTH
        ("arr", "i8"),
        ("next", "i8"),  # the first contract month not yet charged
        ("since", "i8"),  # the contract month in which `arr` came into force
    ],
    align=True,
)


@compiled
def charged(bill: Record, first: int, end: int) -> int:
    """Cents for the contract months first <= j < end at the ARR in force: twelve add up to it exactly."""
    a, b = first - bill["since"], end - bill["since"]
    arr = bill["arr"]
    return (b // 12 - a // 12) * arr + arr * (b % 12) // 12 - arr * (a % 12) // 12


@compiled
def settle(bill: Record, day: float) -> tuple[int, int]:
    """The months (first, end) to charge at the ARR in force: begun before `day`, not yet charged."""
    first = bill["next"]
    end = max(first, begun(bill["anchor"], day))
    bill["next"] = end
    return first, end


@compiled
def change(bill: Record, event: int, day: float, arr: int) -> None:
    """Put the ARR of a row in force; what it ends has been settled before."""
    if event == ledger.OPENED:
        bill["anchor"] = day
        bill["next"] = 0
        bill["since"] = 0
        bill["arr"] = arr
    elif arr != bill["arr"]:
        bill["since"] = bill["next"]
        bill["arr"] = arr


@compiled
def changes_contract(event: int) -> bool:
    """Whether a row of an unmetered play may change what is charged a month."""
    return event == ledger.OPENED or (
        ledger.EXPANDED <= event <= ledger.LAPSED  # expanded, contracted, renewed, churned, lapsed
    )


class Charge(NamedTuple):
    """An amount that an account owes: `what` is "once", "recurring" or "use"."""

    day: float
    what: str
    cents: int


def charges(ledger_: Ledger, account: int) -> list[Charge]:
    """All that one account is charged, in order of days, to the end of the run-off.

    Recurring charges fall on the first day of their contract month, metered ones on its last.
    """
    header = ledger_.header
    metered = bool(header.metered[ledger_.play[account]])
    bill = np.zeros(1, BILL)[0]
    found: list[Charge] = []

    def charge_until(day: float) -> None:
        for month in range(*settle(bill, day)):
            cents = int(charged(bill, month, month + 1))
            if cents:
                found.append(Charge(float(bill["anchor"] + month * MONTH), "recurring", cents))

    for row in ledger_.rows[ledger_.rows["account"] == account]:
        event, day, amount = int(row["event"]), float(row["day"]), int(row["amount"])
        if changes_contract(event) and not metered:
            charge_until(day)
            change(bill, event, day, int(row["arr"]))
        if event in (ledger.OPENED, ledger.EXPANDED) and amount:
            found.append(Charge(day, "once", amount))
        elif event == ledger.METERED and amount:
            found.append(Charge(day, "use", amount))
    charge_until(header.until)
    return found


@compiled
def _charge(bill: Record, day: float, limits: NDArray[np.int64], cents: NDArray[np.int64]) -> None:
    """Settle up to `day`, and add to each window what of it began within the window."""
    first, end = settle(bill, day)
    for w in range(len(limits)):
        to = min(end, limits[w])
        if first < to:
            cents[w] += charged(bill, first, to)


@compiled
def lifetimes(
    rows: NDArray[Any], play: NDArray[np.int32], metered: NDArray[np.int64], horizon: float, until: float
) -> NDArray[np.int64]:
    """Per window of `LIFETIMES`: accounts complete, their cents, those beyond the first close. (3, 3)

    Complete: signed before the horizon, and the window ends by the end of the run-off.
    """
    won = np.full(len(play), np.inf)
    bills = np.zeros(len(play), BILL)
    limits = np.zeros((len(play), len(_WINDOWS)), np.int64)  # contract months that begin in each window
    cents = np.zeros((len(play), len(_WINDOWS)), np.int64)
    for i in range(len(rows)):
        row = rows[i]
        event = row["event"]
        if event < ledger.WON or event > ledger.METERED:
            continue
        account = row["account"]
        day = row["day"]
        if event == ledger.WON:
            won[account] = day
        elif event == ledger.METERED:
            for w in range(len(_WINDOWS)):
                if day <= won[account] + _WINDOWS[w] * MONTH:
                    cents[account, w] += row["amount"]
        elif changes_contract(event):
            bill = bills[account]
            if metered[play[account]] == 0:
                if event == ledger.OPENED:
                    for w in range(len(_WINDOWS)):
                        limits[account, w] = begun(day, won[account] + _WINDOWS[w] * MONTH)
                else:
                    _charge(bill, day, limits[account], cents[account])
                change(bill, event, day, row["arr"])
            if event == ledger.OPENED or event == ledger.EXPANDED:
                for w in range(len(_WINDOWS)):
                    if day < won[account] + _WINDOWS[w] * MONTH:
                        cents[account, w] += row["amount"]
    sums = np.zeros((len(LIFETIMES), 3), np.int64)
    for account in range(len(play)):
        if won[account] >= horizon:
            continue
        bill = bills[account]
        if bill["arr"] > 0:
            _charge(bill, until, limits[account], cents[account])
        for w in range(len(LIFETIMES)):
            if won[account] + LIFETIMES[w] * MONTH <= until:
                sums[w, 0] += 1
                sums[w, 1] += cents[account, w + 1]
                sums[w, 2] += cents[account, w + 1] - cents[account, 0]
    return sums
