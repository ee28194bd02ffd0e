"""The fast engine: an event heap and a queue for each team, compiled by numba."""

import numpy as np

from simulator.engines.heap import ENTRY, drop_top, grown, push, wider
from simulator.ledger import MOST_ROWS, ROOM, TooManyRows
from simulator.model import NONE
from simulator.numerics.jit import Rows, compiled
from simulator.rules import at, life, step
from simulator.rules.life import INF
from simulator.rules.world import World

_CLASS = 2**40  # more than the accounts of a replication: a key is class * _CLASS + index

READY = np.dtype([("who", "i8"), ("why", "i8"), ("team", "i8")], align=True)


@compiled
def _live(records: Rows, accounts: Rows, visits: Rows, rows: Rows) -> tuple[Rows, Rows, Rows, float]:
    """Let everybody live until the run-off ends; return the arrays, perhaps grown, and the last instant.

    One due thing at a time, by (instant, class, index). Whoever is served or born by it steps
    at once, in the order in which that happened, before the next due thing.
    """
    world = records[0]
    until = world["until"]
    teams = world["team_count"]
    agenda = np.zeros(1024, ENTRY)
    size = 0
    lines = np.zeros((teams, 16), ENTRY)  # (at, key, tag) = (priority, order of asking, account)
    length = np.zeros(teams, np.int64)
    used = np.zeros(teams, np.int64)
    waits = np.zeros(accounts.shape[0], np.int64)  # order of asking; 0: does not wait
    asked = 0
    ready = np.zeros(64, READY)
    first, last = 0, 0

    for team in range(teams):
        due = step(world, life.STAFFING, team, life.BEGIN, NONE, 0.0).at
        size = push(agenda, size, due, life.STAFFING * _CLASS + team, 0)
    due = step(world, life.MONTH_END, 0, life.BEGIN, NONE, 0.0).at
    size = push(agenda, size, due, life.MONTH_END * _CLASS, 0)
    for source in range(world["source_count"]):
        agenda = grown(agenda, size + 8)
        due = step(world, life.LEADS, source, life.BEGIN, NONE, 0.0).at
        size = push(agenda, size, due, life.LEADS * _CLASS + source, 0)

    now = 0.0
    while True:
        # Whose turn is it?
        team = NONE
        if first < last:
            actor = life.WORK
            who, why, team = ready[first]["who"], ready[first]["why"], ready[first]["team"]
            first += 1
            if first == last:
                first, last = 0, 0
        else:
            if size == 0 or agenda[0]["at"] > until:
                break
            now = agenda[0]["at"]
            key, tag = agenda[0]["key"], agenda[0]["tag"]
            size = drop_top(agenda, size)
            actor = key // _CLASS
            who = key - actor * _CLASS
            why = life.DUE
            if actor == life.MAX_WAIT:
                if waits[who] != tag:
                    continue  # it was served in time
                waits[who] = 0
                actor, why = life.WORK, life.GAVE_UP

        # Room for what a step may need.
        if world["written"] + ROOM > rows.shape[0]:
            if world["written"] > MOST_ROWS:
                break
            rows = grown(rows, world["written"] + ROOM)
            world["rows"] = rows.ctypes.data
        born = world["born"]
        if born + 1 > accounts.shape[0]:
            accounts = grown(accounts, born + 1)
            world["accounts"] = accounts.ctypes.data
            visits = grown(visits, accounts.shape[0] * world["most_stages"])
            world["visits"] = visits.ctypes.data
            waits = grown(waits, accounts.shape[0])
        agenda = grown(agenda, size + 4)

        then = step(world, actor, who, why, team, now)

        # Seats that go back, or come with new people, are given at once.
        frees = then.frees
        if actor == life.STAFFING:
            frees = 1 << who
        index = 0
        while frees != 0:
            if frees & 1 != 0:
                if actor != life.STAFFING:
                    used[index] -= 1
                while length[index] > 0 and used[index] < at.team_state(world, index)["seats"]:
                    account, ticket = lines[index, 0]["tag"], lines[index, 0]["key"]
                    length[index] = drop_top(lines[index], length[index])
                    if waits[account] == ticket:
                        waits[account] = 0
                        used[index] += 1
                        ready = grown(ready, last + 1)
                        ready[last]["who"], ready[last]["why"] = account, life.SEAT
                        ready[last]["team"] = index
                        last += 1
            frees >>= 1
            index += 1

        if world["born"] > born:
            ready = grown(ready, last + 1)
            ready[last]["who"], ready[last]["why"], ready[last]["team"] = born, life.DUE, NONE
            last += 1

        if then.contract < INF:
            size = push(agenda, size, then.contract, life.CONTRACT * _CLASS + who, 0)

        takes = then.takes
        if takes < 0:
            if then.at < INF:
                size = push(agenda, size, then.at, actor * _CLASS + who, 0)
        elif used[takes] < at.team_state(world, takes)["seats"]:
            used[takes] += 1
            ready = grown(ready, last + 1)
            ready[last]["who"], ready[last]["why"], ready[last]["team"] = who, life.SEAT, takes
            last += 1
        else:
            asked += 1
            waits[who] = asked
            lines = wider(lines, length[takes] + 1)
            length[takes] = push(lines[takes], length[takes], float(then.priority), asked, who)
            if then.gives_up_at < INF:
                size = push(agenda, size, then.gives_up_at, life.MAX_WAIT * _CLASS + who, asked)
    return accounts, visits, rows, now  # held to the end: the record only knows where they are


def live(world: World) -> None:
    """Let everybody live until the run-off ends."""
    accounts, visits, rows, now = _live(world.records, world.accounts, world.visits, world.rows)
    world.keep(accounts, visits, rows)
    if world.record["written"] > MOST_ROWS:
        raise TooManyRows.by(now, int(world.record["born"]))
