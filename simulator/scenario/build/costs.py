"""The company's money, and how long it counts, as numbers of the model."""

from __future__ import annotations

from typing import Any

from simulator import model as m
from simulator.company.columns import columns_of
from simulator.company.schema import Company, Measured
from simulator.scenario.build.columns import set_columns
from simulator.scenario.build.draws import Drawn


def lifetime_of(company: Company) -> int:
    """Months of a customer's life that are valued."""
    lifetime = company.measures.lifetime
    return lifetime.whole if lifetime else int(columns_of(Measured)["lifetime"].absent)


def money_rows(drawn: Drawn, company: Company) -> Any:
    """The company's money: one row."""
    rows = m.rows(m.MONEY, [{}])
    set_columns(rows[0], drawn, company.money, company.measures)
    return rows
