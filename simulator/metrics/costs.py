"""What metrics on money share: whether cost is stated, what winning customers costs, and the margin."""

import math

import numpy as np

from simulator.metrics import efficiency
from simulator.metrics.ledger_totals import idle_sellers, of_company
from simulator.metrics.reading import Reading, once
from simulator.model import states_cost
from simulator.numerics.jit import Ints


@once
def stated(of: Reading) -> float:
    """A factor: 1 where the scenario states any cost, nan where nothing that rests on cost is known."""
    lists = [part for part in vars(of.header).values() if isinstance(part, np.ndarray)]
    return 1.0 if states_cost(*lists) else math.nan


@once
def acquiring(of: Reading) -> Ints:
    """Cents by month to win new customers: what is spent on accounts, and idle months of teams that sell.

    Sellers are paid whether or not they find work: without these months a single day's work in one would make
    all of it a cost that a month of none is not.
    """
    acquiring: Ints = of_company(of)["acquisition_cost"] + idle_sellers(of)
    return acquiring


@once
def winning(of: Reading) -> Ints:
    """Cents by month to win customers and to win them back: net new recurring revenue, in which those won
    back are, is held against it."""
    winning: Ints = acquiring(of) + of_company(of)["winback_cost"]
    return winning


@once
def selling(of: Reading) -> Ints:
    """Cents by month to win and to grow customers."""
    selling: Ints = winning(of) + of_company(of)["expansion_cost"]
    return selling


@once
def margin(of: Reading) -> float:
    """Gross margin; nan where no cost is stated."""
    return stated(of) * efficiency.gross_margin(of_company(of))
