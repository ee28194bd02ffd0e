"""Customers and open deals of the first day, drawn given what is known of them.

A fresh draw of fit would make today's customers leave without cause: those who did not fit have left.
"""

from __future__ import annotations

import math

from simulator.cents import whole
from simulator.jit import Record, compiled
from simulator.ledger import LEAD, NOTICE, OPENED, WENT_LIVE, WON
from simulator.model import FROM_OPENING, MONTH, NONE, SAL
from simulator.model import WON as SIGNED
from simulator.rules.birth import born, lead_address
from simulator.rules.contract import next_date, plan_repurchase
from simulator.rules.impact import attended, cycle_end
from simulator.rules.life import BEGIN, CUSTOMER, IN_USE, INF, Step, again, chance, draw, drawn, purpose_at
from simulator.rules.life import HELD as PRESENT
from simulator.rules.prices import bill, fee_of, list_level, note, offer_of, recurs, set_arr, tell
from simulator.rules.renewal import decide, judge, stays
from simulator.rules.use import at_month, level_of_use
from simulator.rules.world import (
    account_at,
    held_at,
    offer_at,
    play_at,
    source_state_at,
    stage_at,
    team_state_at,
    write,
)
from simulator.streams import FIT, HELD, IMPACT, PASSES, bits

MOST_TRIES = 2_000  # lives that are drawn for one customer, until one is found that has led here


@compiled
def held_step(world: Record, index: int, why: int, now: float) -> Step:
    """On the first day, one account after the other is there."""
    state = source_state_at(world, index)
    if why == BEGIN:
        _fill_books(world)
    else:
        _arrive(world, state["n"])
        state["n"] += 1
    return again(0, 0.0 if state["n"] < world["held_count"] else INF)


@compiled
def _fill_books(world: Record) -> None:
    """All customers are in the books before the first of them is looked after."""
    for n in range(world["held_count"]):
        held = held_at(world, n)
        play = play_at(world, held["play"])
        if held["stage"] < 0 and play["csm"] >= 0 and not _lapsed(offer_at(world, play["offer"]), held):
            team_state_at(world, play["csm"])["accounts"] += 1


@compiled
def _lapsed(offer: Record, held: Record) -> bool:
    """Whether a licence is used without the maintenance that others pay."""
    return offer["owned"] == 1 and held["arr"] == 0 and recurs(offer)


@compiled
def _arrive(world: Record, n: int) -> None:
    held = held_at(world, n)
    play = play_at(world, held["play"])
    source = lead_address(play, FROM_OPENING, held["address"])
    account = account_at(world, world["born"])
    who = born(world, source, held["play"], FROM_OPENING, NONE)
    account["held"] = n + 1
    account["units"] = held["units"]
    account["address"] = bits(world["seed"], world["replication"], source, HELD, 0)
    if held["stage"] >= 0:
        account["stage"] = held["stage"]
        account["spent"] = -held["since"]
        account["fit"] = drawn(world, account, held["fit"], FIT, 0)
        account["qualified"] = _qualified(world, play, held["stage"])
        write(world, held["since"], who, LEAD, to=held["stage"], to_play=held["play"], count=held["units"])
        return
    account["life"] = CUSTOMER
    account["phase"] = PRESENT
    account["live"] = 1
    account["cycles_from"] = held["live"]
    _contract(world, account, held)
    longest, best = -1, 0
    for tries in range(MOST_TRIES):
        account["address"] = bits(world["seed"], world["replication"], source, HELD, tries)
        account["fit"] = drawn(world, account, held["fit"], FIT, 0)
        stayed = _stayed(world, who, False)
        if stayed > longest:
            longest, best = stayed, tries
        if stayed > account["month"]:
            break
    if longest <= account["month"]:  # nobody stays so long: who stayed longest is the likeliest to
        account["address"] = bits(world["seed"], world["replication"], source, HELD, best)
        account["fit"] = drawn(world, account, held["fit"], FIT, 0)
        _stayed(world, who, True)
    bill(world, account, offer_of(world, account))
    product_units = max(1, math.floor(held["units"] / offer_of(world, account)["size"] + 0.5))
    first = play["first_stage"]
    write(world, held["since"], who, LEAD, to=first, to_play=held["play"], count=product_units)
    write(
        world,
        held["since"],
        who,
        WON,
        stage=_closing(world, play),
        count=account["units"],
        amount=account["arr"],
    )
    tell(world, who, OPENED, 0, held["since"], account["billing"])
    write(world, held["live"], who, WENT_LIVE, arr=account["arr"], fee=account["fee"])
    if account["leaving"] == 1:
        note(world, who, NOTICE, max(held["live"], account["anchor"] + _decided(world, account) * MONTH))


@compiled
def _qualified(world: Record, play: Record, stage: int) -> int:
    """1 where the stage comes after that which marks qualified."""
    for n in range(play["first_stage"], stage):
        if stage_at(world, n)["marks"] == SAL:
            return 1
    return 0


@compiled
def _closing(world: Record, play: Record) -> int:
    stage = play["first_stage"]
    while stage_at(world, stage)["marks"] != SIGNED:
        stage += 1
    return stage


@compiled
def _contract(world: Record, account: Record, held: Record) -> None:
    """Its contract as it stands: the recurring revenue that the book states, at its own prices."""
    offer = offer_of(world, account)
    units = account["units"]
    account["anchor"] = held["since"]
    account["month"] = max(0, math.ceil(-held["since"] / MONTH) - 1)
    account["open"] = 1
    account["share"] = 1.0
    account["listed"] = list_level(world, offer, 0.0)
    account["flat"], account["yearly"], account["per"] = offer["flat"], offer["yearly"], offer["per"]
    account["use"], account["use_per"] = 0, units
    fee = 0
    if offer["metered"] == 0:
        account["flat"], account["yearly"], account["per"] = 0, held["arr"], units
        fee = held["arr"]
    else:
        fee = min(fee_of(account), held["arr"])
        if fee == held["arr"]:
            account["flat"], account["yearly"], account["per"] = 0, fee, units
        beyond = level_of_use(offer, account["month"] + 1) - offer["included"]
        if beyond > 0.0:
            account["use"] = whole((held["arr"] - fee) / beyond)
        month = (held["arr"] - fee) // 12
        account["use_1"], account["use_2"], account["use_3"] = month, month, month
        account["metered"] = 3
    account["lapsed"] = int(_lapsed(offer, held))
    set_arr(world, account, fee, held["arr"])


@compiled
def _decided(world: Record, account: Record) -> int:
    """The contract month in which was decided on the end of the term that runs; NONE: it is yet to be."""
    offer = offer_of(world, account)
    month, term, notice = account["month"], offer["term"], offer["notice"]
    decision = (month + notice) // term * term - notice
    if account["lapsed"] == 1 or not recurs(offer) or decision <= 0 or decision + notice <= month:
        return NONE
    return decision


@compiled
def _stayed(world: Record, who: int, anyway: bool) -> int:
    """Live the time since the signature once more: cycles of impact, and decisions to stay.

    Return the month in which it left, or one after today's. Who has given notice is still here.
    """
    account = account_at(world, who)
    play = play_at(world, account["play"])
    offer = offer_of(world, account)
    here = account["month"]
    account["clean"] = _started_clean(world, account, play)
    account["share"] = 1.0
    account["cycle"] = 0
    account["cycles"] = 0
    account["hits"] = 0
    account["leaving"] = 0
    account["cut"] = 0
    end = offer["term"]
    while end <= here and account["lapsed"] == 0 and recurs(offer):
        _live_until(world, account, play, account["anchor"] + (end - offer["notice"]) * MONTH)
        judge(account)
        if not stays(world, account, at_month(account, end), 1.0) and not anyway:
            return end
        end += offer["term"]
    decision = _decided(world, account)
    if decision >= 0:
        _live_until(world, account, play, account["anchor"] + decision * MONTH)
        account["month"] = decision
        decide(world, who, offer, 1.0)
        account["month"] = here
    _live_until(world, account, play, 0.0)
    return here + 1


@compiled
def _started_clean(world: Record, account: Record, play: Record) -> int:
    """1 where it passed every stage after the close."""
    clean = 1
    for n in range(play["first_stage"], play["first_stage"] + play["stages"]):
        stage = stage_at(world, n)
        if stage["after_close"] == 1:
            u = draw(world, account, purpose_at(stage["address"], PASSES), 1)
            if u >= chance(world, account, stage["passes"], 0.0):
                clean = 0
    return clean


@compiled
def _live_until(world: Record, account: Record, play: Record, day: float) -> None:
    """Cycles of impact that ended before a day; what they brought beside, the book already shows."""
    while play["every"] > 0 and cycle_end(account, play, 0.0) <= day and cycle_end(account, play, 0.0) < 0.0:
        n = account["cycle"]
        shift = play["unclean"] if account["clean"] == 0 else 0.0
        if play["csm"] >= 0 and not attended(world, account, play["csm"], n, 0.0):
            shift += play["unattended"]
        if draw(world, account, IMPACT, n) < chance(world, account, play["reached"], shift):
            account["hits"] += 1
        account["cycle"] += 1
        account["cycles"] += 1


@compiled
def begin_held(world: Record, who: int) -> Step:
    """The first step of a customer of the first day: its contract and its cycles go on."""
    account = account_at(world, who)
    offer = offer_of(world, account)
    account["phase"] = IN_USE
    if offer["repurchase"] >= 0:
        _plan_repurchase(world, account, offer)
    at = next_date(account, offer)
    return Step(0, at, NONE, 0, INF, cycle_end(account, play_at(world, account["play"]), 0.0))


@compiled
def _plan_repurchase(world: Record, account: Record, offer: Record) -> None:
    """Months from licence to licence are counted from the signature; those behind us are over."""
    here = account["month"]
    account["month"] = 0
    plan_repurchase(world, account, offer)
    while account["again"] <= here:
        account["month"] = account["again"]
        plan_repurchase(world, account, offer)
    account["month"] = here
