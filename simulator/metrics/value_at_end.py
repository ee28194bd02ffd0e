"""What a company has at the end: its cash, and what its customers of that day will still bring."""

import math

import numpy as np

from simulator.metrics.cash import cash
from simulator.metrics.costs import stated
from simulator.metrics.funnel_times import born_and_won
from simulator.metrics.metric import MONEY, MORE, UNSTATED, metric
from simulator.metrics.reading import Reading, reader
from simulator.money import entry_kinds
from simulator.money.journal import Booked
from simulator.numerics.jit import Floats, compiled
from simulator.numerics.months import MONTH, YEAR


@compiled
def bring(booked: Booked, won: Floats, total: Floats, rate: float, horizon: float, until: float) -> None:
    """Add up what customers of the horizon pay from then on and before `until`, less what is spent on them,
    in cents of the horizon; `rate` discounts a day."""
    entries, starts = booked.entries, booked.starts
    for account in range(max(booked.first, 0), booked.end):
        if won[account] >= horizon:
            continue
        for i in range(starts[account + 1], starts[account + 2]):
            entry = entries[i]
            day, kind = entry["day"], entry["kind"]
            if not horizon <= day < until:
                continue
            cents = 0
            if kind == entry_kinds.PAID:
                cents = entry["cents"]
            elif entry_kinds.is_cost(kind):
                cents = -entry["cents"]
            total[0] += cents * math.exp(-rate * (day - horizon))


@reader
class StillToCome:
    """`total` (1,): as `bring` has it, over a lifetime from the horizon on."""

    def __init__(self, of: Reading) -> None:
        self.won, self.total = born_and_won(of)[1], np.zeros(1)
        self.rate = math.log1p(float(of.header.money["discount"][0])) / YEAR
        self.horizon = of.horizon
        self.until = min(of.horizon + of.lifetime * MONTH, of.until)

    def read(self, piece: Booked) -> None:
        """Sum up a piece."""
        bring(piece, self.won, self.total, self.rate, self.horizon, self.until)


@metric("value_end", unit="money", label="value at the end", group=MONEY, better=MORE, also=UNSTATED)
def value_end(of: Reading) -> float:
    """Cash at the end, and what the customers signed by then will still bring: all that they pay in the 60
    (or [measures] lifetime) months after the horizon, less all that is spent on them in that time (care,
    service, goods, growing them, winning them back), discounted to the horizon by the day at the rate of
    [money] discount, 10 % a year unless stated. Company's costs after the horizon are not in it, nor what
    is still in the pipeline then. It ranks what costs now and pays later: by cash alone whatever wins
    customers late in the years looks like a loss. A hire whose deals are signed after the horizon still
    does: give it more years."""
    return stated(of) * (cash(of).end + float(of.entries(StillToCome).total[0]) / 100)
