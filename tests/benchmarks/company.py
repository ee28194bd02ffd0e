"""What a peer has to know of the ten-stage company, and what it has to count.

A peer gets plain numbers and no rule of ours: it lives through the same stages, people, patience, impact and
renewals in its own words, with random numbers of its own. What it counts says whether it did the same work.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simulator.ledger import (
    CHURNED,
    LEAD,
    LOST,
    MISSED,
    PASSED,
    REACHED,
    RENEWED,
    SEATED,
    SETBACK,
    UNWORKED,
    WENT_LIVE,
    WON,
    Ledger,
)
from simulator.model import JUDGED, WON as SIGNATURE, Model
from simulator.numerics.months import MONTH

NOBODY = -1
EXPONENTIAL = 1


class Law(NamedTuple):
    """The logarithm of a value is normal with this mean and standard deviation."""

    mean: float
    deviation: float


class Rate(NamedTuple):
    """Holds with the chance `p` where `slope` is 0, else where standard normal noise reaches
    `level - slope * fit`."""

    p: float
    level: float
    slope: float


class Stage(NamedTuple):
    """Work that a team may have to do, and the share of accounts that pass."""

    team: int  # NOBODY: nobody's time
    takes: Law  # days
    passes: Rate
    max_wait: Law | None  # days; None: waits as long as it takes


class Company(NamedTuple):
    """A company of one motion with leads at a steady pace."""

    leads: float  # a day
    horizon: float  # days with leads
    until: float  # days
    units: Law
    seats: tuple[int, ...]  # of each team
    stages: tuple[Stage, ...]
    signature: int  # the stage that ends with it
    term: float  # days from decision to decision
    renewal: float  # the chance to stay without impact
    lift: float  # log odds of staying that full impact adds
    every: float  # days of an impact cycle
    reached: Rate

    def stays(self, share: float) -> float:
        """The chance to renew after a term with impact in this share of its cycles."""
        odds = self.renewal / (1.0 - self.renewal) * math.exp(self.lift * share)
        return odds / (1.0 + odds)


class Counts(NamedTuple):
    """What happened in one replication."""

    leads: float
    worked: float  # work of a stage that was done
    seats: float  # given to an account
    waited: float  # days before seats that were given
    unworked: float  # gave up waiting
    won: float
    live: float
    setbacks: float  # failed starts
    renewed: float
    churned: float
    reached: float  # impact cycles
    missed: float


def company_of(model: Model) -> Company:
    """The plain numbers of a model. Raises ValueError for one with more to it than peers are told of."""
    n = model.numbers
    if len(n.motions) != 1 or len(n.sources) != 1 or n.stages["nurture"].max() >= 0:
        raise ValueError("peers live through one motion, with leads by the month and no nurture")
    motion, offer = n.motions[0], n.offers[0]

    def law(index: int) -> Law:
        curve = n.curves[index]
        if curve["form"] != EXPONENTIAL or curve["table"] != 0:
            raise ValueError("peers draw ranges of positive values only: log-normal laws")
        return Law(float(curve["shift"]), float(curve["scale"]))

    def rate(index: int) -> Rate:
        found = n.rates[index]
        root = math.sqrt(1.0 - found["fit_correlation"] ** 2)
        judged = found["kind"] == JUDGED
        slope = float(found["fit_correlation"] / root) if judged else 0.0
        return Rate(float(found["p"]), float(found["threshold"] / root), slope)

    def team_of(stage: np.void) -> int:
        return int(stage["teams"]).bit_length() - 1

    return Company(
        leads=float(n.leads[0, 0]) / MONTH,
        horizon=n.horizon,
        until=n.until,
        units=law(motion["units"]),
        seats=tuple(
            int(n.plans["people"][team["first_plan"]] * team["capacity"] * team["working"])
            for team in n.teams
        ),
        stages=tuple(
            Stage(
                team_of(stage),
                law(stage["takes"]),
                rate(stage["passes"]),
                law(stage["max_wait"]) if stage["max_wait"] >= 0 else None,
            )
            for stage in n.stages
        ),
        signature=int(np.flatnonzero(n.stages["marks"] == SIGNATURE)[0]),
        term=float(offer["term"]) * MONTH,
        renewal=float(n.rates["p"][motion["renewal"]]),
        lift=float(motion["lift"]),
        every=float(motion["every"]) * MONTH,
        reached=rate(motion["reached"]),
    )


def counts_of(ledger: Ledger) -> Counts:
    """What happened in a replication of ours."""
    rows = ledger.rows
    event = rows["event"]
    times = np.bincount(event, minlength=256)
    unworked = int((rows["reason"][event == LOST] == UNWORKED).sum())
    # An account that is seated came to its stage with its last row of these.
    moved = rows[np.isin(event, (LEAD, PASSED, SEATED))]
    moved = moved[np.argsort(moved["account"], kind="stable")]
    seated = np.flatnonzero(moved["event"] == SEATED)
    return Counts(
        leads=float(times[LEAD]),
        worked=float(times[PASSED] + times[SETBACK] + times[LOST] - unworked),
        seats=float(times[SEATED]),
        waited=float((moved["day"][seated] - moved["day"][seated - 1]).sum()),
        unworked=float(unworked),
        won=float(times[WON]),
        live=float(times[WENT_LIVE]),
        setbacks=float(times[SETBACK]),
        renewed=float(times[RENEWED]),
        churned=float(times[CHURNED]),
        reached=float(times[REACHED]),
        missed=float(times[MISSED]),
    )
