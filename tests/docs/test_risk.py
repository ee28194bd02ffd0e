"""What the page about risk says is worked out anew."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from simulator import ledger as e
from simulator.ledger import Ledger
from simulator.metrics.balance import STAKE, buyers, move, sellers, sides
from simulator.money import journal
from simulator.numerics.months import MONTH
from tests.docs.pages import text_of
from tests.metrics.ledgers import AGREE, QUALIFY, SCREEN, START, Diary, header, risk

PAGE = text_of("risk.md")
LIFETIME = 18
MODELS = ("perpetual", "subscription", "consumption", "freemium")
HEADINGS = ("Perpetual licence", "Subscription", "Consumption", "Freemium")


def table(after: str) -> list[list[str]]:
    """The cells of the first table behind some words, without its head."""
    lines = [line for line in PAGE.partition(after)[2].splitlines() if line.strip()]
    first = next(n for n, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def number(cell: str) -> float:
    """What a cell says; nothing is nought."""
    cell = cell.replace(",", "")
    return float(cell[:-2]) / 100 if cell.endswith(" %") else float(cell or 0)


def life(model: str) -> tuple[Diary, int]:
    """The worked account as a ledger: rows and prices, from which all else follows."""
    costs = {
        "perpetual": (0, 4000, 18000, 8000),
        "subscription": (1500, 0, 9500, 3000),
        "consumption": (0, 0, 200, 6000),
        "freemium": (0, 0, 0, 0),
    }[model]
    offer: dict[str, Any] = {
        "perpetual": {"licence": 264000, "owned": 1, "billing": 12},
        "subscription": {"cost_to_serve": 20000},
        "consumption": {"term": 1, "fixed": 0, "metered": 1, "hosting": 0.3},
        "freemium": {"term": 1, "fixed": 0, "cost_to_serve": 800, "pays_after": 0.0},
    }[model]
    made = header(**{"cost": [100 * c for c in costs], "pays_after": MONTH} | offer)
    made.money["lifetime"] = LIFETIME
    made.motion["impact_value"], made.motion["effort"] = 15000, 5000
    made.motion["lead_cost"] = 200 if model == "freemium" else 3000
    made.stage["free_user_cost"] = [0, 0, 300 if model == "freemium" else 0, 0]
    diary = Diary(made)
    units = 3 if model == "freemium" else 20
    diary.motions.append(0)
    diary.note(0.0, 0, e.LEAD, to_motion=0, to=SCREEN, motion=0, count=units)
    screened, qualified, won, live, reached, months, fee = {
        "perpetual": (0, 3, 9, 13, (16, 19, 22, 25), 12, 1056000),
        "subscription": (1, 1, 3, 5, (8, 11, 17, 20), 1, 2400000),
        "consumption": (0, 0, 0, 1, (4, 7, 13, 16), 1, 0),
        "freemium": (0, 0, 5, 5, (8,), 1, 72000),
    }[model]

    def note(month: float, event: int, **columns: int) -> None:
        diary.note(month * MONTH, 0, event, **columns)

    for month, stage in ((screened, SCREEN), (qualified, QUALIFY), (won, AGREE)):
        note(month, e.PASSED, stage=stage, to=stage + 1)
    note(won, e.WON, stage=AGREE, amount=fee)
    note(won, e.OPENED, amount=5280000 if model == "perpetual" else 0, invoice=months, arr=fee, fee=fee)
    note(live, e.PASSED, stage=START)
    note(live, e.WENT_LIVE)
    for month in reached:
        note(month, e.REACHED)
    if model == "consumption":
        for month, use in zip(range(2, 40), [400, 800, 1200, 1600, *[2000] * 40], strict=False):
            note(month, e.METERED, amount=100 * use, arr=1200 * use)
    elif model == "freemium":
        note(12, e.CHURNED)
    else:
        for year in (1, 2):
            note(won + 12 * year, e.RENEWED, arr=fee, fee=fee)
    return diary, won


COLUMNS = ("bound", "effort", "value", "spent", "paid")


def flows(ledger: Ledger, end: float) -> dict[int, dict[str, int]]:
    """What the journal books of the account in each month, in cents."""
    side = sides()
    found: dict[int, dict[str, int]] = {}
    for entry in journal(ledger).entries:
        if entry["account"] < 0 or entry["day"] >= end:
            continue
        balance = np.zeros(1, STAKE)[0]
        move(balance, side[entry["kind"]], int(entry["cents"]))
        for name in COLUMNS:
            if balance[name]:
                month = found.setdefault(round(entry["day"] / MONTH), dict.fromkeys(COLUMNS, 0))
                assert abs(entry["day"] / MONTH - round(entry["day"] / MONTH)) < 1e-9
                month[name] += int(balance[name])
    return found


@pytest.mark.parametrize(("model", "heading"), list(zip(MODELS, HEADINGS, strict=True)))
def test_the_worked_accounts(model: str, heading: str) -> None:
    """Catches a table whose bookings do not follow from the contract, or whose exposures from them."""
    rows = table(f"### {heading}\n")
    diary, won = life(model)
    end = 12.5 if model == "freemium" else won + LIFETIME
    booked = flows(diary.ledger(), end * MONTH)
    balance = np.zeros(1, STAKE)[0]
    assert [int(row[0]) for row in rows] == sorted(booked)
    for row in rows:
        stated = {name: round(100 * number(cell)) for name, cell in zip(COLUMNS, row[2:7], strict=True)}
        assert stated == booked[int(row[0])], row
        for name, cents in stated.items():
            balance[name] += cents
        assert (buyers(balance) / 100, sellers(balance) / 100) == (number(row[7]), number(row[8])), row


def test_the_worked_accounts_side_by_side() -> None:
    """Catches a summary that no longer follows from the four tables."""
    ledgers = [life(model)[0].ledger() for model in MODELS]
    found = [risk(ledger, journal(ledger).entries).values for ledger in ledgers]
    rows = table("### Side by side\n")
    assert [row[0].strip("`") for row in rows] == list(found[0])
    for row in rows:
        for cell, values in zip(row[1:], found, strict=True):
            digit = 10.0 ** -len(cell.removesuffix(" %").partition(".")[2]) / (100 if "%" in cell else 1)
            assert values[row[0].strip("`")] == pytest.approx(number(cell), abs=0.51 * digit), row


def test_users_who_never_pay() -> None:
    """Catches a word about freemium that forgets those who use for nothing."""
    diary, _ = life("freemium")
    for _ in range(10):
        account = len(diary.motions)
        diary.motions.append(0)
        diary.note(0.0, account, e.LEAD, to_motion=0, to=SCREEN, motion=0, count=3)
        for stage in (SCREEN, QUALIFY):
            diary.note(0.0, account, e.PASSED, stage=stage, to=stage + 1)
        diary.note(5 * MONTH, account, e.LOST, stage=AGREE, reason=e.DECLINED)
    ledger = diary.ledger()
    share = risk(ledger, journal(ledger).entries).values["seller_share_of_risk"]
    (stated,) = re.findall(r"the seller's share of freemium is ([\d.]+ %)", PAGE)
    assert share == pytest.approx(number(stated), abs=0.0005)


def test_every_metric_of_risk_is_explained() -> None:
    """Catches a metric that the page does not list, or one that is gone."""
    listed = [row[0].strip("`") for row in table("## What is reported")]
    ledger = Diary().ledger()
    assert listed == list(risk(ledger, journal(ledger).entries).values)
