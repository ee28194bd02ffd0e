"""Small companies of which it is known what retention, churn and committed revenue are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator.engines import simulate
from simulator.metrics import Measures, measure
from simulator.metrics.definitions import METRICS
from tests.companies import qualify_and_sign, written
from tests.oracles.judging import share_is

from .ledgers import metered

STAGES = qualify_and_sign(motion="p")


def company(folder: Path, motion: str, years: int = 4) -> simulator.Scenario:
    """One motion, in which all who come sign at once."""
    head = f'title = "a case"\nstart = 2027-01-01\nyears = {years}\ncurrency = "EUR"\n'
    return simulator.load(written(folder, head + motion.replace("STAGES", STAGES)))


def lived(folder: Path, motion: str, years: int = 4) -> Measures:
    return measure(simulate(company(folder, motion, years).model(), seed=3))


WINBACK = """
[motion.p]
leads = "20 a month"
STAGES
[motion.p.offer]
price = "100 per unit a month"
term = "12 months"

[motion.p.renewal]
overall = "0%"

[motion.p.winback]
share = "100%"
after = "20 to 40 days"
"""


def test_everybody_leaves_after_a_year_and_is_back_within_days(tmp_path: Path) -> None:
    """Nobody ever renews, so nothing of the revenue of a year before was retained: by movements gross and net
    are 0, and all customers were lost. Point to point only who stands in the gap at the horizon is missing:
    30 / (365.25 + 30) = 7.6 % of them in the long run. Catches a return that is retention."""
    values = lived(tmp_path, WINBACK).values
    assert values["grr:movements"] == values["nrr:movements"] == 0.0
    assert values["logo_churn:movements"] == values["voluntary_churn"] == 1.0
    assert 0.85 < values["grr"] == values["nrr"] < 1.0
    assert values["unpaid_churn"] == 0.0


BACK = """
[motion.p]
leads = "100 a month"
STAGES
[motion.p.offer]
fee = "1000 a month"

[motion.p.renewal]
overall = "90%"

[motion.p.winback]
share = "100%"
after = "10 days"
"""


@pytest.mark.slow
def test_back_after_ten_days(tmp_path: Path) -> None:
    """Each month a tenth leaves, for ten days. Of revenue in force a year before, .9^12 = 28.2 % never was
    gone, and that is what movements retain; point to point it is 304.4 / (304.4 + 10) = 96.8 %, the share of
    time in which a customer is there. False alarm 1e-6."""
    measures = lived(tmp_path, BACK, years=3)
    values, then = measures.values, int(measures.monthly["closing"][23].sum()) // 1_200_000
    share_is(round(values["grr:movements"] * then), then, 0.9**12, notices=0.06)
    share_is(round(values["grr"] * then), then, 304.375 / 314.375, notices=0.03)
    assert values["nrr:movements"] == values["grr:movements"]  # nobody grows
    assert values["monthly_churn"] == pytest.approx(0.1, abs=0.015)


GIVES_BACK = """
[motion.p]
leads = "50 a month"
growth = "-100% a month"
units = "100"
STAGES
[motion.p.offer]
price = "10 per unit a month"
term = "12 months"
price_rises = [{ from = 2027-12-01, by = "25%" }]

[motion.p.impact]
every = "3 months"
reached = "0%"

[motion.p.renewal]
overall = "100%"

[motion.p.contraction]
without_impact = "100%"
by = "20%"
"""


def test_a_rise_in_prices_hides_seats_given_back(tmp_path: Path) -> None:
    """Everybody gives 20 of 100 seats back, and 80 x 12.50 are again 1,000: nothing is lost point to point,
    by movements a fifth is, and gained again. Exact to the cent."""
    values = lived(tmp_path, GIVES_BACK, years=2).values
    assert (values["grr"], values["nrr"]) == (1.0, 1.0)
    assert (values["grr:movements"], values["nrr:movements"]) == (0.8, 1.0)


NOTICE = """
[motion.p]
leads_on = [2027-01-15, 2027-01-15, 2027-01-15, 2027-01-15, 2027-01-15]
STAGES
[motion.p.offer]
price = "100 per unit a month"
term = "12 months"
notice = "3 months"

[motion.p.renewal]
overall = "0%"
"""


def test_committed_revenue_of_a_company_that_everybody_leaves(tmp_path: Path) -> None:
    """Five contracts of 1,200 a year, signed 2027-01-15, notice on 2027-10-15: in force 6,000, known to leave
    6,000, committed nothing."""
    monthly = lived(tmp_path, NOTICE, years=2).monthly
    assert monthly["committed"][:, 0].tolist() == [600_000] * 9 + [0] * 15
    assert monthly["closing"][:, 0].tolist() == [600_000] * 12 + [0] * 12


UNPAID = """
[motion.p]
leads = "100 a month"
STAGES
[motion.p.offer]
price = "100 per unit a month"
failed_payments = "2%"

[motion.p.renewal]
overall = "100%"
"""


@pytest.mark.slow
def test_nobody_cancels_but_two_of_a_hundred_do_not_pay(tmp_path: Path) -> None:
    """Of customers who pay each month 1 - .98^12 = 21.5 % are lost in a year, all of them unpaid; 2 % a
    month, of customers and of revenue, since all pay the same. False alarm 1e-6."""
    measures = lived(tmp_path, UNPAID, years=3)
    values, then = measures.values, int(measures.monthly["customers"][23].sum())
    share_is(round(values["unpaid_churn"] * then), then, 1 - 0.98**12, notices=0.06)
    assert values["voluntary_churn"] == 0.0
    assert values["logo_churn"] == values["logo_churn:movements"] == values["unpaid_churn"]
    assert values["monthly_churn"] == pytest.approx(0.02, abs=0.005)
    assert values["monthly_churn:revenue"] == pytest.approx(values["monthly_churn"])
    assert (measures.monthly["churn_unpaid"] == measures.monthly["churn"]).all()


SWINGS = """
[motion.p]
leads = "200 a month"
growth = "-100% a month"
units = "10"
STAGES
[motion.p.offer]
recurring_from = "live"

[motion.p.offer.metered]
price = "10 per unit a month"
swing = 0.3
"""


def test_use_that_swings_while_nobody_leaves(tmp_path: Path) -> None:
    """Nothing is won or lost in the last year, so a quick ratio near 1 and a gross retention of 90 % are
    noise: neither ranks anything. Trailing years: net 1. Gross: a year's mean of ARR has a standard deviation
    of .3 x sqrt((10 + 2 x (2/3)^2 + 2 x (1/3)^2) / 144) = .083 (a month's use is in three month ends, at the
    edges in fewer), two years correlate by .04, and the mean of the lesser of two is lower by .083 x
    sqrt(.96 / pi) = .046: 95 %. Catches noise that is ranked, and a page that promises otherwise."""
    ledger = simulate(company(tmp_path, SWINGS, years=3).model(), seed=3)
    values, same = measure(ledger).values, (ledger.header, ledger.header)
    customers = values["customers_end"]
    assert values["logo_churn:movements"] == values["monthly_churn"] == 0.0
    assert values["quick_ratio"] == pytest.approx(1.0, abs=0.1)
    assert values["grr"] < 0.93
    error = 5.0 / np.sqrt(customers)  # so many standard errors
    assert values["nrr:trailing"] == pytest.approx(1.0, abs=0.083 * np.sqrt(2 * 0.96) * error)
    assert values["grr:trailing"] == pytest.approx(0.954, abs=0.083 * error)
    for name in ("quick_ratio", "grr", "nrr"):
        assert METRICS[name].why_unranked(*same).startswith("use ramps up and swings")
    assert METRICS["nrr"].why_unranked(*same, "trailing") == ""
    steady = (metered(use_swing=0.0), metered(use_swing=0.0))
    assert METRICS["grr"].why_unranked(*steady) == ""
