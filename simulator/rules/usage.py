"""Metered use of a month: ramp, drift, swing, and what is billed of it."""

import math

from simulator.ledger import CANCELLED, CHURNED, METERED, NEVER_STARTED, NOT_PAID, SHRUNK
from simulator.numerics.cents import MOST_CENTS, whole_cents
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH
from simulator.numerics.streams import USE
from simulator.numerics.threshold import chance_above
from simulator.rules import at
from simulator.rules.book import close_book
from simulator.rules.life import GONE, normal, write
from simulator.rules.prices import offer_of, only_metered, set_arr, write_revenue

FIRST_YEAR = 12  # months for which use is expected when a contract is signed
IDLE_MONTHS = 3  # so many months without use are churn
CONTRACTS = 100_000  # more than the months of a contract: the address of a month of the next one


@compiled
def at_month(contract: Record, month: int) -> int:
    """A month of the contract as part of an address; contracts one after the other share none."""
    return contract["lives"] * CONTRACTS + month


@compiled
def level_of_use(offer: Record, month: int) -> float:
    """Share of full use that is expected of a contract month: a ramp, and a drift with age."""
    share = 1.0
    if offer["use_ramp"] > 0.0:
        share = min(1.0, offer["use_start"] + (1.0 - offer["use_start"]) * (month - 1) / offer["use_ramp"])
    return share * math.exp(offer["use_drift"] * (month - 1))


@compiled
def expected_beyond(level: float, included: float, swing: float) -> float:
    """Share of full use that is expected to be billed of a month: what is used beyond what is included.

    Use swings around its level as the price of a share around its forward: Black's formula for a call
    (https://en.wikipedia.org/wiki/Black_model).
    """
    if level <= 0.0 or included <= 0.0 or swing <= 0.0:
        return max(0.0, level - included)
    d = math.log(level / included) / swing + 0.5 * swing
    return level * chance_above(-d, 0.0, 0.0) - included * chance_above(swing - d, 0.0, 0.0)


@compiled
def expected_share(motion: Record, offer: Record) -> float:
    """Share of full use that is expected to be billed in the twelve months from the first use, on average:
    its ramp, drift and swing, beyond what is included, of those who have stayed by the stated renewal."""
    stays = 1.0 if math.isnan(motion["stated_renewal"]) else motion["stated_renewal"]
    ahead = offer["notice"] if only_metered(offer) else 0  # months not used by who pays for nothing else
    total, here = 0.0, 1.0
    for month in range(1, FIRST_YEAR + 1):
        total += here * expected_beyond(level_of_use(offer, month), offer["included"], offer["use_swing"])
        if (month + ahead) % offer["term"] == 0:
            here *= stays
    return total / FIRST_YEAR


@compiled
def _owed(world: Record, account: Record, offer: Record, month: int) -> int:
    """Cents for the use of a month; it swings around its level (mean one)."""
    contract = at.contract(world, account)
    share = level_of_use(offer, month)
    swing = offer["use_swing"]
    if swing > 0.0:
        share *= math.exp(
            swing * normal(world, account, USE, at_month(contract, month)) - 0.5 * swing * swing
        )
    full = contract["use"] / 12.0 * account["units"] / contract["use_per"]
    return whole_cents(full * max(0.0, share - offer["included"]))


@compiled
def why_over(contract: Record) -> int:
    """Why a contract ends: it is not paid, it was decided, or nothing is used any more."""
    if contract["unpaid"] > 0:
        return NOT_PAID
    if contract["leaving"] == 1:
        return CANCELLED if contract["live"] == 1 else NEVER_STARTED
    return SHRUNK


@compiled
def leave(world: Record, who: int, day: float) -> None:
    """The customer is gone since a day."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    close_book(world, account)
    account["life"] = GONE
    contract["churns"] += 1
    set_arr(world, account, 0, 0)
    write_revenue(world, who, CHURNED, day, why_over(contract))


@compiled
def meter(world: Record, who: int, now: float) -> None:
    """Bill the month of use that ends now. Of recurring revenue, use is twelve times the mean of the
    last three months. Who pays for nothing but use, and does not use any for three months, is gone,
    dated back to the last use.

    A month without use is no row then: nothing is to stand in the ledger behind a churn dated back.
    """
    account = at.account(world, who)
    contract = at.contract(world, account)
    offer = offer_of(world, account)
    month = contract["month"]
    alone = only_metered(offer)
    cents = 0
    if not (alone and contract["leaving"] == 1):
        cents = _owed(world, account, offer, month)
    if cents > 0:
        contract["idle"] = 0
    elif alone:
        if contract["idle"] == 0:
            contract["idle_day"] = contract["anchor"] + (month - 1) * MONTH
        contract["idle"] += 1
        if contract["idle"] == IDLE_MONTHS:
            leave(world, who, contract["idle_day"])
            return
    contract["use_3"] = contract["use_2"]
    contract["use_2"] = contract["use_1"]
    contract["use_1"] = cents
    contract["metered"] += 1
    if cents > 0 or not alone:
        known = min(3, contract["metered"])
        arr = account["fee"] + 12 // known * (contract["use_1"] + contract["use_2"] + contract["use_3"])
        if cents > 0 or arr != account["arr"]:
            set_arr(world, account, account["fee"], arr)
            write(world, now, who, METERED, amount=cents, arr=arr, fee=account["fee"])


@compiled
def within_bounds(contract: Record, offer: Record, units: int) -> bool:
    """Whether so many units cost less than a whole number can hold."""
    a_unit = max(contract["yearly"] / contract["per"], contract["use"] / contract["use_per"])
    return max(a_unit, float(offer["licence"])) * units <= MOST_CENTS
