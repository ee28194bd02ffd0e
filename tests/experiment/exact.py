"""A company without chance: what it earns can be reckoned by hand."""

from __future__ import annotations

EXACT = """
title = "Two customers, both certain"
start = 2027-01-01
years = 2
currency = "EUR"

[money]
cash = "100k"
fixed_cost = "1k a month"

[motion.sale]
leads_on = [2027-01-01, 2027-07-01]
units = 10

[[motion.sale.stage]]
name   = "agree"
marks  = "sal"
takes  = "1 day"
passes = "100%"

[[motion.sale.stage]]
name   = "sign"
marks  = "won"
takes  = "1 day"

[motion.sale.offer]
price = "100 per unit a month"
term  = "36 months"
"""
UNITS = 10
MONTHS = 24
INVOICES = 24 + 18  # a day or two after the first of January and of July, then month by month to the end

DEARER = """
[what_if."more, for more"]
"money.fixed_cost" = {{ value = "{cost} a month", note = "decision" }}
"motion.sale.offer.price" = {{ value = "{price} per unit a month", note = "assumption: they pay it" }}
"""


def dearer(cost: int, price: int, text: str = EXACT) -> str:
    """The company with a what-if that costs so much a month, and asks for this price."""
    return text + DEARER.format(cost=cost, price=price)


def by_hand(cost: int) -> float:
    """The price at which 24 months of a higher cost are paid for by 42 invoices for ten units."""
    return 100 + MONTHS * (cost - 1000) / (INVOICES * UNITS)
