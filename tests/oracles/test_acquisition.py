"""What a customer costs and brings, in small companies, against arithmetic."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator import ledger as e
from simulator.metrics import measure
from simulator.money.entry_kinds import COMMISSION
from simulator.money.journal import journal
from simulator.numerics.months import MONTH
from tests.companies import qualify_and_sign, written

# 10 sellers at 10 000 a month each: 3.6 million in three years.
SELLERS = (
    """
title = "Ten sellers and hardly a lead"
start = 2027-01-01
years = 3
currency = "EUR"

[team.ae]
people = 10
capacity = 10
base = "120k a year"

[motion.sale]
{leads}

"""
    + qualify_and_sign('team = "ae"\ntakes = "10 days"')
    + """
[motion.sale.offer]
fee = "10k a month"
term = "12 months"

[motion.sale.renewal]
overall = "90%"
"""
)

USE = (
    """
title = "Paid by use"
start = 2027-01-01
years = 3
currency = "EUR"

[motion.sale]
leads = "400 a month"
units = "10"
lead_cost = 1000

"""
    + qualify_and_sign()
    + """
[motion.sale.offer.metered]
price = "10 per unit a month"
{metered}

[motion.sale.renewal]
overall = "95%"
"""
)

COMMISSIONED = (
    """
title = "Commission on use"
start = 2027-01-01
years = 2
currency = "EUR"

[team.ae]
people = 1
capacity = 10
base = "0 a year"
variable = "100k a year"
quota = "1m a year"

[motion.sale]
leads_on = [2027-01-01]
units = "1000"

"""
    + qualify_and_sign('team = "ae"\ntakes = "1 day"')
    + """
[motion.sale.offer.metered]
price = "10 per unit a month"
start = "1%"
full_after = "60 months"
"""
)

LICENCE = (
    """
title = "A licence that is bought again"
start = 2027-01-01
years = 1
currency = "EUR"

[motion.sale]
leads_on = [2027-01-01, 2027-02-01, 2027-03-01]

"""
    + qualify_and_sign()
    + """
[motion.sale.offer]
licence = "1000 per unit"
cost_of_goods = "40%"

[motion.sale.offer.repurchase]
share = "100%"
after = "{after} months"
"""
)


def lived(folder: Path, text: str, **filled: str) -> simulator.Ledger:
    """One life of a company of this text."""
    file = written(folder, text.format(**filled), "company")
    return simulator.simulate(simulator.load(file).model(), seed=0)


def test_sellers_without_leads_are_paid_all_the_same(tmp_path: Path) -> None:
    """Four customers, all in the first month: 3.6 million over four are 900 000 each, which 10 000 a month
    pay back in 90 months, and a CAC ratio of 7.5 says so, too. The first month alone makes 25 000 each."""
    leads = f"leads_on = [{', '.join(['2027-01-01'] * 4)}]"
    found = measure(lived(tmp_path, SELLERS, leads=leads)).values
    assert found["won"] == 4
    assert found["cac"] == found["cac:cohort"] == found["cac:loaded"] == 900_000
    assert found["cac:worked"] == 25_000
    assert found["cac_ratio"] == 7.5
    assert found["payback_months"] == 90
    # Who spends 1.2 million in four quarters ...
    assert found["magic_number:arr"] == pytest.approx(
        (found["arr_end"] - _arr(lived(tmp_path, SELLERS, leads=leads), 24)) / 1_200_000
    )
    assert found["ltv_to_cac"] == found["ltv"] / 900_000


def _arr(ledger: simulator.Ledger, months: int) -> float:
    """Recurring revenue at the end of so many months."""
    return float(measure(ledger).monthly["closing"][months - 1].sum()) / 100


def test_a_day_of_work_in_a_month_changes_nothing_of_what_was_spent(tmp_path: Path) -> None:
    """A lead each quarter instead of four at once: twelve months with work, the same cost. Catches the cliff:
    what was spent must not depend on how much of it was idle."""
    days = ", ".join(f"{year}-{month:02d}-05" for year in (2027, 2028, 2029) for month in (1, 4, 7, 10))
    found = measure(lived(tmp_path, SELLERS, leads=f"leads_on = [{days}]")).values
    assert found["cac"] * found["won"] == pytest.approx(3_600_000)
    assert found["cac:worked"] * found["won"] == pytest.approx(1_200_000)


def test_sellers_hired_a_year_ahead_are_paid_for_three(tmp_path: Path) -> None:
    """The motion opens after a year: 24 of 36 months have work, so the whole is half as much again."""
    found = measure(lived(tmp_path, SELLERS, leads='leads = "20 a month"\nopens = 2028-01-01')).values
    assert found["cac"] * found["won"] == pytest.approx(3_600_000)
    assert found["cac"] == pytest.approx(1.5 * found["cac:worked"])


def earned(cost: float, monthly: list[float]) -> float:
    """Months until what comes in month by month, evenly within each, is as much as it cost."""
    together = np.cumsum(monthly)
    n = int(np.argmax(together >= cost))
    return n + (cost - (together[n - 1] if n else 0.0)) / monthly[n]


def test_payback_of_full_use_is_that_of_those_who_stay(tmp_path: Path) -> None:
    """100 a month from the first, and each month 5 % leave: 2,000 (1 - 0.95^n) of 1,000 after n = 13.5. By
    the price it would be 10. Within 0.3: 14,400 customers, whose sum has an error of 4 in 1,000."""
    found = measure(lived(tmp_path, USE, metered='start = "100%"')).values
    assert found["cac"] == pytest.approx(1_000, rel=0.01)
    expected = earned(found["cac"], [100 * 0.95**n for n in range(60)])
    assert expected == pytest.approx(13.5, abs=0.3)
    assert found["payback_months"] == pytest.approx(expected, abs=0.3)
    # By the simple formula on what was expected of the first year: 9.19 of 12 months.
    first = sum(0.95**n for n in range(12)) / 12
    assert found["payback_months:simple"] == pytest.approx(found["cac"] / (100 * first), rel=1e-4)
    assert found["cac_ratio"] == pytest.approx(found["cac"] / (1_200 * first), rel=1e-4)


def test_use_that_grows_slowly_never_pays_back(tmp_path: Path) -> None:
    """A tenth at first, all after 36 months, and 5 % leave each month: 908 of 1,000 after 60 months."""
    found = measure(lived(tmp_path, USE, metered='start = "10%"\nfull_after = "36 months"')).values
    monthly = [100 * min(1.0, 0.1 + 0.9 * n / 36) * 0.95**n for n in range(60)]
    assert sum(monthly) < 0.95 * found["cac"]
    assert np.isnan(found["payback_months"])


def test_what_is_expected_of_the_first_year_is_what_is_used(tmp_path: Path) -> None:
    """14,400 customers that start with a third, swing by half, drift up, are billed beyond a quarter and
    leave by the month: what they sign for, and what they are billed for use in the twelve months from then
    on. Their mean has an error of some 0.6 %."""
    head = "[motion.sale.offer.metered]"
    text = USE.replace(head, f'[motion.sale.offer]\nfee = "1 a month"\n\n{head}')
    metered = 'start = "33%"\nfull_after = "9 months"\nswing = 0.5\ndrift = "2% a month"\nincluded = "25%"'
    rows = lived(tmp_path, text, metered=metered).rows
    won, used = rows[rows["event"] == e.WON], rows[rows["event"] == e.METERED]
    day = np.full(rows["account"].max() + 1, np.nan)
    day[won["account"]] = won["day"]
    first = used["day"] - day[used["account"]] < 12.5 * MONTH
    assert len(np.unique(won["amount"])) == 1
    expected = float(won["amount"][0]) - 1_200
    assert float(used["amount"][first].sum()) / len(won) == pytest.approx(expected, rel=0.02)


def test_commission_is_on_the_use_that_is_expected(tmp_path: Path) -> None:
    """A tenth of what is sold. Of 120 000 a year in full use a hundredth comes at first and all after five
    years: 10.075 % in the first. Catches 12 000 for a customer that begins with 100 a month."""
    ledger = lived(tmp_path, COMMISSIONED)
    entries = journal(ledger).entries
    assert entries["cents"][entries["kind"] == COMMISSION].tolist() == [1_209_00]


@pytest.mark.parametrize(("after", "worth"), [(59, 975.52), (60, 600.00), (61, 600.00)])
def test_a_licence_bought_again_as_the_lifetime_ends(tmp_path: Path, after: int, worth: float) -> None:
    """What is bought on the last day of 60 months belongs to what follows, its goods too: not 351.63."""
    found = measure(lived(tmp_path, LICENCE, after=str(after))).values
    assert found["ltv"] == pytest.approx(worth, abs=0.005)
