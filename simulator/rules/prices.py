"""Prices of an account: taken when its contract begins, and changed by escalators, ramps and rises."""

import math

from simulator.ledger import REPRICED
from simulator.numerics.cents import MOST_CENTS, whole_cents
from simulator.numerics.jit import Record, compiled
from simulator.numerics.streams import PREPAYS
from simulator.rules import at
from simulator.rules.life import chance, draw, write

MOST_PRODUCT = 2.0**62  # beyond it a whole number would wrap


@compiled
def offer_of(world: Record, account: Record) -> Record:
    """The account's offer."""
    return at.offer(world, at.motion(world, account["motion"])["offer"])


@compiled
def only_metered(offer: Record) -> bool:
    """Whether it pays for nothing but use: then it leaves by not using any more."""
    return offer["metered"] == 1 and offer["yearly"] == 0 and offer["flat"] == 0


@compiled
def recurs(offer: Record) -> bool:
    """Whether anything is paid again and again."""
    return offer["yearly"] > 0 or offer["flat"] > 0 or offer["metered"] == 1


@compiled
def fee_of(account: Record, contract: Record) -> int:
    """Cents a year whatever is used, at its own prices; halves rounded up."""
    per = contract["per"]
    if 2.0 * contract["yearly"] * account["units"] > MOST_PRODUCT:
        fee = contract["flat"] + whole_cents(contract["yearly"] / per * account["units"])
    else:
        fee = contract["flat"] + (2 * contract["yearly"] * account["units"] + per) // (2 * per)
    return fee if contract["ramp"] == 1.0 else whole_cents(contract["ramp"] * fee)


@compiled
def list_level(world: Record, offer: Record, now: float) -> float:
    """List prices of today, as a multiple of those at the start."""
    level = 1.0
    for n in range(offer["first_rise"], offer["first_rise"] + offer["rises"]):
        if at.rise(world, n)["day"] <= now:
            level *= 1.0 + at.rise(world, n)["by"]
    return level


@compiled
def bill(world: Record, account: Record, offer: Record) -> bool:
    """How a contract is billed; whether a whole term is paid ahead."""
    contract = at.contract(world, account)
    contract["billing"] = -offer["billing"] if offer["arrears"] == 1 else offer["billing"]
    if offer["prepaid"] >= 0:
        p = chance(world, account, offer["prepaid"], 0.0)
        if draw(world, account, PREPAYS, contract["lives"]) < p:
            contract["billing"] = offer["term"]
            return True
    return False


@compiled
def introduced_free(contract: Record, offer: Record) -> bool:
    """Whether the invoice of this day is for nothing but months that cost a new customer nothing."""
    if offer["introductory_discount"] < 1.0 or contract["lives"] > 0 or offer["metered"] == 1:
        return False
    return contract["month"] + max(0, contract["billing"]) <= offer["introductory"]


@compiled
def price(world: Record, account: Record, offer: Record, now: float) -> None:
    """Prices of a contract that begins now, and how it is billed. Who pays a term ahead pays less."""
    contract = at.contract(world, account)
    level = list_level(world, offer, now)
    contract["listed"] = level
    contract["ramp"] = 1.0
    if bill(world, account, offer):
        level *= 1.0 - offer["discount"]
    contract["flat"] = whole_cents(offer["flat"] * level)
    contract["yearly"] = whole_cents(offer["yearly"] * level)
    contract["per"] = offer["per"]
    contract["use"] = whole_cents(offer["use"] * level)
    contract["use_per"] = offer["use_per"]


@compiled
def paid_once(world: Record, offer: Record, units: int, accounts: int, now: float) -> int:
    """Cents paid once for so many units, and accounts, at list prices of today."""
    return whole_cents(
        (offer["licence"] * float(units) + offer["once"] * accounts) * list_level(world, offer, now)
    )


@compiled
def set_arr(world: Record, account: Record, fee: int, arr: int) -> None:
    """Put recurring revenue in force; the company's own is the sum of all."""
    world["arr"] += arr - account["arr"]
    account["fee"] = fee
    account["arr"] = arr


@compiled
def set_fee(world: Record, account: Record) -> None:
    """What is owed whatever is used, after units or prices have changed; what use adds stays."""
    fee = fee_of(account, at.contract(world, account))
    set_arr(world, account, fee, account["arr"] + fee - account["fee"])


@compiled
def write_revenue(world: Record, who: int, event: int, now: float, reason: int = 0) -> None:
    """A row that confirms, changes or ends recurring revenue."""
    write_contract(world, who, event, 0, now, 0, reason)


@compiled
def write_contract(
    world: Record, who: int, event: int, once: int, now: float, invoice: int = 0, reason: int = 0
) -> None:
    """A row of a contract: what is paid once, how many units it is for, and what recurs."""
    account = at.account(world, who)
    write(
        world, now, who, event, count=account["units"], reason=reason, invoice=invoice,
        amount=once, arr=account["arr"], fee=account["fee"],
    )  # fmt: skip


@compiled
def ramp_in(world: Record, offer: Record, month: int) -> float:
    """The share of its price that a new customer pays in a month of its contract: a step a year, then all."""
    year = month // 12
    return at.step(world, offer["first_step"] + year)["share"] if year < offer["steps"] else 1.0


@compiled
def moves_each_year(contract: Record, offer: Record) -> bool:
    """Whether the price moves on the next anniversary of the contract, whatever its term."""
    return contract["ramp"] < 1.0 or (offer["escalator"] != 0.0 and offer["escalates"] == 0)


@compiled
def _escalation(contract: Record, offer: Record, renewed: bool) -> float:
    """What the escalator multiplies today's price by: on each anniversary, or at a renewal for the whole
    term before it."""
    years = 1.0 if contract["month"] % 12 == 0 else 0.0
    if offer["escalates"] == 1:
        years = offer["term"] / 12.0 if renewed else 0.0
    return (1.0 + offer["escalator"]) ** years


@compiled
def reprice(world: Record, who: int, offer: Record, renewed: bool, now: float) -> None:
    """The contract goes on at new prices: its escalator, a step of its ramp, and list prices that have moved
    meanwhile. Those count once it is renewed; without a term, from the next month on."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    rise = _escalation(contract, offer, renewed)
    if renewed:
        level = list_level(world, offer, now)
        rise *= level / contract["listed"]
        contract["listed"] = level
    ramp = contract["ramp"]
    if ramp < 1.0 and contract["month"] % 12 == 0:
        contract["ramp"] = ramp_in(world, offer, contract["month"])
    if rise == 1.0 and contract["ramp"] == ramp:
        return
    contract["flat"] = whole_cents(contract["flat"] * rise)
    contract["yearly"] = whole_cents(contract["yearly"] * rise)
    contract["use"] = whole_cents(contract["use"] * rise)
    if float(fee_of(account, contract)) < MOST_CENTS:
        set_fee(world, account)
    write_revenue(world, who, REPRICED, now)


@compiled
def in_product_units(offer: Record, units: int) -> int:
    """Units of the product, of so many billed ones."""
    return max(1, math.floor(units / offer["size"] + 0.5))


@compiled
def in_units_of(offer: Record, units: int, size: float) -> int:
    """Billed units of an offer, of so many units of which a product unit has `size`."""
    return math.floor(min(units / size * offer["size"], 1e15) + 0.5)
