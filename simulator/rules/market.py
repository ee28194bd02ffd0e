"""A market of so many accounts, which empties: of those met at random, who was met before is no new lead.

An account is touched from its birth on. It is free again some time after it was lost for good or has left:
whoever comes then is new to us.
"""

import math

from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH
from simulator.numerics.streams import MARKET, uniform
from simulator.rules import at


@compiled
def is_free(world: Record, market: int, address: int) -> bool:
    """Whether the account that is met by who has this address is one of those that nobody has touched."""
    accounts = math.floor(at.motion(world, market)["accounts"])
    if accounts <= 0:
        return True
    left = accounts - at.motion_state(world, market)["touched"]
    return uniform(world["seed"], world["replication"], address, MARKET, 0) < left / accounts


@compiled
def touch(world: Record, market: int) -> None:
    """One more has been met."""
    at.motion_state(world, market)["touched"] += 1


@compiled
def gone(world: Record, account: Record, now: float) -> None:
    """Lost for good, or left and not to come back: free again at the first month end after a time. Until then
    who comes back as another account stands for the same one."""
    after = at.motion(world, account["market"])["returns_after"]
    if after < 0.0:
        return
    month = math.floor(now / MONTH + after) + 1
    if month <= world["months"]:
        at.freed(world, account["market"] * (world["months"] + 1) + month)["n"] += 1


@compiled
def free_again(world: Record, month: int) -> None:
    """A month has ended: whose time is over can be met again."""
    if month <= world["months"]:
        for motion in range(world["motion_count"]):
            state = at.motion_state(world, motion)
            state["touched"] -= at.freed(world, motion * (world["months"] + 1) + month)["n"]
