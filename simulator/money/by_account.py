"""Sort the rows of a ledger by account."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.kernel.jit import compiled


@compiled
def by_account(rows: NDArray[Any], accounts: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row numbers by account, and where each account's begin: entry 0 is the company, entry a + 1 account a.

    Shapes (rows,) and (accounts + 2,); the last is the number of rows.
    """
    starts = np.zeros(accounts + 2, np.int64)
    for i in range(len(rows)):
        starts[rows[i]["account"] + 2] += 1
    for account in range(1, accounts + 2):
        starts[account] += starts[account - 1]
    filled = np.zeros(accounts + 2, np.int64)
    for account in range(accounts + 2):
        filled[account] = starts[account]
    order = np.empty(len(rows), np.int64)
    for i in range(len(rows)):
        account = rows[i]["account"] + 1
        order[filled[account]] = i
        filled[account] += 1
    return order, starts
