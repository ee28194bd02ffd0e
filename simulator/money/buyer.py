"""Note the buyer's own effort, and what the impact that it gets is worth."""

from __future__ import annotations

import numpy as np

from simulator import ledger
from simulator.cents import whole
from simulator.jit import Record, compiled
from simulator.model import NONE
from simulator.money.desk import BILLS, offer_of, play_at, put
from simulator.money.kinds import EFFORT, VALUE

BUYER = np.dtype(
    [
        ("play", "i8"),
        ("units", "f8"),  # product units in use; at first its size, until a row says how many it bought
    ],
    align=True,
)


@compiled
def follow(buyer: Record, row: Record, index: int, desk: Record) -> None:
    """One row of the account."""
    event, day = row["event"], row["day"]
    if row["to_play"] >= 0:
        buyer["play"] = row["to_play"]
    if event == ledger.LEAD:
        buyer["units"] = row["count"]
        return
    if event == ledger.REACHED and day >= 0.0:
        play = play_at(desk, buyer["play"])
        worth = whole(play["impact_value"] * buyer["units"] * play["every"])
        put(desk, BILLS, buyer["play"], day, VALUE, NONE, index, worth)
    if row["count"] >= 0:  # billed units
        buyer["units"] = row["count"] / offer_of(desk, buyer["play"])["size"]
    if event == ledger.WON and day >= 0.0:
        effort = whole(play_at(desk, buyer["play"])["effort"] * buyer["units"])
        put(desk, BILLS, buyer["play"], day, EFFORT, NONE, index, effort)
