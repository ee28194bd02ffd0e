"""What a customer lives on: from go-live, cycles in which it gets the impact it bought, or not."""

from __future__ import annotations

from simulator.jit import Record, compiled
from simulator.ledger import MISSED, REACHED, WENT_LIVE
from simulator.model import MONTH, NONE
from simulator.rules.contract import offer_of, open_contract
from simulator.rules.growth import expand
from simulator.rules.leads import recommend
from simulator.rules.life import IN_USE, INF, Step, again, chance, draw
from simulator.rules.world import account_at, play_at, team_at, team_state_at, write
from simulator.streams import ATTENTION, IMPACT


@compiled
def go_live(world: Record, who: int, now: float) -> tuple[float, float]:
    """First use as a customer. Return the instants of a contract that opens, and of the first cycle."""
    account = account_at(world, who)
    play = play_at(world, account["play"])
    account["phase"] = IN_USE
    account["live"] = 1
    account["live_day"] = now
    if play["csm"] >= 0 and account["lapsed"] == 0:
        team_state_at(world, play["csm"])["accounts"] += 1
    write(world, now, who, WENT_LIVE, arr=account["arr"])
    opened = INF
    if account["open"] == 0:
        opened = open_contract(world, who, now)
    return opened, _cycle_end(account, play)


@compiled
def _cycle_end(account: Record, play: Record) -> float:
    if play["every"] == 0:
        return INF
    return account["live_day"] + (account["cycle"] + 1) * play["every"] * MONTH


@compiled
def attended_share(world: Record, team: int) -> float:
    """The share of cycles for which those who keep the book find time: the more accounts, the less."""
    capacity = team_at(world, team)["book"] * team_state_at(world, team)["people"]
    return capacity / max(capacity, float(team_state_at(world, team)["accounts"]), 1.0)


@compiled
def _attended(world: Record, account: Record, team: int, now: float) -> bool:
    """Whether somebody finds time. After the horizon nobody new comes and the book would empty:
    what is left of customers' lives is lived with the attention that there was."""
    if account["lapsed"] == 1:
        return False
    if now <= world["horizon"]:
        share = attended_share(world, team)
    else:
        share = team_state_at(world, team)["attended"]
    return draw(world, account, ATTENTION, account["cycle"]) < share


@compiled
def cycle(world: Record, who: int, now: float) -> Step:
    """An impact cycle ends."""
    account = account_at(world, who)
    if account["leaving"] == 1 and offer_of(world, account)["metered"] == 1:
        return again(0, INF)  # it has stopped using; only the meter has yet to notice
    play = play_at(world, account["play"])
    team = play["csm"]
    shift = 0.0
    if team >= 0 and not _attended(world, account, team, now):
        team = NONE
        shift += play["unattended"]
    if account["clean"] == 0:
        shift += play["unclean"]
    n = account["cycle"]
    reached = draw(world, account, IMPACT, n) < chance(world, account, play["reached"], shift)
    event = REACHED if reached else MISSED
    write(world, now, who, event, team=team, arr=account["arr"])
    account["cycle"] += 1
    account["cycles"] += 1
    if reached:
        account["hits"] += 1
        expand(world, who, n, now)
        if play["referral"] >= 0:
            recommend(world, who, chance(world, account, play["referral"], 0.0), n, now)
    return again(0, _cycle_end(account, play))
