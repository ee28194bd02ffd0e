"""The ten-stage company in SimPy, as one would write it by hand: a process an account, a resource a team."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from tests.benchmarks.company import NOBODY, Company, Counts
from tests.benchmarks.peers.in_python import Account, Ground

Process = Generator[simpy.Event, Any, None]


class World(Ground):
    """One replication."""

    def __init__(self, company: Company, seed: int) -> None:
        super().__init__(company, seed)
        self.clock = simpy.Environment()
        self.teams = [simpy.Resource(self.clock, seats) for seats in company.seats]

    def arrivals(self) -> Process:
        """Leads at a steady pace."""
        while True:
            yield self.clock.timeout(self.chance.expovariate(self.company.leads))
            if self.clock.now >= self.company.horizon:
                return
            self.clock.process(self.life())

    def life(self) -> Process:
        """From lead to the last impact cycle."""
        company, chance, tally, clock = self.company, self.chance, self.tally, self.clock
        tally.leads += 1
        account = Account(company, chance)
        team, seat = NOBODY, None
        for index, stage in enumerate(company.stages):
            if stage.team != team:
                if seat is not None:
                    self.teams[team].release(seat)
                team, seat = stage.team, None
                if team != NOBODY:
                    came = clock.now
                    seat = self.teams[team].request()
                    if stage.max_wait is None:
                        yield seat
                    else:
                        yield seat | clock.timeout(chance.drawn(stage.max_wait))
                        if not seat.triggered:
                            seat.cancel()
                            tally.unworked += 1
                            return
                    if account.gone:
                        break
                    tally.seats += 1
                    tally.waited += clock.now - came
            yield clock.timeout(chance.drawn(stage.takes))
            if account.gone:
                break
            tally.worked += 1
            passed = chance.holds(stage.passes, account.fit)
            if index <= company.signature:
                if not passed:
                    break
                if index == company.signature:
                    tally.won += 1
                    clock.process(self.contract(account))
            elif not passed:
                tally.setbacks += 1
                account.clean = False
        else:
            if seat is not None:
                self.teams[team].release(seat)
            tally.live += 1
            while True:
                yield clock.timeout(company.every)
                if account.gone:
                    return
                account.cycle_ends(company, chance, tally)
        if seat is not None:
            self.teams[team].release(seat)

    def contract(self, account: Account) -> Process:
        """A decision at the end of each term."""
        while not account.gone:
            yield self.clock.timeout(self.company.term)
            account.term_ends(self.company, self.chance, self.tally)


def live(company: Company, seed: int) -> Counts:
    """One replication."""
    world = World(company, seed)
    world.clock.process(world.arrivals())
    world.clock.run(company.until)
    return world.tally.counts()
