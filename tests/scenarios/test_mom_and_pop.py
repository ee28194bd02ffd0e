"""What the family of `scenarios/mom-and-pop.toml` shows: customers take the time in which others are won."""

from __future__ import annotations

import numpy as np
import pytest

import simulator
from simulator.experiment import Comparison, Outcomes
from simulator.experiment.comparison import significance
from simulator.numerics.months import MONTH
from tests.lives import scenario

pytestmark = pytest.mark.slow
REPLICATIONS = 24


@pytest.fixture(scope="module")
def ideas() -> Comparison:
    """The family beside what it could do."""
    family = scenario("mom-and-pop")
    what_ifs = [family.with_what_if(name) for name in family.what_ifs]
    return simulator.compare([family, *what_ifs], replications=REPLICATIONS)


def unworked(outcomes: Outcomes) -> float:
    """Leads in a run that nobody found time for."""
    return float(outcomes.stages["unworked"].mean(axis=0).sum())


def test_customers_take_the_seats_of_deals(ideas: Comparison) -> None:
    """From forty seats to fewer than 25, month by month, and all who are customers looked after. Catches a
    book that takes no time, and customers who come second."""
    family = ideas["mom-and-pop"].teams[:, :, 0]
    seats = family["seats"].mean(axis=0)
    assert seats[0] > 39 * MONTH
    assert seats[-1] < 0.6 * seats[0]
    assert (np.diff(seats[::6]) < 0).all()
    assert ideas["mom-and-pop"].summary("book_coverage.family").mean > 0.99


def test_more_leads_are_more_who_are_not_called_back(ideas: Comparison) -> None:
    """Of half as many leads again, more than nine in ten are lost unworked, and customers grow by less than a
    twentieth. Catches leads that find time which nobody has."""
    family, more = ideas["mom-and-pop"], ideas["half as many leads again"]
    leads = ideas.difference(more.name, "leads").mean
    assert unworked(more) - unworked(family) > 0.9 * leads
    grown = ideas.difference(more.name, "customers_end").mean
    assert abs(grown) < 0.05 * family.summary("customers_end").mean


def test_deals_first_sells_more_and_keeps_less_of_it(ideas: Comparison) -> None:
    """A quarter more is won at least, under half of the customers are called in time, and less than a third
    of what is won more is there at the end. Catches an order of who comes first that changes nothing."""
    family, deals = ideas["mom-and-pop"], "deals first"
    won = ideas.difference(deals, "won")
    assert significance(won, "won") == 1
    assert won.mean > 0.25 * family.summary("won").mean
    assert ideas[deals].summary("book_coverage.family").mean < 0.5
    assert ideas.difference(deals, "customers_end").mean < won.mean / 3


def test_a_third_person_wins_what_two_could_not(ideas: Comparison) -> None:
    """Catches people who are no limit in this file."""
    assert significance(ideas.difference("a daughter who helps", "customers_end"), "customers_end") == 1
