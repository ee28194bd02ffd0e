"""Run scenarios, compare them, and find break-even effects and what odds take."""

from simulator.experiment import metric_rows, showing, tables
from simulator.experiment.break_even import BreakEven, breakeven
from simulator.experiment.comparison import Comparison, Difference, paired
from simulator.experiment.equal_sizes import Sized, at_equal
from simulator.experiment.errors import OptionError, WorkersError, WorkersWarning
from simulator.experiment.goal_seek import Solution, solve
from simulator.experiment.intervals import (
    CONFIDENCE,
    LEVEL,
    Interval,
    defined,
    proportion_interval,
    quantile_interval,
    t_interval,
)
from simulator.experiment.outcomes import Outcomes, Summary
from simulator.experiment.precision import Reached, Wanted
from simulator.experiment.replications import compare, run
from simulator.experiment.shares import Shares
from simulator.experiment.tornado import Swing

showing.table.register(Outcomes, tables.frame)
showing.table.register(Comparison, tables.frames)
showing.tables.register(Outcomes, tables.pieces)
showing.tables.register(Comparison, tables.pieces_of_all)
showing.html.register(Outcomes, metric_rows.page_of_outcomes)
showing.html.register(Comparison, metric_rows.page_of_comparison)

__all__ = [
    "CONFIDENCE",
    "LEVEL",
    "BreakEven",
    "Comparison",
    "Difference",
    "Interval",
    "OptionError",
    "Outcomes",
    "Reached",
    "Shares",
    "Sized",
    "Solution",
    "Summary",
    "Swing",
    "Wanted",
    "WorkersError",
    "WorkersWarning",
    "at_equal",
    "breakeven",
    "compare",
    "defined",
    "paired",
    "proportion_interval",
    "quantile_interval",
    "run",
    "solve",
    "t_interval",
]
