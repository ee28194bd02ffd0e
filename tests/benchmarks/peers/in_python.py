"""What peers written in Python share: how a replication begins, and an account with its contract.

Chance is the standard library's: one number at a time is what it draws fastest from Python.
"""

from __future__ import annotations

import math
import random

from tests.benchmarks.company import Company, Counts, Law, Rate


class Tally:
    """Counters of one replication, all at nought."""

    __slots__ = Counts._fields

    def __init__(self) -> None:
        for name in Counts._fields:
            setattr(self, name, 0)

    def counts(self) -> Counts:
        """What was counted."""
        return Counts(*(float(getattr(self, name)) for name in Counts._fields))


class Chance(random.Random):
    """Where random numbers come from."""

    def drawn(self, law: Law) -> float:
        """A value of a law."""
        return math.exp(self.gauss(law.mean, law.deviation))

    def holds(self, rate: Rate, fit: float) -> bool:
        """Whether a rate holds for an account of this fit."""
        if rate.slope == 0.0:
            return self.random() < rate.p
        return self.gauss(0.0, 1.0) >= rate.level - rate.slope * fit


class Ground:
    """A replication before its first lead."""

    def __init__(self, company: Company, seed: int) -> None:
        self.company, self.chance, self.tally = company, Chance(seed), Tally()


class Account:
    """How an account fits, and how its contract stands."""

    __slots__ = ("clean", "cycles", "ever", "fit", "gone", "hits", "share", "units")

    def __init__(self, company: Company, chance: Chance) -> None:
        self.units = max(1, math.floor(chance.drawn(company.units) + 0.5))
        self.fit = chance.gauss(0.0, 1.0)
        self.gone, self.clean = False, True
        self.cycles, self.hits, self.ever = 0, 0, False  # since the last decision; whether any ended
        self.share = 1.0

    def cycle_ends(self, company: Company, chance: Chance, tally: Tally) -> None:
        """An impact cycle ends."""
        self.cycles += 1
        self.ever = True
        if chance.holds(company.reached, self.fit):
            self.hits += 1
            tally.reached += 1
        else:
            tally.missed += 1

    def term_ends(self, company: Company, chance: Chance, tally: Tally) -> None:
        """It renews or leaves, by the impact since the last decision; before any, by how it was started."""
        if self.cycles:
            self.share = self.hits / self.cycles
            self.cycles = self.hits = 0
        elif not self.ever:
            self.share = float(self.clean)
        if chance.random() < company.stays(self.share):
            tally.renewed += 1
        else:
            tally.churned += 1
            self.gone = True
