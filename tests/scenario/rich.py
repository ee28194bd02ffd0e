"""A company that states everything about offers, costs and money: tests edit it."""

from __future__ import annotations

RICH = """
title = "Rich"
start = 2027-01-01
years = 3

[money]
cash          = "2M"
fixed_cost = "50k a month"
inflation     = "3% a year"
discount      = "12% a year"

[measures]
lifetime = "96 months"

[product]
impact_value = "90 per unit a month"
effort       = "50 per unit"

[team.ae]
people     = 3
capacity    = 10
base       = "75k a year"
variable   = "6k a month"
quota      = "600k a year"
benefits_and_taxes     = "20%"
recruiting = "15k"
clawback   = "6 months"

[team.csm]
people  = 2
book    = 50
base    = "60k a year"
selling = "30%"

[motion.sale]
leads         = "50 a month"
lead_cost     = 25
launch_cost   = "200k"
fixed_cost = "10k a month"

[[motion.sale.stage]]
name  = "try"
marks = "sal"
trial = "14 days"
free_user_cost  = "0.50 a month"
free_user_stays = "6 months"

[[motion.sale.stage]]
name  = "sign"
marks = "won"
takes = "2 weeks"
team  = "ae"
cost  = "500"

[[motion.sale.stage]]
name  = "set up"
takes = "10 days"

[motion.sale.offer]
price         = "100 per unit a month"
fee           = "500 a month"
once          = "5000"
term          = "24 months"
billing       = "every 12 months in advance"
pays_after    = "30 days"
failed_payments         = "0.5%"
introductory  = { months = "2 months", discount = "93.3333%" }
prepaid       = { share = "40%", discount = "10%" }
escalator     = "3% a year"
ramp          = ["50%", "75%"]
price_rises   = [{ from = 2028-01-01, by = "5%" }, { from = 2029-01-01, by = "-2%" }]
metered       = { price = "2 per 100 units a month", drift = "-1% a month", included = "50%" }
size          = 12
lands         = "5% to 20%"
cost_of_goods = "60%"
hosting       = "12%"
cost_to_serve       = "20 a month"

[motion.sale.winback]
share = "5%"
after = "3 to 12 months"

[motion.sale.impact]
every   = "3 months"
reached = "70%"
team    = "csm"

[motion.sale.renewal]
overall = "85%"

[motion.machine]
leads = "5 a month"

[[motion.machine.stage]]
name  = "sell"
marks = "sal"
takes = "10 days"

[[motion.machine.stage]]
name  = "sign"
marks = "won"
takes = "10 days"

[motion.machine.offer]
licence     = "9000 per unit"
maintenance = "12%"
term        = "12 months"
metered     = { price = "80 per unit a month", start = "50%", full_after = "3 months" }
repurchase  = { share = "40%", after = "48 to 72 months" }

[motion.machine.renewal]
overall = "90%"
"""


def changed(*edits: tuple[str, str]) -> str:
    """The rich company with texts replaced; every edit has to find its text, once."""
    text = RICH
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    return text
