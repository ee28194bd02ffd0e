"""Keys of need: how far the buyers of a motion are when they come, and how that moves by itself."""

from simulator.company.section import Section, key
from simulator.quantity import kinds as k


class AtBirth(Section):
    """How far leads are when they come; the others have no need."""

    problem: k.Share = key(
        ..., "share of leads that know their problem, and no solution yet", column="knows_problem",
        label="at birth", says="{} of leads know their problem",
    )  # fmt: skip
    solution: k.Share = key(
        ..., "share of leads that know the solution, too", column="knows_solution",
        says="{} know the solution, too; the others have no need",
    )  # fmt: skip


class Need(Section):
    """How far a buyer is: no need, knows the problem, knows the solution. One step at a time, by chance."""

    at_birth: AtBirth = key(...)
    wakes: k.MeanTime | None = key(
        None, "mean time until a buyer is one step further by itself; never if not given", column="wakes",
        label="wakes", says="one step further by itself after {} in the mean",
    )  # fmt: skip
    fades: k.MeanTime | None = key(
        None, "mean time until it is one step back, or somebody else met the need; never if not given",
        column="fades", label="fades", says="one step back after {} in the mean",
    )  # fmt: skip
