"""The ten-stage company in cimba: an event a date, and a line of those who wait for each team.

Events and lines are several times as fast here as a process an account, which needs a stack of its own.
"""

from __future__ import annotations

import functools
import math

import cimba as cb
from cimba import random

from tests.benchmarks.company import NOBODY, Company, Counts
from tests.benchmarks.peers.cimba_ground import Ground, counted, experiment_of, fill


class Team(cb.Model):
    """Seats, and those who wait for one."""

    free: int = 0
    line: cb.PriorityStore[Account]


class World(Ground):
    """One replication."""

    teams: list[Team]

    @cb.function
    def lead(self) -> None:
        cb.spawn(Account, world=self)


class Account(cb.Model):
    """From lead to the last impact cycle."""

    world: cb.Ref[World]
    fit: float = 0.0
    units: int = 0
    stage: int = 0
    held: int = NOBODY  # the team of which it has a seat
    came: float = 0.0
    ticket: int = 0
    gives_up_at: float = -1.0  # while it waits no longer than so
    gone: bool = False
    clean: bool = True
    ever: bool = False
    cycles: int = 0
    hits: int = 0
    share: float = 1.0

    @cb.on_start
    def begin(self):
        world = self.world
        self.units = max(1, int(random.lognormal(world.units_mean, world.units_deviation) + 0.5))
        self.fit = random.normal(0.0, 1.0)
        self.enter()

    @cb.function
    def give_back(self) -> None:
        if self.held == NOBODY:
            return
        team = self.world.teams[self.held]
        self.held = NOBODY
        team.free += 1
        while team.free > 0 and team.line.length() > 0:
            team.free -= 1
            team.line.get().seated()

    @cb.function
    def enter(self) -> None:
        world = self.world
        wanted = world.team[self.stage]
        if wanted != self.held:
            self.give_back()
            if wanted != NOBODY:
                team = world.teams[wanted]
                self.came = cb.now()
                self.held = wanted
                if team.free > 0:
                    team.free -= 1
                    world.seats += 1.0
                    self.work()
                    return
                self.held = NOBODY
                self.ticket = team.line.enqueue(self)
                if world.waits_deviation[self.stage] > 0.0:
                    wait = random.lognormal(world.waits_mean[self.stage], world.waits_deviation[self.stage])
                    self.gives_up_at = cb.now() + wait
                    cb.schedule(self.gives_up, wait)
                return
        self.work()

    @cb.function
    def work(self) -> None:
        world = self.world
        cb.schedule(
            self.done, random.lognormal(world.takes_mean[self.stage], world.takes_deviation[self.stage])
        )

    @cb.function
    def seated(self) -> None:
        world = self.world
        self.held = world.team[self.stage]
        self.gives_up_at = -1.0
        if self.gone:
            self.give_back()
            return
        world.seats += 1.0
        world.waited += cb.now() - self.came
        self.work()

    @cb.event
    def gives_up(self):
        world = self.world
        if cb.now() == self.gives_up_at and world.teams[world.team[self.stage]].line.cancel(self.ticket):
            world.unworked += 1.0

    @cb.event
    def done(self):
        world = self.world
        if self.gone:
            self.give_back()
            return
        world.worked += 1.0
        slope = world.slope[self.stage]
        if slope == 0.0:
            passed = random.uniform(0.0, 1.0) < world.passes[self.stage]
        else:
            passed = random.normal(0.0, 1.0) >= world.level[self.stage] - slope * self.fit
        if self.stage <= world.signature:
            if not passed:
                self.give_back()
                return
            if self.stage == world.signature:
                world.won += 1.0
                cb.schedule(self.term_ends, world.term)
        elif not passed:
            world.setbacks += 1.0
            self.clean = False
        self.stage += 1
        if self.stage < len(world.team):
            self.enter()
            return
        self.give_back()
        world.live += 1.0
        cb.schedule(self.cycle_ends, world.every)

    @cb.event
    def term_ends(self):
        world = self.world
        if self.cycles > 0:
            self.share = self.hits / self.cycles
            self.cycles = 0
            self.hits = 0
        elif not self.ever:
            self.share = 1.0 if self.clean else 0.0
        stays = 1.0 / (1.0 + math.exp(-(world.renewal + world.lift * self.share)))
        if random.uniform(0.0, 1.0) < stays:
            world.renewed += 1.0
            if cb.now() + world.term <= world.until:
                cb.schedule(self.term_ends, world.term)
        else:
            world.churned += 1.0
            self.gone = True

    @cb.event
    def cycle_ends(self):
        world = self.world
        if self.gone:
            return
        self.cycles += 1
        self.ever = True
        if random.normal(0.0, 1.0) >= world.reached_level - world.reached_slope * self.fit:
            self.hits += 1
            world.reached += 1.0
        else:
            world.missed += 1.0
        if cb.now() + world.every <= world.until:
            cb.schedule(self.cycle_ends, world.every)


@functools.lru_cache(maxsize=4)
def _experiment(company: Company) -> cb.Experiment:
    world = World()
    fill(world, company)
    teams = [Team() for _ in company.seats]
    for team, seats in zip(teams, company.seats, strict=True):
        team.free = seats
    world.teams = teams
    return experiment_of(world, company)


def live(company: Company, seed: int) -> Counts:
    """One replication."""
    return counted(_experiment(company), seed)
