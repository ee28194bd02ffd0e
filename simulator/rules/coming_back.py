"""A customer that has left comes back: signed on that day, or as a lead that has to be won anew."""

from simulator.ledger import BACK_AS_LEAD, WON_BACK
from simulator.model import NONE
from simulator.numerics.jit import Record, compiled
from simulator.numerics.streams import BACK_AS_LEAD as AGAIN, WINBACK, WINBACK_AFTER, bits
from simulator.rules import at
from simulator.rules.book import open_book
from simulator.rules.contract import open_contract
from simulator.rules.leads import born, enters
from simulator.rules.life import CUSTOMER, INF, chance, draw, drawn, write
from simulator.rules.prices import in_product_units, offer_of, price


@compiled
def back_at(world: Record, account: Record, offer: Record, now: float) -> float:
    """When a customer that has just left comes back, INF for never: only who was in use does."""
    contract = at.contract(world, account)
    contract["back_at"] = INF
    if offer["winback"] >= 0 and contract["live"] == 1:
        n = contract["churns"]
        if draw(world, account, WINBACK, n) < chance(world, account, offer["winback"], 0.0):
            contract["back_at"] = now + drawn(world, account, offer["winback_after"], WINBACK_AFTER, n)
    return contract["back_at"]


@compiled
def come_back(world: Record, who: int, offer: Record, now: float) -> float:
    """A contract at prices of today, for as many units as it had; return when it is due. Or it has to be won
    anew: as another account, and this one is over."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    contract["back_at"] = INF
    if offer["winback_stage"] >= 0:
        _come_in_again(world, who, now)
        return INF
    account["life"] = CUSTOMER
    contract["alone"] = 0
    contract["lives"] += 1
    contract["cycles"] = contract["hits"] = 0
    open_book(world, account)
    price(world, account, offer, now)
    return open_contract(world, who, WON_BACK, False, now)


@compiled
def _come_in_again(world: Record, who: int, now: float) -> None:
    """A former customer comes back as a lead, as suited as it was and as large; up to the horizon."""
    if now >= world["horizon"]:
        return
    former = at.account(world, who)
    offer = offer_of(world, former)
    n = at.contract(world, former)["churns"]
    address = bits(world["seed"], world["replication"], former["address"], AGAIN, n)
    again_here = born(world, address, former["motion"], former["market"], NONE, who)
    account = at.account(world, again_here)
    account["fit"] = former["fit"]
    account["units"] = in_product_units(offer, max(former["units"], at.contract(world, former)["possible"]))
    enters(world, again_here, NONE, offer["winback_stage"], NONE, 0, now)
    write(world, now, again_here, BACK_AS_LEAD, amount=who)
