"""Move an account through the stages, before the close and after it."""

from simulator import ledger
from simulator.model import AT_LOSS, BUYER, NONE, WON
from simulator.numerics.curves import quantile
from simulator.numerics.jit import Record, compiled
from simulator.numerics.streams import CRM_ODDS, MAX_WAIT, NURTURE, NURTURE_AFTER, PASSES, SPENT, TAKES
from simulator.rules import at, life, need
from simulator.rules.contract import made, sign
from simulator.rules.impact import go_live
from simulator.rules.life import INF, Step, again, ask, chance, draw, drawn, purpose_at, write
from simulator.rules.market import gone
from simulator.rules.motions import learned, move_of
from simulator.rules.seats import first_of, give_back, take, teams_seated
from simulator.rules.shocks import CYCLE, WIN, factor
from simulator.rules.start import next_look, promise

MOST_NURTURED = 5


@compiled
def _visits(world: Record, who: int) -> Record:
    """The visits of the account to the stage that it is in. They number the draws there: what
    happens at one stage changes no draw at another."""
    account = at.account(world, who)
    first = at.motion(world, account["motion"])["first_stage"]
    return at.visits(world, who * world["most_stages"] + account["stage"] - first)


@compiled
def _here(world: Record, account: Record, purpose: int) -> int:
    """A purpose at the stage that the account is in, as part of an address."""
    return purpose_at(at.stage(world, account["stage"])["address"], purpose)


@compiled
def _draw(world: Record, who: int, purpose: int) -> float:
    """The account's uniform number for a purpose on this visit to its stage."""
    account = at.account(world, who)
    return draw(world, account, _here(world, account, purpose), _visits(world, who)["n"])


@compiled
def _days(world: Record, who: int, curve: int, purpose: int) -> float:
    """The account's days of a curve on this visit to its stage."""
    account = at.account(world, who)
    return drawn(world, account, curve, _here(world, account, purpose), _visits(world, who)["n"])


@compiled
def _wait_or_work(world: Record, who: int, freed: int, now: float) -> Step:
    """Ask for the next seat that is missing; with all of them, work."""
    account = at.account(world, who)
    stage = at.stage(world, account["stage"])
    missing = stage["teams"] & ~teams_seated(account)
    if missing != 0:
        return ask(freed, first_of(missing), stage["priority"], account["gives_up_at"])
    if has_a_date(world, account):
        return again(freed, max(now, at.opening(world, account["opening"] - 1)["close"]))
    return again(freed, now + _work(world, who, now))


@compiled
def _work(world: Record, who: int, now: float) -> float:
    """Days from the start of the work to the decision."""
    account = at.account(world, who)
    stage = at.stage(world, account["stage"])
    if account["opening"] > 0 and _visits(world, who)["n"] == 1 and account["spent"] > 0.0:
        days = left_to_take(world, account, stage["takes"], account["spent"])
        account["spent"] = 0.0
    elif account["opening"] < 0 and account["spent"] > 0.0:
        # Under way: of its own time, which is known, what is left.
        days = max(0.0, _days(world, who, stage["takes"], TAKES) - account["spent"])
        account["spent"] = 0.0
    else:
        days = _days(world, who, stage["takes"], TAKES)
    if stage["after_close"] == 0:
        days *= factor(world, CYCLE, now)
    return days


@compiled
def left_to_take(world: Record, account: Record, curve: int, spent: float) -> float:
    """Days that are left of a curve for who has spent so many already: its law given that it takes longer.

    The share of those who take less is found by halving: a curve only knows the way from share to days.
    """
    row = at.curve(world, curve)
    if row["scale"] == 0.0:
        return max(0.0, row["shift"] - spent)
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        if quantile(at.tables(world), row, middle) <= spent:
            low = middle
        else:
            high = middle
    u = low + (1.0 - low) * draw(world, account, SPENT, 0)
    return max(0.0, quantile(at.tables(world), row, min(u, 1.0 - 1e-15)) - spent)


@compiled
def enter(world: Record, who: int, to: int, now: float) -> Step:
    """Come to a stage: seats of its teams are kept, all others go back."""
    return enter_since(world, who, to, now, now)


@compiled
def enter_since(world: Record, who: int, to: int, since: float, now: float) -> Step:
    """The same for one that may have waited for a while: since that day."""
    account = at.account(world, who)
    stage = at.stage(world, to)
    freed = give_back(world, who, stage["teams"], now)
    account["phase"] = life.IN_STAGE
    account["stage"] = to
    _visits(world, who)["n"] += 1
    account["gives_up_at"] = INF
    if has_a_date(world, account):
        account["gives_up_at"] = at.opening(world, account["opening"] - 1)["close"]
    elif stage["max_wait"] >= 0:
        account["gives_up_at"] = max(now, since + _days(world, who, stage["max_wait"], MAX_WAIT))
    return _wait_or_work(world, who, freed, now)


@compiled
def seated(world: Record, who: int, team: int, now: float) -> Step:
    """A seat is given."""
    take(world, who, team, now)
    return _wait_or_work(world, who, 0, now)


@compiled
def come_back(world: Record, who: int, now: float) -> Step:
    """Nurture is over: the stage that was left begins anew, with new draws."""
    to = at.account(world, who)["stage"]
    write(world, now, who, ledger.RETURNED, to=to)
    return enter(world, who, to, now)


@compiled
def rest_since(world: Record, who: int, since: float, now: float) -> Step:
    """Go on resting, until it comes back."""
    account = at.account(world, who)
    account["phase"] = life.RESTING
    stage = at.stage(world, account["stage"])
    return again(0, max(now, since + _days(world, who, stage["nurture_after"], NURTURE_AFTER)))


@compiled
def _onward(world: Record, who: int, to: int, contract: float, now: float) -> Step:
    """On to a stage; after the last one the customer is live."""
    if to < 0:
        freed = give_back(world, who, 0, now)
        opened, first_cycle = go_live(world, who, now)
        return Step(freed, min(contract, opened), NONE, 0, INF, first_cycle)
    step = enter(world, who, to, now)
    return Step(step.frees, contract, step.takes, step.priority, step.gives_up_at, step.at)


@compiled
def worked(world: Record, who: int, now: float) -> Step:
    """The work of a stage is done: does the account pass?"""
    account = at.account(world, who)
    here = account["stage"]
    stage = at.stage(world, here)
    if has_a_date(world, account):
        return _close(world, who, now)
    below = need.is_below(world, account, now)
    if below and stage["needs"] != 0:
        p = stage["pushed"]
    else:
        p = chance(world, account, stage["passes"], stage["sees_need"] if below else 0.0)
    if stage["marks"] == WON:
        p *= learned(world, account["motion"], now) * factor(world, WIN, now)
    if _draw(world, who, PASSES) >= p:
        return fail(world, who, ledger.DECLINED if stage["decides"] == BUYER else ledger.DISQUALIFIED, now)
    to = stage["passes_to"]
    write(
        world, now, who, ledger.PASSED, stage=here, to=to, arr=account["arr"], fee=account["fee"],
        state=account["need"],
    )  # fmt: skip
    need.teach(world, account, stage["teaches"], now)
    if stage["marks"] == WON:
        if below:
            made(world, account)["pushed"] = 1
        return start_up(world, who, to, sign(world, who, now), now)
    return _onward(world, who, to, INF, now)


@compiled
def start_up(world: Record, who: int, to: int, contract: float, now: float) -> Step:
    """A customer: its contract may have begun, and what is to be done until it can use what it bought; it may
    not wait for that for ever."""
    promise(world, who, to, now)
    if to >= 0:
        contract = min(contract, next_look(world, at.account(world, who), now))
    return _onward(world, who, to, contract, now)


@compiled
def has_a_date(world: Record, account: Record) -> bool:
    """Whether it is an open deal of the first day that came with its own odds and the day of their draw."""
    if account["opening"] <= 0 or account["life"] != life.PROSPECT:
        return False
    return at.opening(world, account["opening"] - 1)["probability"] >= 0.0


@compiled
def _close(world: Record, who: int, now: float) -> Step:
    """The day of such a deal has come: from whatever stage it is signed with the odds that it came with,
    else lost for good."""
    account = at.account(world, who)
    here = account["stage"]
    if draw(world, account, CRM_ODDS, 0) >= at.opening(world, account["opening"] - 1)["probability"]:
        write(world, now, who, ledger.LOST, stage=here, reason=ledger.DECLINED)
        account["life"] = life.GONE
        gone(world, account, now)
        return again(give_back(world, who, 0, now), INF)
    account["stage"] = closing(world, at.motion(world, account["motion"]))
    to = at.stage(world, account["stage"])["passes_to"]
    write(world, now, who, ledger.PASSED, stage=here, to=to)
    return start_up(world, who, to, sign(world, who, now), now)


@compiled
def closing(world: Record, motion: Record) -> int:
    """The stage of a motion in which its contracts are signed."""
    stage = motion["first_stage"]
    while at.stage(world, stage)["marks"] != WON:
        stage += 1
    return int(stage)


@compiled
def fail(world: Record, who: int, reason: int, now: float) -> Step:
    """Not passed, or unworked. Before the close: lost, elsewhere, or back later. After it:
    a customer goes on, but its start was not clean."""
    account = at.account(world, who)
    here = account["stage"]
    stage = at.stage(world, here)
    # of an open deal of the first day that was lost unworked: no time of another stage
    account["spent"] = 0.0
    if stage["after_close"] == 1:
        to = stage["passes_to"]
        account["clean"] = 0
        write(
            world, now, who, ledger.SETBACK, stage=here, to=to, reason=reason,
            arr=account["arr"], fee=account["fee"],
        )  # fmt: skip
        return _onward(world, who, to, INF, now)
    if stage["nurture"] >= 0 and account["nurtured"] < MOST_NURTURED:
        p = chance(world, account, stage["nurture"], 0.0)
        if _draw(world, who, NURTURE) < p:
            account["nurtured"] += 1
            account["phase"] = life.RESTING
            write(
                world, now, who, ledger.NURTURED, stage=here, to=here, reason=reason,
                state=need.level(world, account, now),
            )  # fmt: skip
            freed = give_back(world, who, 0, now)
            return again(freed, now + _days(world, who, stage["nurture_after"], NURTURE_AFTER))
    to = stage["loses_to"]
    if to < 0:
        move = move_of(world, account, AT_LOSS, 0, now)
        if move >= 0:
            return _change_motion(world, who, move, reason, now)
    state = need.level(world, account, now)
    write(world, now, who, ledger.LOST, stage=here, to=to, reason=reason, state=state)
    if to >= 0:
        return _onward(world, who, to, INF, now)
    account["life"] = life.GONE
    gone(world, account, now)
    return again(give_back(world, who, 0, now), INF)


@compiled
def _change_motion(world: Record, who: int, index: int, reason: int, now: float) -> Step:
    """Lost here, it enters a stage of another motion."""
    account = at.account(world, who)
    move = at.move(world, index)
    before = account["motion"]
    state = need.level(world, account, now)
    write(world, now, who, ledger.LOST, stage=account["stage"], to=move["stage"], reason=reason, state=state)
    write(world, now, who, ledger.MOVED, motion=before, to_motion=move["to"])
    freed = give_back(world, who, 0, now)  # nobody is to wait for people there holding a seat here
    account["motion"] = move["to"]
    need.come(world, account, NONE, now)
    then = enter(world, who, move["stage"], now)
    return Step(freed, INF, then.takes, then.priority, then.gives_up_at, then.at)


@compiled
def gave_up(world: Record, who: int, now: float) -> Step:
    """Nobody was free in time. A deal with a day of its own does not wait for anybody beyond it."""
    if has_a_date(world, at.account(world, who)):
        return _close(world, who, now)
    return fail(world, who, ledger.UNWORKED, now)
