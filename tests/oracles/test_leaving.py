"""Small companies whose customers do not pay, or are never started, against arithmetic."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator import ledger as e
from simulator.money import journal
from simulator.money.entry_kinds import EARNED, INVOICED, PAID, WRITTEN_OFF
from simulator.numerics.months import MONTH
from tests.companies import lived, qualify_and_sign

HEAD = """
title = "by hand"
start = 2027-01-01
years = {years}
currency = "EUR"

[team.onboarding]
people = {people}
capacity = 5

[motion.sale]
leads = "{leads} a month"

""" + qualify_and_sign()


def reasons(ledger: simulator.Ledger) -> set[str]:
    """Why customers left."""
    return {e.REASONS[int(r["reason"])] for r in ledger.rows[ledger.rows["event"] == e.CHURNED]}


INVOLUNTARY = """
[motion.sale.offer]
price = "100 per unit a month"
failed_payments = "2%"

[motion.sale.renewal]
overall = "100%"
"""


@pytest.mark.parametrize(("retries", "share"), [(None, 0.02), ("50%", 0.01)])
def test_nobody_cancels_and_two_in_a_hundred_cards_fail(
    tmp_path: Path, retries: str | None, share: float
) -> None:
    """The first month is always paid, and each later one by 98 % of those who are left: after twelve, 0.98^12
    = 78.5 % are; sixty months bring 100 x (1 - 0.98^60) / 0.02 = 3,512. Where retries bring in half of what
    fails, at once, one in a hundred ends: 88.6 %, 100 x (1 - 0.99^60) / 0.01 = 4,528. Five standard errors.

    Catches a first payment that fails (3,442), and a retry that changes nothing, or everything.
    """
    text = HEAD.format(years=5, people=0, leads=100) + INVOLUNTARY
    if retries:
        text += f'[motion.sale.offer.retries]\nrecovered = "{retries}"\nafter = "0 days"\n'
    ledger, measures = lived(tmp_path, text)
    stays = 1.0 - share
    expected = 100.0 * (1.0 - stays**60) / share
    # Its spread: of n paid months, n geometric up to 60.
    months = np.arange(1, 61)
    chances = np.where(months < 60, stays ** (months - 1) * share, stays**59)
    spread = 100.0 * math.sqrt((chances * months**2).sum() - (chances * months).sum() ** 2)
    signed = measures.values["won"]
    assert measures.values["lifetime_revenue"] == pytest.approx(expected, abs=5 * spread / math.sqrt(signed))
    won, left = (np.full(len(ledger.motion), np.inf) for _ in range(2))
    for days, event in ((won, e.WON), (left, e.CHURNED)):
        rows = ledger.rows[ledger.rows["event"] == event]
        days[rows["account"]] = rows["day"]
    kept = float((left - won > 12.5 * MONTH)[np.isfinite(won)].mean())
    assert abs(kept - stays**12) < 5 * math.sqrt(stays**12 * (1 - stays**12) / signed)
    assert reasons(ledger) == {"unpaid"}


@pytest.mark.parametrize("retries", ["", 'retries = { recovered = "40%", after = "45 days" }'])
@pytest.mark.parametrize(
    "billing", ["every month in arrears", "every month in advance", "every 12 months in advance"]
)
def test_no_receivable_stays_open(tmp_path: Path, billing: str, retries: str) -> None:
    """Of each customer that left, what was billed, less what was credited, is paid or written off; and what
    was earned is what was billed. Without retries and in advance nothing is served that is not paid, so
    nothing is written off. Catches revenue of which nobody learns that it never came."""
    text = HEAD.format(years=3, people=0, leads=40)
    text += f"""
[motion.sale.offer]
fee = "100 a month"
term = "12 months"
billing = "{billing}"
failed_payments = "10%"
pays_after = "20 days"
{retries}

[motion.sale.renewal]
overall = "90%"
"""
    ledger, measures = lived(tmp_path, text)
    entries = journal(ledger).entries
    left = ledger.rows["account"][ledger.rows["event"] == e.CHURNED]
    sums = {
        kind: np.bincount(mine["account"], mine["cents"], minlength=len(ledger.motion))[left]
        for kind in (INVOICED, PAID, EARNED, WRITTEN_OFF)
        for mine in [entries[(entries["kind"] == kind) & (entries["account"] >= 0)]]
    }
    settled = ledger.rows["day"][ledger.rows["event"] == e.CHURNED] < ledger.header.until - 100.0
    assert len(left) > 300
    assert (sums[INVOICED] == sums[PAID] + sums[WRITTEN_OFF])[settled].all()
    assert (sums[INVOICED] == sums[EARNED]).all()
    assert bool(sums[WRITTEN_OFF].any()) == (bool(retries) or "arrears" in billing)
    assert measures.company["written_off"].sum() == sum(
        entry["cents"]
        for entry in entries
        if entry["kind"] == WRITTEN_OFF and entry["day"] < ledger.header.horizon
    )
    assert reasons(ledger) == {"unpaid", "cancelled"}


STARTED = """
[[motion.sale.stage]]
name = "onboard"
team = "onboarding"
takes = "30 days"
passes = "90%"

[motion.sale.offer]
fee = "1000 a month"
term = "12 months"
{more}

[motion.sale.impact]
every = "3 months"
reached = "80%"
after_setback = "20%"

[motion.sale.renewal]
overall = "80%"
lift = 20
"""


def test_who_is_never_started_renews_worse(tmp_path: Path) -> None:
    """A yearly plan, 20 times the odds of renewing with full impact: 80 % of first decisions are to stay
    where customers are started in 30 days. Where nobody starts them each decides with the chance without
    impact for which the 80 % were solved, and so does who has no contract yet, each year from its signature.

    Five standard errors. Catches limbo that renews better than a good start (with a clean start counted
    it was .91), and a customer who waits for ever.
    """
    first: dict[str, float] = {}
    for name, people, more in (
        ("started", 1000, ""), ("never", 0, ""), ("never, from live", 0, 'recurring_from = "live"')
    ):  # fmt: skip
        text = HEAD.format(years=5, people=people, leads=20) + STARTED.format(more=more)
        ledger, _ = lived(tmp_path, text)
        rows = ledger.rows
        signed = dict(
            zip(*(rows[rows["event"] == e.WON][column] for column in ("account", "day")), strict=True)
        )
        left = rows[rows["event"] == e.CHURNED]
        early = sum(row["day"] - signed[row["account"]] < 12.5 * MONTH for row in left)
        first[name] = 1.0 - early / len(signed)
        assert reasons(ledger) == {"cancelled" if people else "never started"}
        whole = (left["day"] - [signed[account] for account in left["account"]]) / (12 * MONTH)
        assert np.allclose(whole, np.round(whole))
    company = simulator.load(tmp_path / "company.toml").model().numbers
    alone = float(company.rates["p"][company.motions["renewal"][0]])
    error = 5 * math.sqrt(0.25 / 1000)
    assert abs(first["started"] - 0.80) < error
    assert abs(first["never"] - alone) < error
    assert abs(first["never, from live"] - alone) < error
    assert alone < 0.80 - 2 * error
