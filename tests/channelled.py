"""A company of which leads come by every kind of channel, with people enough that nobody waits."""

from __future__ import annotations

from pathlib import Path

import simulator
from tests.companies import written

CHANNELLED = """\
title    = "Channels"
start    = 2027-01-01
years    = 2
currency = "EUR"

[team.sdr]
people   = 3
capacity = 1000
base     = "60k a year"

[motion.sale]
leads     = "100 a month"
lead_cost = "20"
units     = 10

[motion.sale.channel.web]
leads     = "100 a month"
lead_cost = "60"
dearer    = "30% when leads double"
poorer    = "0.2 when leads double"
fit       = 0.2

[motion.sale.channel.outbound]
each   = "13 a month"
team   = "sdr"
time   = "60%"
fit    = -0.5
enters = "accept"

[motion.sale.channel.partner]
leads  = "40 a month"
fit    = 0.6
margin = "20%"

[[motion.sale.stage]]
name            = "qualify"
team            = "sdr"
takes           = "5 days"
passes          = "40%"
fit_correlation = 0.4

[[motion.sale.stage]]
name            = "accept"
marks           = "sal"
takes           = "5 days"
passes          = "60%"
fit_correlation = 0.5

[[motion.sale.stage]]
name            = "decide"
marks           = "won"
takes           = "40 days"
passes          = "25%"
fit_correlation = 0.6

[motion.sale.offer]
price      = "100 per unit a month"
term       = "12 months"
pays_after = "30 days"

[motion.sale.renewal]
overall = "80%"
"""


def channelled(folder: Path, *edits: tuple[str, str]) -> simulator.Scenario:
    """The company with some words of its file in place of others."""
    text = CHANNELLED
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    return simulator.load(written(folder, text, "channelled"))
