"""Replications, intervals, scenarios side by side."""

from simulator.experiment.break_even import BreakEven, breakeven
from simulator.experiment.comparison import Comparison, Difference
from simulator.experiment.intervals import CONFIDENCE, LEVEL, Interval, t_interval
from simulator.experiment.options import OptionError
from simulator.experiment.outcomes import Outcomes, Summary
from simulator.experiment.running import compare, run

__all__ = [
    "CONFIDENCE",
    "LEVEL",
    "BreakEven",
    "Comparison",
    "Difference",
    "Interval",
    "OptionError",
    "Outcomes",
    "Summary",
    "breakeven",
    "compare",
    "run",
    "t_interval",
]
