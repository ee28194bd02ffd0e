"""Each key of costs and money reaches its field, in whole cents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator import model as m
from simulator.numerics.months import MONTH
from simulator.scenario import load
from tests.scenario.rich import RICH, changed
from tests.scenario.small import written


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> m.Numbers:
    return load(written(tmp_path_factory.mktemp("rich"), RICH)).model().numbers


FIELDS: dict[str, tuple[str, int, dict[str, Any]]] = {
    "seller": (
        "teams", 0,
        {"base": 7_500_000, "variable": 7_200_000, "quota": 60_000_000, "benefits_and_taxes": 0.2,
         "recruiting": 1_500_000,
         "clawback": 6, "selling": 0.0},
    ),
    "keeper": ("teams", 1, {"base": 6_000_000, "variable": 0, "quota": 0, "clawback": 0, "selling": 0.3}),
    "trial": ("stages", 0, {"cost": 0, "free_user_cost": 50, "free_user_stays": 6.0}),
    "signing": ("stages", 1, {"cost": 50_000, "free_user_cost": 0, "free_user_stays": 0.0}),
    "motion": (
        "motions", 0,
        {"lead_cost": 2_500, "launch_cost": 20_000_000, "fixed_cost": 1_000_000, "impact_value": 9_000,
         "effort": 5_000},
    ),
    "another motion": (
        "motions", 1, {"lead_cost": 0, "launch_cost": 0, "impact_value": 9_000, "effort": 5_000}
    ),
    "company": (
        "money", 0,
        {"cash": 200_000_000, "fixed_cost": 5_000_000, "inflation": 0.03, "discount": 0.12,
         "lifetime": 96},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FIELDS)
def test_a_cost_reaches_its_field(rich: m.Numbers, what: str) -> None:
    """A cost that goes to the wrong field, a month taken for a year, or euros for cents."""
    of, row, fields = FIELDS[what]
    assert {name: getattr(rich, of)[row][name] for name in fields} == fields


def test_a_trial_is_the_time_of_its_stage(rich: m.Numbers) -> None:
    curve = rich.curves[rich.stages["takes"][0]]
    assert (curve["shift"], curve["scale"]) == (14.0, 0.0)


def test_the_run_off_is_as_long_as_a_life_that_is_valued(rich: m.Numbers, tmp_path: Path) -> None:
    """Lifetimes cut off at 84 months where 96 are to be valued; 24 that shorten what others need."""
    assert rich.until - rich.horizon == 96 * MONTH
    short = load(written(tmp_path, changed(('lifetime = "96 months"', 'lifetime = "2 years"')))).model()
    assert short.numbers.until - short.numbers.horizon == 84 * MONTH
    assert short.numbers.money["lifetime"] == 24


def test_costs_that_are_not_known_are_drawn(tmp_path: Path) -> None:
    """A range that is read and stands still."""
    text = changed(
        ("lead_cost     = 25", 'lead_cost = "25 to 45"'),
        ('base       = "75k a year"', 'base = "70k to 80k a year"'),
        ('impact_value = "90 per unit a month"', 'impact_value = "90 to 160 per unit a month"'),
        ('cash          = "2M"', 'cash = "1.5M to 2.5M"'),
    )
    scenario = load(written(tmp_path, text))
    one, two = scenario.draw(0, 1).numbers, scenario.draw(0, 2).numbers
    assert one.motions["lead_cost"][0] != two.motions["lead_cost"][0]
    assert one.teams["base"][0] != two.teams["base"][0]
    assert one.motions["impact_value"].tolist() != two.motions["impact_value"].tolist()
    assert one.money["cash"] != two.money["cash"]
