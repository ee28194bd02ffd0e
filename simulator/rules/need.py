"""How far a buyer is: no need, knows the problem, knows the solution. It moves by itself and is taught.

A chain of births and deaths in continuous time. It is read when a decision asks for it: no step of its own.
"""

import math

from simulator.model import NO_NEED, PROBLEM, SOLUTION
from simulator.numerics.jit import Record, compiled
from simulator.numerics.streams import NEED, TURN
from simulator.rules import at
from simulator.rules.life import INF, draw


@compiled
def begin(world: Record, account: Record, problem: float, solution: float, now: float) -> None:
    """How far a prospect is when it comes, if its motion follows need: so many know the problem, so many the
    solution, too."""
    if at.motion(world, account["motion"])["needs"] == 0 or account["need"] != 0:
        return
    u = draw(world, account, NEED, 0)
    account["need"] = SOLUTION if u < solution else PROBLEM if u < solution + problem else NO_NEED
    _wait(world, account, now)


@compiled
def come(world: Record, account: Record, now: float) -> None:
    """The same with the shares of the motion's leads."""
    motion = at.motion(world, account["motion"])
    begin(world, account, motion["knows_problem"], motion["knows_solution"], now)


@compiled
def level(world: Record, account: Record, now: float) -> int:
    """How far it is; 0 where need is not followed."""
    while account["need"] != 0 and account["turns_at"] <= now:
        since = account["turns_at"]
        up, down = _rates(world, account)
        further = draw(world, account, TURN, account["turns"]) * (up + down) < up
        account["need"] += 1 if further else -1
        _wait(world, account, since)
    return int(account["need"])


@compiled
def is_below(world: Record, account: Record, now: float) -> bool:
    """Whether it has not come as far as its motion's buyers have to be to sign."""
    return 0 < level(world, account, now) < at.motion(world, account["motion"])["needs"]


@compiled
def teach(world: Record, account: Record, to: int, now: float) -> None:
    """Who is one step below is so far from now on: a solution is lost on who has no problem."""
    if level(world, account, now) == to - 1:
        account["need"] = to
        _wait(world, account, now)


@compiled
def _rates(world: Record, account: Record) -> tuple[float, float]:
    """Steps a day for the better and for the worse, from where it is."""
    motion = at.motion(world, account["motion"])
    up = down = 0.0
    if account["need"] < SOLUTION and motion["wakes"] > 0.0:
        up = 1.0 / motion["wakes"]
    if account["need"] > NO_NEED and motion["fades"] > 0.0:
        down = 1.0 / motion["fades"]
    return up, down


@compiled
def _wait(world: Record, account: Record, since: float) -> None:
    """Plan the next turn: what was planned before is forgotten, as an exponential time has no memory."""
    up, down = _rates(world, account)
    account["turns"] += 1
    account["turns_at"] = INF
    if up + down > 0.0:
        account["turns_at"] = since - math.log(draw(world, account, NEED, account["turns"])) / (up + down)
