"""The ten-stage company in salabim: a component an account, a resource a team, nothing monitored.

Processes are generators. Who is gone for good is taken for a new lead: to make a component costs salabim more
than a whole life in it.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import salabim

from tests.benchmarks.company import NOBODY, Company, Counts
from tests.benchmarks.peers.in_python import Account, Ground

Process = Generator[Any, Any, None]


class World(Ground):
    """What components of one replication share."""

    def __init__(self, company: Company, seed: int) -> None:
        super().__init__(company, seed)
        self.clock = salabim.Environment(trace=False, yieldless=False, random_seed="")
        self.teams = [
            salabim.Resource("team", capacity=seats, monitor=False, env=self.clock) for seats in company.seats
        ]
        self.gone: list[Lives] = []


class _Component(salabim.Component):
    """One that writes down nothing about itself."""

    def setup(self, world: World) -> None:
        self.status.monitor(False)
        self.mode.monitor(False)
        self.world = world


class Market(_Component):
    """Where leads come from."""

    def process(self) -> Process:
        world = self.world
        while True:
            yield self.hold(world.chance.expovariate(world.company.leads))
            if self.env.now() >= world.company.horizon:
                return
            if world.gone:
                world.gone.pop().activate()
            else:
                Lives("lives", world=world, env=self.env)


class Lives(_Component):
    """One account after the other."""

    def process(self) -> Process:
        while True:
            yield from self.life()
            if self.claimed_resources():
                self.release()
            self.world.gone.append(self)
            yield self.passivate()

    def life(self) -> Process:
        """From lead to the last impact cycle."""
        world, clock = self.world, self.env
        company, chance, tally = world.company, world.chance, world.tally
        tally.leads += 1
        account = Account(company, chance)
        team = NOBODY
        for index, stage in enumerate(company.stages):
            if stage.team != team:
                if team != NOBODY:
                    self.release()
                team = stage.team
                if team != NOBODY:
                    came = clock.now()
                    if stage.max_wait is None:
                        yield self.request(world.teams[team])
                    else:
                        yield self.request(world.teams[team], fail_delay=chance.drawn(stage.max_wait))
                        if self.failed():
                            tally.unworked += 1
                            return
                    if account.gone:
                        return
                    tally.seats += 1
                    tally.waited += clock.now() - came
            yield self.hold(chance.drawn(stage.takes))
            if account.gone:
                return
            tally.worked += 1
            passed = chance.holds(stage.passes, account.fit)
            if index <= company.signature:
                if not passed:
                    return
                if index == company.signature:
                    tally.won += 1
                    Contract("contract", world=world, account=account, env=clock)
            elif not passed:
                tally.setbacks += 1
                account.clean = False
        if team != NOBODY:
            self.release()
        tally.live += 1
        while True:
            yield self.hold(company.every)
            if account.gone:
                return
            account.cycle_ends(company, chance, tally)


class Contract(_Component):
    """A decision at the end of each term."""

    def process(self, account: Account) -> Process:
        world = self.world
        while not account.gone:
            yield self.hold(world.company.term)
            account.term_ends(world.company, world.chance, world.tally)


def live(company: Company, seed: int) -> Counts:
    """One replication."""
    world = World(company, seed)
    Market("market", world=world, env=world.clock)
    world.clock.run(till=company.until)
    return world.tally.counts()
