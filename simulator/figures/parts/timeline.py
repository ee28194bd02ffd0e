"""Label an axis with the months of the company."""

from matplotlib.axes import Axes

from simulator.experiment import Outcomes
from simulator.figures.parts.layout import label_axes
from simulator.numerics.calendar import date_of
from simulator.numerics.months import MONTH

STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 480)  # months between two dates


def set_months(axes: Axes, outcomes: Outcomes, most: int = 9, *, named: bool = True) -> None:
    """Months from the first day to the horizon, at most so many of them with their date."""
    months = outcomes.header.months
    step = next(s for s in STEPS if months <= s * (most - 1) or s == STEPS[-1])
    axes.set_xlim(0, months)
    ticks = range(0, months + 1, step)
    start = outcomes.header.start
    dates = [f"{date_of(start, month * MONTH):%Y-%m}" for month in ticks]
    axes.set_xticks(ticks, dates if named else [])
    axes.fmt_xdata = lambda month: f"{date_of(start, month * MONTH):%Y-%m}"
    if named:
        label_axes(axes, x="first of the month")


def month_in_words(outcomes: Outcomes, month: float) -> str:
    """`month 30 (2026-06)`: the month, counted from 1, at whose end something is."""
    whole = max(1, round(month))
    return f"month {whole} ({date_of(outcomes.header.start, (whole - 1) * MONTH):%Y-%m})"
