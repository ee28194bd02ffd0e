"""Exact results that a simulation must agree with: the mean path, and closed-form lifetime value."""

from simulator.closed_form.path import Walk, survivors, walk, wins
from simulator.closed_form.worth import (
    annuity,
    chain_value,
    discounted_lifetime,
    escalating_annuity,
    linear_expansion,
    margin_multiple,
    parity_price,
    perpetual_value,
    understated,
)

__all__ = [
    "Walk",
    "annuity",
    "chain_value",
    "discounted_lifetime",
    "escalating_annuity",
    "linear_expansion",
    "margin_multiple",
    "parity_price",
    "perpetual_value",
    "survivors",
    "understated",
    "walk",
    "wins",
]
