"""How far a buyer is: no need, knows the problem, knows the solution. It moves by itself and is taught.

A chain of births and deaths in continuous time. It is read when a decision asks for it: no step of its own.
Shocks change its rates from month to month.
"""

import math

from simulator.model import NO_NEED, PROBLEM, SOLUTION
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH
from simulator.numerics.streams import NEED, TURN
from simulator.rules import at
from simulator.rules.life import INF, draw
from simulator.rules.shocks import AT_BIRTH, FADES, WAKES, factor


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
def come(world: Record, account: Record, by: int, now: float) -> None:
    """The same with the shares of the channel `by` which it comes, or of the motion's leads (NONE: by none);
    in a shock so much of them, and never more than all."""
    motion = at.motion(world, account["motion"])
    if motion["needs"] == 0:
        return
    problem, solution = motion["knows_problem"], motion["knows_solution"]
    if by >= 0 and at.channel(world, by)["knows_solution"] >= 0.0:
        channel = at.channel(world, by)
        problem, solution = channel["knows_problem"], channel["knows_solution"]
    shocked = factor(world, AT_BIRTH, now)
    if shocked != 1.0:
        shocked = min(shocked, 1.0 / max(problem + solution, 1e-300))
    begin(world, account, shocked * problem, shocked * solution, now)


@compiled
def level(world: Record, account: Record, now: float) -> int:
    """How far it is; 0 where need is not followed."""
    while account["need"] != 0 and account["turns_at"] <= now:
        since = account["turns_at"]
        up, down = _rates(world, account, math.floor(since / MONTH))
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
def go_on(world: Record, account: Record) -> None:
    """Of who is under way on the first day, in whose shocks its next turn comes on another day: so much of
    its waiting as is left was planned at the usual rates."""
    if world["need_shocked"] == 0 or account["need"] == 0 or not 0.0 < account["turns_at"] < INF:
        return
    up, down = _rates(world, account, -1)
    account["turns_at"] = _day(world, account, account["turns_at"] * (up + down), 0.0)


@compiled
def _rates(world: Record, account: Record, month: int) -> tuple[float, float]:
    """Steps a day for the better and for the worse, from where it is, in a month; before the first the usual
    ones."""
    motion = at.motion(world, account["motion"])
    up = down = 0.0
    if account["need"] < SOLUTION and motion["wakes"] > 0.0:
        up = 1.0 / motion["wakes"]
    if account["need"] > NO_NEED and motion["fades"] > 0.0:
        down = 1.0 / motion["fades"]
    if world["need_shocked"] == 1 and month >= 0:
        up *= factor(world, WAKES, month * MONTH)
        down *= factor(world, FADES, month * MONTH)
    return up, down


@compiled
def _wait(world: Record, account: Record, since: float) -> None:
    """Plan the next turn: what was planned before is forgotten, as an exponential time has no memory."""
    up, down = _rates(world, account, -1)
    account["turns"] += 1
    account["turns_at"] = INF
    if up + down > 0.0:
        mass = -math.log(draw(world, account, NEED, account["turns"]))
        account["turns_at"] = _day(world, account, mass, since)


@compiled
def _day(world: Record, account: Record, mass: float, since: float) -> float:
    """The day on which a unit exponential time from `since` on is spent, at the rates of one month after the
    other; after the last month they stay as they are."""
    month = math.floor(since / MONTH)
    up, down = _rates(world, account, month)
    while world["need_shocked"] == 1 and month < world["climate_months"] - 1:
        left = (up + down) * ((month + 1) * MONTH - since)
        if mass <= left:
            break
        mass -= left
        month += 1
        since = month * MONTH
        up, down = _rates(world, account, month)
    return since + mass / (up + down)
