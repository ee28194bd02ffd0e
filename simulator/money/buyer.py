"""Note the buyer's own effort, and what the impact that it gets is worth."""

import numpy as np

from simulator import ledger
from simulator.model import NONE
from simulator.money.entry_kinds import EFFORT, VALUE
from simulator.money.workspace import BILLS, motion_at, offer_of, put
from simulator.numerics.cents import whole_cents
from simulator.numerics.jit import Record, compiled

BUYER = np.dtype(
    [
        ("motion", "i8"),
        ("units", "f8"),  # product units in use; at first its size, until a row says how many it bought
    ],
    align=True,
)


@compiled
def follow(buyer: Record, row: Record, index: int, desk: Record) -> None:
    """One row of the account."""
    event, day = row["event"], row["day"]
    if row["to_motion"] >= 0:
        buyer["motion"] = row["to_motion"]
    if event == ledger.LEAD:
        buyer["units"] = row["count"]
        return
    if event == ledger.REACHED and day >= 0.0:
        motion = motion_at(desk, buyer["motion"])
        worth = whole_cents(motion["impact_value"] * buyer["units"] * motion["every"])
        put(desk, BILLS, buyer["motion"], day, VALUE, NONE, index, worth)
    if row["count"] >= 0:  # billed units
        buyer["units"] = row["count"] / offer_of(desk, buyer["motion"])["size"]
    if event == ledger.WON and day >= 0.0:
        effort = whole_cents(motion_at(desk, buyer["motion"])["effort"] * buyer["units"])
        put(desk, BILLS, buyer["motion"], day, EFFORT, NONE, index, effort)
