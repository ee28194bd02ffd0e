"""Contract events: metering, failed payments, renewal decisions, ends and moves.

It is the contract that decides when a disappointed customer can leave.
"""

import math

from simulator import ledger
from simulator.model import AT_DECISION
from simulator.numerics import streams
from simulator.numerics.jit import Record, compiled
from simulator.rules import at, prices
from simulator.rules.book import close_book, open_book
from simulator.rules.coming_back import back_at, come_back
from simulator.rules.contract import begin, follows, next_date, plan_repurchase
from simulator.rules.impact import UNWATCHED
from simulator.rules.life import CUSTOMER, GONE, IN_USE, INF, Step, again, chance, draw, drawn, write
from simulator.rules.market import gone
from simulator.rules.motions import is_open, move_of
from simulator.rules.payments import given_up, never_paid
from simulator.rules.shocks import CHURN, factor
from simulator.rules.start import next_look, overdue
from simulator.rules.usage import at_month, leave, meter, why_over


@compiled
def contract_step(world: Record, who: int, now: float) -> Step:
    """A date of the contract has come."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    offer = prices.offer_of(world, account)
    if account["life"] == GONE:
        if contract["back_at"] == now:
            return again(0, come_back(world, who, offer, now))
        return again(0, INF)
    if contract["look_at"] == now:
        return again(0, _wait_on(world, who, now))
    if contract["lapsed"] == 0 and prices.recurs(offer):
        _month_ends(world, who, offer, now)
    if account["life"] == GONE:
        back = back_at(world, account, offer, now)
        if back == INF:
            gone(world, account, now)
        return again(0, back)
    offer = prices.offer_of(world, account)  # it may have moved
    if contract["again"] == contract["month"] and contract["again"] > 0:
        _buy_again(world, who, offer, now)
    if not follows(offer):
        return again(0, INF)
    return again(0, next_date(contract, offer))


@compiled
def _wait_on(world: Record, who: int, now: float) -> float:
    """Who waits for its start without a contract stays, or leaves. Return when it decides again.

    It may have become live since it was planned; its contract has dates of its own.
    """
    account = at.account(world, who)
    contract = at.contract(world, account)
    contract["look_at"] = INF
    if contract["live"] == 1:
        return INF
    judge(account, contract, now)
    p = chance_to_stay(world, account, factor(world, CHURN, now))
    if draw(world, account, streams.WAITING, contract["month"]) < p:
        return next_look(world, account, now)
    contract["leaving"] = 1
    leave(world, who, now)
    gone(world, account, now)
    return INF


@compiled
def _month_ends(world: Record, who: int, offer: Record, now: float) -> None:
    """A month of a contract in force has ended: what is due in it."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    month, term = contract["month"], offer["term"]
    alone = prices.only_metered(offer)
    if offer["metered"] == 1:
        meter(world, who, now)
    if contract["unpaid"] > 0:  # nothing else is decided any more
        if account["life"] == CUSTOMER and month >= contract["unpaid"]:
            _over(world, who, offer, now)
        return
    if account["life"] == CUSTOMER and contract["billing"] < 0:
        _pay(world, who, offer, now)
        if contract["unpaid"] > 0 or contract["lapsed"] == 1:
            return
    if account["life"] == CUSTOMER and contract["leaving"] == 0 and (month + offer["notice"]) % term == 0:
        decide(world, who, offer, factor(world, CHURN, now), now)
        if contract["leaving"] == 1 and offer["notice"] > 0:
            prices.write_revenue(world, who, ledger.NOTICE, now)
    if account["life"] == CUSTOMER and (alone or month % term == 0):
        if contract["leaving"] == 1 and not alone:
            _over(world, who, offer, now)
            return
        if contract["leaving"] == 0 and _move(world, who, now):
            return
        if not alone and offer["fixed"] == 1:
            prices.write_revenue(world, who, ledger.RENEWED, now)
        _shrink(world, who, now)
        if contract["leaving"] == 0:
            prices.reprice(world, who, offer, True, now)
    elif account["life"] == CUSTOMER and month % 12 == 0:
        prices.reprice(world, who, offer, False, now)
    if account["life"] == CUSTOMER and contract["billing"] > 0 and contract["lapsed"] == 0:
        _pay(world, who, offer, now)


@compiled
def _pay(world: Record, who: int, offer: Record, now: float) -> None:
    """An invoice of this day is paid; or never, and the contract ends with it, at once or in a while."""
    contract = at.contract(world, at.account(world, who))
    if never_paid(world, who, offer, now):
        contract["unpaid"] = given_up(contract, offer)
        if contract["unpaid"] == contract["month"]:
            _over(world, who, offer, now)


@compiled
def renewal_chance(p: float, lift: float, share: float) -> float:
    """Full impact multiplies the odds of renewing by exp(lift); a share of it does so in part."""
    if p <= 0.0 or p >= 1.0:
        return p
    return 1.0 / (1.0 + math.exp(-(math.log(p / (1.0 - p)) + lift * share)))


@compiled
def judge(account: Record, contract: Record, now: float) -> None:
    """The share of cycles with impact since the last decision.

    Before the first cycle: whether onboarding was clean; none, while it waits for a start that is overdue.
    Without a new cycle: as last time.
    """
    if contract["cycles"] > 0:
        contract["share"] = contract["hits"] / contract["cycles"]
    elif contract["cycle"] == 0:
        contract["share"] = 0.0 if overdue(contract, now) else float(account["clean"])
    contract["cycles"] = contract["hits"] = 0


@compiled
def chance_to_stay(world: Record, account: Record, churn: float) -> float:
    """The chance to renew, by what it has got; `churn` multiplies the chance to leave."""
    motion, share = at.motion(world, account["motion"]), at.contract(world, account)["share"]
    if motion["renewal"] < 0:
        return 1.0
    p = renewal_chance(chance(world, account, motion["renewal"], 0.0), motion["lift"], share)
    if at.contract(world, account)["alone"] == 1:
        p = renewal_chance(p, math.log(motion["champion_odds"]), 1.0)
    return 1.0 - min(1.0, (1.0 - p) * churn)


@compiled
def stays(world: Record, account: Record, n: int, churn: float) -> bool:
    """Whether it renews at its n-th decision."""
    return draw(world, account, streams.RENEWAL, n) < chance_to_stay(world, account, churn)


@compiled
def decide(world: Record, who: int, offer: Record, churn: float, now: float) -> None:
    """Stay, shrink or leave; `churn` multiplies the chance to leave."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    motion = at.motion(world, account["motion"])
    judge(account, contract, now)
    # The end of the term: notice moves the day, not the chance.
    n = at_month(contract, contract["month"] + offer["notice"])
    if not stays(world, account, n, churn):
        contract["leaving"] = 1
        return
    contract["alone"] = 0  # somebody there was for it
    if motion["contraction"] >= 0:
        p = chance(world, account, motion["contraction"], 0.0) * (1.0 - contract["share"])
        if draw(world, account, streams.CONTRACTION, n) < p:
            by = drawn(world, account, motion["contraction_by"], streams.CONTRACTION_BY, n)
            cut = math.floor(account["units"] * by + draw(world, account, streams.CONTRACTION_UNITS, n))
            contract["cut"] = min(cut, account["units"] - 1)


@compiled
def _shrink(world: Record, who: int, now: float) -> None:
    """What was decided comes into force."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    if contract["cut"] == 0:
        return
    account["units"] -= contract["cut"]
    contract["cut"] = 0
    prices.set_fee(world, account)
    prices.write_revenue(world, who, ledger.CONTRACTED, now)


@compiled
def _over(world: Record, who: int, offer: Record, now: float) -> None:
    """The contract ends. A licence is owned: only its maintenance ends."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    if offer["owned"] == 1:
        close_book(world, account)
        why = why_over(contract)
        contract["lapsed"] = contract["leaving"] = 1
        contract["cut"] = contract["unpaid"] = 0
        prices.set_arr(world, account, 0, 0)
        prices.write_revenue(world, who, ledger.LAPSED, now, why)
    else:
        leave(world, who, now)


@compiled
def _buy_again(world: Record, who: int, offer: Record, now: float) -> None:
    """A licence has served: does the owner buy again? Then its maintenance goes on, too."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    n = contract["again_asked"]
    plan_repurchase(world, account, offer)
    if contract["unpaid"] > 0:
        return  # who owes us for the last one is sold no other
    if draw(world, account, streams.REPURCHASE, n) >= chance(world, account, offer["repurchase"], 0.0):
        return
    once = prices.paid_once(world, offer, account["units"], 0, now)
    contract["leaving"] = 0  # a notice that it gave is forgotten
    if contract["lapsed"] == 1 and prices.recurs(offer):
        contract["lapsed"] = 0
        prices.price(world, account, offer, now)
        prices.set_fee(world, account)
        if contract["live"] == 1:
            open_book(world, account)
    prices.write_contract(world, who, ledger.REPURCHASED, once, now)


@compiled
def _move(world: Record, who: int, now: float) -> bool:
    """On deciding to stay, a customer in use may go on under the contract of another motion."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    if account["phase"] != IN_USE:
        return False
    chosen = contract["moving"] - 1
    if chosen < 0:
        chosen = move_of(world, account, AT_DECISION, at_month(contract, contract["month"]), now)
    if chosen < 0 or not is_open(world, at.move(world, chosen)["to"], now):
        return False
    _change_motion(world, who, at.move(world, chosen)["to"], now)
    return True


@compiled
def _change_motion(world: Record, who: int, to: int, now: float) -> None:
    """The contract ends here and begins anew there, for the same product units."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    before, size = account["motion"], prices.offer_of(world, account)["size"]
    offer = at.offer(world, at.motion(world, to)["offer"])
    close_book(world, account)
    account["motion"] = to
    contract["lapsed"] = 0
    contract["lives"] += 1
    if at.motion(world, before)["every"] == 0:
        contract["moved"] = UNWATCHED
    elif contract["moved"] != UNWATCHED:
        contract["moved"] = 1
    open_book(world, account)
    kept = account["units"] - contract["cut"]  # it may have decided to shrink as well
    units = max(1, prices.in_units_of(offer, kept, size))
    contract["possible"] = (
        max(units, prices.in_units_of(offer, contract["possible"], size))
        if offer["lands"] >= 0 and contract["possible"] > 0
        else 0
    )
    account["units"] = units
    prices.price(world, account, offer, now)
    once = prices.paid_once(world, offer, units, 1, now)
    begin(world, account, offer, now)
    write(
        world, now, who, ledger.MOVED, motion=before, to_motion=to, count=units, invoice=contract["billing"],
        amount=once, arr=account["arr"], fee=account["fee"],
    )  # fmt: skip
