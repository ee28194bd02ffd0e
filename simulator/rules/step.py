"""The step that engines call: one entry into all rules."""

from simulator.numerics.jit import Record, compiled
from simulator.rules import at, life
from simulator.rules.company import month_end_step, staffing_step
from simulator.rules.impact import cycle
from simulator.rules.leads import source_step
from simulator.rules.life import INF, Step, again
from simulator.rules.opening import begin_opening, opening_step
from simulator.rules.renewal import contract_step
from simulator.rules.seats import give_back
from simulator.rules.stages import come_back, enter, gave_up, seated, worked
from simulator.rules.under_way import go_on


@compiled
def step(world: Record, actor: int, who: int, why: int, team: int, now: float) -> Step:
    """Actor `who` of its kind steps at the instant `now`; a SEAT is one of `team`.

    Writes at most ledger.ROOM rows and gives birth to one account at most.
    """
    if actor == life.WORK:
        return _work(world, who, why, team, now)
    if actor == life.CONTRACT:
        return contract_step(world, who, now)
    if actor == life.LEADS:
        first_day = world["opening_count"] + world["under_way_count"] > 0
        if first_day and who == world["source_count"] - 1:
            return opening_step(world, who, why, now)
        return source_step(world, who, why, now)
    if actor == life.STAFFING:
        return staffing_step(world, who, why, now)
    return month_end_step(world, why, now)


@compiled
def _work(world: Record, who: int, why: int, team: int, now: float) -> Step:
    account = at.account(world, who)
    phase = account["phase"]
    if account["life"] == life.GONE and (
        phase != life.IN_USE or at.contract(world, account)["back_at"] == INF
    ):
        # The contract ended meanwhile. Nobody was interrupted; now it leaves.
        frees = give_back(world, who, 0, now)
        if why == life.SEAT:
            frees |= 1 << team
        return again(frees, INF)
    if why == life.SEAT:
        return seated(world, who, team, now)
    if why == life.GAVE_UP:
        return gave_up(world, who, now)
    if phase == life.FIRST_DAY:
        return begin_opening(world, who)
    if phase == life.UNDER_WAY:
        return go_on(world, who, now)
    if phase == life.NEWBORN:
        return enter(world, who, account["stage"], now)
    if phase == life.RESTING:
        return come_back(world, who, now)
    if phase == life.IN_STAGE:
        return worked(world, who, now)
    return cycle(world, who, now)
