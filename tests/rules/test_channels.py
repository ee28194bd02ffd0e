"""Channels of a motion: what leads cost as more are bought, and those that people make."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.integrate
import scipy.optimize
import scipy.stats
from numpy.typing import NDArray

import simulator
from simulator import ledger as e, model as m
from simulator.engines import ENGINES, simulate
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH
from tests.channelled import channelled
from tests.oracles.judging import ALARM

WEB = "motion.sale.channel.web"
OUTBOUND = "motion.sale.channel.outbound"


def leads_by(ledger: Ledger, channel: str) -> NDArray[np.void]:
    """The rows of the leads that came by a channel."""
    leads = ledger.rows[ledger.rows["event"] == e.LEAD]
    found: NDArray[np.void] = leads[leads["person"] == ledger.header.channels.index(f"sale.{channel}")]
    return found


def poisson(counts: int, expected: float) -> None:
    """So many of a Poisson number with this mean; a false alarm once in a million times."""
    least, most = scipy.stats.poisson.interval(1.0 - ALARM, expected)
    assert least <= counts <= most, f"{counts}, expected {expected:.1f}"


@pytest.mark.parametrize("spend", [1_000, 6_000, 12_000, 60_000])
def test_spend_buys_what_the_cost_curve_adds_up_to(spend: int, tmp_path: Path) -> None:
    """The marginal cost of a lead, summed up over all leads, is what is spent. Catches an average cost that
    is taken for a marginal one, and a curve that starts elsewhere than at the reference."""
    there, cost, exponent = 100.0, 60.0, np.log2(1.3)

    def marginal(lead: float) -> float:
        return float(cost * (1.0 + exponent) * (lead / there) ** exponent)

    def spent(leads: float) -> float:
        return float(scipy.integrate.quad(marginal, 0.0, leads)[0])

    leads = float(scipy.optimize.brentq(lambda n: spent(n) - spend, 1e-6, 1e4, xtol=1e-10))
    company = channelled(tmp_path).vary({f"{WEB}.spend": f"{spend} a month"})
    numbers = company.model().numbers
    assert numbers.leads[1] == pytest.approx(leads, rel=1e-9)
    paid = leads_by(simulate(company.model()), "web")["amount"]
    assert set(paid.tolist()) == {round(100.0 * spend / leads)}


def test_twice_the_leads_cost_so_much_more_and_fit_so_much_less(tmp_path: Path) -> None:
    """Catches a reference that moves with the what-if, so that more leads would come at list price; and a
    curve of cost that a shift of growth escapes."""
    company = channelled(tmp_path)
    twice = company.vary({f"{WEB}.leads": "+100%"})
    assert set(leads_by(simulate(company.model()), "web")["amount"].tolist()) == {6_000}
    assert set(leads_by(simulate(twice.model()), "web")["amount"].tolist()) == {7_800}
    grows = company.vary({"motion.sale.growth": "3% a month"})
    rows = leads_by(simulate(grows.model()), "web")
    months = np.floor(rows["day"] / MONTH)
    assert rows["amount"].tolist() == np.round(6_000 * 1.3 ** (months * np.log2(1.03))).astype(int).tolist()


def test_leads_beside_spend_say_how_many_cost_so_much(tmp_path: Path) -> None:
    """Catches a key without effect: where spend decides, to restate leads moves where the curve begins."""
    spends = channelled(tmp_path).vary({f"{WEB}.spend": "12k a month", f"{WEB}.leads": "200 a month"})
    assert set(leads_by(simulate(spends.model()), "web")["amount"].tolist()) == {6_000}
    assert spends.model().numbers.leads[1, 0] == pytest.approx(200.0)


def test_a_file_whose_leads_grow_pays_the_list_price(tmp_path: Path) -> None:
    """Catches growth of the reference itself that climbs the curve."""
    company = channelled(
        tmp_path,
        (
            'leads     = "100 a month"\nlead_cost = "20"',
            'leads = "100 a month"\ngrowth = "3% a month"\nlead_cost = "20"',
        ),
    )
    assert set(leads_by(simulate(company.model()), "web")["amount"].tolist()) == {6_000}
    assert set(leads_by(simulate(company.model()), "own")["amount"].tolist()) == {2_000}


def test_people_make_as_many_as_they_have_time_for(tmp_path: Path) -> None:
    """Poisson with the sum over months of each times able people times their time, with a hire on a date and
    a ramp. Catches heads that count within a month, or fully at once, and time that is not shared."""
    plan = 'people   = [{ count = 3 }, { from = 2027-06-01, count = 8 }]\nramp     = "4 months"'
    model = channelled(tmp_path, ("people   = 3", plan)).model()
    able = [3] * 5 + [3 + 5 * part for part in (0.0, 0.25, 0.5, 0.75)] + [8] * 15
    made = [len(leads_by(simulate(model, seed=3, replication=r), "outbound")) for r in range(100)]
    poisson(sum(made), 100 * 13 * 0.6 * sum(able))


@pytest.mark.parametrize("made", [12, 13, 15])
def test_one_more_makes_so_many_more(made: int, tmp_path: Path) -> None:
    """One more SDR brings its 12 to 15 leads a month, all other leads as they were. Catches a hire that makes
    no meeting, and leads of others that move with it."""
    company = channelled(
        tmp_path, ('"13 a month"', f'"{made} a month"'), ('time   = "60%"', 'time   = "100%"')
    )
    more = company.vary({"team.sdr.people": "+1"})
    new = 0
    for replication in range(40):
        one, two = (simulate(c.model(), seed=5, replication=replication) for c in (company, more))
        new += len(leads_by(two, "outbound")) - len(leads_by(one, "outbound"))
        for other in ("own", "web", "partner"):
            assert leads_by(one, other)["day"].tolist() == leads_by(two, other)["day"].tolist()
    poisson(new, 40 * 24 * made)


def test_their_time_is_theirs_once(tmp_path: Path) -> None:
    """Catches a person who makes leads and has all seats, too."""
    ledger = simulate(channelled(tmp_path).model())
    staffed = ledger.rows[ledger.rows["event"] == e.STAFFED]
    assert staffed["amount"].tolist() == [1_200]  # of 3 people with 1,000 seats each


def test_leads_come_in_where_their_channel_says(tmp_path: Path) -> None:
    """Catches a lead that begins at the first stage whatever its channel."""
    ledger = simulate(channelled(tmp_path).model())
    stages = {
        name: set(leads_by(ledger, name)["to"].tolist()) for name in ("own", "web", "outbound", "partner")
    }
    assert stages == {"own": {0}, "web": {0}, "outbound": {1}, "partner": {0}}


def test_a_further_channel_changes_no_draw_of_others(tmp_path: Path) -> None:
    """Catches addresses that go by the place of a channel in the file."""
    fair = '[motion.sale.channel.fair]\nleads = "30 a month"\n\n[motion.sale.channel.web]'
    few, more = (
        simulate(channelled(tmp_path, *edit).model(), seed=9)
        for edit in ((), (("[motion.sale.channel.web]", fair),))
    )
    for name in ("own", "web", "outbound", "partner"):
        one, two = leads_by(few, name), leads_by(more, name)
        assert few.address[one["account"]].tolist() == more.address[two["account"]].tolist()
        assert one["day"].tolist() == two["day"].tolist()
    assert len(leads_by(more, "fair")) > 500


def test_prospects_under_way_came_by_channels(tmp_path: Path) -> None:
    """Catches a pipeline of the first day of which nobody knows where it came from, and random numbers that
    its prospects share with each other or with later leads."""
    begun = ("[motion.sale]\n", '[opening]\npipeline = "under way"\n\n[motion.sale]\n')
    ledger = simulate(channelled(tmp_path, begun).model(), seed=1)
    open_ones = ledger.channel == m.UNDER_WAY
    for name in ("own", "web", "outbound", "partner"):
        assert open_ones[leads_by(ledger, name)["account"]].sum() > 3
    assert len(set(ledger.address.tolist())) == len(ledger.address)


def test_nobody_makes_leads_where_nobody_works(tmp_path: Path) -> None:
    """Catches leads of a team before it has any people, in the months before the first day, too."""
    begun = ("[motion.sale]\n", '[opening]\npipeline = "under way"\n\n[motion.sale]\n')
    plan = ("people   = 3", "people   = [{ count = 0 }, { from = 2027-07-01, count = 3 }]")
    ledger = simulate(channelled(tmp_path, begun, plan).model(), seed=1)
    days = leads_by(ledger, "outbound")["day"]
    assert len(days) > 100
    assert days.min() > 6 * MONTH


@pytest.mark.parametrize("engine", ENGINES)
def test_a_shock_on_leads_hits_channels(engine: str, tmp_path: Path) -> None:
    """Catches channels that a shock passes by."""
    shock = '[shock.drop]\nfrom = 2027-01-01\nlasts = "24 months"\nleads = "50%"\n\n[motion.sale]\n'
    ledger = simulate(channelled(tmp_path, ("[motion.sale]\n", shock)).model(), seed=2, engine=engine)
    poisson(len(leads_by(ledger, "web")), 24 * 50)
    poisson(len(leads_by(ledger, "outbound")), 24 * 13 * 3 * 0.6 * 0.5)
    assert isinstance(ledger, simulator.Ledger)
