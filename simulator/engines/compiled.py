"""The fast engine: an agenda and a queue for each team, compiled by numba."""

from simulator.engines.agenda import drop_first, first, plan
from simulator.engines.cash_gates import CashGates
from simulator.engines.clock import Clock, queue_of, ready_at, ticket_of
from simulator.engines.heap import drop_top, entry_at, push
from simulator.ledger import ROOM, TooManyRows, most_rows
from simulator.model import NONE
from simulator.numerics.jit import Record, Rows, compiled
from simulator.rules import at, life, step
from simulator.rules.life import Step
from simulator.rules.world import World

_CLASS = 2**40  # more than the accounts of a replication: a key is class * _CLASS + index

# Why compiled code comes back.
DONE = 0  # the run-off has ended
NO_ROOM = 1  # a list may be too short for the next step
NO_CASH = 2  # a plan asks how long the money lasts


@compiled
def _live(worlds: Rows, clocks: Rows, agendas: Rows) -> int:
    """Go on from where the clock stands until the run-off ends, or until Python has to help.

    One due thing at a time, by (instant, class, index). Whoever is served or born by it steps
    at once, in the order in which that happened, before the next due thing.
    """
    world, clock, agenda = worlds[0], clocks[0], agendas[0]
    if clock["begun"] == 0:
        clock["begun"] = 1
        _begin(world, agenda)
    while _has_room(world, clock, agenda):
        team = NONE
        if clock["first"] < clock["last"]:
            turn = ready_at(clock, clock["first"])
            actor, who, why, team = life.WORK, turn["who"], turn["why"], turn["team"]
            clock["first"] += 1
            if clock["first"] == clock["last"]:
                clock["first"] = clock["last"] = 0
        else:
            if agenda["due"] == 0:
                return DONE
            due = first(agenda)
            if due["at"] >= world["cash_due"]:
                return NO_CASH
            clock["now"] = due["at"]
            key, tag = due["key"], due["tag"]
            drop_first(agenda)
            actor = key // _CLASS
            who = key - actor * _CLASS
            why = life.DUE
            if actor == life.MAX_WAIT:
                if ticket_of(clock, who)["n"] != tag:
                    continue  # it was served in time
                ticket_of(clock, who)["n"] = 0
                actor, why = life.WORK, life.GAVE_UP
        born = world["born"]
        then = step(world, actor, who, why, team, clock["now"])
        if actor == life.STAFFING:
            _serve(world, clock, who)
        _follow(world, clock, agenda, actor, who, then, born)
    return NO_ROOM


@compiled
def _begin(world: Record, agenda: Record) -> None:
    """The company opens: everybody who is there says when he is due first."""
    for team in range(world["team_count"]):
        due = step(world, life.STAFFING, team, life.BEGIN, NONE, 0.0).at
        plan(agenda, due, life.STAFFING * _CLASS + team, 0)
    due = step(world, life.MONTH_END, 0, life.BEGIN, NONE, 0.0).at
    plan(agenda, due, life.MONTH_END * _CLASS, 0)
    for source in range(world["source_count"]):
        due = step(world, life.LEADS, source, life.BEGIN, NONE, 0.0).at
        plan(agenda, due, life.LEADS * _CLASS + source, 0)


@compiled
def _has_room(world: Record, clock: Record, agenda: Record) -> bool:
    """Whether every list has room for what a step may add.

    ROOM rows and an account; two instants; and those who are ready: all who wait, who is born, and who
    asks for a seat. A line has room for one more unless its last one has just come.
    """
    return bool(
        world["written"] + ROOM <= world["rows_room"]
        and world["born"] + 1 <= world["accounts_room"]
        and agenda["due"] + 2 <= agenda["room"]
        and clock["last"] + clock["waiting"] + 2 <= clock["ready_room"]
        and clock["full"] == 0
    )


@compiled
def _is_ready(clock: Record, who: int, why: int, team: int) -> None:
    """An account steps at once."""
    turn = ready_at(clock, clock["last"])
    turn["who"] = who
    turn["why"] = why
    turn["team"] = team
    clock["last"] += 1


@compiled
def _serve(world: Record, clock: Record, team: int) -> None:
    """Give seats of a team to those who wait, as long as there are any."""
    queue = queue_of(clock, team)
    while queue["length"] > 0 and queue["used"] < at.team_state(world, team)["seats"]:
        head = entry_at(queue["line"], 0)
        ticket, account = head["key"], head["tag"]
        drop_top(queue["line"], queue["length"])
        queue["length"] -= 1
        clock["waiting"] -= 1
        if ticket_of(clock, account)["n"] == ticket:
            ticket_of(clock, account)["n"] = 0
            queue["used"] += 1
            _is_ready(clock, account, life.SEAT, team)


@compiled
def _follow(
    world: Record, clock: Record, agenda: Record, actor: int, who: int, then: Step, born: int
) -> None:
    """What follows from a step, before which so many accounts were born."""
    frees = then.frees
    team = 0
    while frees != 0:  # seats that go back are given at once
        if frees & 1 != 0:
            queue_of(clock, team)["used"] -= 1
            _serve(world, clock, team)
        frees >>= 1
        team += 1
    if world["born"] > born:
        _is_ready(clock, born, life.DUE, NONE)
    plan(agenda, then.contract, life.CONTRACT * _CLASS + who, 0)
    if then.takes < 0:
        plan(agenda, then.at, actor * _CLASS + who, 0)
        return
    queue = queue_of(clock, then.takes)
    if queue["used"] < at.team_state(world, then.takes)["seats"]:
        queue["used"] += 1
        _is_ready(clock, who, life.SEAT, then.takes)
        return
    clock["tickets_given"] += 1
    clock["waiting"] += 1
    ticket = clock["tickets_given"]
    ticket_of(clock, who)["n"] = ticket
    push(queue["line"], queue["length"], float(then.priority), ticket, who)
    queue["length"] += 1
    if queue["length"] == queue["room"]:
        clock["full"] = 1
    plan(agenda, then.gives_up_at, life.MAX_WAIT * _CLASS + who, ticket)


def live(world: World) -> None:
    """Let everybody live until the run-off ends."""
    clock, cash = Clock(world), CashGates(world)
    while (why := _live(world.records, clock.records, clock.agenda.records)) != DONE:
        if why == NO_CASH:
            cash.tell()
        elif world.record["written"] > most_rows():
            raise TooManyRows.by(float(clock.record["now"]), int(world.record["born"]))
        else:
            clock.make_room()
