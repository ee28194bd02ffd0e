"""How an account walks through the stages, before the close and after it."""

from __future__ import annotations

from simulator.jit import Record, compiled
from simulator.ledger import (
    DECLINED,
    DISQUALIFIED,
    LOST,
    NURTURED,
    PASSED,
    RETURNED,
    STUMBLED,
    WENT_COLD,
)
from simulator.model import BUYER, NONE, WON
from simulator.rules.contract import sign
from simulator.rules.impact import go_live
from simulator.rules.life import GONE, IN_STAGE, INF, RESTING, Step, again, ask, chance, draw, drawn
from simulator.rules.seats import first_of, give_back, held, take
from simulator.rules.world import account_at, play_at, stage_at, visits_at, write
from simulator.streams import NURTURE, NURTURE_AFTER, PASSES, PATIENCE, TAKES

MOST_NURTURED = 5
_PURPOSES = 256  # more than there are: a draw of a stage is at (its address, purpose), visit


@compiled
def _visits(world: Record, who: int) -> Record:
    """The visits of the account to the stage that it is in. They number the draws there: what
    happens at one stage changes no draw at another."""
    account = account_at(world, who)
    first = play_at(world, account["play"])["first_stage"]
    return visits_at(world, who * world["most_stages"] + account["stage"] - first)


@compiled
def _here(world: Record, account: Record, purpose: int) -> int:
    """A purpose at the stage that the account is in, as part of an address."""
    return stage_at(world, account["stage"])["address"] * _PURPOSES + purpose


@compiled
def _draw(world: Record, who: int, purpose: int) -> float:
    """The account's uniform number for a purpose on this visit to its stage."""
    account = account_at(world, who)
    return draw(world, account, _here(world, account, purpose), _visits(world, who)["n"])


@compiled
def _days(world: Record, who: int, curve: int, purpose: int) -> float:
    """The account's days of a curve on this visit to its stage."""
    account = account_at(world, who)
    return drawn(world, account, curve, _here(world, account, purpose), _visits(world, who)["n"])


@compiled
def _wait_or_work(world: Record, who: int, freed: int, now: float) -> Step:
    """Ask for the next seat that is missing; with all of them, work."""
    account = account_at(world, who)
    stage = stage_at(world, account["stage"])
    missing = stage["teams"] & ~held(account)
    if missing != 0:
        return ask(freed, first_of(missing), stage["priority"], account["cold_at"])
    return again(freed, now + _days(world, who, stage["takes"], TAKES))


@compiled
def enter(world: Record, who: int, to: int, now: float) -> Step:
    """Come to a stage: seats of its teams are kept, all others go back."""
    account = account_at(world, who)
    stage = stage_at(world, to)
    freed = give_back(world, who, stage["teams"], now)
    account["phase"] = IN_STAGE
    account["stage"] = to
    _visits(world, who)["n"] += 1
    account["cold_at"] = INF
    if stage["patience"] >= 0:
        account["cold_at"] = now + _days(world, who, stage["patience"], PATIENCE)
    return _wait_or_work(world, who, freed, now)


@compiled
def seated(world: Record, who: int, team: int, now: float) -> Step:
    """A seat is given."""
    take(world, who, team, now)
    return _wait_or_work(world, who, 0, now)


@compiled
def come_back(world: Record, who: int, now: float) -> Step:
    """Nurture is over: the stage that was left begins anew, with new draws."""
    to = account_at(world, who)["stage"]
    write(world, now, who, RETURNED, to=to)
    return enter(world, who, to, now)


@compiled
def _onward(world: Record, who: int, to: int, contract: float, now: float) -> Step:
    """On to a stage; after the last one the customer is live."""
    if to < 0:
        freed = give_back(world, who, 0, now)
        opened, at = go_live(world, who, now)
        return Step(freed, min(contract, opened), NONE, 0, INF, at)
    step = enter(world, who, to, now)
    return Step(step.frees, contract, step.takes, step.priority, step.cold_at, step.at)


@compiled
def worked(world: Record, who: int, now: float) -> Step:
    """The work of a stage is done: does the account pass?"""
    account = account_at(world, who)
    at = account["stage"]
    stage = stage_at(world, at)
    p = chance(world, account, stage["passes"], 0.0)
    if _draw(world, who, PASSES) >= p:
        return fail(world, who, DECLINED if stage["decides"] == BUYER else DISQUALIFIED, now)
    to = stage["passes_to"]
    write(world, now, who, PASSED, stage=at, to=to, arr=account["arr"])
    contract = INF
    if stage["marks"] == WON:
        contract = sign(world, who, now)
    return _onward(world, who, to, contract, now)


@compiled
def fail(world: Record, who: int, reason: int, now: float) -> Step:
    """Not passed, or gone cold. Before the close: lost, elsewhere, or back later. After it:
    a customer goes on, but its start was not clean."""
    account = account_at(world, who)
    at = account["stage"]
    stage = stage_at(world, at)
    if stage["after_close"] == 1:
        to = stage["passes_to"]
        account["clean"] = 0
        write(world, now, who, STUMBLED, stage=at, to=to, amount=reason, arr=account["arr"])
        return _onward(world, who, to, INF, now)
    if stage["nurture"] >= 0 and account["nurtured"] < MOST_NURTURED:
        p = chance(world, account, stage["nurture"], 0.0)
        if _draw(world, who, NURTURE) < p:
            account["nurtured"] += 1
            account["phase"] = RESTING
            write(world, now, who, NURTURED, stage=at, to=at, amount=reason)
            freed = give_back(world, who, 0, now)
            return again(freed, now + _days(world, who, stage["nurture_after"], NURTURE_AFTER))
    to = stage["loses_to"]
    write(world, now, who, LOST, stage=at, to=to, amount=reason)
    if to >= 0:
        return _onward(world, who, to, INF, now)
    account["life"] = GONE
    return again(give_back(world, who, 0, now), INF)


@compiled
def gone_cold(world: Record, who: int, now: float) -> Step:
    """Nobody was free in time."""
    return fail(world, who, WENT_COLD, now)
