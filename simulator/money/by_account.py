"""The rows of a ledger by account: those of one account side by side, in the order in which they happened."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.events import lookup
from simulator.ledger import FREED, LEAD, REASON, SEATED, STAGE, TO_STAGE, Ledger
from simulator.numerics.jit import Floats, Ints, Rows, compiled, to_read

# A visit to a stage ends or begins, and nothing else: it concerns no contract, seat or motion.
VISITS = lookup(lambda declared: {*declared.columns} <= {STAGE, TO_STAGE, REASON})


class ByAccount(NamedTuple):
    """Rows of the company first, then those of account 0, 1, ...

    `events` (rows,): the event of each, side by side: who looks for a few need not touch the other rows.
    `order` (rows,): the place of each in the ledger. `starts` (accounts + 2,): where the company's begin, 0,
    and at a + 1 where those of account a begin; the last is the number of rows. `buyers`: accounts, in order,
    to which more happens than their birth, visits and seats: what an account signs, owes, uses or decides is
    found with them. All others are prospects to the end.
    `earliest` (1,): the day of the first of all rows, where it lies before the first day; else 0.
    """

    rows: Rows
    events: NDArray[np.int8]
    order: Ints
    starts: Ints
    buyers: Ints
    earliest: Floats

    def of(self, event: int) -> Rows:
        """The rows of an event, account by account."""
        return self.rows[np.flatnonzero(self.events == event)]


@compiled
def of_seats(event: int) -> bool:
    """Whether a seat is taken, or free again: half of all rows."""
    return event in (SEATED, FREED)


@compiled
def buyers(events: NDArray[np.int8], starts: Ints) -> Ints:
    """The column of `ByAccount`."""
    found, n = np.empty(len(starts) - 2, np.int64), 0
    for account in range(len(starts) - 2):
        for k in range(starts[account + 1], starts[account + 2]):
            event = events[k]
            if not (VISITS[event] or of_seats(event) or event == LEAD):
                found[n] = account
                n += 1
                break
    return found[:n].copy()


@compiled
def gathered(rows: Rows, accounts: int) -> tuple[Rows, NDArray[np.int8], Ints, Ints, Ints, Floats]:
    """The columns of `ByAccount`, in their order.

    A walk that reads `rows[order[k]]` waits for the memory at each row; copying them once takes less than one
    such walk.
    """
    starts = np.zeros(accounts + 2, np.int64)
    for i in range(len(rows)):
        starts[rows[i]["account"] + 2] += 1
    for account in range(1, accounts + 2):
        starts[account] += starts[account - 1]
    filled = starts.copy()
    order = np.empty(len(rows), np.int64)
    found, events = np.empty(len(rows), rows.dtype), np.empty(len(rows), np.int8)
    earliest = 0.0
    for i in range(len(rows)):
        account = rows[i]["account"] + 1
        place = filled[account]
        order[place] = i
        found[place] = rows[i]
        events[place] = rows[i]["event"]
        filled[account] += 1
        if rows[i]["day"] < earliest:
            earliest = rows[i]["day"]
    return found, events, order, starts, buyers(events, starts), np.array([earliest])


def by_account(ledger: Ledger) -> ByAccount:
    """Gather the rows of a ledger."""
    return ByAccount(*map(to_read, gathered(to_read(ledger.rows), len(ledger.motion))))
