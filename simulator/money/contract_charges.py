"""What a contract charges each month, from its yearly fee."""

import numpy as np

from simulator.numerics.cents import whole_cents
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH, begun

# The contract of an account, as far as its rows have been read.
BILL = np.dtype(
    [
        ("motion", "i8"),
        ("open", "i8"),  # 1: a contract is in force
        ("anchor", "f8"),  # contract month j begins at anchor + j * MONTH
        ("fee", "i8"),  # cents a year, whatever is used
        ("next", "i8"),  # the first contract month not yet charged
        ("since", "i8"),  # the contract month in which `fee` came into force
        ("introductory", "i8"),  # contract months at the beginning that cost less ...
        ("discount", "f8"),  # ... by this share
        # How it is billed (simulator.money.billing).
        ("row", "i8"),  # of the ledger, that put the fee in force or confirmed it
        ("month_row", "i8"),  # ... when the month that runs began
        ("use_row", "i8"),  # of the last use
        ("ahead", "i8"),  # 1: billed in advance
        ("unpaid", "i8"),  # 1: what is billed now is never paid
        ("lost", "i8"),  # cents billed since then, less what was credited
        ("late", "i8"),  # the contract month whose invoice is paid late, counted from 1; 0: none
        ("delay", "f8"),  # days by which what is billed now is paid later than others
        ("every", "i8"),  # months of an invoice
        ("span", "i8"),  # months that the buyer promises at a time
        ("billed", "i8"),  # the first contract month not yet billed ahead
        ("bound", "i8"),  # ... not yet promised
        ("owed", "i8"),  # cents charged and to be billed later
        ("used", "i8"),  # cents of use to be billed later
        ("running", "i8"),  # cents of the month that runs: revenue when it ends
        ("saved", "i8"),  # ... and what an introductory discount took off them
        ("margin", "f8"),  # a partner's share of what is paid, of an account that it has brought
        ("first", "f8"),  # day on which its first contract began
    ],
    align=True,
)


@compiled
def in_full(bill: Record, first: int, end: int) -> int:
    """Cents for the contract months first <= j < end at the fee in force: twelve add up to it exactly."""
    a, b = first - bill["since"], end - bill["since"]
    fee = bill["fee"]
    return (b // 12 - a // 12) * fee + fee * (b % 12) // 12 - fee * (a % 12) // 12


@compiled
def saved(bill: Record, month: int, cents: int) -> int:
    """What an introductory discount takes off so many cents of a contract month."""
    return whole_cents(bill["discount"] * cents) if month < bill["introductory"] else 0


@compiled
def charged(bill: Record, first: int, end: int) -> int:
    """Cents for the contract months first <= j < end at the fee in force, of introductory ones a part."""
    cents = in_full(bill, first, end)
    for month in range(first, min(end, bill["introductory"])):
        cents -= saved(bill, month, in_full(bill, month, month + 1))
    return cents


@compiled
def rest_of_month(bill: Record, day: float, fee: int) -> int:
    """Cents more, in full, for what is left of the month that runs, where a fee comes into force on a day
    within it."""
    left = min(max(0.0, (bill["anchor"] + bill["next"] * MONTH - day) / MONTH), 1.0)
    return whole_cents(left * ((fee - bill["fee"]) / 12.0))


@compiled
def settle(bill: Record, day: float) -> tuple[int, int]:
    """The months (first, end) to charge at the fee in force: begun before `day`, not yet charged."""
    first = bill["next"]
    end = max(first, begun(bill["anchor"], day))
    bill["next"] = end
    return first, end


@compiled
def begin(bill: Record, day: float, fee: int) -> None:
    """A contract: its months are counted from `day`."""
    bill["anchor"] = day
    bill["next"] = 0
    bill["since"] = 0
    bill["fee"] = fee


@compiled
def change(bill: Record, fee: int) -> None:
    """Put a fee in force from the next month to be charged; what it ends has been settled before."""
    if fee != bill["fee"]:
        bill["since"] = bill["next"]
        bill["fee"] = fee
