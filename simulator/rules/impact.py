"""Impact cycles of a customer, from go-live on."""

from __future__ import annotations

from simulator.jit import Record, compiled
from simulator.ledger import MISSED, OPENED, REACHED, WENT_LIVE
from simulator.model import MONTH, NONE
from simulator.rules.contract import open_contract
from simulator.rules.growth import expand
from simulator.rules.leads import recommend
from simulator.rules.life import GONE, IN_USE, INF, Step, again, chance, draw
from simulator.rules.prices import note, offer_of, only_metered
from simulator.rules.use import open_book
from simulator.rules.world import account_at, play_at, team_at, team_state_at, write
from simulator.streams import ATTENTION, IMPACT

UNWATCHED = 2  # of `moved`: nobody has looked at the account for its impact


@compiled
def go_live(world: Record, who: int, now: float) -> tuple[float, float]:
    """First use as a customer. Return the instants of a contract that opens, and of the first cycle."""
    account = account_at(world, who)
    play = play_at(world, account["play"])
    account["phase"] = IN_USE
    account["live"] = 1
    account["cycles_from"] = now
    if account["lapsed"] == 0:
        open_book(world, account)
    note(world, who, WENT_LIVE, now)
    opened = INF
    if account["open"] == 0:
        opened = open_contract(world, who, OPENED, True, now)
    return opened, cycle_end(account, play, now)


@compiled
def cycle_end(account: Record, play: Record, now: float) -> float:
    """When the next impact cycle ends. Where nobody looks: in a month, if it may move to a play in which
    somebody does; else INF."""
    if play["every"] == 0:
        return now + MONTH if play["moves"] > 0 else INF
    ended = account["cycle"] - account["cycles_before"]
    return account["cycles_from"] + (ended + 1) * play["every"] * MONTH


@compiled
def attended_share(world: Record, team: int) -> float:
    """The share of cycles for which those who keep the book find time: the more accounts, the less."""
    capacity = team_at(world, team)["book"] * team_state_at(world, team)["people"]
    return capacity / max(capacity, float(team_state_at(world, team)["accounts"]), 1.0)


@compiled
def attended(world: Record, account: Record, team: int, n: int, now: float) -> bool:
    """Whether somebody finds time for its cycle n. After the horizon nobody new comes, the book would empty:
    what is left of customers' lives is lived with the attention that there was."""
    if account["lapsed"] == 1:
        return False
    if now <= world["horizon"]:
        share = attended_share(world, team)
    else:
        share = team_state_at(world, team)["attended"]
    return draw(world, account, ATTENTION, n) < share


@compiled
def cycle(world: Record, who: int, now: float) -> Step:
    """An impact cycle ends."""
    account = account_at(world, who)
    play = play_at(world, account["play"])
    if play["every"] == 0:
        account["moved"] = UNWATCHED
        return again(0, cycle_end(account, play, now))
    if account["moved"] == UNWATCHED:  # no cycle has ended here: the first one began with the contract
        account["moved"] = 0
        first = account["anchor"] + play["every"] * MONTH
        account["cycles_from"] = account["anchor"] if first >= now else now
        account["cycles_before"] = account["cycle"]
        return again(0, cycle_end(account, play, now))
    n = account["cycle"]
    account["cycle"] += 1
    if account["moved"] == 1:  # from now on at the pace of its new play
        account["moved"] = 0
        account["cycles_from"], account["cycles_before"] = now, account["cycle"]
    if account["life"] == GONE or (account["leaving"] == 1 and only_metered(offer_of(world, account))):
        return again(0, cycle_end(account, play, now))  # it has stopped using, and may come back
    team = play["csm"]
    shift = 0.0
    if team >= 0 and not attended(world, account, team, n, now):
        team = NONE
        shift += play["unattended"]
    if account["clean"] == 0:
        shift += play["unclean"]
    reached = draw(world, account, IMPACT, n) < chance(world, account, play["reached"], shift)
    event = REACHED if reached else MISSED
    write(world, now, who, event, team=team, arr=account["arr"], fee=account["fee"])
    account["cycles"] += 1
    if reached:
        account["hits"] += 1
        expand(world, who, n, now)
        if play["referral"] >= 0:
            recommend(world, who, chance(world, account, play["referral"], 0.0), n, now)
    return again(0, cycle_end(account, play, now))
