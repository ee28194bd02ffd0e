"""How a customer with impact grows."""

from __future__ import annotations

import math

from simulator.jit import Record, compiled
from simulator.ledger import EXPANDED
from simulator.rules.contract import offer_of, yearly
from simulator.rules.life import chance, draw, drawn
from simulator.rules.world import account_at, play_at, write
from simulator.streams import EXPANSION, EXPANSION_BY


@compiled
def expand(world: Record, who: int, n: int, now: float) -> None:
    """After a cycle with impact a customer that stays may take more units, at least one."""
    account = account_at(world, who)
    play = play_at(world, account["play"])
    if play["expansion"] < 0 or account["leaving"] == 1 or account["lapsed"] == 1:
        return
    if draw(world, account, EXPANSION, n) >= chance(world, account, play["expansion"], 0.0):
        return
    by = drawn(world, account, play["expansion_by"], EXPANSION_BY, n)
    more = max(1, math.floor(account["units"] * by + 0.5))
    account["units"] += more
    offer = offer_of(world, account)
    if offer["metered"] == 0:
        account["arr"] = yearly(offer, account["units"])
    once = offer["licence"] * more
    write(world, now, who, EXPANDED, amount=once, arr=account["arr"])
