"""Customers and open deals of the first day, drawn given what is known of them.

A fresh draw of fit would make today's customers leave without cause: those who did not fit have left.
Who has signed and is not live yet enters the first stage after the close on this day.
"""

import math

from simulator.ledger import LEAD, NOTICE, OPENED, WENT_LIVE, WON
from simulator.model import FROM_OPENING, NONE
from simulator.numerics.cents import whole_cents
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH
from simulator.numerics.streams import FIT, IMPACT, OPENING, PASSES, bits
from simulator.rules import at, life, need, prices
from simulator.rules.contract import has_billed, made, next_date, plan_repurchase
from simulator.rules.impact import attended, cycle_end
from simulator.rules.leads import born, lead_address
from simulator.rules.life import INF, Step, again, chance, draw, drawn, purpose_at, write
from simulator.rules.market import touch
from simulator.rules.renewal import decide, judge, stays
from simulator.rules.stages import closing, start_up
from simulator.rules.under_way import arrive_under_way
from simulator.rules.usage import at_month, level_of_use

MOST_TRIES = 2_000  # lives that are drawn for one customer, until one is found that has led here


@compiled
def opening_step(world: Record, index: int, why: int, now: float) -> Step:
    """On the first day, one account after the other is there."""
    state = at.source_state(world, index)
    if why == life.BEGIN:
        _fill_books(world)
        _fill_markets(world)
    else:
        if state["n"] < world["opening_count"]:
            _arrive(world, state["n"])
        else:
            arrive_under_way(world, state["n"] - world["opening_count"])
        state["n"] += 1
    return again(0, 0.0 if state["n"] < world["opening_count"] + world["under_way_count"] else INF)


@compiled
def _fill_books(world: Record) -> None:
    """All customers are in the books before the first of them is looked after."""
    for n in range(world["opening_count"]):
        held = at.opening(world, n)
        motion = at.motion(world, held["motion"])
        in_use = held["stage"] < 0 and held["live"] <= 0.0
        if in_use and motion["csm"] >= 0 and not _lapsed(at.offer(world, motion["offer"]), held):
            at.motion_state(world, held["motion"])["in_book"] += 1


@compiled
def _fill_markets(world: Record) -> None:
    """All who are there have been met before the first lead comes."""
    for n in range(world["opening_count"]):
        touch(world, at.opening(world, n)["motion"])
    for n in range(world["under_way_count"]):
        touch(world, at.under_way(world, n)["motion"])


@compiled
def _lapsed(offer: Record, held: Record) -> bool:
    """Whether a licence is used without the maintenance that others pay."""
    return offer["owned"] == 1 and held["arr"] == 0 and prices.recurs(offer)


@compiled
def _arrive(world: Record, n: int) -> None:
    held = at.opening(world, n)
    motion = at.motion(world, held["motion"])
    source = lead_address(motion, FROM_OPENING, held["address"])
    account = at.account(world, world["born"])
    who = born(world, source, held["motion"], held["motion"], FROM_OPENING, NONE)
    account["opening"] = n + 1
    account["units"] = held["units"]
    account["address"] = bits(world["seed"], world["replication"], source, OPENING, 0)
    if held["stage"] >= 0:
        account["stage"] = held["stage"]
        account["spent"] = -held["since"]
        account["fit"] = drawn(world, account, held["fit"], FIT, 0)
        if held["probability"] < 0.0:  # one that came with odds of its own has its answer in them
            need.begin(world, account, held["knows_problem"], held["knows_solution"], 0.0)
        write(
            world, held["since"], who, LEAD, to=held["stage"], to_motion=held["motion"], count=held["units"]
        )
        return
    account["life"] = life.CUSTOMER
    account["phase"] = life.FIRST_DAY
    contract = made(world, account)
    contract["live"] = 1 if held["live"] <= 0.0 else 0
    contract["cycles_from"] = held["live"]
    _contract(world, account, held)
    longest, best = -1, 0
    for tries in range(MOST_TRIES):
        account["address"] = bits(world["seed"], world["replication"], source, OPENING, tries)
        account["fit"] = drawn(world, account, held["fit"], FIT, 0)
        stayed = _stayed(world, who, False)
        if stayed > longest:
            longest, best = stayed, tries
        if stayed > contract["month"]:
            break
    if longest <= contract["month"]:  # nobody stays so long: who stayed longest is the likeliest to
        account["address"] = bits(world["seed"], world["replication"], source, OPENING, best)
        account["fit"] = drawn(world, account, held["fit"], FIT, 0)
        _stayed(world, who, True)
    offer = prices.offer_of(world, account)
    prices.bill(world, account, offer)
    contract["billed"] = has_billed(contract, offer)
    product_units = prices.in_product_units(offer, held["units"])
    close = closing(world, motion)
    came_to = motion["first_stage"] if contract["live"] == 1 else at.stage(world, close)["passes_to"]
    write(world, held["since"], who, LEAD, to=came_to, to_motion=held["motion"], count=product_units)
    write(world, held["since"], who, WON, stage=close, count=account["units"], amount=held["arr"])
    if contract["open"] == 1:
        prices.write_contract(world, who, OPENED, 0, held["since"], contract["billing"])
    known = contract["anchor"]
    if contract["live"] == 1:
        known = held["live"]
        write(world, held["live"], who, WENT_LIVE, arr=account["arr"], fee=account["fee"])
    if contract["leaving"] == 1:
        decided = contract["anchor"] + _decided(world, account) * MONTH
        prices.write_revenue(world, who, NOTICE, max(known, decided))


@compiled
def _contract(world: Record, account: Record, held: Record) -> None:
    """Its contract as it stands: the recurring revenue that the book states, at its own prices. What begins
    with the first use has yet to: what stands in the book is then what it has signed for."""
    contract = at.contract(world, account)
    offer = prices.offer_of(world, account)
    units = account["units"]
    waits = contract["live"] == 0 and offer["from_live"] == 1
    contract["signed"] = contract["anchor"] = held["since"]
    contract["month"] = 0 if waits else max(0, math.ceil(-held["since"] / MONTH) - 1)
    contract["open"] = 0 if waits else 1
    contract["share"] = 1.0
    contract["listed"] = prices.list_level(world, offer, 0.0)
    contract["flat"], contract["yearly"], contract["per"] = offer["flat"], offer["yearly"], offer["per"]
    contract["use"], contract["use_per"] = 0, units
    contract["ramp"] = ramp = prices.ramp_in(world, offer, contract["month"])
    fee = 0
    if offer["metered"] == 0:
        contract["flat"], contract["yearly"], contract["per"] = 0, _whole(held["arr"], ramp), units
        fee = held["arr"]
    else:
        fee = min(prices.fee_of(account, contract), held["arr"])
        if fee == held["arr"]:
            contract["flat"], contract["yearly"], contract["per"] = 0, _whole(fee, ramp), units
        level = 1.0 if waits else level_of_use(offer, contract["month"] + 1)
        beyond = level - offer["included"]
        if beyond > 0.0:
            contract["use"] = whole_cents((held["arr"] - fee) / beyond)
        month = (held["arr"] - fee) // 12
        contract["use_1"], contract["use_2"], contract["use_3"] = month, month, month
        contract["metered"] = 3
    contract["lapsed"] = int(_lapsed(offer, held))
    prices.set_arr(world, account, fee, held["arr"])
    if waits:
        prices.set_arr(world, account, 0, 0)


@compiled
def _whole(paid: int, ramp: float) -> int:
    """Cents of the whole price of which a share is paid."""
    return paid if ramp == 1.0 else whole_cents(paid / ramp)


@compiled
def _decided(world: Record, account: Record) -> int:
    """The contract month in which was decided on the end of the term that runs; NONE: it is yet to be."""
    contract = at.contract(world, account)
    offer = prices.offer_of(world, account)
    month, term, notice = contract["month"], offer["term"], offer["notice"]
    decision = (month + notice) // term * term - notice
    if contract["lapsed"] == 1 or not prices.recurs(offer) or decision <= 0 or decision + notice <= month:
        return NONE
    return decision


@compiled
def _stayed(world: Record, who: int, anyway: bool) -> int:
    """Live the time since the signature once more: cycles of impact, and decisions to stay.

    Return the month in which it left, or one after today's. Who has given notice is still here.
    """
    account = at.account(world, who)
    contract = at.contract(world, account)
    motion = at.motion(world, account["motion"])
    offer = prices.offer_of(world, account)
    here = contract["month"]
    account["clean"] = _started_clean(world, account, motion)
    contract["share"] = 1.0
    contract["cycle"] = contract["cycles"] = contract["hits"] = contract["leaving"] = contract["cut"] = 0
    end = offer["term"]
    while end <= here and contract["lapsed"] == 0 and prices.recurs(offer):
        _live_until(world, account, motion, contract["anchor"] + (end - offer["notice"]) * MONTH)
        judge(account, contract, 0.0)
        if not stays(world, account, at_month(contract, end), 1.0) and not anyway:
            return end
        end += offer["term"]
    decision = _decided(world, account)
    if decision >= 0:
        _live_until(world, account, motion, contract["anchor"] + decision * MONTH)
        contract["month"] = decision
        decide(world, who, offer, 1.0, 0.0)
        contract["month"] = here
    _live_until(world, account, motion, 0.0)
    return here + 1


@compiled
def _started_clean(world: Record, account: Record, motion: Record) -> int:
    """1 where it passed every stage after the close, as far as it has come."""
    clean = 1
    if at.contract(world, account)["live"] == 0:
        return clean
    for n in range(motion["first_stage"], motion["first_stage"] + motion["stages"]):
        stage = at.stage(world, n)
        if stage["after_close"] == 1:
            u = draw(world, account, purpose_at(stage["address"], PASSES), 1)
            if u >= chance(world, account, stage["passes"], 0.0):
                clean = 0
    return clean


@compiled
def _live_until(world: Record, account: Record, motion: Record, day: float) -> None:
    """Cycles of impact that ended before a day; what they brought beside, the book already shows."""
    contract = at.contract(world, account)
    while motion["every"] > 0 and contract["live"] == 1:
        end = cycle_end(contract, motion, 0.0)
        if end > day or end >= 0.0:
            return
        n = contract["cycle"]
        shift = motion["unclean"] if account["clean"] == 0 else 0.0
        if motion["csm"] >= 0 and not attended(world, account, n, 0.0):
            shift += motion["unattended"]
        if draw(world, account, IMPACT, n) < chance(world, account, motion["reached"], shift):
            contract["hits"] += 1
        contract["cycle"] += 1
        contract["cycles"] += 1


@compiled
def begin_opening(world: Record, who: int) -> Step:
    """The first step of a customer of the first day: its contract and its cycles go on, or its start does."""
    account = at.account(world, who)
    offer = prices.offer_of(world, account)
    contract = at.contract(world, account)
    motion = at.motion(world, account["motion"])
    account["phase"] = life.IN_USE
    due = INF
    if contract["open"] == 1:
        if offer["repurchase"] >= 0:
            _plan_repurchase(world, account, offer)
        due = next_date(contract, offer)
    if contract["live"] == 0:
        return start_up(world, who, at.stage(world, closing(world, motion))["passes_to"], due, 0.0)
    return Step(0, due, NONE, 0, INF, cycle_end(contract, motion, 0.0))


@compiled
def _plan_repurchase(world: Record, account: Record, offer: Record) -> None:
    """Months from licence to licence are counted from the signature; those behind us are over."""
    contract = at.contract(world, account)
    here = contract["month"]
    contract["month"] = 0
    plan_repurchase(world, account, offer)
    while contract["again"] <= here:
        contract["month"] = contract["again"]
        plan_repurchase(world, account, offer)
    contract["month"] = here
