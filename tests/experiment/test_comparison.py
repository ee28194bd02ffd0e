"""Which of several scenarios is best, of values that we know."""

from __future__ import annotations

import math

import pytest

from simulator.experiment import Comparison, OptionError
from simulator.experiment.comparison import paired
from tests.metrics.ledgers import header
from tests.report.made import made

NAN = math.nan


def compared(**values: list[float]) -> Comparison:
    """Scenarios with this cash at the end and this cost of a customer, the first as the one held against."""
    outcomes = [
        made({"cash_end": each, "cac": each, "cash_low_month": each}, name) for name, each in values.items()
    ]
    return Comparison(tuple(outcomes), outcomes[0].name)


def test_best_first() -> None:
    """Catches the order of the files, an order by value instead of difference, and the worst at the top."""
    comparison = compared(base=[10, 20], worse=[9, 18], best=[14, 26], better=[13, 21])
    ranked = comparison.ranked("cash_end")
    assert [o.name for o, _ in ranked] == ["best", "better", "worse"]
    assert [gap.mean for _, gap in ranked] == [5, 2, -1.5]
    assert [gap.better_in for _, gap in ranked] == [2, 2, 0]
    assert ranked == comparison.ranked()


def test_less_may_be_better() -> None:
    """Catches the dearest customer as the best."""
    comparison = compared(base=[10, 20], dear=[14, 26], cheap=[9, 18])
    assert [o.name for o, _ in comparison.ranked("cac")] == ["cheap", "dear"]


@pytest.mark.parametrize(
    ("metric", "base", "other", "differ_in"),
    [
        ("cash_end", [10, 20, NAN], [10, 20, 30], 0),
        ("cash_end", [3.0, 1e-16, 0.0], [3.0 * (1 + 2**-50), 0.0, 0.0], 0),  # by a rounding
        ("cash_low_month", [10, 20, 30], [9, 20, 31], 2),  # neither more nor less of it is better
        ("runout_probability", [0, 1, 0], [0, 1, 0], 0),
        ("runout_probability", [0, 1, 0], [0, 0, 0], 1),
        ("cash_end", [NAN], [3.0], 0),
    ],
)
def test_in_how_many_pairs_it_differs(
    metric: str, base: list[float], other: list[float], differ_in: int
) -> None:
    """Catches a rounding told as a difference, odds that are never the same, pairs of a metric that ranks
    nothing left uncounted, and nothing known taken for no difference."""
    found = paired(made({metric: other}, "other"), made({metric: base}, "base"), metric)
    assert found.differ_in == differ_in
    assert found.is_nothing is (found.pairs > 0 and differ_in == 0)


def test_what_is_undefined_comes_last() -> None:
    """Catches nan among numbers, which makes any order."""
    comparison = compared(base=[10, 20], unknown=[NAN, NAN], bad=[1, 2], half=[NAN, 21], good=[14, 26])
    assert [o.name for o, _ in comparison.ranked()] == ["good", "half", "bad", "unknown"]


def test_what_ranks_nothing_is_refused() -> None:
    """Catches a rank where neither is better, a name that is none, and a reason that is not told."""
    comparison = compared(base=[10, 20], other=[9, 18])
    with pytest.raises(
        OptionError, match="cash_low_month ranks nothing: neither more nor less of it is better"
    ):
        comparison.ranked("cash_low_month")
    with pytest.raises(OptionError, match="'cash_ned' is not a metric here; did you mean cash_end"):
        comparison.ranked("cash_ned")
    owned = made({"arr_end": [1, 2]}, "owned", header(owned=1))
    rented = made({"arr_end": [1, 2]}, "rented")
    with pytest.raises(OptionError, match="arr_end ranks nothing: recurring revenue does not rank a licence"):
        Comparison((rented, owned), "rented").ranked("arr_end")
    metered = made({"nrr": [1, 2]}, "metered", header(metered=1))
    with pytest.raises(OptionError, match="nrr ranks nothing: use ramps up and swings"):
        Comparison((made({"nrr": [1, 2]}), metered), "made").ranked("nrr")
    burns, earns = made({"burn_multiple": [3, 2]}, "burns"), made({"burn_multiple": [2, -9]}, "earns")
    less = made({"burn_multiple": [1, 1]}, "less")
    ((best, gap),) = Comparison((burns, less), "burns").ranked("burn_multiple")
    assert (best.name, gap.better_in) == ("less", 2)
    assert paired(earns, burns, "burn_multiple").better_in is None
    with pytest.raises(OptionError, match="burn_multiple ranks nothing: where cash comes in it is below 0"):
        Comparison((burns, earns), "burns").ranked("burn_multiple")
    monthly = made({"renewal_rate": [1, 2]}, "monthly", header(term=1))
    with pytest.raises(
        OptionError, match="renewal_rate ranks nothing: they decide to stay at different times"
    ):
        Comparison((made({"renewal_rate": [1, 2]}), monthly), "made").ranked("renewal_rate")
