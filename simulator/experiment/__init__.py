"""Replications, intervals, scenarios side by side."""

from simulator.experiment.comparison import Comparison, Difference
from simulator.experiment.intervals import LEVEL, Interval, t_interval
from simulator.experiment.options import OptionError
from simulator.experiment.outcomes import Outcomes, Summary
from simulator.experiment.running import compare, run

__all__ = [
    "LEVEL",
    "Comparison",
    "Difference",
    "Interval",
    "OptionError",
    "Outcomes",
    "Summary",
    "compare",
    "run",
    "t_interval",
]
