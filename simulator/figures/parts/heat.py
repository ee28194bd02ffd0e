"""Draw retention by cohort as a table in shades."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from numpy.typing import NDArray

from simulator.experiment import Interval, Outcomes
from simulator.experiment.intervals import defined
from simulator.figures.parts.known import interval_of
from simulator.figures.parts.layout import BLUE, INK, SMALL, entitle, note
from simulator.format import plain, scale_of
from simulator.kernel.calendar import date_of
from simulator.metrics.cohorts import QUARTER
from simulator.metrics.ratio import ratios

MOST_ROWS = 24  # beyond, one for each year of signature
YEAR = 4  # quarters
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
    axes.set_xlabel("age, quarters since the signature", size=SMALL, color=INK)
