"""What the files on channels and loops say of themselves: channels, more leads, customers as sellers."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
import scipy.stats
from numpy.typing import NDArray

import simulator
from simulator import ledger as e
from simulator.layout.text import text
from simulator.numerics.months import YEAR
from simulator.report.sizes import NEAR, sizes_of
from tests.lives import scenario
from tests.scenarios import thousand_customers

pytestmark = pytest.mark.slow

ALARM = 1e-6  # of each check that chance could fail
LIVES = 8

Floats = NDArray[np.float64]


@cache
def lived(name: str, what_if: str = "", lives: int = LIVES) -> tuple[simulator.Ledger, ...]:
    """Lives of the best guess, before the horizon is cut off."""
    company = scenario(name).with_what_if(what_if) if what_if else scenario(name)
    model = company.model()
    return tuple(simulator.simulate(model, seed=0, replication=r) for r in range(lives))


def leads_of(ledger: simulator.Ledger, channel: str) -> e.Rows:
    """The rows in which the leads of a channel are born."""
    rows = ledger.rows[ledger.rows["event"] == e.LEAD]
    return rows[rows["person"] == ledger.header.channels.index(f"sale.{channel}")]


def count_and_cents(name: str, what_if: str, channel: str) -> tuple[int, int]:
    """Leads of a channel, and what they have cost."""
    mine = [leads_of(ledger, channel) for ledger in lived(name, what_if)]
    return sum(map(len, mine)), sum(int(rows["amount"].sum()) for rows in mine)


def is_poisson(count: int, mean: float) -> None:
    """A count is one that chance makes of this mean, but once in a million times."""
    low, high = scipy.stats.poisson.interval(1.0 - ALARM, mean)
    assert low <= count <= high, f"{count} of {mean:.1f}"


def signed(ledger: simulator.Ledger) -> e.Rows:
    """The rows in which customers are won from the first day to the last."""
    rows = ledger.rows[ledger.rows["event"] == e.WON]
    return rows[(rows["day"] >= 0.0) & (rows["day"] < ledger.header.horizon)]


def won(name: str, what_if: str, lives: int = LIVES) -> Floats:
    """Customers won before the horizon, life by life."""
    return np.array(
        [len(signed(one)) for one in lived(name, what_if, lives)],
        np.float64,
    )


def surely_above(gaps: Floats, least: float = 0.0) -> None:
    """The mean of paired differences lies above, by Student's t; false alarm below one in a million."""
    error = gaps.std(ddof=1) / math.sqrt(len(gaps))
    assert gaps.mean() - scipy.stats.t.isf(ALARM, len(gaps) - 1) * error > least, gaps


# channels.toml


def test_one_more_who_calls_makes_12_to_15_meetings_a_month() -> None:
    """Leads up by the stated meetings x 12 a year x able people, and no other channel is moved. Catches a
    headcount that does not reach the leads, and meetings that are drawn from another channel's numbers."""
    company = scenario("channels")
    each = company.model().numbers.channels["each"].max()
    assert 12.0 <= each <= 15.0
    more = "one more who calls"
    years = lived("channels")[0].header.horizon / YEAR
    for what_if, people in (("", 2), (more, 3)):
        count, _ = count_and_cents("channels", what_if, "outbound")
        is_poisson(count, each * 12.0 * years * people * LIVES)
    for channel in ("web", "ads", "lists", "partner"):
        assert count_and_cents("channels", more, channel) == count_and_cents("channels", "", channel)


def test_more_on_the_web_buys_leads_on_the_curve() -> None:
    """Half as much again buys (3/2) ** (1 / (1 + log2 1.3)) times the leads, and the next lead costs more
    than the average one did. Catches leads in proportion to what is spent: average taken for marginal."""
    before, cents = count_and_cents("channels", "", "web")
    after, more_cents = count_and_cents("channels", "10k more on the web", "web")
    times = 1.5 ** (1.0 / (1.0 + math.log2(1.3)))
    months = round(lived("channels")[0].header.horizon / YEAR * 12.0)
    is_poisson(before, 80.0 * months * LIVES)
    is_poisson(after, 80.0 * times * months * LIVES)
    assert cents == 250_00 * before
    assert more_cents == pytest.approx(250_00 * 1.5 / times * after, rel=1e-4)
    assert (more_cents - cents) / (after - before) > 1.3 * cents / before


# more-leads.toml

DOUBLED = "twice the leads"


def test_the_second_half_of_the_leads_costs_more_and_fits_less() -> None:
    """30 % dearer on average is 60 % dearer at the margin; and fewer of them go on from the stage that nobody
    has to have time for. Catches a lead that costs what it did, and one that fits as the first ones."""
    before, cents = count_and_cents("more-leads", "", "web")
    after, more_cents = count_and_cents("more-leads", DOUBLED, "web")
    assert more_cents / after == pytest.approx(1.3 * cents / before, abs=1.0)
    next_ones = (more_cents - cents) / (after - before)
    assert next_ones == pytest.approx(1.6 * cents / before, rel=0.05)  # 1.3 x 2 - 1; the rest is Poisson's

    def passed(what_if: str) -> tuple[int, int]:
        hits = leads = 0
        for ledger in lived("more-leads", what_if):
            mine = np.isin(ledger.rows["account"], leads_of(ledger, "web")["account"])
            at = mine & (ledger.rows["stage"] == ledger.header.stages.index("attract"))
            hits += int((at & (ledger.rows["event"] == e.PASSED)).sum())
            leads += len(leads_of(ledger, "web"))
        return hits, leads

    table = [[hits, leads - hits] for hits, leads in (passed(""), passed(DOUBLED))]
    shares = [hits / (hits + rest) for hits, rest in table]
    assert shares[0] > shares[1]
    assert scipy.stats.chi2_contingency(table).pvalue < ALARM


def test_twice_the_leads_alone_are_lost_in_front_of_the_same_people() -> None:
    """Leads times two, customers times much less: with the people for them at least twice as many are added.
    Catches a company in which nobody is ever busy."""
    base, alone, staffed = (
        won("more-leads", one) for one in ("", DOUBLED, f"{DOUBLED}, and the people for them")
    )
    surely_above(staffed - alone)
    assert (alone - base).mean() < 0.5 * (staffed - base).mean()


def test_at_equal_cash_leads_alone_are_compared_at_another_size() -> None:
    """Better conversion costs more than leads without people do, so more of them spend as much. Catches
    two ideas that are compared at unequal cash, and a line that tells another size, or none."""
    company = scenario("more-leads")
    first, leads = simulator.at_equal(
        company, ["better conversion", DOUBLED], "cash_spent", replications=2, workers=1
    )
    assert leads.factor > 1.0
    assert leads.scenario is not None
    spent = [
        simulator.run(one, replications=2, metrics=["cash_spent"], workers=1).summary("cash_spent").mean
        for one in (company.with_what_if("better conversion"), leads.scenario)
    ]
    assert spent[0] == first.value == first.goal == leads.goal
    assert spent[1] == leads.value == pytest.approx(spent[0], rel=NEAR)
    head, line = text(sizes_of([first, leads])).splitlines()
    assert head.startswith('At equal "cash spent')
    assert head.endswith('as with "better conversion" as the file states it.')
    assert line == f'  "{DOUBLED}": {leads.factor:.3g} times its change'


# customers-as-sellers.toml

ASK, SELLER, BOTH = "we ask, and stay in touch", "one more seller", "we ask, and one more seller"
FILE = "customers-as-sellers"


def test_the_table_of_customers_is_made_by_its_rule() -> None:
    """Nobody's customers: a table that was edited by hand could hold somebody's."""
    assert thousand_customers.TABLE.read_text(encoding="utf-8").splitlines() == list(
        thousand_customers.rows()
    )


def test_most_customers_are_brought_by_customers() -> None:
    """Of those who are won in five years more than half are born of an account, and without recommendations
    and calls fewer than half as many are won. Catches loops that bring leads who are never won."""
    brought = alone = 0
    for ledger in lived(FILE):
        born = ledger.parent[signed(ledger)["account"]] >= 0
        brought, alone = brought + int(born.sum()), alone + int((~born).sum())
    assert scipy.stats.binomtest(brought, brought + alone, 0.5, "greater").pvalue < ALARM
    surely_above(won(FILE, "", 2 * LIVES) - 2.0 * won(FILE, "nobody brings anybody", 2 * LIVES))


def test_sellers_can_do_what_customers_bring() -> None:
    """A third seller alone adds less than a fifth of what asking adds, and both together more than the sum of
    the two. Catches sellers who make customers out of nothing, and leads that need no seller."""
    base, ask, seller, both = (won(FILE, one, 2 * LIVES) for one in ("", ASK, SELLER, BOTH))
    surely_above(ask - base)
    surely_above(0.2 * (ask - base) - (seller - base))
    surely_above((both - base) - (ask - base) - (seller - base))


def test_broken_promises_send_nobody() -> None:
    """With a tenth less impact there are fewer recommendations and calls. Catches champions who call whatever
    they lived, and recommendations without impact."""

    def brought(what_if: str) -> Floats:
        lives = lived(FILE, what_if, 2 * LIVES)
        return np.array(
            [np.isin(one.rows["event"], (e.REFERRED, e.CHAMPION_CALLED)).sum() for one in lives], np.float64
        )

    surely_above(brought("") - brought("a tenth fewer get what they were promised"))
