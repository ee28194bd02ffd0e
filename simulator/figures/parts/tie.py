"""The numbers of a bowtie: who came how far, and what is left of what they signed."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Interval, Outcomes
from simulator.figures.parts.bands import interval_of, ratio_of_means
from simulator.format import Scale, scale_of
from simulator.metrics import VOLUMES

WON, LIVE, KEPT, GROWN = range(4, len(VOLUMES))  # places among VOLUMES
AT_KNOT, AT_END = 4.0, 8.0  # along the picture; prospects stand at 0
UNKNOWN = Interval(math.nan, math.nan, math.nan)
# The right wing by place of VOLUMES: of recurring revenue, and of customers where there is none.
MONEY = {WON: "first ARR", LIVE: "in use", KEPT: "kept", GROWN: "with growth"}
CUSTOMERS = {WON: "customers", LIVE: "live", KEPT: "still there"}


class Step(NamedTuple):
    """An edge of a wing, means over replications.

    `share`: of the step before; of what customers have first, for each who signed.
    """

    name: str
    place: int  # of VOLUMES
    at: float  # along the picture
    many: Interval  # accounts, or what is on the right wing
    share: Interval
    days: Interval = UNKNOWN
    open: Interval = UNKNOWN
    before: Interval = UNKNOWN  # of `many`, of customers of the first day
    under_way: float = 0.0  # of `many`, in the pipeline on the first day


class Tie(NamedTuple):
    """Both wings; `right` is empty where nobody is a customer."""

    left: list[Step]
    right: list[Step]
    scale: Scale  # of the right wing
    is_money: bool  # what the right wing is of: recurring revenue, or customers
    kept: Interval  # shares of the right wing's first step that are there at the end: kept ...
    end: Interval  # ... and with growth


def tie_of(outcomes: Outcomes, motion: int | None) -> Tie:
    """The bowtie of a motion; of all of them where none is named."""
    table = outcomes.wings[:, -1 if motion is None else motion]
    right = _whole(table)
    is_money = bool(right.any())
    if not is_money:
        right = (table["accounts"] + table["customers_before"]).astype(np.float64)
    has_customers = bool(right[:, WON].any())
    steps = _right(outcomes, table, right, is_money) if has_customers else []
    unit = outcomes.unit("arr_end") if is_money else "customers"
    return Tie(
        left=_left(outcomes, motion, table, AT_KNOT if steps else AT_END),
        right=steps,
        scale=scale_of(unit, [step.many.mean for step in steps]),
        is_money=is_money,
        kept=ratio_of_means(right[:, KEPT], right[:, WON]),
        end=ratio_of_means(right[:, GROWN], right[:, WON]),
    )


def _whole(table: NDArray[Any]) -> NDArray[np.float64]:
    """Recurring revenue of all customers by place, in units of the currency: (R, 8)."""
    return np.asarray((table["arr"] + table["arr_before"]) / 100, np.float64)


def _left(outcomes: Outcomes, motion: int | None, table: NDArray[Any], knot: float) -> list[Step]:
    """Prospects to won, of the steps that a motion has."""
    volumes = outcomes.bowtie[:, :, :, 0] if motion is None else outcomes.bowtie[:, [motion], :, 0]
    marked = [place for place in range(WON + 1) if not np.isnan(volumes[:, :, place]).all()]
    accounts, steps = table["accounts"].astype(np.float64), []
    for n, place in enumerate(marked):
        steps.append(
            Step(
                VOLUMES[place],
                place,
                n * knot / (len(marked) - 1),
                interval_of(accounts[:, place]),
                ratio_of_means(accounts[:, place], accounts[:, marked[n - 1]]) if n else UNKNOWN,
                interval_of(table["days"][:, place]),
                interval_of(table["open"][:, place].astype(np.float64)),
                under_way=float(table["under_way"][:, place].mean()),
            )
        )
    return steps


def _right(outcomes: Outcomes, table: NDArray[Any], right: NDArray[np.float64], is_money: bool) -> list[Step]:
    """Customers' first recurring revenue to what they have at the end; or customers."""
    names, steps, last = MONEY if is_money else CUSTOMERS, [], WON
    before = table["arr_before"] / 100 if is_money else table["customers_before"].astype(np.float64)
    each = ratio_of_means(right[:, WON] - before[:, WON], table["accounts"][:, WON].astype(np.float64))
    for n, (place, name) in enumerate(names.items()):
        share = ratio_of_means(right[:, place], right[:, last]) if n else each
        at = AT_KNOT + 1 + n * (AT_END - AT_KNOT - 1) / (len(names) - 1)
        steps.append(
            Step(name, place, at, interval_of(right[:, place]), share, before=interval_of(before[:, place]))
        )
        last = place
    return steps
