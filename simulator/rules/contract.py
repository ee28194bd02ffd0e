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
def made(world: Record, account: Record) -> Record:
    """What is known of an account from now on: made once, when it signs, or goes live without signature."""
    if account["contract"] == 0:
        world["signed"] += 1
        account["contract"] = world["signed"]
        at.contract(world, account)["per"] = at.contract(world, account)["use_per"] = 1
        at.contract(world, account)["back_at"] = at.contract(world, account)["look_at"] = INF
        at.contract(world, account)["ramp"] = 1.0
    return at.contract(world, account)


@compiled
def sign(world: Record, who: int, now: float) -> float:
    """The first payment obligation. Return the instant at which the contract is due.

    Product units become billed units; of a large account perhaps only a part at first.
    """
    account = at.account(world, who)
    contract = made(world, account)
    offer = prices.offer_of(world, account)
    account["life"] = CUSTOMER
    contract["share"] = 1.0
    contract["signed"] = now
    full = max(1, prices.in_units_of(offer, account["units"], 1.0))
    account["units"] = full
    if offer["lands"] >= 0:
        contract["possible"] = full
        landed = math.floor(full * drawn(world, account, offer["lands"], LANDS, 0) + 0.5)
        account["units"] = min(full, max(1, landed))
    prices.price(world, account, offer, now)
    contract["ramp"] = prices.ramp_in(world, offer, 0)
    committed = prices.fee_of(account, contract) + expected_use(world, account, contract)
    write(world, now, who, WON, stage=account["stage"], count=account["units"], amount=committed)
    if offer["from_live"] == 1:
        return INF
    return open_contract(world, who, OPENED, True, now)


@compiled
def expected_use(world: Record, account: Record, contract: Record) -> int:
    """Cents that the first twelve months of use are expected to bring, at its own prices."""
    full = contract["use"] / float(contract["use_per"]) * account["units"]
    return whole_cents(full * at.motion_state(world, account["motion"])["use"])


@compiled
def open_contract(world: Record, who: int, event: int, first: bool, now: float) -> float:
    """The contract begins: a first one, or another. Return the instant at which it is due, INF where
    nothing follows from it."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    offer = prices.offer_of(world, account)
    once = prices.paid_once(world, offer, account["units"], 1, now) if first else 0
    begin(world, account, offer, now)
    prices.write_contract(world, who, event, once, now, contract["billing"])
    if not follows(offer):
        return INF
    return next_date(contract, offer)


@compiled
def begin(world: Record, account: Record, offer: Record, now: float) -> None:
    """Contract months are counted from now on."""
    contract = at.contract(world, account)
    contract["anchor"] = now
    contract["month"] = 0
    contract["open"] = 1
    contract["leaving"] = contract["cut"] = contract["moving"] = contract["metered"] = contract["idle"] = 0
    contract["use_1"] = contract["use_2"] = contract["use_3"] = contract["again"] = contract["unpaid"] = 0
    contract["billed"] = has_billed(contract, offer)
    fee = prices.fee_of(account, contract)
    prices.set_arr(world, account, fee, fee)
    if offer["repurchase"] >= 0:
        plan_repurchase(world, account, offer)


@compiled
def has_billed(contract: Record, offer: Record) -> int:
    """1 where an invoice for what recurs has been written by this month of a contract."""
    ahead = contract["billing"] > 0 and not prices.only_metered(offer)
    return 1 if ahead or contract["month"] >= abs(contract["billing"]) else 0


@compiled
def plan_repurchase(world: Record, account: Record, offer: Record) -> None:
    """When the licence may be bought again: so many months from now."""
    contract = at.contract(world, account)
    months = drawn(world, account, offer["repurchase_after"], REPURCHASE_AFTER, contract["again_asked"])
    contract["again"] = contract["month"] + max(1, math.floor(months + 0.5))
    contract["again_asked"] += 1


@compiled
def follows(offer: Record) -> bool:
    """Whether the contract has any date."""
    return prices.recurs(offer) or offer["repurchase"] >= 0


@compiled
def next_date(contract: Record, offer: Record) -> float:
    """The next contract month with something to do: use, an invoice that may fail, notice, the end of
    a term, a price that moves on an anniversary, a licence to be bought again. INF: none."""
    month, term, notice = contract["month"], offer["term"], offer["notice"]
    last = 2**40
    to = last
    if prices.recurs(offer) and contract["lapsed"] == 0:
        if offer["metered"] == 1:
            to = month + 1
        if not prices.only_metered(offer):
            decision = ((month + notice) // term + 1) * term - notice
            to = min(to, min((month // term + 1) * term, decision))
            if prices.moves_each_year(contract, offer):
                to = min(to, (month // 12 + 1) * 12)
        if offer["failed_payments"] >= 0:
            invoice = abs(contract["billing"])
            to = min(to, (month // invoice + 1) * invoice)
        if contract["unpaid"] > month:
            to = min(to, contract["unpaid"])
    if contract["again"] > month:
        to = min(to, contract["again"])
    if to == last:
        return INF
    contract["month"] = to
    return contract["anchor"] + to * MONTH
