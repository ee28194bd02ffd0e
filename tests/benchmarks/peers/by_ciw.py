"""The ten-stage company in Ciw: a node for each team that an account comes to.

A seat is kept over the stages of one team, so its service is all of them. At each event Ciw looks through all
who are at any node: a customer in use, who waits for nobody, stays at none. Its terms and cycles are settled
in their order where its last work begins, as are those that end while it is being started.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import ciw

from tests.benchmarks.company import NOBODY, Company, Counts, Law, Stage
from tests.benchmarks.peers.in_python import Account, Chance, Ground


class Held(Account):
    """An account with its dates."""

    __slots__ = ("cycle_at", "decides_at", "lost")

    def __init__(self, company: Company, chance: Chance) -> None:
        super().__init__(company, chance)
        self.lost = False
        self.decides_at = self.cycle_at = math.inf


class World(Ground):
    """What distributions and routers of one replication share."""

    def __deepcopy__(self, memo: dict[int, Any]) -> World:
        """Ciw copies distributions for each simulation; they go on sharing this."""
        return self

    def settle(self, account: Held, now: float) -> None:
        """Terms and cycles that have ended, in order."""
        company = self.company
        while not account.gone and min(account.decides_at, account.cycle_at) <= now:
            if account.decides_at <= account.cycle_at:
                account.decides_at += company.term
                account.term_ends(company, self.chance, self.tally)
            else:
                account.cycle_at += company.every
                account.cycle_ends(company, self.chance, self.tally)


class Leads(ciw.dists.Distribution):
    """Days to the next lead, up to the horizon."""

    def __init__(self, world: World) -> None:
        self.world = world

    def sample(self, t: float | None = None, ind: Any = None) -> float:
        gap = self.world.chance.expovariate(self.world.company.leads)
        return gap if (t or 0.0) + gap < self.world.company.horizon else math.inf


class Drawn(ciw.dists.Distribution):
    """Days of a law: how long somebody waits."""

    def __init__(self, world: World, law: Law) -> None:
        self.world, self.law = world, law

    def sample(self, t: float | None = None, ind: Any = None) -> float:
        return self.world.chance.drawn(self.law)


class Work(ciw.dists.Distribution):
    """Days of all stages of one team, up to the one that is not passed."""

    def __init__(self, world: World, stages: list[tuple[int, Stage]]) -> None:
        self.world, self.stages = world, stages

    def sample(self, t: float = 0.0, ind: Any = None) -> float:
        world = self.world
        company, chance, tally = world.company, world.chance, world.tally
        if self.stages[0][0] == 0:
            tally.leads += 1
            ind.account = Held(company, chance)
        account = ind.account
        world.settle(account, t)
        if account.gone:
            return 0.0
        if self.stages[0][1].team != NOBODY:
            tally.seats += 1
            tally.waited += t - ind.arrival_date
        now = t
        for index, stage in self.stages:
            now += chance.drawn(stage.takes)
            world.settle(account, now)
            if account.gone:
                break
            tally.worked += 1
            passed = chance.holds(stage.passes, account.fit)
            if index <= company.signature:
                if not passed:
                    account.lost = True
                    break
                if index == company.signature:
                    tally.won += 1
                    account.decides_at = now + company.term
            elif not passed:
                tally.setbacks += 1
                account.clean = False
        else:
            if self.stages[-1][0] == len(company.stages) - 1:
                tally.live += 1
                account.cycle_at = now + company.every
                world.settle(account, company.until)
                account.gone = True  # whatever it became, it needs nobody
        return now - t


class Onward(ciw.routing.NodeRouting):
    """To the next team, unless lost."""

    def __init__(self, world: World, to: int) -> None:
        self.world, self.to = world, to

    def next_node(self, ind: Any) -> Any:
        account: Held = ind.account
        return self.simulation.nodes[-1 if account.lost or account.gone else self.to]

    def next_node_for_jockeying(self, ind: Any) -> Any:
        self.world.tally.unworked += 1
        return self.simulation.nodes[-1]


def live(company: Company, seed: int) -> Counts:
    """One replication."""
    world = World(company, seed)
    teams = [list(group) for _, group in itertools.groupby(enumerate(company.stages), lambda at: at[1].team)]
    firsts = [stages[0][1] for stages in teams]
    network = ciw.create_network(
        arrival_distributions=[Leads(world)] + [None] * (len(teams) - 1),
        service_distributions=[Work(world, stages) for stages in teams],
        number_of_servers=[
            math.inf if first.team == NOBODY else company.seats[first.team] for first in firsts
        ],
        reneging_time_distributions=[
            None if first.max_wait is None else Drawn(world, first.max_wait) for first in firsts
        ],
        routing=ciw.routing.NetworkRouting([Onward(world, at + 2) for at in range(len(teams))]),
    )
    ciw.seed(seed)
    ciw.Simulation(network).simulate_until_max_time(company.until)
    return world.tally.counts()
