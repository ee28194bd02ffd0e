"""Run until a mean is as sure as was asked for.

The sequential rule of Chow and Robbins 1965, On the asymptotic theory of fixed-width sequential confidence
intervals for the mean, https://doi.org/10.1214/aoms/1177700156, which holds for simulations, too (Glynn and
Whitt 1992, The asymptotic validity of sequential stopping rules, https://doi.org/10.1214/aoap/1177005777): of
many replications. With few it stops too soon, where the interval only happens to be narrow, and that then
holds the truth less often than it says. So nobody looks before there are `FIRST` blocks, nor after each of
them: the next look comes when there is an eighth more; and it ends only where two looks, one after the other,
find it narrow enough. Of intervals of 90 % after runs that end so, 87.5 to 92 % hold the truth, whatever
their length (`tests/experiment/stopping.py`).
"""

import math
from collections.abc import Callable

from simulator.experiment.outcomes import Outcomes, changed
from simulator.experiment.precision import Reached, Wanted
from simulator.numerics.strata import BLOCK

FIRST = 20  # blocks, before which nobody looks
MORE = 8  # the next look is when there is one in so many more
IN_A_ROW = 2  # looks that have to find it narrow enough
MOST = 16_384  # replications where nothing else is said


def looks(most: int) -> list[int]:
    """After how many replications one looks, in whole blocks; the last one is the most that there may be."""
    found = [FIRST * BLOCK]
    while found[-1] < most:
        found.append(found[-1] + BLOCK * math.ceil(found[-1] / BLOCK / MORE))
    return [*(look for look in found if look < most), most]


def until_narrow(
    wanted: Wanted,
    lived: Callable[[int, Outcomes | None], Outcomes],
    earlier: Outcomes | None,
    most: int,
    *,
    at_least: int = 0,
) -> Outcomes:
    """Outcomes that are as sure as is wanted, of at most so many replications.

    `lived(many, earlier)` goes on to so many in all. A run that was ended early ends this one, too.
    """
    if earlier is not None:
        at_least = max(at_least, earlier.replications)
    in_a_row = 0
    outcomes = earlier
    for look in looks(most):
        if look < min(at_least, most):
            continue
        outcomes = lived(look, outcomes)
        summary = outcomes.summary(wanted.on)
        narrow = wanted.holds(summary.interval)
        in_a_row = in_a_row + 1 if narrow else 0
        outcomes = changed(outcomes, precision=Reached(wanted, summary.interval.half, narrow))
        if outcomes.partial or in_a_row == IN_A_ROW:
            break
    assert outcomes is not None, "there is always a look"
    return outcomes
