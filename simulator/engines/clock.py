"""What the compiled engine knows beside the world and its agenda: the instant, who is ready, who waits.

Compiled code finds lists by their addresses and never makes one. Where the room of a list could run out
it stops; `Clock.make_room` makes longer lists, and compiled code goes on where it stopped.
"""

import numpy as np

from simulator.engines.agenda import Agenda
from simulator.engines.heap import ENTRY
from simulator.numerics.pointers import point, row_of
from simulator.rules.world import World, longer

FIRST_ROOM = 64  # of a list that grows

READY = np.dtype([("who", "i8"), ("why", "i8"), ("team", "i8")], align=True)

QUEUE = np.dtype(  # of a team
    [
        ("line", "u8"),  # a heap of entries (at, key, tag) = (priority, ticket, account)
        ("length", "i8"),
        ("room", "i8"),
        ("used", "i8"),  # seats
    ],
    align=True,
)

TICKET = np.dtype([("n", "i8")])  # with which an account waits; 0: it does not

CLOCK = np.dtype(
    [
        ("now", "f8"),
        ("begun", "i8"),  # 1: the company has opened
        ("tickets_given", "i8"),
        ("waiting", "i8"),  # entries in all lines: also of those who gave up
        ("full", "i8"),  # 1: a line has no room for one more
        ("first", "i8"),  # of those who are ready, and one after the last
        ("last", "i8"),
        ("ready_room", "i8"),
        ("ready", "u8"),
        ("queues", "u8"),
        ("tickets", "u8"),
    ],
    align=True,
)

ready_at = row_of("ready", READY)
queue_of = row_of("queues", QUEUE)
ticket_of = row_of("tickets", TICKET)


class Clock:
    """The clock of a world before its first instant; it owns what `record` points to."""

    def __init__(self, world: World) -> None:
        self.world = world
        teams = len(world.team_states)
        standing = teams + 1 + len(world.source_states)  # each is due from the beginning on
        self.agenda = Agenda(float(world.record["until"]), len(world.accounts), standing + FIRST_ROOM)
        self.ready = np.zeros(FIRST_ROOM, READY)
        self.queues = np.zeros(teams, QUEUE)
        self.lines = [np.zeros(FIRST_ROOM, ENTRY) for _ in range(teams)]
        self.tickets = np.zeros(len(world.accounts), TICKET)
        self.records = np.zeros(1, CLOCK)
        self.record = self.records[0]
        self._point()

    def _point(self) -> None:
        point(self.record, self, ("ready", "queues", "tickets"))
        self.record["ready_room"] = len(self.ready)
        for queue, line in zip(self.queues, self.lines, strict=True):
            queue["line"], queue["room"] = line.ctypes.data, len(line)

    def make_room(self) -> None:
        """Have room for what a step may add, to the clock and to the world: see `_has_room` of the engine."""
        record = self.record
        self.agenda.make_room(2)
        while record["last"] + record["waiting"] + 2 > len(self.ready):
            self.ready = longer(self.ready, int(record["last"]))
        for team, queue in enumerate(self.queues):
            if queue["length"] == queue["room"]:
                self.lines[team] = longer(self.lines[team], int(queue["length"]))
        record["full"] = 0
        self.world.make_room()
        if len(self.tickets) < len(self.world.accounts):
            self.tickets = longer(self.tickets, len(self.tickets))
        self._point()
