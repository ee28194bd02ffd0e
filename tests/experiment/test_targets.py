"""Targets of scenarios that are held against each other."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from simulator.experiment import OptionError
from tests.companies import METERED, SMALL, written

PLAN = '\n[target.plan]\nmetric = "{}"\nat_least = {}\n'


def test_what_if_by_the_odds_of_a_target(tmp_path: Path) -> None:
    """Catches odds that are no metric to rank by, and pairs that are not paired: three times the leads can
    only help, and help where the company falls short."""
    company = simulator.load(written(tmp_path, SMALL + PLAN.format("won", 100)))
    more = company.vary({"motion.sale.leads": "60 a month"}, "more leads")
    compared = simulator.compare([company, more], replications=8)
    ((first, gap),) = compared.ranked("target.plan")
    base, varied = (o.summary("target.plan").mean for o in compared.outcomes)
    assert (first.name, gap.mean) == ("more leads", varied - base)
    assert gap.better_in == round(8 * gap.mean) > 0
    assert gap.worse_in == 0


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (
            SMALL + PLAN.format("won", 60),
            SMALL + PLAN.format("won", 70),
            "they want to reach different things",
        ),
        (SMALL + PLAN.format("nrr", 1), METERED + PLAN.format("nrr", 1), "use ramps up and swings"),
    ],
)
def test_what_does_not_rank(tmp_path: Path, one: str, other: str, why: str) -> None:
    """Catches a winner by an easier target, or by a metric that ranks nothing between two offers."""
    both = [simulator.load(written(tmp_path, text, name)) for text, name in ((one, "one"), (other, "other"))]
    with pytest.raises(OptionError, match=why):
        simulator.compare(both, replications=2).ranked("target.plan")
