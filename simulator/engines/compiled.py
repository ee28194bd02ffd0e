"""The fast engine: an event heap and a queue for each team, compiled by numba."""

from simulator.engines.clock import Clock, queue_of, ready_at, ticket_of
from simulator.engines.heap import drop_top, entry_at, push
from simulator.ledger import MOST_ROWS, ROOM, TooManyRows
from simulator.model import NONE
from simulator.numerics.jit import Record, Rows, compiled
from simulator.rules import at, life, step
from simulator.rules.life import INF, Step
from simulator.rules.world import World

_CLASS = 2**40  # more than the accounts of a replication: a key is class * _CLASS + index

# Why compiled code comes back.
DONE = 0  # the run-off has ended
NO_ROOM = 1  # a list may be too short for the next step


@compiled
def _live(worlds: Rows, clocks: Rows) -> int:
    """Go on from where the clock stands until the run-off ends, or room is short.

    One due thing at a time, by (instant, class, index). Whoever is served or born by it steps
    at once, in the order in which that happened, before the next due thing.
    """
    world, clock = worlds[0], clocks[0]
    if clock["begun"] == 0:
        _begin(world, clock)
    while has_room(world, clock):
        team = NONE
        if clock["first"] < clock["last"]:
            turn = ready_at(clock, clock["first"])
            actor, who, why, team = life.WORK, turn["who"], turn["why"], turn["team"]
            clock["first"] += 1
            if clock["first"] == clock["last"]:
                clock["first"] = clock["last"] = 0
        else:
            top = entry_at(clock["agenda"], 0)
            if clock["due"] == 0 or top["at"] > world["until"]:
                return DONE
            clock["now"] = top["at"]
            key, tag = top["key"], top["tag"]
            drop_top(clock["agenda"], clock["due"])
            clock["due"] -= 1
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
        _follow(world, clock, actor, who, then, born)
    return NO_ROOM


@compiled
def _begin(world: Record, clock: Record) -> None:
    """The company opens: everybody who is there says when he is due first."""
    clock["begun"] = 1
    for team in range(world["team_count"]):
        _plan(clock, step(world, life.STAFFING, team, life.BEGIN, NONE, 0.0).at, life.STAFFING, team, 0)
    _plan(clock, step(world, life.MONTH_END, 0, life.BEGIN, NONE, 0.0).at, life.MONTH_END, 0, 0)
    for source in range(world["source_count"]):
        _plan(clock, step(world, life.LEADS, source, life.BEGIN, NONE, 0.0).at, life.LEADS, source, 0)


@compiled
def has_room(world: Record, clock: Record) -> bool:
    """Whether every list has room for what a step may add.

    ROOM rows and an account; two instants; and those who are ready: all who wait, who is born, and who
    asks for a seat. A line has room for one more unless its last one has just come.
    """
    return bool(
        world["written"] + ROOM <= world["rows_room"]
        and world["born"] + 1 <= world["accounts_room"]
        and clock["due"] + 2 <= clock["agenda_room"]
        and clock["last"] + clock["waiting"] + 2 <= clock["ready_room"]
        and clock["full"] == 0
    )


@compiled
def _plan(clock: Record, at: float, actor: int, who: int, tag: int) -> None:
    """An actor is due at an instant; INF: never."""
    if at < INF:
        push(clock["agenda"], clock["due"], at, actor * _CLASS + who, tag)
        clock["due"] += 1


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
def _follow(world: Record, clock: Record, actor: int, who: int, then: Step, born: int) -> None:
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
    _plan(clock, then.contract, life.CONTRACT, who, 0)
    if then.takes < 0:
        _plan(clock, then.at, actor, who, 0)
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
    _plan(clock, then.gives_up_at, life.MAX_WAIT, who, ticket)


def live(world: World) -> None:
    """Let everybody live until the run-off ends."""
    clock = Clock(world)
    while _live(world.records, clock.records) == NO_ROOM:
        if world.record["written"] > MOST_ROWS:
            raise TooManyRows.by(float(clock.record["now"]), int(world.record["born"]))
        clock.make_room()
