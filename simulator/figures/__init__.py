"""Figures of outcomes and comparisons, as matplotlib `Figure`s."""

from simulator.figures.arr import recurring
from simulator.figures.balance import cash
from simulator.figures.models import side_by_side
from simulator.figures.ranked import what_ifs
from simulator.figures.selling import cycles
from simulator.figures.staffing import capacity
from simulator.figures.stakes import risk
from simulator.figures.staying import cohorts
from simulator.figures.volumes import bowtie
from simulator.figures.worth import lifetime

OF_OUTCOMES = (bowtie, recurring, cash, cycles, capacity, cohorts, lifetime, risk)
OF_COMPARISON = (side_by_side, what_ifs, cycles, lifetime, risk)

__all__ = [
    "OF_COMPARISON",
    "OF_OUTCOMES",
    "bowtie",
    "capacity",
    "cash",
    "cohorts",
    "cycles",
    "lifetime",
    "recurring",
    "risk",
    "side_by_side",
    "what_ifs",
]
