"""What both models in cimba share: numbers, counters and leads of the company, and how a life is run."""

from __future__ import annotations

import math

import cimba as cb
from cimba import random

from tests.benchmarks.company import Company, Counts

MOST = 1000  # replications that may be asked for


class Ground(cb.Model):
    """Numbers of the company, counters, and leads at a steady pace; `lead` lets one begin its life."""

    leads_a_day: cb.Param[float]
    horizon: cb.Param[float]
    until: cb.Param[float]  # an event that is due later would still happen
    units_mean: cb.Param[float]
    units_deviation: cb.Param[float]
    signature: cb.Param[int]
    term: cb.Param[float]
    renewal: cb.Param[float]  # log odds
    lift: cb.Param[float]
    every: cb.Param[float]
    reached_level: cb.Param[float]
    reached_slope: cb.Param[float]
    team: cb.Array[int]
    takes_mean: cb.Array[float]
    takes_deviation: cb.Array[float]
    waits_mean: cb.Array[float]
    waits_deviation: cb.Array[float]  # 0: waits as long as it takes
    passes: cb.Array[float]
    level: cb.Array[float]
    slope: cb.Array[float]

    leads: cb.Output[float] = 0.0
    worked: cb.Output[float] = 0.0
    seats: cb.Output[float] = 0.0
    waited: cb.Output[float] = 0.0
    unworked: cb.Output[float] = 0.0
    won: cb.Output[float] = 0.0
    live: cb.Output[float] = 0.0
    setbacks: cb.Output[float] = 0.0
    renewed: cb.Output[float] = 0.0
    churned: cb.Output[float] = 0.0
    reached: cb.Output[float] = 0.0
    missed: cb.Output[float] = 0.0

    @cb.process
    def arrivals(self):
        while True:
            cb.hold(random.exponential(1.0 / self.leads_a_day))
            if cb.now() >= self.horizon:
                return
            self.leads += 1.0
            self.lead()


def fill(world: Ground, company: Company) -> None:
    """Tell it the numbers of the company."""
    world.leads_a_day, world.horizon, world.until = company.leads, company.horizon, company.until
    world.units_mean, world.units_deviation = company.units
    world.signature, world.term, world.every = company.signature, company.term, company.every
    world.renewal, world.lift = math.log(company.renewal / (1.0 - company.renewal)), company.lift
    world.reached_level, world.reached_slope = company.reached.level, company.reached.slope
    stages = company.stages
    world.team = cb.Array([stage.team for stage in stages])
    world.takes_mean = cb.Array([stage.takes.mean for stage in stages])
    world.takes_deviation = cb.Array([stage.takes.deviation for stage in stages])
    world.waits_mean = cb.Array([stage.max_wait.mean if stage.max_wait else 0.0 for stage in stages])
    world.waits_deviation = cb.Array(
        [stage.max_wait.deviation if stage.max_wait else 0.0 for stage in stages]
    )
    world.passes = cb.Array([stage.passes.p for stage in stages])
    world.level = cb.Array([stage.passes.level for stage in stages])
    world.slope = cb.Array([stage.passes.slope for stage in stages])


def experiment_of(world: Ground, company: Company) -> cb.Experiment:
    """All replications of a company; what is set up for them is set up once."""
    return cb.Experiment(world, replications=MOST, window=cb.Window(duration=company.until))


def counted(experiment: cb.Experiment, seed: int) -> Counts:
    """One replication, on one thread."""
    results = experiment.only(trials=[seed], workers=1)
    if results.failed.any():
        raise RuntimeError(f"cimba: {results.failure_reasons.ravel()[0]}")
    found = results[experiment.model]
    return Counts(*(float(getattr(found, name).values.ravel()[0]) for name in Counts._fields))
