"""Lives worked by hand from what a contract means, one of each kind of business model.

Ten units of a thousand cents a month each, unless told: 120 000 cents a year.
"""

from __future__ import annotations

from typing import Any

import pytest

from simulator import ledger as e, model as m
from simulator.engines import ENGINES, simulate
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company, told

SIGN = {"takes": 20.0, "marks": m.WON}
START = {"takes": 10.0, "after_close": 1, "marks": m.LIVE}
TERM = {"yearly": 12_000, "term": 12, "fixed": 1}

# Signed on day 20, live on day 30.
BEFORE = [(0.0, "lead", 10, 0), (20.0, "passed", 0, 0), (20.0, "won", 120_000, 0)]
LIVE = [(30.0, "passed", 0, 0), (30.0, "went live", 0, 0)]


def lived(months: float, engine: str, stages: Any = (SIGN, START), **life: Any) -> list[Any]:
    """The life of a lead of day 0 until so many months are over."""
    company = Company()
    company.motion(stages, dated=[0.0], units=10, **life)
    model = company.model(1, run_off=(months - 1) * MONTH)
    return told(simulate(model, engine=engine))


engines = pytest.mark.parametrize("engine", ENGINES)


@engines
def test_a_term_with_notice(engine: str) -> None:
    """Decided two months ahead, paid to its end. Catches a contract that ends with the notice, and
    dates counted from go-live."""
    offer = {**TERM, "notice": 2}
    assert lived(30, engine, offer=offer, renewal=0.0) == sorted(
        [
            *BEFORE,
            (20.0, "opened", 0, 120_000),
            *LIVE,
            (20.0 + 10 * MONTH, "notice", 0, 120_000),
            (20.0 + 12 * MONTH, "churned", 0, 0),
        ]
    )


@engines
def test_a_term_is_renewed(engine: str) -> None:
    """Every twelve months from signing. Catches a renewal at the time of the decision."""
    offer = {**TERM, "notice": 2}
    assert lived(40, engine, offer=offer, renewal=1.0) == sorted(
        [
            *BEFORE,
            (20.0, "opened", 0, 120_000),
            *LIVE,
            *[(20.0 + 12 * k * MONTH, "renewed", 0, 120_000) for k in (1, 2, 3)],
        ]
    )


@engines
def test_recurring_from_live(engine: str) -> None:
    """Nothing recurs before first use, and the term counts from there."""
    offer = {**TERM, "from_live": 1}
    assert lived(20, engine, offer=offer, renewal=0.0) == sorted(
        [*BEFORE, *LIVE, (30.0, "opened", 0, 120_000), (30.0 + 12 * MONTH, "churned", 0, 0)]
    )


@engines
def test_growth_and_renewal(engine: str) -> None:
    """A fifth more units after each half year with impact: 10, 12, 14 (2.4 are 2), 17 (2.8 are 3).
    The second half year of use ends ten days after the renewal."""
    life = {"every": 6, "reached": 1.0, "expansion": 1.0, "expansion_by": 0.2, "renewal": 1.0}
    cycles = [30.0 + 6 * k * MONTH for k in (1, 2, 3)]
    assert lived(20, engine, offer=TERM, **life) == sorted(
        [
            *BEFORE,
            (20.0, "opened", 0, 120_000),
            *LIVE,
            *[(day, "impact reached", 0, 0) for day in cycles],
            (cycles[0], "expanded", 0, 144_000),
            (20.0 + 12 * MONTH, "renewed", 0, 144_000),
            (cycles[1], "expanded", 0, 168_000),
            (cycles[2], "expanded", 0, 204_000),
        ]
    )


@engines
def test_without_impact_it_shrinks_at_renewal(engine: str) -> None:
    """A fifth of the units go at the end of the term, not at the cycle that was missed."""
    life = {"every": 6, "reached": 0.0, "contraction": 1.0, "contraction_by": 0.2, "renewal": 1.0}
    assert lived(14, engine, offer=TERM, **life) == sorted(
        [
            *BEFORE,
            (20.0, "opened", 0, 120_000),
            *LIVE,
            (30.0 + 6 * MONTH, "impact missed", 0, 0),
            (20.0 + 12 * MONTH, "renewed", 0, 120_000),
            (20.0 + 12 * MONTH, "contracted", 0, 96_000),
            (30.0 + 12 * MONTH, "impact missed", 0, 0),
        ]
    )


@engines
def test_without_a_term_a_month_decides(engine: str) -> None:
    """It leaves at the first month end; had it stayed, nothing would have been written."""
    offer = {"yearly": 12_000}
    before = [*BEFORE, (20.0, "opened", 0, 120_000), *LIVE]
    assert lived(6, engine, offer=offer, renewal=0.0) == sorted([*before, (20.0 + MONTH, "churned", 0, 0)])
    assert lived(6, engine, offer=offer, renewal=1.0) == sorted(before)


@engines
def test_a_failed_start_shrinks_month_by_month(engine: str) -> None:
    """Before the first cycle the share of impact is whether the start was clean. A fifth of ten units
    is two; what becomes of parts of a unit is in test_growth."""
    offer = {"yearly": 12_000}
    life = {"contraction": 1.0, "contraction_by": 0.2, "renewal": 1.0}
    failed = {**START, "passes": 0.0, "decides": m.COMPANY}
    assert lived(2, engine, (SIGN, failed), offer=offer, **life) == sorted(
        [
            *BEFORE,
            (20.0, "opened", 0, 120_000),
            (30.0, "setback", e.DISQUALIFIED, 0),
            (30.0, "went live", 0, 0),
            (20.0 + MONTH, "contracted", 0, 96_000),
        ]
    )


LICENCE = {"licence": 50_000, "yearly": 10_000, "term": 12, "fixed": 1, "owned": 1}
SIGNED_LICENCE = [(0.0, "lead", 10, 0), (20.0, "passed", 0, 0), (20.0, "won", 100_000, 0)]


@engines
def test_a_licence_lapses_and_use_goes_on(engine: str) -> None:
    """Paid once, never paid back. Catches an owner who leaves with the maintenance."""
    assert lived(26, engine, offer=LICENCE, renewal=0.0, every=8, reached=1.0) == sorted(
        [
            *SIGNED_LICENCE,
            (20.0, "opened", 500_000, 100_000),
            *LIVE,
            *[(30.0 + 8 * k * MONTH, "impact reached", 0, 0) for k in (1, 2, 3)],
            (20.0 + 12 * MONTH, "lapsed", 0, 0),
        ]
    )


@engines
def test_more_licences_are_paid_once(engine: str) -> None:
    """Two more of them: 100 000 cents now, and maintenance on twelve."""
    life = {"every": 8, "reached": 1.0, "expansion": 1.0, "expansion_by": 0.2, "renewal": 1.0}
    assert lived(14, engine, offer=LICENCE, **life) == sorted(
        [
            *SIGNED_LICENCE,
            (20.0, "opened", 500_000, 100_000),
            *LIVE,
            (30.0 + 8 * MONTH, "impact reached", 0, 0),
            (30.0 + 8 * MONTH, "expanded", 100_000, 120_000),
            (20.0 + 12 * MONTH, "renewed", 0, 120_000),
        ]
    )


@engines
def test_a_licence_without_maintenance_never_ends(engine: str) -> None:
    """Nothing recurs, so there is nothing to decide."""
    offer = {**LICENCE, "yearly": 0}
    assert lived(40, engine, offer=offer, renewal=0.0) == sorted(
        [
            (0.0, "lead", 10, 0),
            (20.0, "passed", 0, 0),
            (20.0, "won", 0, 0),
            (20.0, "opened", 500_000, 0),
            *LIVE,
        ]
    )


METERED = {
    "use": 12_000, "term": 1, "metered": 1, "from_live": 1, "use_start": 0.2, "use_ramp": 4.0,
}  # fmt: skip
# Expected of the first year: 2, 4, 6, 8 and eight times 10 thousand.
METERED_BEFORE = [*BEFORE[:-1], (20.0, "won", 100_000, 0)]


@engines
def test_a_meter_from_first_use_to_full_use(engine: str) -> None:
    """A fifth at first, all after four months; ARR is twelve times the mean of the last three bills:
    2000; 2000, 4000; 2000, 4000, 6000; and so on."""
    bills = [(2_000, 24_000), (4_000, 36_000), (6_000, 48_000), (8_000, 72_000), (10_000, 96_000),
             (10_000, 112_000), (10_000, 120_000)]  # fmt: skip
    assert lived(8.5, engine, offer=METERED, renewal=1.0) == sorted(
        [
            *METERED_BEFORE,
            *LIVE,
            (30.0, "opened", 0, 0),
            *[(30.0 + k * MONTH, "metered", *bill) for k, bill in enumerate(bills, start=1)],
        ]
    )


@engines
def test_three_idle_months_are_churn_dated_back(engine: str) -> None:
    """It decides to leave after the first month: no bill for three, then churn on the day on which
    use ended. Catches churn on the day it was noticed, and rows behind it."""
    assert lived(9, engine, offer=METERED, renewal=0.0) == sorted(
        [
            *METERED_BEFORE,
            *LIVE,
            (30.0, "opened", 0, 0),
            (30.0 + MONTH, "metered", 2_000, 24_000),
            (30.0 + MONTH, "churned", 0, 0),
        ]
    )


@engines
def test_a_meter_without_cycles_after_leaving(engine: str) -> None:
    """Who has stopped using gets no impact. It leaves after month 1; a cycle would end in month 2."""
    rows = lived(9, engine, offer=METERED, renewal=0.0, every=2, reached=1.0)
    assert not [row for row in rows if row[1].startswith("impact")]
    rows = lived(9, engine, offer=METERED, renewal=1.0, every=2, reached=1.0)
    assert len([row for row in rows if row[1] == "impact reached"]) == 4
