"""The ten-stage company in cimba, as its pages teach: a process an account, a resource a team."""

from __future__ import annotations

import functools
import math

import cimba as cb
from cimba import random

from tests.benchmarks.company import NOBODY, Company, Counts
from tests.benchmarks.peers.cimba_ground import Ground, counted, experiment_of, fill

TIRED = 1  # the signal that ends a wait


class Team(cb.Model):
    """Seats."""

    seats: cb.Resource


class World(Ground):
    """One replication."""

    teams: list[Team]

    @cb.function
    def lead(self) -> None:
        cb.spawn(Account, world=self)


class Account(cb.Model):
    """From lead to the last impact cycle."""

    world: cb.Ref[World]
    gone: bool = False
    clean: bool = True
    ever: bool = False
    cycles: int = 0
    hits: int = 0
    share: float = 1.0
    units: int = 0

    @cb.process
    def life(self):
        world = self.world
        self.units = max(1, int(random.lognormal(world.units_mean, world.units_deviation) + 0.5))
        fit = random.normal(0.0, 1.0)
        held = NOBODY
        for stage in range(len(world.team)):
            wanted = world.team[stage]
            if wanted != held:
                if held != NOBODY:
                    world.teams[held].seats.release()
                    held = NOBODY
                if wanted != NOBODY:
                    came = cb.now()
                    if world.waits_deviation[stage] > 0.0:
                        wait = random.lognormal(world.waits_mean[stage], world.waits_deviation[stage])
                        me = cb.this_process()
                        me.timer_set(wait, TIRED)
                        signal = world.teams[wanted].seats.acquire()
                        me.timers_clear()
                        if signal != 0:
                            world.unworked += 1.0
                            return
                    else:
                        world.teams[wanted].seats.acquire()
                    held = wanted
                    if self.gone:
                        break
                    world.seats += 1.0
                    world.waited += cb.now() - came
            cb.hold(random.lognormal(world.takes_mean[stage], world.takes_deviation[stage]))
            if self.gone:
                break
            world.worked += 1.0
            slope = world.slope[stage]
            if slope == 0.0:
                passed = random.uniform(0.0, 1.0) < world.passes[stage]
            else:
                passed = random.normal(0.0, 1.0) >= world.level[stage] - slope * fit
            if stage <= world.signature:
                if not passed:
                    break
                if stage == world.signature:
                    world.won += 1.0
                    cb.schedule(self.term_ends, world.term)
            elif not passed:
                world.setbacks += 1.0
                self.clean = False
            if stage + 1 == len(world.team):
                world.live += 1.0
                if held != NOBODY:
                    world.teams[held].seats.release()
                    held = NOBODY
                while True:
                    cb.hold(world.every)
                    if self.gone:
                        break
                    self.cycles += 1
                    self.ever = True
                    if random.normal(0.0, 1.0) >= world.reached_level - world.reached_slope * fit:
                        self.hits += 1
                        world.reached += 1.0
                    else:
                        world.missed += 1.0
        if held != NOBODY:
            world.teams[held].seats.release()

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


@functools.lru_cache(maxsize=4)
def _experiment(company: Company) -> cb.Experiment:
    world = World()
    fill(world, company)
    teams = [Team() for _ in company.seats]
    for team, seats in zip(teams, company.seats, strict=True):
        team.seats = cb.Resource(capacity=seats)
    world.teams = teams
    return experiment_of(world, company)


def live(company: Company, seed: int) -> Counts:
    """One replication."""
    return counted(_experiment(company), seed)
