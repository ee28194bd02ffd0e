"""The first screen of a run: what fits, what it says, and whether that is so."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator.experiment import Interval, Outcomes
from simulator.experiment.money_by_motion import by_motion
from simulator.layout.text import WIDTH, text
from simulator.report.first_screen import LINES, first_screen
from simulator.report.screen.bottlenecks import bottlenecks
from simulator.report.screen.cash import when
from simulator.report.screen.look_out import look_out
from simulator.report.screen.revenue import ends
from simulator.report.screen.targets import in_words
from simulator.report.screen.words import amount, bar, likely, odds, short, span
from simulator.scenario_library import scenarios
from tests.channelled import channelled
from tests.companies import METERED, PAID_FOR, SMALL, written
from tests.lives import scenario
from tests.metrics.ledgers import header

TARGETS = """
[target.growth]
metric = "arr_end"
at_least = "40k"
by = "2027-12"

[target.solvent]
metric = "cash_low"
at_least = 0
"""
TARGET = '[target."a rather long name of a target {n}"]\nmetric = "arr_end"\nat_least = "{n}00k"\n\n'
MOTION = '[motion."{name} {n:02}"]\nlike = "sale"\nleads = "{n} to 20 a month"\n\n'
LONG = "a motion with a name of many letters"  # with a number behind it as long as a name may be


def ran(folder: Path, company: str, runs: int = 8) -> tuple[Outcomes, simulator.Scenario]:
    """Some runs of a company of this text."""
    scenario = simulator.load(written(folder, company))
    return simulator.run(scenario, replications=runs, workers=1), scenario


def lines(outcomes: Outcomes, company: simulator.Scenario | None = None) -> list[str]:
    """The screen as it is printed, which always fits."""
    printed = text(first_screen(outcomes, company)).splitlines()
    assert len(printed) <= LINES
    assert max(map(len, printed)) <= WIDTH
    assert "nan" not in " ".join(printed).split()
    return printed


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(scenarios()))
def test_it_fits_for_every_shipped_company(name: str) -> None:
    """Catches a line that runs over, a screen that scrolls, and a part that is missing."""
    company = scenario(name)
    printed = lines(simulator.run(company, replications=4), company)
    found = " ".join(printed)
    for part in ("CASH", "ARR, ", "BRIDGE", "MOTION", "BOTTLENECKS", "LOOK OUT", "more: --all"):
        assert part in found, part


def test_it_fits_for_a_company_with_much_to_say(tmp_path: Path) -> None:
    """Catches twelve motions of long names, seven targets and a warning for each that push the rest out of
    sight; and a fold that loses customers."""
    many = "".join(MOTION.format(name=LONG, n=n) for n in range(1, 12))
    outcomes, company = ran(tmp_path, PAID_FOR + many + "".join(TARGET.format(n=n) for n in range(1, 8)), 2)
    printed = lines(outcomes, company)
    assert "  and 3 targets more: --all" in printed
    at = next(n for n, line in enumerate(printed) if line.startswith("MOTION"))
    rows = printed[at + 2 : at + 9]
    assert sum("…" in row for row in rows) == 0
    won = [int(re.split(r"  +", line)[2].replace(",", "")) for line in rows]
    assert rows[-1].startswith("  all ")
    assert rows[-2].startswith("  7 others ")
    assert len(set(rows)) == len(rows)
    assert sum(won[:-1]) == pytest.approx(won[-1], abs=len(won) / 2)
    assert printed[-1].startswith("more: --all")


def test_targets_with_their_odds(tmp_path: Path) -> None:
    """Catches odds of another target or month, a median of the wrong runs, and one without an interval."""
    outcomes, company = ran(tmp_path, PAID_FOR + TARGETS)
    printed = lines(outcomes, company)
    (growth,) = [line for line in printed if line.startswith("  ARR at least 40k by Dec 2027 ")]
    assert odds(outcomes.summary("target.growth").interval) in growth
    assert f"{np.median(outcomes.targets[:, 11, 0]) / 1000:.0f}" in growth
    assert any(line.startswith("  cash at its lowest at least 0 by Dec 2028 ") for line in printed)
    assert not any("no target is stated" in line for line in printed)
    without, company = ran(tmp_path, PAID_FOR)
    assert any("no target is stated" in line for line in lines(without, company))


def test_a_target_of_a_motion_in_words() -> None:
    """Catches a target of one motion told as one of the company, and "at least" for "at most"."""
    target = simulator.model.Target("few", "won", 1, False, 12.0, 7)
    outcomes = Outcomes(**_nothing() | {"header": header(motions=2, targets=(target,))})
    assert in_words(outcomes, target) == "won of motion 1 at most 12 by Dec 2022"
    assert in_words(outcomes, target, 33) == "won of mo… at most 12 by Dec 2022"


def _nothing() -> dict[str, object]:
    from tests.report.made import made

    return vars(made({"won": [1.0]}))


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ((0.0, 0.0, 0.0655), "0 % (below 7 %)"),
        ((1.0, 0.934, 1.0), "100 % (above 93 %)"),
        ((0.3, 0.24, 0.371), "30 % (24 to 37 %)"),
        ((0.996, 0.97, 0.999), "99 % (97 to 100 %)"),
        ((math.nan, math.nan, math.nan), "not known"),
    ],
)
def test_odds_in_words(found: tuple[float, float, float], words: str) -> None:
    """Catches sure odds of a hundred runs, and 100 % that is not all."""
    assert odds(Interval(*found)) == words


def test_a_bar_is_full_of_all_and_empty_of_none_alone() -> None:
    assert [bar(share, 4) for share in (0.0, 0.01, 0.5, 0.99, 1.0)] == [
        *("░░░░", "█░░░", "██░░", "███░", "████")
    ]


def test_amounts_have_the_digits_that_their_interval_leaves() -> None:
    """Catches 12,345,678.90 of eight runs that lie a million apart, and a scale without its sign."""
    assert amount(short("EUR", [12_345_678.0]), 12_345_678.0, 2.5e6) == "12M"
    assert amount(short("EUR", [12_345_678.0]), 12_345_678.0, 10.0) == "12.3M"
    assert amount(short("EUR", [45_678.0]), 45_678.0, 10.0) == "45.7k"
    assert amount(short("EUR", [4_567.8]), 4_567.8, 10.0) == "4,568"
    assert amount(short("share", [0.9132]), 0.9132, 0.001) == "91.3 %"
    assert likely("EUR", np.array([1e6, 2e6, 3e6, math.nan])) == ("2.0M", "1.2 to 2.8M")
    assert likely("EUR", np.array([math.nan])) == ("–", "–")


def test_when_cash_is_lowest() -> None:
    """Catches the middle of two times of the year as if it were one: nobody is lowest there."""
    of = header(months=48)  # from June 2022 on
    two = np.array([6, 7, 6, 5, 7, 6, 30, 31, 32, 30.0])
    assert when(of, two) == "Nov 2022 in 60 % or Nov 2024 in 40 %"
    assert when(of, np.array([6, 7, 6, 5, 7.0])) == "Nov 2022"
    spread = np.arange(2, 42, dtype=float)
    assert " or " not in when(of, spread)
    assert "8 in 10: " in when(of, spread)
    assert when(of, np.zeros(5)) == "the first day"
    rare = np.array([6.0] * 19 + [30.0])
    assert when(of, rare) == "Nov 2022", "one run in twenty is no second time"


@pytest.mark.parametrize(
    ("months", "shown"),
    [
        (12, [3, 6, 9, 12]),
        (24, [3, 6, 9, 12, 15, 18, 21, 24]),
        (36, [12, 24, 36]),
        (96, [12 * n for n in range(1, 9)]),
        (120, [24 * n for n in range(1, 6)]),
    ],
)
def test_months_that_are_shown(months: int, shown: list[int]) -> None:
    """Catches a table of more than eight columns, and one that ends before the end."""
    assert ends(months) == shown


def test_spans_in_words() -> None:
    of = header()
    assert span(of, 3, 3) == "Aug 2022"
    assert span(of, 3, 7) == "Aug to Dec 2022"
    assert span(of, 3, 8) == "Aug 2022 to Jan 2023"


def test_the_bridge_closes(tmp_path: Path) -> None:
    """Catches a movement left out, or with the wrong sign: opening and all that moves is what is there."""
    outcomes, company = ran(tmp_path, PAID_FOR)
    (bridge,) = [line for line in lines(outcomes, company) if line.startswith("BRIDGE")]
    words = bridge.removeprefix("BRIDGE").partition(" = ")
    assert words[2].endswith("k ARR (means)")
    total, sign = 0.0, 1.0
    for word in words[0].split():
        if word in ("+", "−"):
            sign = 1.0 if word == "+" else -1.0
        elif word[0].isdigit():
            total += sign * float(word.replace(",", ""))
    assert total == pytest.approx(float(words[2].split("k")[0].replace(",", "")), abs=3)


# Sellers who are full by arithmetic: 100 leads a month that each take 30 days ask for 99 seats; there are 10.
BUSY = """
title = "Busy"
start = 2027-01-01
years = 1

[team.ae]
people = 10
capacity = 1

[motion.sale]
leads = "100 a month"

[[motion.sale.stage]]
name = "hear"
marks = "sal"
takes = "1 day"

[[motion.sale.stage]]
name = "sell"
marks = "won"
team = "ae"
takes = "30 days"
passes = "50%"

[motion.sale.offer]
price = "40 per unit a month"
"""


def test_a_team_that_is_full_by_arithmetic_is_said_to_be_full(tmp_path: Path) -> None:
    """Catches a queue that grows all year and is not told of. With 400 people a quarter of the seats is used
    and it is idle; with 10,000 they change nothing; nobody at all is no team."""
    busy, _ = ran(tmp_path, BUSY, 2)
    (told,) = bottlenecks(busy)
    assert told.startswith("ae full ")
    assert "who needs it then waits" in told
    easy, company = ran(tmp_path, BUSY.replace("people = 10", "people = 400"), 2)
    (told,) = bottlenecks(easy)
    assert told.startswith("ae idle: 2")
    assert not [line for line in look_out(easy, company) if line.startswith("ae: ")]
    none, company = ran(tmp_path, BUSY.replace("people = 10", "people = 10000"), 2)
    assert bottlenecks(none) == ["no team is full"]
    (told,) = [line for line in look_out(none, company) if line.startswith("ae: ")]
    assert told.startswith("ae: 1.0 % of its time is used: its 10000 people could be fewer")


def test_a_team_that_is_full_in_some_runs_is_said_to_be(tmp_path: Path) -> None:
    """Catches a limit that an average over runs hides: 10 to 190 leads a month, each of 30 days, ask for as
    many seats, and there are 130."""
    text_ = BUSY.replace('"100 a month"', '"10 to 190 a month"').replace("people = 10", "people = 130")
    outcomes, _ = ran(tmp_path, text_, 16)
    (told,) = bottlenecks(outcomes)
    of = outcomes.teams[:, :, 0]
    full = (of["used"] >= 0.9 * of["seats"]).sum(axis=1) >= 3
    assert 0 < full.sum() < 16
    assert told.startswith(f"ae full at times, in {full.sum()} of 16 runs")


def test_leads_lost_unworked_are_told(tmp_path: Path) -> None:
    """Catches a limit in people that shows nowhere but in a table: who waits two days for one of 10 seats."""
    text_ = BUSY.replace('takes = "30 days"', 'takes = "30 days"\nmax_wait = "2 days"')
    outcomes, _ = ran(tmp_path, text_, 2)
    share = outcomes.stages["unworked"].sum() / outcomes.values["leads"].sum()
    assert share > 0.5
    assert any(
        "of those who come to sell are lost, as nobody is free in time" in x for x in bottlenecks(outcomes)
    )


def test_a_book_beyond_its_room_is_told(tmp_path: Path) -> None:
    """Catches customers that nobody sees: one person with room for two of them."""
    outcomes, _ = ran(tmp_path, SMALL.replace("book   = 10", "book   = 2"), 2)
    told = next(line for line in bottlenecks(outcomes) if line.startswith("csm reaches "))
    of = outcomes.teams[:, :, outcomes.header.teams.index("csm")]
    assert f"reaches {100 * of['attended'].sum() / of['cycles'].sum():.0f} % of customers in time" in told
    assert "its book is beyond its room" in told


def test_what_a_file_leaves_out(tmp_path: Path) -> None:
    """Catches a company without costs that looks rich, and one cost that is missing beside others."""
    outcomes, company = ran(tmp_path, SMALL, 2)
    found = look_out(outcomes, company)
    assert "No cost is stated: cash, CAC and payback are not known." in found
    assert "CASH         not known, as the file states no cost" in lines(outcomes, company)
    text_ = PAID_FOR.replace('lead_cost = "40"\n', "").replace('base = "50k a year"\n', "")
    found = look_out(*ran(tmp_path, text_, 2))
    (missing,) = [line for line in found if line.startswith("No cost is stated for ")]
    assert missing.startswith("No cost is stated for leads and csm: ")
    assert not [x for x in look_out(*ran(tmp_path, PAID_FOR, 2)) if x.startswith("No cost")]


def test_results_that_nobody_has_published(tmp_path: Path) -> None:
    """Catches rates borrowed from elsewhere by which nine of ten deals are won, and on the second day."""
    text_ = PAID_FOR.replace('takes  = "10 to 40 days"\npasses = "40%"', 'takes = "2 days"\npasses = "90%"')
    found = " ".join(look_out(*ran(tmp_path, text_.replace("40 per unit", "60 per unit"), 2)))
    assert "of qualified deals are won; published are 12 to 39 %." in found
    assert "a year takes 2.0 days; published are 14 days or more." in found
    usual = " ".join(look_out(*ran(tmp_path, PAID_FOR, 2)))
    assert "published" not in usual


def test_how_much_is_not_known(tmp_path: Path) -> None:
    """Catches ranges that differ from account to account counted as what is not known, luck alone sold as all
    there is, and a number that moves the answer under the name of another: with room for all who come, leads
    of 20 to 180 a month say how many sign, and the day on which they hear of it says nothing."""
    (told,) = [line for line in look_out(*ran(tmp_path, BUSY, 2)) if "numbers" in line]
    assert told.startswith("None of 7 numbers is a range")
    roomy = BUSY.replace("people = 10", "people = 500").replace('"100 a month"', '"20 to 180 a month"')
    unsure = roomy.replace('"1 day"', '{ low = "1 day", high = "2 days", varies = "between runs" }')
    (told,) = [line for line in look_out(*ran(tmp_path, unsure, 2)) if "numbers" in line]
    assert told == "2 of 7 numbers are ranges; of so few runs nobody can tell which moves ARR."
    outcomes, company = ran(tmp_path, unsure, 16)
    (told,) = [line for line in look_out(outcomes, company) if "numbers" in line]
    (swing,) = outcomes.tornado("arr_end")
    assert told.startswith(f"2 of 7 numbers are ranges; ARR moves most with {swing.label} (")
    assert swing.path == "motion.sale.leads"
    assert told.count("(") == 1
    outcomes, company = ran(tmp_path, unsure + TARGETS.replace("40k", "200k"), 16)
    (told,) = [line for line in look_out(outcomes, company) if "numbers" in line]
    assert "the odds of the first target move most with" in told


def test_a_motion_that_loses_is_marked_and_told(tmp_path: Path) -> None:
    """Catches a customer that costs more than it is worth without a sign."""
    text_ = PAID_FOR.replace('lead_cost = "40"', 'lead_cost = "20k"')
    outcomes, company = ran(tmp_path, text_, 2)
    (row,) = [line for line in lines(outcomes, company) if line.startswith("  sale ")]
    assert row.endswith("!")
    assert any(x.startswith("sale: winning a customer costs ") for x in look_out(outcomes, company))
    fine, company = ran(tmp_path, PAID_FOR, 2)
    assert not any(line.endswith("!") for line in lines(fine, company))


def test_one_payback_on_the_page(tmp_path: Path) -> None:
    """Catches a payback by one way in a table and by another in a sentence: it is the company's own, as it is
    defined in the file."""
    for text_ in (PAID_FOR, PAID_FOR + '\n[measures]\npayback_months = "earned"\ncac = "loaded"\n'):
        outcomes, _ = ran(tmp_path, text_, 2)
        (one,) = by_motion(outcomes)
        for name, shown in (("cac", one.cac), ("payback_months", one.payback), ("ltv", one.ltv)):
            np.testing.assert_equal(shown, outcomes.summary(name).interval)


def test_a_company_to_which_nobody_comes(tmp_path: Path) -> None:
    """Catches a division by nothing, an empty table, and a screen that says no word about it."""
    nobody = SMALL.replace('passes = "40%"\n', 'passes = "0.0001%"\n')
    outcomes, company = ran(tmp_path, nobody, 2)
    printed = lines(outcomes, company)
    assert not any(line.startswith("MOTION") for line in printed)
    assert any("Nobody becomes a customer in any run: " in line for line in printed)
    seldom = SMALL.replace('"12 to 20 a month"', '"0.000001 a month"')
    none, company = ran(tmp_path, seldom, 2)
    assert any("there are no leads." in line for line in lines(none, company))


def test_one_run_has_no_odds(tmp_path: Path) -> None:
    outcomes, company = ran(tmp_path, PAID_FOR + TARGETS, 1)
    found = " ".join(lines(outcomes, company))
    assert "1 run: too few to tell odds from." in found
    assert "one in ten below" not in found


def test_use_that_is_metered_is_judged_by_two_years(tmp_path: Path) -> None:
    """Catches a gross retention that swings of use make meaningless."""
    outcomes, company = ran(tmp_path, METERED, 2)
    found = " ".join(lines(outcomes, company))
    assert "GRR" not in found


def test_without_a_scenario_it_says_what_outcomes_can_tell(tmp_path: Path) -> None:
    """Catches a notebook that fails, or that counts numbers of a file that it does not have."""
    outcomes, _ = ran(tmp_path, PAID_FOR, 2)
    found = " ".join(lines(outcomes))
    assert "ranges" not in found
    assert "bowtie compare FILE" in found


def test_a_line_for_each_channel_of_a_motion(tmp_path: Path) -> None:
    """Catches a screen that is silent about where customers come from, and a cost of a channel in a company
    whose channels all say theirs that counts as stated nowhere."""
    company = channelled(tmp_path)
    told = text(first_screen(simulator.run(company, replications=8), company))
    rows = {line.split()[1]: line.split() for line in told.splitlines() if line.startswith("  · ")}
    assert sorted(rows) == ["outbound", "own", "partner", "web"]
    assert rows["web"][-2:] == ["60", "83"], "on average, and one more: 1.38 times that"
    assert rows["own"][-2:] == ["20", "20"]
    assert all("." not in row[3] for row in rows.values()), "customers are told in whole ones"
    for heading in ("leads", "cycle,", "contri-"):
        assert heading in told
    leads = {name: int(row[2].replace(",", "")) for name, row in rows.items()}
    assert min(leads["web"], leads["own"]) > leads["partner"] > int(rows["partner"][3]), "all who come"
    assert "No cost is stated for leads" not in told
    free = channelled(tmp_path, ('lead_cost = "60"\ndearer    = "30% when leads double"\n', ""))
    assert "leads" in text(first_screen(simulator.run(free, replications=8), free)).partition("No cost is")[2]


def test_whom_customers_bring_have_a_line_and_no_channel_is_silent(tmp_path: Path) -> None:
    """Catches a screen on which those who are recommended are in no line, and one that shows seven channels
    of nine and says nothing of the others."""
    loops = """[motion.sale.impact]
every = "3 months"
reached = "90%"

[motion.sale.referral]
with_impact = "20%"

[motion.sale.offer]
price """
    some = channelled(tmp_path, ("[motion.sale.offer]\nprice ", loops))
    outcomes = simulator.run(some, replications=8)
    (line,) = [line for line in lines(outcomes, some) if line.startswith("  · referral ")]
    assert line.split()[3] == f"{outcomes.summary('channel_won.sale.referral').mean:,.0f}" != "0"
    more = "".join(f'[motion.sale.channel.more{n}]\nleads = "50 a month"\n\n' for n in range(5))
    many = channelled(tmp_path, ("[motion.sale.channel.partner]", f"{more}[motion.sale.channel.partner]"))
    outcomes = simulator.run(many, replications=8)
    rows = [line.split() for line in lines(outcomes, many) if line.startswith("  · ")]
    assert len(rows) == 7
    assert rows[-1][1:3] == ["3", "others"]
    won = [float(row[3 + (row is rows[-1])].replace(",", "")) for row in rows]
    assert sum(won) == pytest.approx(outcomes.summary("won").mean, abs=len(rows) / 2)
