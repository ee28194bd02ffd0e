"""The rows of a ledger by account: those of one account side by side, in the order in which they happened."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.ledger import Ledger
from simulator.numerics.jit import Ints, Rows, compiled, to_read


class ByAccount(NamedTuple):
    """Rows of the company first, then those of account 0, 1, ...

    `events` (rows,): the event of each, side by side: who looks for a few need not touch the other rows.
    `order` (rows,): the place of each in the ledger. `starts` (accounts + 2,): where the company's begin, 0,
    and at a + 1 where those of account a begin; the last is the number of rows.
    """

    rows: Rows
    events: NDArray[np.int8]
    order: Ints
    starts: Ints

    def of(self, event: int) -> Rows:
        """The rows of an event, account by account."""
        return self.rows[np.flatnonzero(self.events == event)]


@compiled
def gathered(rows: Rows, accounts: int) -> tuple[Rows, NDArray[np.int8], Ints, Ints]:
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
    for i in range(len(rows)):
        account = rows[i]["account"] + 1
        place = filled[account]
        order[place] = i
        found[place] = rows[i]
        events[place] = rows[i]["event"]
        filled[account] += 1
    return found, events, order, starts


def by_account(ledger: Ledger) -> ByAccount:
    """Gather the rows of a ledger."""
    return ByAccount(*map(to_read, gathered(to_read(ledger.rows), len(ledger.motion))))
