"""The engine to read: the same rules under SimPy, one process per actor."""

import heapq
from collections.abc import Generator
from typing import Any

import simpy

from simulator.engines.cash_gates import CashGates
from simulator.ledger import TooManyRows, most_rows
from simulator.model import NONE
from simulator.rules import life, step
from simulator.rules.life import INF, Step
from simulator.rules.world import World

Process = Generator[simpy.Event, Any, None]


class Clock(simpy.Environment):
    """SimPy's clock with dates instead of delays, and an order among things due at one date."""

    def due(self, at: float, actor: int, index: int) -> simpy.Event:
        """An event at the instant `at`, after all that follows from earlier ones.

        SimPy itself uses the priorities 0 and 1, for what follows at once.
        """
        event = simpy.Event(self)
        event._ok, event._value = True, None
        heapq.heappush(self._queue, (at, 2 + actor * 2**40 + index, next(self._eid), event))
        return event


class Seats(simpy.PriorityResource):
    """The seats of a team, whose number changes by plan; work in progress finishes."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, capacity=1)
        self._capacity = 0

    def staff(self, seats: int) -> None:
        """From now on there are so many."""
        self._capacity = seats
        self._serve()

    def leave(self, request: simpy.resources.resource.PriorityRequest) -> None:
        """A seat goes back, and is given at once."""
        self.users.remove(request)
        self._serve()

    def _serve(self) -> None:
        waiting = -1
        while waiting != len(self.put_queue):  # one trigger moves one request
            waiting = len(self.put_queue)
            self._trigger_put(None)


class Company:
    """The processes of one replication."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clock = Clock()
        self.seats = [Seats(self.clock) for _ in world.team_states]
        self.held: dict[tuple[int, int], simpy.resources.resource.PriorityRequest] = {}
        self.never = self.clock.event()

    def step(self, actor: int, who: int, why: int, team: int = NONE) -> Step:
        """One step of the rules, and what follows from it at once."""
        self._make_room()
        born = int(self.world.record["born"])
        then: Step = step(self.world.record, actor, who, why, team, float(self.clock.now))
        for index, seats in enumerate(self.seats):
            if then.frees & (1 << index):
                seats.leave(self.held.pop((who, index)))
        for child in range(born, int(self.world.record["born"])):
            self.clock.process(self.work(child, self.clock.event().succeed()))
        if then.contract < INF:
            self.clock.process(self.repeat(life.CONTRACT, who, then.contract))
        return then

    def work(self, who: int, born: simpy.Event) -> Process:
        """The life of an account: due, waiting for a seat, or gone."""
        yield born | self.never
        why, team = life.DUE, NONE
        while True:
            then = self.step(life.WORK, who, why, team)
            if then.takes >= 0:
                team = then.takes
                request = self.seats[team].request(priority=then.priority)
                max_wait = self.never
                if then.gives_up_at < INF:
                    max_wait = self.clock.due(then.gives_up_at, life.MAX_WAIT, who)
                yield request | max_wait
                why = life.SEAT if request.triggered else life.GAVE_UP
                if why == life.SEAT:
                    self.held[who, team] = request
                else:
                    request.cancel()
            elif then.at < INF:
                yield self.clock.due(then.at, life.WORK, who)
                why, team = life.DUE, NONE
            else:
                return

    def repeat(self, actor: int, who: int, at: float) -> Process:
        """An actor that waits for nobody: it has a date, and then another."""
        while at < INF:
            yield self.clock.due(at, actor, who)
            at = self.step(actor, who, life.DUE).at
            if actor == life.STAFFING:
                self.seats[who].staff(int(self.world.team_states[who]["seats"]))

    def live(self) -> None:
        """Open the company and let everybody live until the run-off ends."""
        standing = [(life.STAFFING, team) for team in range(len(self.seats))]
        standing += [(life.MONTH_END, 0)]
        standing += [(life.LEADS, source) for source in range(len(self.world.source_states))]
        for actor, who in standing:
            self.clock.process(self.repeat(actor, who, self.step(actor, who, life.BEGIN).at))
        until = self.world.numbers.until
        cash = CashGates(self.world)
        while self.clock.peek() <= until:
            if self.clock.peek() >= self.world.record["cash_due"]:
                cash.tell()
            self.clock.step()

    def _make_room(self) -> None:
        record = self.world.record
        if record["written"] > most_rows():
            raise TooManyRows.by(float(self.clock.now), int(record["born"]))
        self.world.make_room()


def live(world: World) -> None:
    """Let everybody live until the run-off ends."""
    Company(world).live()
