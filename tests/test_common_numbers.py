"""Common random numbers: a change moves what it changes, and nobody else's chance.

A draw belongs to an account, a decision and a visit, never to a place in a list.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator import ledger as e
from simulator.engines import reference
from simulator.ledger import Ledger, TooManyRows

COMPANY = """
title = "Common numbers"
start = 2027-01-01
years = 2
currency = "EUR"
MOTIONS
[motion.sale]
leads = "300 a month"
leads_on = [DATES]
units = "5 to 20"
STAGE
[[motion.sale.stage]]
name = "qualify"
marks = "sal"
takes = "2 to 20 days"
passes = "QUALIFY"
loses_to = { nurture = "40%", after = "1 to 3 months" }
[[motion.sale.stage]]
name = "agree"
marks = "won"
takes = "5 to 30 days"
passes = "40%"
[motion.sale.offer]
price = "10 per unit a month"
term = "12 months"
notice = "NOTICE"
[motion.sale.renewal]
overall = "70%"
"""
OPENING = '[[motion.sale.stage]]\nname = "hello"\ntakes = "0 days"\npasses = "100%"\n'
OTHER = """
[motion.earlier]
leads = "50 a month"
[[motion.earlier.stage]]
name = "a"
marks = "sal"
takes = "1 day"
[[motion.earlier.stage]]
name = "b"
marks = "won"
takes = "1 day"
[motion.earlier.offer]
price = "1 per unit a month"
"""
DATES = "2027-03-01, 2027-03-01, 2027-05-01"


def _lived(folder: Path, motions: str = "", dates: str = DATES, stage: str = "", **words: str) -> Ledger:
    text = COMPANY.replace("MOTIONS", motions).replace("DATES", dates).replace("STAGE", stage)
    for name, value in {"QUALIFY": "30%", "NOTICE": "0 months", **words}.items():
        text = text.replace(name, value)
    file = folder / "company.toml"
    file.write_text(text)
    return simulator.simulate(simulator.load(file).model(), seed=4, replication=2)


def _who(ledger: Ledger, event: int) -> dict[int, float]:
    """Address and day of the accounts of the sale with such a row."""
    rows = ledger.rows[ledger.rows["event"] == event]
    sale = ledger.header.motions.index("sale")
    rows = rows[ledger.motion[rows["account"]] == sale]
    addresses = ledger.address[rows["account"]].tolist()
    return dict(zip(addresses, rows["day"].tolist(), strict=True))


def test_a_stage_more_changes_no_decision(tmp_path: Path) -> None:
    before, after = _lived(tmp_path), _lived(tmp_path, stage=OPENING)
    assert _who(before, e.WON) == _who(after, e.WON)
    assert len(_who(before, e.WON)) > 500


def test_a_motion_more_changes_nobody(tmp_path: Path) -> None:
    before, after = _lived(tmp_path), _lived(tmp_path, motions=OTHER)
    assert _who(before, e.WON) == _who(after, e.WON)


def test_a_date_more_changes_no_other_lead(tmp_path: Path) -> None:
    before, after = _lived(tmp_path), _lived(tmp_path, dates="2027-02-01, " + DATES)
    assert len(_who(after, e.LEAD)) == len(_who(before, e.LEAD)) + 1
    for event in (e.LEAD, e.WON):
        assert _who(before, event).items() <= _who(after, event).items()


def test_more_that_pass_are_the_same_and_others(tmp_path: Path) -> None:
    """One decision, one number: who passed still does, and what follows is decided as before."""
    before, after = (_who(_lived(tmp_path, QUALIFY=rate), e.WON) for rate in ("30%", "60%"))
    assert before.keys() <= after.keys()
    assert len(after) > 1.3 * len(before)


def test_notice_moves_the_day_of_a_decision_and_not_the_decision(tmp_path: Path) -> None:
    before, after = (_who(_lived(tmp_path, NOTICE=notice), e.CHURNED) for notice in ("0 months", "3 months"))
    assert before == after
    assert len(before) > 500


REFERRALS = """
[motion.sale.impact]
every = "1 month"
reached = "100%"
[motion.sale.referral]
with_impact = "8%"
"""


def test_nobody_is_born_after_the_horizon(tmp_path: Path) -> None:
    """Lifetimes are completed without new leads: recommendations end with the horizon, too."""
    file = tmp_path / "company.toml"
    _lived(tmp_path)
    file.write_text(file.read_text() + REFERRALS)
    ledger = simulator.simulate(simulator.load(file).model(), seed=4, replication=2)
    born = ledger.rows[ledger.rows["event"] == e.LEAD]["day"]
    referred = ledger.rows[ledger.rows["event"] == e.REFERRED]["day"]
    assert len(referred) > 100
    assert born.max() < ledger.header.horizon
    assert referred.max() < ledger.header.horizon


BOOK = """
[motion.sale.impact]
every = "1 month"
team = "csm"
reached = "90%"
[team.csm]
people = 1
book = 150
"""


def test_after_the_horizon_a_book_stays_as_full_as_it_was(tmp_path: Path) -> None:
    """Nobody new comes then, and a book that empties would flatter the lives that are left."""
    file = tmp_path / "company.toml"
    _lived(tmp_path)
    file.write_text(file.read_text() + BOOK)
    ledger = simulator.simulate(simulator.load(file).model(), seed=4, replication=2)
    rows, horizon = ledger.rows, ledger.header.horizon
    book = rows[(rows["event"] == e.BOOK) & (rows["day"] == horizon)][0]
    share = 150 / book["amount"]
    assert share < 0.5
    cycles = rows[np.isin(rows["event"], [e.REACHED, e.MISSED]) & (rows["day"] > horizon)]
    late = cycles[cycles["day"] > horizon + 300]
    assert len(late) > 1000
    assert (late["team"] >= 0).mean() == pytest.approx(share, abs=5 * np.sqrt(0.25 / len(late)))


def test_a_ledger_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "most_rows", lambda: 500)
    _lived(tmp_path)
    model = simulator.load(tmp_path / "company.toml").model()
    with pytest.raises(TooManyRows, match="fewer leads, years or"):
        simulator.simulate(model, engine="simpy")
