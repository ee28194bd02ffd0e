"""Write the numbers under the bowtie: accounts, conversions and days."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from simulator.experiment import Interval
from simulator.figures.parts.funnel import COLUMNS, KNOT
from simulator.figures.parts.known import interval_of
from simulator.figures.parts.layout import INK, TEXT, note
from simulator.format import NONE, scale_of
from simulator.metrics import VOLUMES

CODE, NAME, ACCOUNTS, ARROW, SHARE, DAYS = 0.92, 0.76, 0.58, 0.43, 0.28, 0.1  # height of each line
LABELS = {ACCOUNTS: "accounts", SHARE: "go on to the next, %", DAYS: "days until then"}


def write_steps(axes: Axes, table: NDArray[np.float64], volumes: Sequence[Interval]) -> None:
    """`table` (replications, 8, 3) of one motion. What a motion does not mark is passed over."""
    axes.set_xlim(*COLUMNS)
    axes.set_ylim(0, 1)
    axes.set_axis_off()
    for y, label in LABELS.items():
        note(axes, -0.012, y, label, ha="right", transform=axes.transAxes)
    marked = [step for step, v in enumerate(volumes) if not math.isnan(v.mean)]
    for step, name in enumerate(VOLUMES):
        accounts = _sure("accounts", volumes[step]) if step in marked else "no such step"
        note(axes, step + 1, CODE, f"VM{step + 1}", ha="center", size=TEXT, weight="bold")
        knot = "bold" if step + 1 == KNOT else "normal"
        note(axes, step + 1, NAME, name, ha="center", size=TEXT, weight=knot)
        note(axes, step + 1, ACCOUNTS, accounts, ha="center", size=TEXT)
    for one, following in pairwise(marked):
        arrow = {"arrowstyle": "-|>", "color": INK, "lw": 0.9, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (following + 0.92, ARROW), (one + 1.08, ARROW), arrowprops=arrow)
        middle = (one + following) / 2 + 1
        note(axes, middle, SHARE, _sure("share", interval_of(table[:, one, 1])), ha="center", size=TEXT)
        note(axes, middle, DAYS, _sure("days", interval_of(table[:, one, 2])), ha="center", size=TEXT)


def _sure(unit: str, interval: Interval) -> str:
    return NONE if math.isnan(interval.mean) else scale_of(unit, ()).sure(interval.mean, interval.half)
