"""What changes with time, and leaves no mean path: refused."""

from typing import Any

from simulator.model import AT_LOSS, NONE, Model
from simulator.numerics.jit import Rows


def refuse(found: Any, why: str) -> None:
    """Raise ValueError where something is found that leaves no mean path."""
    if found:
        raise ValueError(f"there is no mean path: {why}")


def _to_others(model: Model, motion: int) -> Rows:
    row = model.numbers.motions[motion]
    return model.numbers.moves[row["first_move"] : row["first_move"] + row["moves"]]


def steady_leads(model: Model) -> None:
    """So many leads come as the file says."""
    refuse((model.numbers.shocks["leads"] != 1.0).any(), "shocks change how many leads come")


def steady_walk(model: Model, motion: int) -> None:
    """Prospects walk the stages of the motion alike at all times, and of no other."""
    n, row = model.numbers, model.numbers.motions[motion]
    refuse((n.shocks["win"] != 1.0).any(), "shocks change who signs")
    for effect in ("wakes", "fades", "at_birth"):
        refuse((n.shocks[effect] != 1.0).any(), "shocks change who has a need")
    refuse(row["learning"] > 0.0 and row["learning_from"] != 1.0, "the motion learns")
    refuse(row["opens"] > 0.0 or row["opens_at_arr"] != NONE, "the motion opens later")
    refuse(row["choices"] > 0 or motion in n.choices["to"], "prospects choose between motions")
    lost_elsewhere = motion in n.moves["to"][n.moves["at"] == AT_LOSS]
    lost_here = (_to_others(model, motion)["at"] == AT_LOSS).any()
    refuse(lost_elsewhere or lost_here, "who is lost in one motion goes on in another")


def steady_stay(model: Model, motion: int) -> None:
    """Nothing but its own decisions, all alike, ends a contract of the motion."""
    offer = model.numbers.offers[model.numbers.motions[motion]["offer"]]
    refuse((model.numbers.shocks["churn"] != 1.0).any(), "shocks change who stays")
    refuse(offer["failed_payments"] != NONE, "payments that fail end contracts")
    refuse(offer["repurchase"] != NONE, "a licence bought again revives its maintenance")
    refuse((_to_others(model, motion)["at"] != AT_LOSS).any(), "customers move to another motion")
