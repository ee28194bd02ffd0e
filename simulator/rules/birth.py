"""Create an account."""

import math

from simulator.kernel.jit import Record, compiled
from simulator.kernel.streams import FIT, UNITS
from simulator.ledger import LEAD
from simulator.model import NONE
from simulator.rules.life import INF, NEWBORN, PROSPECT, drawn, normal
from simulator.rules.world import account_at, motion_at, write


@compiled
def lead_address(motion: Record, channel: int, n: int) -> int:
    """Of an account's random numbers: (motion, channel, n), below 2**63. The motion goes by its name's
    hash."""
    return (motion["address"] * 256 + channel) * 2**40 + n


@compiled
def born(world: Record, address: int, motion: int, channel: int, parent: int) -> int:
    """A new account at an address of the random numbers; its first step enters the first stage."""
    who = world["born"]
    world["born"] += 1
    account = account_at(world, who)
    account["address"] = address
    account["motion"], account["first_motion"] = motion, motion
    account["channel"] = channel
    account["parent"] = parent
    account["life"] = PROSPECT
    account["phase"] = NEWBORN
    account["stage"] = motion_at(world, motion)["first_stage"]
    account["team_1"] = NONE
    account["team_2"] = NONE
    account["clean"] = 1
    account["back_at"] = INF
    account["per"], account["use_per"] = 1, 1
    return who


@compiled
def lead(
    world: Record,
    address: int,
    motion: int,
    paid_by: int,
    channel: int,
    parent: int,
    mean_fit: float,
    now: float,
) -> None:
    """A prospect comes. `paid_by`: the motion whose lead it is; of one who was recommended this and the
    channel are NONE."""
    who = born(world, address, motion, channel, parent)
    row = motion_at(world, motion)
    account = account_at(world, who)
    account["fit"] = mean_fit + normal(world, account, FIT, 0)
    account["units"] = max(1, math.floor(drawn(world, account, row["units"], UNITS, 0) + 0.5))
    write(
        world, now, who, LEAD, to=row["first_stage"], motion=paid_by, to_motion=motion, count=account["units"]
    )
