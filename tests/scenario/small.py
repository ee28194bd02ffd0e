"""A small company that tests edit."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from simulator.closed_form.path import passing
from simulator.numerics.threshold import chance_above
from simulator.scenario.reference.thresholds import FITS

SMALL = """
title    = "Small"
start    = 2027-01-01
years    = 2
currency = "EUR"

[team.sdr]
people  = 2
capacity = 10
[team.ae]
people  = [{ from = 2027-01-01, count = 2 }, { from = 2027-07-01, count = 3 }]
capacity = "15 to 25"
[team.csm]
people = 1
book   = 50

[motion.sale]
leads = "80 to 120 a month"
units = "10 to 60"
[[motion.sale.stage]]
name     = "qualify"
marks    = "sql"
team     = "sdr"
takes    = "2 to 9 days"
max_wait = "5 to 20 days"
passes   = "25% to 35%"
fit_correlation = 0.4
loses_to = { nurture = "20%", after = "3 to 9 months" }
[[motion.sale.stage]]
name     = "evaluate"
marks    = "sal"
team     = "ae"
takes    = "10 to 45 days"
passes   = "45%"
fit_correlation = 0.6
[[motion.sale.stage]]
name     = "agree"
marks    = "won"
team     = "ae"
takes    = "7 to 40 days"
passes   = "55%"
fit_correlation = 0.5
[[motion.sale.stage]]
name     = "onboard"
takes    = { median = "20 to 40 days", sigma = 0.6 }
passes   = "90%"
fit_correlation = 0.3
[motion.sale.offer]
price  = "49 per unit a month"
term   = "12 months"
notice = "1 month"
[motion.sale.impact]
every         = "3 months"
team          = "csm"
reached       = "75% to 85%"
unattended    = "65%"
after_setback = "60%"
fit_correlation      = 0.5
[motion.sale.renewal]
overall = { low = "82%", best = "88%", high = "93%" }
lift    = 1.5
[motion.sale.expansion]
with_impact = "12%"
by          = "10% to 40%"
[motion.sale.contraction]
without_impact = "10%"
by             = "10% to 30%"
[motion.sale.referral]
with_impact = "3%"
fit         = 0.5
"""


def edited(*edits: tuple[str, str]) -> str:
    """The small company with texts replaced; every edit has to find its text, once."""
    text = SMALL
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def written(folder: Path, text: str, name: str = "small.toml") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def share_above(crowd: np.ndarray, threshold: float, fit_correlation: float) -> float:
    """The share of a crowd over the reference's fits that reaches the threshold."""
    chance = np.array([chance_above(threshold, fit_correlation, fit) for fit in FITS])
    return passing(crowd, chance) / math.fsum(crowd)
