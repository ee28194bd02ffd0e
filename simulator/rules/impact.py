"""Impact cycles of a customer, from go-live on."""

import math

from simulator.ledger import EXPANDED, MISSED, OPENED, REACHED, WENT_LIVE
from simulator.model import AT_GROWTH, NO_NEED, NONE
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH
from simulator.numerics.streams import BOOK_COVERAGE, EXPANSION, EXPANSION_BY, EXPANSION_UNITS, IMPACT
from simulator.rules import at, need
from simulator.rules.book import coverage, open_book
from simulator.rules.contract import made, open_contract
from simulator.rules.life import GONE, IN_USE, INF, Step, again, chance, draw, drawn, write
from simulator.rules.loops import loops
from simulator.rules.motions import move_of
from simulator.rules.prices import offer_of, only_metered, paid_once, set_fee, write_contract, write_revenue
from simulator.rules.usage import within_bounds

UNWATCHED = 2  # of `moved`: nobody has looked at the account for its impact


@compiled
def go_live(world: Record, who: int, now: float) -> tuple[float, float]:
    """First use as a customer. Return the instants of a contract that opens, and of the first cycle."""
    account = at.account(world, who)
    contract = made(world, account)
    motion = at.motion(world, account["motion"])
    account["phase"] = IN_USE
    contract["live"] = 1
    contract["cycles_from"] = now
    if contract["lapsed"] == 0:
        open_book(world, account)
    write_revenue(world, who, WENT_LIVE, now)
    opened = INF
    if contract["open"] == 0:
        opened = open_contract(world, who, OPENED, True, now)
    return opened, cycle_end(contract, motion, now)


@compiled
def cycle_end(contract: Record, motion: Record, now: float) -> float:
    """When the next impact cycle ends. Where nobody looks: in a month, if it may move to a motion in which
    somebody does; else INF."""
    if motion["every"] == 0:
        return now + MONTH if motion["moves"] > 0 else INF
    ended = contract["cycle"] - contract["cycles_before"]
    return contract["cycles_from"] + (ended + 1) * motion["every"] * MONTH


@compiled
def attended(world: Record, account: Record, n: int, now: float) -> bool:
    """Whether somebody finds time for its cycle n. After the horizon nobody new comes, the book would empty:
    what is left of customers' lives is lived with the book coverage that there was."""
    contract = at.contract(world, account)
    if contract["lapsed"] == 1:
        return False
    if now <= world["horizon"]:
        share = coverage(world, account["motion"])
    else:
        share = at.motion_state(world, account["motion"])["attended"]
    return draw(world, account, BOOK_COVERAGE, n) < share


@compiled
def cycle(world: Record, who: int, now: float) -> Step:
    """An impact cycle ends."""
    account = at.account(world, who)
    contract = at.contract(world, account)
    motion = at.motion(world, account["motion"])
    if motion["every"] == 0:
        contract["moved"] = UNWATCHED
        return again(0, cycle_end(contract, motion, now))
    if contract["moved"] == UNWATCHED:  # no cycle has ended here: the first one began with the contract
        contract["moved"] = 0
        first = contract["anchor"] + motion["every"] * MONTH
        contract["cycles_from"] = contract["anchor"] if first >= now else now
        contract["cycles_before"] = contract["cycle"]
        return again(0, cycle_end(contract, motion, now))
    n = contract["cycle"]
    contract["cycle"] += 1
    if contract["moved"] == 1:  # from now on at the pace of its new motion
        contract["moved"] = 0
        contract["cycles_from"], contract["cycles_before"] = now, contract["cycle"]
    if account["life"] == GONE or (contract["leaving"] == 1 and only_metered(offer_of(world, account))):
        return again(0, cycle_end(contract, motion, now))  # it has stopped using, and may come back
    team = motion["csm"]
    shift = 0.0
    if team >= 0 and not attended(world, account, n, now):
        team = NONE
        shift += motion["unattended"]
    if account["clean"] == 0:
        shift += motion["unclean"]
    state = need.level(world, account, now) if contract["pushed"] == 1 else 0
    if state == NO_NEED:
        shift += motion["unneeded"]
    reached = draw(world, account, IMPACT, n) < chance(world, account, motion["reached"], shift)
    event = REACHED if reached else MISSED
    write(world, now, who, event, team=team, arr=account["arr"], fee=account["fee"], state=state)
    contract["cycles"] += 1
    if reached:
        contract["hits"] += 1
        expand(world, who, n, now)
    loops(world, who, n, reached, now)
    return again(0, cycle_end(contract, motion, now))


@compiled
def expand(world: Record, who: int, n: int, now: float) -> None:
    """After a cycle with impact a customer that stays, and pays, may take more units.

    A part of a unit becomes a whole one by chance, so growth is as stated for small accounts too.
    """
    account = at.account(world, who)
    contract = at.contract(world, account)
    motion = at.motion(world, account["motion"])
    if motion["expansion"] < 0 or contract["leaving"] == 1 or contract["lapsed"] == 1:
        return
    if contract["unpaid"] > 0:
        return
    if draw(world, account, EXPANSION, n) >= chance(world, account, motion["expansion"], 0.0):
        return
    by = drawn(world, account, motion["expansion_by"], EXPANSION_BY, n)
    more = math.floor(account["units"] * by + draw(world, account, EXPANSION_UNITS, n))
    offer = offer_of(world, account)
    if contract["possible"] > 0:
        more = min(more, contract["possible"] - account["units"])
    if more <= 0 or not within_bounds(contract, offer, account["units"] + more):
        return
    account["units"] += more
    set_fee(world, account)
    once = paid_once(world, offer, more, 0, now)
    write_contract(world, who, EXPANDED, once, now)
    if contract["moving"] == 0:  # it may have grown out of its motion: the contract moves when it next can
        contract["moving"] = move_of(world, account, AT_GROWTH, n, now) + 1
