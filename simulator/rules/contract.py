"""What a contract does by itself: it opens, is metered, is decided on, and ends.

Dates are anchor + k months, never a running sum. It is the contract that decides when a
disappointed customer can leave.
"""

from __future__ import annotations

import math

from simulator.jit import Record, compiled
from simulator.ledger import CHURNED, CONTRACTED, LAPSED, METERED, NOTICE, OPENED, RENEWED, WON
from simulator.model import MONTH
from simulator.rules.life import CUSTOMER, GONE, INF, Step, again, chance, draw, drawn, normal
from simulator.rules.world import account_at, offer_at, play_at, team_state_at, write
from simulator.streams import CONTRACTION, CONTRACTION_BY, CONTRACTION_UNITS, RENEWAL, USE

IDLE_MONTHS = 3  # so many months without use are churn


@compiled
def offer_of(world: Record, account: Record) -> Record:
    """The account's offer."""
    return offer_at(world, play_at(world, account["play"])["offer"])


@compiled
def yearly(offer: Record, units: int) -> int:
    """Recurring cents a year for so many units, halves rounded up."""
    return (2 * offer["yearly"] * units + offer["per"]) // (2 * offer["per"])


@compiled
def sign(world: Record, who: int, now: float) -> float:
    """The first payment obligation. Return the instant at which the contract is due."""
    account = account_at(world, who)
    offer = offer_of(world, account)
    account["life"] = CUSTOMER
    account["share"] = 1.0
    committed = yearly(offer, account["units"])
    write(world, now, who, WON, stage=account["stage"], amount=committed)
    if offer["from_live"] == 1:
        return INF
    return open_contract(world, who, now)


@compiled
def open_contract(world: Record, who: int, now: float) -> float:
    """The contract begins. Return the instant at which it is due, INF where nothing recurs."""
    account = account_at(world, who)
    offer = offer_of(world, account)
    account["anchor"] = now
    account["open"] = 1
    if offer["metered"] == 0:
        account["arr"] = yearly(offer, account["units"])
    once = offer["licence"] * account["units"]
    write(world, now, who, OPENED, amount=once, arr=account["arr"])
    if offer["yearly"] == 0:
        return INF
    return _next_date(account, offer)


@compiled
def _next_date(account: Record, offer: Record) -> float:
    """The next contract month with something to do: use, notice, or the end of a term."""
    month, term, notice = account["month"], offer["term"], offer["notice"]
    if offer["metered"] == 1:
        account["month"] = month + 1
    else:
        end = (month // term + 1) * term
        decision = ((month + notice) // term + 1) * term - notice
        account["month"] = min(end, decision)
    return account["anchor"] + account["month"] * MONTH


@compiled
def contract_step(world: Record, who: int, now: float) -> Step:
    """A date of the contract has come."""
    account = account_at(world, who)
    offer = offer_of(world, account)
    month, term = account["month"], offer["term"]
    if offer["metered"] == 1:
        _meter(world, who, offer, now)
    if account["life"] == CUSTOMER and account["leaving"] == 0 and (month + offer["notice"]) % term == 0:
        _decide(world, who, offer["notice"])
        if account["leaving"] == 1 and offer["notice"] > 0:
            _note(world, who, NOTICE, now)
    if account["life"] == CUSTOMER and month % term == 0 and offer["metered"] == 0:
        if account["leaving"] == 1:
            _end(world, who, offer, now)
        else:
            if offer["fixed"] == 1:
                _note(world, who, RENEWED, now)
            _shrink(world, who, offer, now)
    elif offer["metered"] == 1 and account["life"] == CUSTOMER:
        _shrink(world, who, offer, now)
    if account["life"] != CUSTOMER or account["lapsed"] == 1:
        return again(0, INF)
    return again(0, _next_date(account, offer))


@compiled
def _note(world: Record, who: int, event: int, now: float) -> None:
    write(world, now, who, event, arr=account_at(world, who)["arr"])


@compiled
def renewal_chance(p: float, lift: float, share: float) -> float:
    """Full impact multiplies the odds of renewing by exp(lift); a share of it does so in part."""
    if p <= 0.0 or p >= 1.0:
        return p
    return 1.0 / (1.0 + math.exp(-(math.log(p / (1.0 - p)) + lift * share)))


@compiled
def _decide(world: Record, who: int, notice: int) -> None:
    """Stay, shrink or leave, by the share of cycles with impact since the last decision.

    Before the first cycle: whether onboarding was clean. Without a new cycle: as last time.
    """
    account = account_at(world, who)
    play = play_at(world, account["play"])
    if account["cycles"] > 0:
        account["share"] = account["hits"] / account["cycles"]
    elif account["cycle"] == 0:
        account["share"] = float(account["clean"])
    account["cycles"] = 0
    account["hits"] = 0
    n = account["month"] + notice  # the end of the term: notice moves the day, not the chance
    if play["renewal"] >= 0:
        p = renewal_chance(chance(world, account, play["renewal"], 0.0), play["lift"], account["share"])
        if draw(world, account, RENEWAL, n) >= p:
            account["leaving"] = 1
            return
    if play["contraction"] >= 0:
        p = chance(world, account, play["contraction"], 0.0) * (1.0 - account["share"])
        if draw(world, account, CONTRACTION, n) < p:
            by = drawn(world, account, play["contraction_by"], CONTRACTION_BY, n)
            cut = math.floor(account["units"] * by + draw(world, account, CONTRACTION_UNITS, n))
            account["cut"] = min(cut, account["units"] - 1)


@compiled
def _shrink(world: Record, who: int, offer: Record, now: float) -> None:
    """What was decided comes into force."""
    account = account_at(world, who)
    if account["cut"] == 0:
        return
    account["units"] -= account["cut"]
    account["cut"] = 0
    if offer["metered"] == 0:
        account["arr"] = yearly(offer, account["units"])
    _note(world, who, CONTRACTED, now)


@compiled
def _end(world: Record, who: int, offer: Record, now: float) -> None:
    """The term is over. A licence is owned: only its maintenance ends."""
    account = account_at(world, who)
    account["arr"] = 0
    _close_book(world, account)
    if offer["owned"] == 1:
        account["lapsed"] = 1
        _note(world, who, LAPSED, now)
    else:
        account["life"] = GONE
        _note(world, who, CHURNED, now)


@compiled
def _close_book(world: Record, account: Record) -> None:
    team = play_at(world, account["play"])["csm"]
    if team >= 0 and account["live"] == 1:
        team_state_at(world, team)["accounts"] -= 1


@compiled
def _meter(world: Record, who: int, offer: Record, now: float) -> None:
    """Bill the month of use that ends now. Recurring revenue is twelve times the mean of the
    last three months; three months without use are churn, dated back to the last use.

    A month without use is no row: nothing is to stand in the ledger behind a churn dated back.
    """
    account = account_at(world, who)
    month = account["month"]
    cents = 0
    if account["leaving"] == 0:
        cents = _use(world, account, offer, month)
    if cents == 0:
        if account["idle"] == 0:
            account["idle_day"] = account["anchor"] + (month - 1) * MONTH
        account["idle"] += 1
        if account["idle"] == IDLE_MONTHS:
            _close_book(world, account)
            account["life"] = GONE
            account["arr"] = 0
            _note(world, who, CHURNED, account["idle_day"])
            return
    else:
        account["idle"] = 0
    account["use_3"] = account["use_2"]
    account["use_2"] = account["use_1"]
    account["use_1"] = cents
    account["metered"] += 1
    if cents > 0:
        known = min(3, account["metered"])
        account["arr"] = 12 // known * (account["use_1"] + account["use_2"] + account["use_3"])
        write(world, now, who, METERED, amount=cents, arr=account["arr"])


@compiled
def _use(world: Record, account: Record, offer: Record, month: int) -> int:
    """Cents for the use of a month: it ramps up, then swings around its level (mean one)."""
    share = 1.0
    if offer["use_ramp"] > 0.0:
        share = min(1.0, offer["use_start"] + (1.0 - offer["use_start"]) * (month - 1) / offer["use_ramp"])
    swing = offer["use_swing"]
    if swing > 0.0:
        share *= math.exp(swing * normal(world, account, USE, month) - 0.5 * swing * swing)
    return math.floor(offer["yearly"] / 12.0 * account["units"] / offer["per"] * share + 0.5)
