"""A company small enough to be run many times."""

from __future__ import annotations

from pathlib import Path

import simulator

SMALL = """
title = "A small company"
start = 2027-01-01
years = 2
currency = "EUR"

[team.ae]
people  = 2
capacity = 6

[team.csm]
people = 1
book   = 10

[motion.sale]
leads = "12 to 20 a month"
units = "5 to 20"

[[motion.sale.stage]]
name   = "talk"
marks  = "sal"
team   = "ae"
takes  = "2 to 12 days"
passes = "40% to 60%"
max_wait = "5 to 20 days"
loses_to = { nurture = "20%", after = "3 to 9 months" }

[[motion.sale.stage]]
name   = "agree"
marks  = "won"
team   = "ae"
takes  = "10 to 40 days"
passes = "40%"

[[motion.sale.stage]]
name   = "start"
takes  = "5 to 30 days"
passes = "95%"

[motion.sale.offer]
price = "40 per unit a month"
term  = "12 months"
notice = "1 month"

[motion.sale.impact]
every   = "3 months"
team    = "csm"
reached = "80%"
unattended = "60%"

[motion.sale.renewal]
overall = "85%"

[motion.sale.expansion]
with_impact = "20%"
by = "10% to 40%"

[motion.sale.contraction]
without_impact = "30%"
by = "10% to 30%"

[motion.sale.referral]
with_impact = "2%"
"""

METERED = (
    SMALL.replace('term  = "12 months"\n', "")
    .replace('notice = "1 month"\n', 'metered = { start = "20%", full_after = "6 months", swing = 0.3 }\n')
    .replace("A small company", "Paid by use")
    .replace('overall = "85%"', 'overall = "97%"')
)

PAID_FOR = (  # what everything costs, and what it is worth to the buyer
    SMALL.replace(
        "[team.ae]\npeople  = 2",
        '[money]\ncash = "60k"\nfixed_cost = "1k a month"\n\n'
        '[product]\nimpact_value = "60 per unit a month"\neffort = "20 per unit"\n\n'
        '[team.ae]\nbase = "40k a year"\nbenefits_and_taxes = "20%"\nvariable = "20k a year"\n'
        'quota = "200k a year"\n'
        "people  = 2",
    )
    .replace("[team.csm]\n", '[team.csm]\nbase = "50k a year"\nselling = "20%"\n')
    .replace('units = "5 to 20"', 'units = "5 to 20"\nlead_cost = "40"')
    .replace(
        'notice = "1 month"',
        'notice = "1 month"\nbilling = "every 12 months in advance"\npays_after = "30 days"\n'
        'hosting = "10%"\nescalator = "3% a year"',
    )
    .replace("A small company", "A company that pays its people")
)


def qualify_and_sign(last: str = 'takes = "0 days"', motion: str = "sale") -> str:
    """The two stages of a small motion: qualified on the first day, and signed as these keys say; at once
    unless they say otherwise."""
    return f"""
[[motion.{motion}.stage]]
name = "qualify"
marks = "sal"
takes = "0 days"

[[motion.{motion}.stage]]
name = "sign"
marks = "won"
{last}

"""


def written(folder: Path, text: str = SMALL, name: str = "small") -> Path:
    """A scenario file of this text."""
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def lived(folder: Path, text: str) -> tuple[simulator.Ledger, simulator.Measures]:
    """One life of a company of this text, kept as company.toml, and what is measured of it."""
    ledger = simulator.simulate(simulator.load(written(folder, text, "company")).model(), seed=0)
    return ledger, simulator.measure(ledger)
