"""Follow whether an account is a customer in use, under care."""

import numpy as np

from simulator import ledger
from simulator.money.workspace import offer_of
from simulator.numerics.jit import Record, compiled

CARE = np.dtype(
    [
        ("motion", "i8"),
        ("live", "i8"),
        ("gone", "i8"),  # 1: it left, or the maintenance of what it owns lapsed
        ("cared", "i8"),
    ],
    align=True,
)


@compiled
def begin(care: Record) -> None:
    """Nothing has been read of an account yet."""
    care["motion"] = care["live"] = care["gone"] = care["cared"] = 0


@compiled
def follow(care: Record, row: Record, desk: Record) -> None:
    """One row of the account. It is cared for from the first use until it leaves, or until maintenance
    lapses; again when it comes back, or moves."""
    event = row["event"]
    if row["to_motion"] >= 0:
        care["motion"] = row["to_motion"]
    if event == ledger.WENT_LIVE:
        care["live"] = 1
    elif ledger.ends_contract(event):
        care["gone"] = 1
    elif event == ledger.MOVED:
        care["gone"] = 0
    elif event == ledger.OPENED or event == ledger.WON_BACK:
        offer = offer_of(desk, care["motion"])
        # A customer of the first day may own its licence without maintenance.
        recurs = offer["yearly"] > 0 or offer["flat"] > 0
        care["gone"] = 1 if offer["owned"] == 1 and recurs and row["fee"] == 0 else 0
    elif event == ledger.REPURCHASED and row["fee"] > 0:
        care["gone"] = 0
    else:
        return
    care["cared"] = 1 if care["live"] == 1 and care["gone"] == 0 else 0
