"""Prospects whom no table lists go on from where the months before the first day have left them.

Their draws are those that they had: what is left of a time is what their own time leaves.
"""

from simulator import ledger
from simulator.model import NONE, UNDER_WAY
from simulator.numerics.jit import Record, compiled
from simulator.rules import at, life, need
from simulator.rules.leads import born
from simulator.rules.life import Step, write
from simulator.rules.stages import enter_since, rest_since


@compiled
def arrive_under_way(world: Record, n: int) -> None:
    """One of them is there. Of all that it has been through the ledger has where it is, and since when."""
    held = at.under_way(world, n)
    who = born(world, held["address"], held["motion"], held["motion"], UNDER_WAY, NONE)
    account = at.account(world, who)
    account["opening"] = -1 - n
    account["phase"] = life.UNDER_WAY
    account["fit"], account["units"] = held["fit"], held["units"]
    account["stage"] = held["stage"]
    account["nurtured"] = held["nurtured"]
    account["need"], account["turns"], account["turns_at"] = held["need"], held["turns"], held["turns_at"]
    need.go_on(world, account)
    rests = held["phase"] == life.RESTING
    for stage in range(world["most_stages"]):
        so_far = at.visits_before(world, n * world["most_stages"] + stage)["n"]
        at.visits(world, who * world["most_stages"] + stage)["n"] = so_far
    if not rests:  # it comes to its stage once more, on the visit that it is on
        here = held["stage"] - at.motion(world, held["motion"])["first_stage"]
        at.visits(world, who * world["most_stages"] + here)["n"] -= 1
    since = held["since"]
    write(
        world, since, who, ledger.LEAD, to=held["stage"], to_motion=held["motion"], count=held["units"],
        person=held["by"],
    )  # fmt: skip
    if rests:
        write(
            world, since, who, ledger.NURTURED, stage=held["stage"], to=held["stage"], reason=held["reason"],
            state=held["need"],
        )  # fmt: skip


@compiled
def go_on(world: Record, who: int, now: float) -> Step:
    """Its first step: it rests on, is worked on, or waits for the people of its stage as it did."""
    account = at.account(world, who)
    held = at.under_way(world, -1 - account["opening"])
    if held["phase"] == life.RESTING:
        return rest_since(world, who, held["since"], now)
    account["spent"] = max(0.0, held["worked"])
    since = now if held["worked"] >= 0.0 else held["since"]
    return enter_since(world, who, held["stage"], since, now)
