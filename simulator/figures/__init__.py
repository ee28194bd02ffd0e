"""Figures of outcomes and comparisons, as matplotlib `Figure`s."""

from simulator.figures.bowtie import bowtie
from simulator.figures.bridge import bridge
from simulator.figures.capacity import capacity
from simulator.figures.cash import cash
from simulator.figures.channels import channels
from simulator.figures.cohorts import cohorts
from simulator.figures.cycles import cycles
from simulator.figures.lifetime import lifetime
from simulator.figures.motions import motions
from simulator.figures.odds import odds
from simulator.figures.recurring import recurring
from simulator.figures.risk import risk
from simulator.figures.side_by_side import side_by_side
from simulator.figures.stated import stated
from simulator.figures.tornado import tornado
from simulator.figures.what_ifs import what_ifs

OF_OUTCOMES = (
    *(odds, tornado, bowtie, recurring, bridge, motions, channels, cash, cycles, capacity, cohorts),
    *(lifetime, risk, stated),
)
OF_COMPARISON = (odds, side_by_side, what_ifs, cycles, lifetime, risk)

__all__ = [
    "OF_COMPARISON",
    "OF_OUTCOMES",
    "bowtie",
    "bridge",
    "capacity",
    "cash",
    "channels",
    "cohorts",
    "cycles",
    "lifetime",
    "motions",
    "odds",
    "recurring",
    "risk",
    "side_by_side",
    "stated",
    "tornado",
    "what_ifs",
]
