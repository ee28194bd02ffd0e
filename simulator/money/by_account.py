"""The rows of a ledger by account: those of one account side by side, in the order in which they happened."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.events import lookup
from simulator.ledger import FREED, LEAD, NEED, REASON, SEATED, STAGE, TO_STAGE, Ledger
from simulator.numerics.jit import Floats, Ints, Places, Rows, compiled, to_read

# A visit to a stage ends or begins, and nothing else: it concerns no contract, seat or motion.
_VISITED = {STAGE, TO_STAGE, REASON, NEED}
VISITS = lookup(lambda declared: bool(declared.columns) and {*declared.columns} <= _VISITED)

_SEATS = np.isin(np.arange(len(VISITS)), (SEATED, FREED))


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
    order: Places
    starts: Ints
    buyers: Ints
    earliest: Floats

    def of(self, event: int) -> Rows:
        """The rows of an event, account by account."""
        return self.rows[np.flatnonzero(self.events == event)]


@compiled
def of_seats(event: int) -> bool:
    """Whether a seat is taken, or free again: half of all rows."""
    return bool(_SEATS[event])


@compiled
def gather(
    rows: Rows,
    found: Rows,
    events: NDArray[np.int8],
    order: Places,
    starts: Ints,
    buyers: Ints,
    earliest: Floats,
) -> int:
    """Fill the columns of `ByAccount`; how many buyers there are."""
    for i in range(len(rows)):
        starts[rows[i]["account"] + 2] += 1
    for account in range(1, len(starts)):
        starts[account] += starts[account - 1]
    for i in range(len(rows)):  # where an account's next row goes: in the end where the next account begins
        account = rows[i]["account"] + 1
        place = starts[account]
        order[place] = i
        found[place] = rows[i]
        events[place] = rows[i]["event"]
        starts[account] += 1
        if rows[i]["day"] < earliest[0]:
            earliest[0] = rows[i]["day"]
    for account in range(len(starts) - 1, 0, -1):
        starts[account] = starts[account - 1]
    starts[0] = 0
    n = 0
    for account in range(len(starts) - 2):
        for k in range(starts[account + 1], starts[account + 2]):
            event = events[k]
            if not (VISITS[event] or of_seats(event) or event == LEAD):
                buyers[n] = account
                n += 1
                break
    return n


def by_account(ledger: Ledger) -> ByAccount:
    """Gather the rows of a ledger."""
    rows, accounts = to_read(ledger.rows), len(ledger.motion)
    found, events, order = np.empty_like(rows), np.empty(len(rows), np.int8), np.empty(len(rows), np.int32)
    starts, buyers, earliest = np.zeros(accounts + 2, np.int64), np.empty(accounts, np.int64), np.zeros(1)
    n = gather(rows, found, events, order, starts, buyers, earliest)
    return ByAccount(*map(to_read, (found, events, order, starts, buyers[:n].copy(), earliest)))
