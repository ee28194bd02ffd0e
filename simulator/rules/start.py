"""Whether a customer that signed is served in time; who waits for longer has not got what it came for.

The stated start is the time that its stages after the close take, from the signature, where nobody waits for
people: its own, so that who is started as stated is never late, however long that takes. Of who has signed
before the first day and is not live yet, its start begins on this day.
"""

from simulator.model import NONE
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH
from simulator.numerics.streams import TAKES
from simulator.rules import at
from simulator.rules.life import INF, drawn, purpose_at
from simulator.rules.prices import offer_of


@compiled
def promise(world: Record, who: int, to: int, now: float) -> None:
    """Its start begins: when is it live, through its stages from `to` on, if nobody is waited for?"""
    account = at.account(world, who)
    first = at.motion(world, account["motion"])["first_stage"]
    while to != NONE:  # added up as the days go by, to the last bit
        stage = at.stage(world, to)
        n = at.visits(world, who * world["most_stages"] + to - first)["n"] + 1
        now += drawn(world, account, stage["takes"], purpose_at(stage["address"], TAKES), n)
        to = stage["passes_to"]
    at.contract(world, account)["start_over"] = now


@compiled
def overdue(contract: Record, now: float) -> bool:
    """Whether its stated start is over, and it is not live."""
    return contract["live"] == 0 and now > contract["start_over"]


@compiled
def next_look(world: Record, account: Record, now: float) -> float:
    """Without a contract before go-live: when who still waits then decides whether it goes on waiting.

    As often as it would decide if it were served, at each length of a term from the signature; without a term
    at each month. Before its stated start is over there is nothing to decide.
    """
    contract = at.contract(world, account)
    offer = offer_of(world, account)
    if offer["from_live"] == 0 or at.motion(world, account["motion"])["renewal"] < 0:
        return INF
    term = offer["term"]
    contract["month"] += term
    while contract["signed"] + contract["month"] * MONTH <= max(now, contract["start_over"]):
        contract["month"] += term
    contract["look_at"] = contract["signed"] + contract["month"] * MONTH
    return contract["look_at"]
