"""What-ifs at the size at which they cost the same: worked out by hand, to the last digit that is told."""

from __future__ import annotations

import math

import pytest

import simulator
from simulator.experiment import OptionError
from simulator.layout.text import text
from simulator.report.sizes import sizes_of
from tests.companies import written

pytestmark = pytest.mark.slow

# Ten people at 50k and a rent of 20k a month, for two years: 1,480,000. What is sold costs nothing.
COMPANY = """
title = "Equal"
start = 2027-01-01
years = 2
[money]
fixed_cost = "20k a month"
[team.ae]
people   = 10
capacity = 8
base     = "50k a year"
[motion.sale]
leads = "10 a month"
[[motion.sale.stage]]
name   = "qualify"
marks  = "sal"
takes  = "5 days"
passes = "50%"
[[motion.sale.stage]]
name   = "decide"
marks  = "won"
takes  = "20 days"
team   = "ae"
passes = "50%"
[motion.sale.offer]
price = "1000 per unit a month"
[what_if.rent]
"money.fixed_cost" = "30k a month"
[what_if.pay]
"team.ae.base" = "58k a year"
[what_if.both]
"team.ae.base"     = "53k a year"
"money.fixed_cost" = "25k a month"
"motion.sale.stage.decide.decides" = "company"
[what_if."three more"]
"team.ae.people" = 13
[what_if."one later"]
"team.ae.people" = { by = "+1", from = 2028-01-01 }
[what_if.better]
"motion.sale.stage.decide.passes" = "60%"
[what_if.cheaper]
"money.fixed_cost" = "10k a month"
[what_if.name]
"motion.sale.stage.decide.decides" = "company"
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> simulator.Scenario:
    return simulator.load(written(tmp_path_factory.mktemp("equal"), COMPANY))


def sizes(company: simulator.Scenario, *names: str) -> tuple[simulator.Sized, ...]:
    return simulator.at_equal(company, names, "cash_spent", replications=2)


def test_what_spends_in_proportion_is_found_to_the_digit(company: simulator.Scenario) -> None:
    """Rent brings 240,000 more. Pay brings 160,000 as stated: 1.5 times it. Pay and rent together 60,000 and
    120,000: 4 / 3 times both. Catches a factor of one number alone, one of the value and not of the change,
    and a company that is not the one told."""
    rent, pay, both = sizes(company, "rent", "pay", "both")
    assert rent.factor == 1.0
    assert rent.goal == rent.value == pytest.approx(1_720_000, abs=1)
    assert pay.factor == pytest.approx(1.5, abs=1e-9)
    assert pay.value == pytest.approx(1_720_000, abs=1)
    assert both.factor == pytest.approx(4 / 3, abs=1e-3)
    assert both.value == pytest.approx(1_720_000, rel=2e-4)
    assert both.held == ("motion.sale.stage.decide.decides",)
    assert both.scenario is not None
    again = simulator.run(both.scenario, replications=2, metrics=["cash_spent"])
    assert again.summary("cash_spent").mean == both.value


def test_people_are_whole(company: simulator.Scenario) -> None:
    """2.4 people for two years would spend what the rent does: two come nearest, 40,000 below; of those who
    come a year later five do, 10,000 above. Catches a share of a person, and the farther of two sizes."""
    _, more, later = sizes(company, "rent", "three more", "one later")
    assert (more.factor, later.factor) == (pytest.approx(2 / 3), 5.0)
    assert more.value == pytest.approx(1_680_000, abs=1)
    assert later.value == pytest.approx(1_730_000, abs=2_000)
    assert more.scenario is not None
    assert later.scenario is not None
    assert more.scenario.company.team["ae"].people[0].count.whole == 12
    assert later.scenario.company.team["ae"].people[-1].count.whole == 15
    told = text(sizes_of((_, more, later)))
    assert '"three more"' in told
    assert "-2.3 %, as people are whole" in told


def test_what_never_spends_as_much_is_left_out(company: simulator.Scenario) -> None:
    """A better win rate costs nothing: five times the change, and it is 100 %. Catches a size made up, and a
    number that is asked to go farther than it can."""
    _, better = sizes(company, "rent", "better")
    assert not better.found
    assert math.isnan(better.factor)
    assert better.farthest == pytest.approx(5.0)
    assert better.nearest == pytest.approx(1_480_000, abs=1)
    told = " ".join(text(sizes_of((_, better))).split())
    assert '"better" is left out: no size comes to as much; 5 times its change comes to 1.48M' in told
    assert "one of its numbers can go no farther" in told


def test_less_is_sought_where_the_first_spends_less(company: simulator.Scenario) -> None:
    """Half the rent is 240,000 less; what only costs more never gets there. Catches a search that knows one
    direction."""
    _, rent, pay = sizes(company, "cheaper", "rent", "pay")
    assert not rent.found
    assert not pay.found
    assert sizes(company, "rent", "cheaper")[1].found is False


def test_what_has_no_size_is_refused(company: simulator.Scenario) -> None:
    """Catches a search without a number, and one with nothing to be equal to."""
    _, name = sizes(company, "rent", "name")
    assert not name.found
    assert "it changes no number" in " ".join(text(sizes_of((_, name))).split())
    first, rent = sizes(company, "name", "rent")
    assert (first.factor, rent.factor) == (1.0, 0.0)  # a name costs nothing, as it is
    with pytest.raises(OptionError, match="two what-ifs or more"):
        sizes(company, "rent", "rent")
    with pytest.raises(OptionError, match="no such what-if"):
        sizes(company, "rent", "nobody")
    with pytest.raises(OptionError, match="cash_spend"):
        simulator.at_equal(company, ["rent", "pay"], "cash_spend", replications=1)
