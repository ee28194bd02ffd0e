"""What people, stages, plays and the company cost, as numbers of the model."""

from __future__ import annotations

from typing import Any

from simulator import model as m
from simulator.scenario.keys.people import Team
from simulator.scenario.keys.schema import Company
from simulator.scenario.rows.draws import Drawn
from simulator.scenario.rows.offers import cents, cents_a_year

_LIFETIME = 60  # months
_DISCOUNT = 0.1  # a year


def lifetime_of(company: Company) -> int:
    """Months of a customer's life that are valued."""
    lifetime = company.measures.lifetime
    return lifetime.whole if lifetime else _LIFETIME


def set_team_costs(row: Any, path: str, drawn: Drawn, team: Team) -> None:
    """What a person of the team costs."""
    for key, number in (("base", team.base), ("variable", team.variable), ("quota", team.quota)):
        if number is not None:
            row[key] = cents_a_year(number, drawn.value(f"{path}.{key}"))
    row["burden"] = drawn.value(f"{path}.burden")
    row["recruiting"] = cents(drawn.value(f"{path}.recruiting"))
    row["clawback"] = team.clawback.whole if team.clawback else 0
    row["selling"] = drawn.value(f"{path}.selling")


def set_stage_costs(row: Any, path: str, drawn: Drawn) -> None:
    """What a visit costs, and those who use the product for nothing."""
    row["cost"] = cents(drawn.value(f"{path}.cost"))
    row["free"] = cents(drawn.value(f"{path}.free"))
    row["stays"] = drawn.value(f"{path}.stays")


def set_play_costs(row: Any, path: str, drawn: Drawn) -> None:
    """What a play costs beside its people, and what it is worth to a buyer."""
    for key in ("lead_cost", "launch_cost", "standing_cost"):
        row[key] = cents(drawn.value(f"{path}.{key}"))
    for key in ("impact_value", "effort"):
        row[key] = cents(drawn.value(f"product.{key}"))


def money_rows(drawn: Drawn, company: Company) -> Any:
    """The company's money: one row."""
    return m.rows(
        m.MONEY,
        [
            {
                "cash": cents(drawn.value("money.cash")),
                "standing_cost": cents(drawn.value("money.standing_cost")),
                "inflation": drawn.value("money.inflation"),
                "discount": drawn.value("money.discount", _DISCOUNT),
                "lifetime": lifetime_of(company),
            }
        ],
    )
