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
from simulator.rules.world import account_at, play_at, stage_at, write
from simulator.streams import NURTURE, NURTURE_AFTER, PASSES, PATIENCE, TAKES

MOST_NURTURED = 5
_ROUND = 64  # more than the stages of a play


@compiled
def _visit(world: Record, account: Record) -> int:
    """The number of this visit to this stage, for the addresses of its draws."""
    first = play_at(world, account["play"])["first_stage"]
    return account["round"] * _ROUND + account["stage"] - first


@compiled
def _wait_or_work(world: Record, who: int, freed: int, now: float) -> Step:
    """Ask for the next seat that is missing; with all of them, work."""
    account = account_at(world, who)
    stage = stage_at(world, account["stage"])
    missing = stage["teams"] & ~held(account)
    if missing != 0:
        return ask(freed, first_of(missing), stage["priority"], account["cold_at"])
    takes = drawn(world, account, stage["takes"], TAKES, _visit(world, account))
    return again(freed, now + takes)


@compiled
def enter(world: Record, who: int, to: int, now: float) -> Step:
    """Come to a stage: seats of its teams are kept, all others go back."""
    account = account_at(world, who)
    stage = stage_at(world, to)
    freed = give_back(world, who, stage["teams"], now)
    account["phase"] = IN_STAGE
    account["stage"] = to
    account["cold_at"] = INF
    if stage["patience"] >= 0:
        n = _visit(world, account)
        account["cold_at"] = now + drawn(world, account, stage["patience"], PATIENCE, n)
    return _wait_or_work(world, who, freed, now)


@compiled
def seated(world: Record, who: int, team: int, now: float) -> Step:
    """A seat is given."""
    take(world, who, team, now)
    return _wait_or_work(world, who, 0, now)


@compiled
def come_back(world: Record, who: int, now: float) -> Step:
    """Nurture is over: the stage that was left begins anew, with new draws."""
    account = account_at(world, who)
    account["round"] += 1
    to = account["stage"]
    write(world, now, who, RETURNED, to=to)
    return enter(world, who, to, now)


@compiled
def _onward(world: Record, who: int, to: int, contract: float, now: float) -> Step:
    """On to a stage; after the last one the customer is live."""
    account = account_at(world, who)
    if to < 0:
        freed = give_back(world, who, 0, now)
        opened, at = go_live(world, who, now)
        return Step(freed, min(contract, opened), NONE, 0, INF, at)
    if to <= account["stage"]:
        account["round"] += 1
    step = enter(world, who, to, now)
    return Step(step.frees, contract, step.takes, step.priority, step.cold_at, step.at)


@compiled
def worked(world: Record, who: int, now: float) -> Step:
    """The work of a stage is done: does the account pass?"""
    account = account_at(world, who)
    at = account["stage"]
    stage = stage_at(world, at)
    p = chance(world, account, stage["passes"], 0.0)
    if draw(world, account, PASSES, _visit(world, account)) >= p:
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
    n = _visit(world, account)
    if stage["nurture"] >= 0 and account["nurtured"] < MOST_NURTURED:
        p = chance(world, account, stage["nurture"], 0.0)
        if draw(world, account, NURTURE, n) < p:
            account["nurtured"] += 1
            account["phase"] = RESTING
            write(world, now, who, NURTURED, stage=at, to=at, amount=reason)
            freed = give_back(world, who, 0, now)
            after = drawn(world, account, stage["nurture_after"], NURTURE_AFTER, n)
            return again(freed, now + after)
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
