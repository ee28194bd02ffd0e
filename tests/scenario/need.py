"""A company whose buyers have a need that moves, with free seats, that tests edit."""

from __future__ import annotations

TEXT = """
title = "Need that moves"
start = 2027-01-01
years = 1
[motion.one]
leads = "12k a month"
[motion.one.need]
at_birth = {{ problem = "28%", solution = "27%" }}
wakes = "18 months"
fades = "6 months"
[[motion.one.stage]]
name = "qualify"
takes = "1 to 20 days"
passes = "40%"
fit_correlation = {fit_correlation}
sees_need = 0.8
loses_to = {{ nurture = "30%", after = "1 to 6 months" }}
[[motion.one.stage]]
name = "show"
marks = "sal"
takes = "10 to 40 days"
passes = "50%"
fit_correlation = {fit_correlation}
sees_need = 0.5
teaches = "problem"
[[motion.one.stage]]
name = "try"
takes = {{ values = ["5 days", "30 days"] }}
decides = "buyer"
passes = "70%"
fit_correlation = {fit_correlation}
teaches = "solution"
loses_to = "show"
[[motion.one.stage]]
name = "sign"
marks = "won"
takes = "30 to 120 days"
passes = "35%"
fit_correlation = {fit_correlation}
needs = "solution"
pushed = "10%"
loses_to = {{ nurture = "20%", after = "1 month", to = "show" }}
[[motion.one.stage]]
name = "start"
takes = "10 to 60 days"
passes = "75%"
fit_correlation = {fit_correlation}
[motion.one.offer]
price = "10 per unit a month"
term = "12 months"
[motion.one.impact]
every = "3 months"
reached = "70%"
after_setback = "40%"
unneeded = "20%"
fit_correlation = {fit_correlation}
[motion.one.renewal]
overall = "80%"
lift = 5
"""


INFORMED = """
[motion.one.channel.web]
leads    = "5k a month"
enters   = "show"
fit      = 0.3
at_birth = { problem = "30%", solution = "65%" }
"""


def company(fit_correlation: float, channel: str = "") -> str:
    """The company at one fit correlation, perhaps with a channel."""
    return TEXT.format(fit_correlation=fit_correlation) + channel
