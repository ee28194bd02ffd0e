"""How a customer with impact grows."""

from __future__ import annotations

import math

from simulator.jit import Record, compiled
from simulator.ledger import EXPANDED
from simulator.rules.contract import offer_of, yearly
from simulator.rules.life import chance, draw, drawn
from simulator.rules.world import account_at, play_at, write
from simulator.streams import EXPANSION, EXPANSION_BY, EXPANSION_UNITS

MOST_CENTS = 2.0**52  # of one account: no whole number may wrap


@compiled
def expand(world: Record, who: int, n: int, now: float) -> None:
    """After a cycle with impact a customer that stays may take more units.

    A part of a unit becomes a whole one by chance, so growth is as stated for small accounts too.
    """
    account = account_at(world, who)
    play = play_at(world, account["play"])
    if play["expansion"] < 0 or account["leaving"] == 1 or account["lapsed"] == 1:
        return
    if draw(world, account, EXPANSION, n) >= chance(world, account, play["expansion"], 0.0):
        return
    by = drawn(world, account, play["expansion_by"], EXPANSION_BY, n)
    more = math.floor(account["units"] * by + draw(world, account, EXPANSION_UNITS, n))
    offer = offer_of(world, account)
    cents = float(max(offer["yearly"], offer["licence"])) * (account["units"] + more)
    if more == 0 or cents > MOST_CENTS:
        return
    account["units"] += more
    if offer["metered"] == 0:
        account["arr"] = yearly(offer, account["units"])
    once = offer["licence"] * more
    write(world, now, who, EXPANDED, amount=once, arr=account["arr"])
