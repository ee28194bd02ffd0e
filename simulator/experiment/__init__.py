"""Run scenarios, compare them, and find break-even effects."""

from simulator.experiment import frames, showing, shown
from simulator.experiment.break_even import BreakEven, breakeven
from simulator.experiment.comparison import Comparison, Difference
from simulator.experiment.intervals import CONFIDENCE, LEVEL, Interval, t_interval
from simulator.experiment.options import OptionError
from simulator.experiment.outcomes import Outcomes, Summary
from simulator.experiment.running import compare, run

showing.table.register(Outcomes, frames.frame)
showing.table.register(Comparison, frames.frames)
showing.html.register(Outcomes, shown.of_outcomes)
showing.html.register(Comparison, shown.of_comparison)

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
