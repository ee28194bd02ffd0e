"""Expansion of customers with impact."""

import math

from simulator.kernel.jit import Record, compiled
from simulator.kernel.streams import EXPANSION, EXPANSION_BY, EXPANSION_UNITS
from simulator.ledger import EXPANDED
from simulator.model import AT_GROWTH
from simulator.rules.life import chance, draw, drawn
from simulator.rules.motions import move_of
from simulator.rules.prices import offer_of, paid_once, set_fee, write_contract
from simulator.rules.usage import within_bounds
from simulator.rules.world import account_at, motion_at


@compiled
def expand(world: Record, who: int, n: int, now: float) -> None:
    """After a cycle with impact a customer that stays may take more units.

    A part of a unit becomes a whole one by chance, so growth is as stated for small accounts too.
    """
    account = account_at(world, who)
    motion = motion_at(world, account["motion"])
    if motion["expansion"] < 0 or account["leaving"] == 1 or account["lapsed"] == 1:
        return
    if draw(world, account, EXPANSION, n) >= chance(world, account, motion["expansion"], 0.0):
        return
    by = drawn(world, account, motion["expansion_by"], EXPANSION_BY, n)
    more = math.floor(account["units"] * by + draw(world, account, EXPANSION_UNITS, n))
    offer = offer_of(world, account)
    if account["possible"] > 0:
        more = min(more, account["possible"] - account["units"])
    if more <= 0 or not within_bounds(account, offer, account["units"] + more):
        return
    account["units"] += more
    set_fee(world, account)
    once = paid_once(world, offer, more, 0, now)
    write_contract(world, who, EXPANDED, once, now)
    if account["moving"] == 0:  # it may have grown out of its motion: the contract moves when it next can
        account["moving"] = move_of(world, account, AT_GROWTH, n, now) + 1
