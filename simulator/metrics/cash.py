"""Metrics of cash: whether it lasts, how low it gets, and when revenue covers costs."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.metrics import efficiency
from simulator.metrics.costs import stated
from simulator.metrics.ledger_totals import of_company
from simulator.metrics.metric import LESS, MONEY, MORE, NEITHER, OWNED, UNSTATED, metric
from simulator.metrics.reading import Reading, once
from simulator.metrics.recurring import movements

QUARTER = 3  # months over which revenue is held against costs


class Cash(NamedTuple):
    """Cash on the first day and at month ends, in cents.

    What is told of it is in units of the currency, or in months counted from 1. Running out means
    nothing where no cash is stated to begin with.
    """

    opening: int
    closing: NDArray[np.int64]

    @property
    def end(self) -> float:
        """What there is at the horizon."""
        return int(self.closing[-1]) / 100

    @property
    def low(self) -> float:
        """The least that there is, first day included."""
        return int(min(self.opening, self.closing.min())) / 100

    @property
    def low_month(self) -> float:
        """The first month at whose end there is so little; 0: the first day."""
        return float(np.argmin(np.append(self.opening, self.closing)))

    @property
    def runs_out(self) -> float:
        """1 where it is below 0 at a month end, else 0."""
        return float((self.closing < 0).any()) if self.opening > 0 else math.nan

    @property
    def runout_month(self) -> float:
        """The first month at whose end it is below 0."""
        return float(np.argmax(self.closing < 0)) + 1.0 if self.runs_out == 1.0 else math.nan


def break_even(revenue: NDArray[np.int64], costs: NDArray[np.int64]) -> float:
    """The first month, from 1, from which on three months' revenue always covers their costs; nan: none."""
    left = np.cumsum(np.append(np.zeros(QUARTER, np.int64), revenue - costs))
    short = np.flatnonzero(left[QUARTER:] - left[:-QUARTER] < 0)
    first = short[-1] + 1 if short.size else 0
    return float(first + 1) if first < len(revenue) else math.nan


@once
def cash(of: Reading) -> Cash:
    """Of the whole company."""
    return Cash(int(of.header.money["cash"][0]), of_company(of)["cash"])


@metric("cash_end", unit="money", label="cash at the end", group=MONEY, better=MORE, also=UNSTATED)
def cash_end(of: Reading) -> float:
    """Cash on the first day and all payments received, less all costs, at the horizon; costs are paid when
    they arise."""
    return stated(of) * cash(of).end


@cash_end.by_month()
def cash_by_month(of: Reading) -> NDArray[np.float64]:
    """That of each month's end."""
    return stated(of) * (cash(of).closing / 100)


@metric("cash_spent", unit="money", label="cash spent", group=MONEY, better=NEITHER, also=UNSTATED)
def cash_spent(of: Reading) -> float:
    """All that is paid before the horizon, whatever for: winning customers, starting and looking after them,
    delivering to them, and what the company and its motions cost. What is fair to hold equal between ideas:
    `bowtie compare --at-equal cash_spent`."""
    return stated(of) * (int(of_company(of)["cash_out"].sum()) / 100)


@cash_spent.by_month()
def cash_spent_so_far(of: Reading) -> NDArray[np.float64]:
    """That up to each month's end."""
    return stated(of) * (np.cumsum(of_company(of)["cash_out"]) / 100)


@metric("cash_low", unit="money", label="cash at its lowest", group=MONEY, better=MORE, also=UNSTATED)
def cash_low(of: Reading) -> float:
    """The least cash on the first day or at a month end up to the horizon: how deep the trough is."""
    return stated(of) * cash(of).low


@cash_low.by_month()
def cash_low_so_far(of: Reading) -> NDArray[np.float64]:
    """The least up to each month's end."""
    return stated(of) * (np.minimum(cash(of).opening, np.minimum.accumulate(cash(of).closing)) / 100)


@metric(
    "cash_low_month",
    unit="months",
    label="month of the lowest cash",
    group=MONEY,
    better=NEITHER,
    also=UNSTATED,
)
def cash_low_month(of: Reading) -> float:
    """Months from the first day to the month end with the least cash, 0 for the first day."""
    return stated(of) * cash(of).low_month


@metric(
    "break_even_month", unit="months", label="month of break-even", group=MONEY, better=LESS, also=UNSTATED
)
def break_even_month(of: Reading) -> float:
    """The first month, counted from 1, from which on up to the horizon the revenue of three months (it and
    the two before) always covers all their costs, what is written off among them; undefined where it never
    does, so that the mean is of the runs in which it does."""
    company = of_company(of)
    return stated(of) * break_even(company["revenue"], company["cash_out"] + company["written_off"])


@metric(
    "runout_probability",
    unit="share",
    label="chance that cash runs out",
    group=MONEY,
    better=LESS,
    yes_or_no=True,
    also=UNSTATED,
)
def runout_probability(of: Reading) -> float:
    """Share of runs in which cash is below 0 at a month end up to the horizon. Undefined where the scenario
    states no cash on the first day."""
    return stated(of) * cash(of).runs_out


@runout_probability.by_month()
def run_out_so_far(of: Reading) -> NDArray[np.float64]:
    """Whether cash was below 0 at a month end so far."""
    out = np.logical_or.accumulate(cash(of).closing < 0).astype(np.float64)
    return stated(of) * (out if cash(of).opening > 0 else np.full(of.months, np.nan))


@metric("runout_month", unit="months", label="month in which cash runs out", group=MONEY, better=NEITHER)
def runout_month(of: Reading) -> float:
    """The first month, counted from 1, at whose end cash is below 0; undefined where it never is, so that the
    mean is of the runs in which it runs out."""
    return stated(of) * cash(of).runout_month


@metric(
    "burn_multiple",
    unit="times",
    label="burn multiple",
    group=MONEY,
    better=LESS,
    unranked_if=OWNED,
    unranked_from_0="where cash comes in it is below 0, and more growth brings it nearer to 0",
    also=UNSTATED,
)
def burn_multiple(of: Reading) -> float:
    """Cash spent less cash received, over net new ARR, both in the last twelve months before the horizon;
    below 0 where cash comes in, undefined where ARR does not grow. It ranks companies that burn cash: of two
    that do not, the one that grows more would seem worse. Source: winsabove.com/glossary/burn-multiple."""
    company = of_company(of)
    return stated(of) * efficiency.burn_multiple(movements(of), company["cash_in"], company["cash_out"])
