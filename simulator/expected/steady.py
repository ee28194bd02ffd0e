"""Whether there is a mean path at all: in a play whose chances stay as they are, and with its own accounts.

Each function raises a ValueError that says what moves.
"""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from simulator.model import AT_LOSS, NONE, Model


def _refuse(found: Any, why: str) -> None:
    if found:
        raise ValueError(f"there is no mean path: {why}")


def _moves(model: Model, play: int) -> NDArray[Any]:
    row = model.numbers.plays[play]
    return model.numbers.moves[row["first_move"] : row["first_move"] + row["moves"]]


def steady_leads(model: Model) -> None:
    """So many leads come as the file says."""
    _refuse((model.numbers.shocks["leads"] != 1.0).any(), "shocks change how many leads come")


def steady_walk(model: Model, play: int) -> None:
    """Prospects walk the stages of the play alike at all times, and of no other."""
    n, row = model.numbers, model.numbers.plays[play]
    _refuse((n.shocks["win"] != 1.0).any(), "shocks change who signs")
    _refuse(row["learning"] > 0.0 and row["learning_from"] != 1.0, "the play learns")
    _refuse(row["opens"] > 0.0 or row["opens_at"] != NONE, "the play opens later")
    _refuse(row["choices"] > 0 or play in n.choices["to"], "prospects choose between plays")
    lost_elsewhere = play in n.moves["to"][n.moves["at"] == AT_LOSS]
    lost_here = (_moves(model, play)["at"] == AT_LOSS).any()
    _refuse(lost_elsewhere or lost_here, "who is lost in one play goes on in another")


def steady_stay(model: Model, play: int) -> None:
    """Nothing but its own decisions, all alike, ends a contract of the play."""
    offer = model.numbers.offers[model.numbers.plays[play]["offer"]]
    _refuse((model.numbers.shocks["churn"] != 1.0).any(), "shocks change who stays")
    _refuse(offer["fails"] != NONE, "payments that fail end contracts")
    _refuse(offer["repurchase"] != NONE, "a licence bought again revives its maintenance")
    _refuse((_moves(model, play)["at"] != AT_LOSS).any(), "customers move to another play")
