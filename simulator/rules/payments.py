"""Payments that fail: some are brought in by a retry, the others end the contract.

Only invoices for what recurs fail, and a contract's first one never does: who signs has just shown that it
can pay.
"""

import math

from simulator import ledger
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH
from simulator.numerics.streams import PAYS, RETRIES
from simulator.rules import at
from simulator.rules.life import chance, draw
from simulator.rules.prices import introduced_free, only_metered, write_revenue
from simulator.rules.usage import at_month

INSTANT = 1e-9  # months: a time that is so close to a whole number of them is one


@compiled
def never_paid(world: Record, who: int, offer: Record, now: float) -> bool:
    """Whether an invoice of this day is never paid. What a retry brings in is paid late."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    every = abs(contract["billing"])
    if offer["failed_payments"] < 0 or contract["month"] % every != 0:
        return False
    if only_metered(offer) and contract["idle"] >= every:
        return False  # nothing was used, and no invoice is written
    if contract["billed"] == 0:
        contract["billed"] = 1
        return False
    if introduced_free(contract, offer):
        return False  # nothing is owed
    n = at_month(contract, contract["month"])
    if draw(world, account, PAYS, n) >= chance(world, account, offer["failed_payments"], 0.0):
        return False
    recovered = offer["recovered"]
    if recovered >= 0 and draw(world, account, RETRIES, n) < chance(world, account, recovered, 0.0):
        write_revenue(world, who, ledger.PAID_LATE, now)
        return False
    write_revenue(world, who, ledger.UNPAID, now)
    return True


@compiled
def given_up(contract: Record, offer: Record) -> int:
    """The contract month that ends a contract of which an invoice of this month is never paid.

    This one, where nobody tries again. Else the next when the last retry has failed: so long after the
    payment was due as a successful one would have taken; at the latest the end of the term that is billed.
    """
    month = contract["month"]
    if offer["recovered"] < 0:
        return month
    tried = (offer["pays_after"] + offer["retries_after"]) / MONTH
    until = month + math.ceil(tried - INSTANT)
    if offer["fixed"] == 1:
        billed = month - 1 if contract["billing"] < 0 else month
        until = min(until, (billed // offer["term"] + 1) * offer["term"])
    return until
