"""Figure: cohorts: retention and revenue of customers by age."""

import math
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from simulator.experiment import CONFIDENCE, Interval, Outcomes, defined
from simulator.figures.parts.bands import along, draw_band, interval_of
from simulator.figures.parts.ink import BLUE, FAINT, INK, ORANGE, VERMILION
from simulator.figures.parts.layout import entitle, label_axes, note, page, panel, takes
from simulator.figures.parts.marks import draw_mean
from simulator.format import many, plain, scale_of
from simulator.metrics.cohorts import QUARTER
from simulator.metrics.ratio import ratios
from simulator.numerics.calendar import date_of

WIDTH, LEFT, RIGHT, GAP = 13.0, 1.0, 1.0, 1.0  # inches
CURVES, ROW, TITLE, AXIS = 2.6, 0.21, 0.65, 0.55  # inches
YEAR = 4  # quarters
FIVE_YEARS = 5 * YEAR
POINTS = scale_of("share", ())
MOST_ROWS = 24  # beyond, one for each year of signature
DARK = 0.62  # share from which on ink on it would not be read
CELL = 7.5  # points of a number in a cell
SHADES = LinearSegmentedColormap.from_list("stay", ["#ffffff", BLUE])  # one hue: its grey falls steadily
COUNTS = scale_of("customers", ())


class Table(NamedTuple):
    """A row a quarter of signature, or a year where they are many; a column a quarter of age."""

    each: str  # what a row is of
    labels: list[str]
    signed: list[Interval]
    left: NDArray[np.float64]  # (rows, ages, 3): share still customers, low, high; nan where nobody was

    @property
    def halves(self) -> NDArray[np.float64]:
        """Half the width of each interval that there is."""
        widths = (self.left[..., 2] - self.left[..., 1]) / 2
        return defined(widths)


@takes(Outcomes)
def cohorts(outcomes: Outcomes) -> Figure:
    """Customers by age: how many are left, what they bring, and how many of each quarter's are left.

    Shares are of those who signed from the first day to the horizon, followed into the run-off.
    Bands and ± are 90 % intervals over replications; a cell that nobody reached stays blank.
    """
    if not outcomes.cohorts["signed"].any():
        return page(WIDTH, AXIS, _finding(outcomes), f"{outcomes.title}: {outcomes.how}.")  # no empty frame
    table = table_of(outcomes)
    rows = ROW * len(table.labels)
    base = AXIS + rows + TITLE + AXIS
    picture = page(WIDTH, base + CURVES + TITLE, _finding(outcomes), _how_to_read(outcomes, table))
    across = (WIDTH - LEFT - RIGHT - GAP) / 2
    _draw_stay(panel(picture, LEFT, base, across, CURVES), outcomes)
    _draw_revenue(panel(picture, LEFT + across + GAP, base, across, CURVES), outcomes)
    draw_heat(panel(picture, LEFT, AXIS, WIDTH - LEFT - RIGHT, rows), table)
    return picture


def brought(outcomes: Outcomes, *parts: str) -> NDArray[np.float64]:
    """Recurring revenue, `kept` or `grown`, of what those customers had at first: (R, ages)."""
    whole = outcomes.cohorts["first"].sum(axis=1)
    return ratios(sum(outcomes.cohorts[part].sum(axis=1) for part in parts), whole)


def _finding(outcomes: Outcomes) -> str:
    """The title: who is left and what they bring; whether those of the last year stay longer."""
    ages = outcomes.cohorts.shape[2]
    age = min(FIVE_YEARS, ages - 1)
    left = interval_of(stayed(outcomes)[:, age])
    if math.isnan(left.mean):
        return f"Nobody signs in {many(outcomes.header.months // 12, 'year')}"
    who = "All customers" if left.low == left.high == 1.0 else f"Of 100 customers {plain(left.mean * 100)}"
    said = f"{who} are left after {_years(age)}"
    revenue = interval_of(brought(outcomes, "kept", "grown")[:, age])
    if not math.isnan(revenue.mean):
        said += f", with {plain(revenue.mean * 100)} % of the recurring revenue that all had at first"
    newest = _newest(outcomes)
    if not newest:
        return said
    gap = interval_of(stayed(outcomes, newest)[:, age] - stayed(outcomes, 0, YEAR)[:, age])
    return f"{said}; {_compared(gap, newest // YEAR + 1)}"


def _compared(gap: Interval, year: int) -> str:
    """Customers of the last year against those of the first, in points of a hundred."""
    if math.isnan(gap.low):
        return f"those of year {year} beside those of year 1: too little is known"
    if gap.low == gap.high == 0.0:
        return f"those of year {year} stay as those of year 1 do"
    points = POINTS.sure(gap.mean, gap.half, sign=True)
    if gap.low <= 0.0 <= gap.high:
        return f"whether those of year {year} stay longer than those of year 1 is too close to call"
    more = "more" if gap.low > 0 else "fewer"
    return f"of those of year {year} {more} stay than of those of year 1 ({points} points)"


def _newest(outcomes: Outcomes) -> int:
    """The quarter with which the last whole year begins; 0 where there is one year only."""
    return (int(outcomes.cohorts.shape[1]) // YEAR - 1) * YEAR


def _years(age: int) -> str:
    return many(age // YEAR, "year") if age % YEAR == 0 else many(3 * age, "month")


def _how_to_read(outcomes: Outcomes, table: Table) -> str:
    said = (
        f"{outcomes.title}: {outcomes.how}. Customers signed in these years, followed beyond them. "
        f"Bands, whiskers and ± are {CONFIDENCE} intervals of the mean"
    )
    if not table.halves.size:
        return f"{said}."
    middle, widest = (POINTS.show(half, half) for half in (np.median(table.halves), table.halves.max()))
    return f"{said}; that of a cell of the table is ±{middle} points at the median, ±{widest} at its widest."


def _draw_stay(axes: Axes, outcomes: Outcomes) -> None:
    """All customers as a band, those of the first and of the last year as marks at each birthday."""
    ages = outcomes.cohorts.shape[2]
    at = np.arange(ages) / YEAR
    draw_band(axes, at, stayed(outcomes) * 100, BLUE, "-", "all")
    newest = _newest(outcomes)
    if newest:
        for first, ink, mark, shift in ((0, ORANGE, "s", -0.06), (newest, VERMILION, "^", 0.06)):
            share = stayed(outcomes, first, first + YEAR)[:, YEAR::YEAR] * 100
            mean, low, high = along(share)
            said = f"signed in year {first // YEAR + 1}"
            draw_mean(
                axes,
                at[YEAR::YEAR] + shift,
                mean,
                mark,
                ink,
                up=(low, high),
                size=5,
                line=1.0,
                cap=3,
                label=said,
            )
    _set_axes(axes, ages, "Customers still there", "% of those who signed")
    axes.set_ylim(0, 104)


def _draw_revenue(axes: Axes, outcomes: Outcomes) -> None:
    """Net and gross retention of recurring revenue by age."""
    ages = outcomes.cohorts.shape[2]
    at = np.arange(ages) / YEAR
    axes.axhline(100, color=INK, lw=0.8, zorder=1)
    net, gross = brought(outcomes, "kept", "grown") * 100, brought(outcomes, "kept") * 100
    draw_band(axes, at, net, BLUE, "-", "with growth (net)")
    draw_band(axes, at, gross, VERMILION, "--", "at most what each had at first (gross)")
    _set_axes(axes, ages, "Their recurring revenue", "% of what all had at first")
    axes.set_ylim(bottom=0)


def _set_axes(axes: Axes, ages: int, title: str, unit: str) -> None:
    entitle(axes, title, keys=4)
    axes.set_xlim(0, max(1, ages - 1) / YEAR + 0.12)
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    label_axes(axes, "age, years since the signature", unit)
    axes.grid(axis="y", color=FAINT, lw=0.6)


def stayed(outcomes: Outcomes, first: int = 0, last: int | None = None) -> NDArray[np.float64]:
    """Share of those signed in quarters from `first` to before `last` who are customers still: (R, ages)."""
    some = outcomes.cohorts[:, first:last]
    return ratios(some["customers"].sum(axis=1), some["signed"].sum(axis=1))


def table_of(outcomes: Outcomes) -> Table:
    """The cells over the replications in which somebody signed."""
    quarters, ages = outcomes.cohorts.shape[1:]
    step = 1 if quarters <= MOST_ROWS else YEAR
    labels, signed, left = [], [], []
    for first in range(0, quarters, step):
        shares = stayed(outcomes, first, first + step)
        date = date_of(outcomes.header.start, first * QUARTER)
        labels.append(f"{date:%Y-%m}")
        count = outcomes.cohorts["signed"][:, first : first + step, 0].sum(axis=1)
        signed.append(interval_of(count.astype(np.float64)))
        left.append([interval_of(shares[:, age]) for age in range(ages)])
    return Table("quarter" if step == 1 else "year", labels, signed, np.array(left))


def draw_heat(axes: Axes, table: Table) -> None:
    """Shades from nobody (white) to all, the share in each cell; what is not known is left blank."""
    mean = table.left[..., 0]
    rows, ages = mean.shape
    axes.pcolormesh(
        np.arange(ages + 1) - 0.5,
        np.arange(rows + 1) - 0.5,
        np.ma.masked_invalid(mean),
        cmap=SHADES,
        vmin=0.0,
        vmax=1.0,
        edgecolors="white",
        lw=0.5,
    )
    for row, age in np.argwhere(~np.isnan(mean)):
        share = float(mean[row, age])
        ink = "white" if share > DARK else INK
        axes.text(age, row, plain(share * 100), ha="center", va="center", size=CELL, color=ink)
    beside = axes.get_yaxis_transform()
    for row, interval in enumerate(table.signed):
        note(axes, 1.01, row, COUNTS.sure(interval.mean, interval.half), transform=beside)
    note(axes, 1.01, 1.0, "signed ±", va="bottom", transform=axes.transAxes)
    axes.set_yticks(range(rows), table.labels)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_xlim(-0.5, ages - 0.5)
    axes.set_xticks(range(ages))
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    entitle(axes, f"Still customers, % of those who signed in the {table.each} that began on …")
    label_axes(axes, x="age, quarters since the signature")
