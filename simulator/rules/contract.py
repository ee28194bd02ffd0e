"""Begin a contract, and find when it is due next.

Dates are anchor + k months, never a running sum.
"""

import math

from simulator.ledger import OPENED, WON
from simulator.numerics.cents import whole_cents
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH
from simulator.numerics.streams import LANDS, REPURCHASE_AFTER
from simulator.rules import at, prices
from simulator.rules.life import CUSTOMER, INF, drawn, write


@compiled
def sign(world: Record, who: int, now: float) -> float:
    """The first payment obligation. Return the instant at which the contract is due.

    Product units become billed units; of a large account perhaps only a part at first.
    """
    account = at.account(world, who)
    offer = prices.offer_of(world, account)
    account["life"] = CUSTOMER
    account["share"] = 1.0
    full = max(1, prices.in_units_of(offer, account["units"], 1.0))
    account["units"] = full
    if offer["lands"] >= 0:
        account["possible"] = full
        landed = math.floor(full * drawn(world, account, offer["lands"], LANDS, 0) + 0.5)
        account["units"] = min(full, max(1, landed))
    prices.price(world, account, offer, now)
    committed = prices.fee_of(account) + expected_use(account, offer)
    write(world, now, who, WON, stage=account["stage"], count=account["units"], amount=committed)
    if offer["from_live"] == 1:
        return INF
    return open_contract(world, who, OPENED, True, now)


@compiled
def expected_use(account: Record, offer: Record) -> int:
    """Cents a year of full use beyond what is included, at its own prices."""
    full = account["use"] / float(account["use_per"]) * account["units"]
    return whole_cents(full * max(0.0, 1.0 - offer["included"]))


@compiled
def open_contract(world: Record, who: int, event: int, first: bool, now: float) -> float:
    """The contract begins: a first one, or another. Return the instant at which it is due, INF where
    nothing follows from it."""
    account = at.account(world, who)
    offer = prices.offer_of(world, account)
    once = prices.paid_once(world, offer, account["units"], 1, now) if first else 0
    begin(world, account, offer, now)
    prices.write_contract(world, who, event, once, now, account["billing"])
    if not follows(offer):
        return INF
    return next_date(account, offer)


@compiled
def begin(world: Record, account: Record, offer: Record, now: float) -> None:
    """Contract months are counted from now on."""
    account["anchor"] = now
    account["month"] = 0
    account["open"] = 1
    account["leaving"] = account["cut"] = account["moving"] = account["metered"] = account["idle"] = 0
    account["use_1"] = account["use_2"] = account["use_3"] = account["again"] = 0
    fee = prices.fee_of(account)
    prices.set_arr(world, account, fee, fee)
    if offer["repurchase"] >= 0:
        plan_repurchase(world, account, offer)


@compiled
def plan_repurchase(world: Record, account: Record, offer: Record) -> None:
    """When the licence may be bought again: so many months from now."""
    months = drawn(world, account, offer["repurchase_after"], REPURCHASE_AFTER, account["again_asked"])
    account["again"] = account["month"] + max(1, math.floor(months + 0.5))
    account["again_asked"] += 1


@compiled
def follows(offer: Record) -> bool:
    """Whether the contract has any date."""
    return prices.recurs(offer) or offer["repurchase"] >= 0


@compiled
def next_date(account: Record, offer: Record) -> float:
    """The next contract month with something to do: use, an invoice that may fail, notice, the end of
    a term, a licence to be bought again. INF: none."""
    month, term, notice = account["month"], offer["term"], offer["notice"]
    last = 2**40
    to = last
    if prices.recurs(offer) and account["lapsed"] == 0:
        if offer["metered"] == 1:
            to = month + 1
        if not prices.only_metered(offer):
            decision = ((month + notice) // term + 1) * term - notice
            to = min(to, min((month // term + 1) * term, decision))
        if offer["failed_payments"] >= 0:
            invoice = abs(account["billing"])
            to = min(to, (month // invoice + 1) * invoice)
    if account["again"] > month:
        to = min(to, account["again"])
    if to == last:
        return INF
    account["month"] = to
    return account["anchor"] + to * MONTH
