"""Several motions, hires, shocks and seasons in words."""

from __future__ import annotations

from pathlib import Path

from simulator.layout.text import text as printed
from simulator.scenario import describe
from tests.scenario.two_motions import HIRES, MOVE, SALE, SHOCK, company


def test_it_can_be_read_in_words(tmp_path: Path) -> None:
    """A number that is missing from the description, or that does not fit on the page."""
    hires = (
        'people = [{ count = 1 }, { from = 2027-03-01, count = 2, when = { arr = "5M", '
        'utilisation = "85%", cash_months = 12 } }]\nbook = 50'
    )
    scenario = company(
        tmp_path,
        (HIRES, hires),
        ("capacity = 10", 'capacity = 10\nramp = "6 months"'),
        keys='opens_at_arr = "5M"\ntakes_from = { sale = "30%" }\n'
        "season = [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]",
        more=(
            '[motion.self.learning]\nover = "1 year"\nfrom = "50%"\n'
            '[motion.sale.move.self]\nat = "loss"\nstage = "try"\nchance = "10%"\n'
            f'{MOVE}"growth"\nunits = 50\n{SHOCK}odds = "20% a year"\n'
            '[shock.flood]\nfrom = 2028-03-01\nlasts = "2 months"\ncycle = "120%"\n'
        ),
    )
    text = printed(describe(scenario))
    assert all(len(line) <= 100 for line in text.splitlines())
    plain = " ".join(text.replace("assumption", "").split())
    for words in (
        "1 person 2 people from March 2027, once the company's ARR is 5,000,000 or more and 85 % or more of",
        "their book is in use and the cash lasts 12 months or more",
        "a new person counts fully after 6 months",
        "at the month end at which the company's ARR is 5,000,000 or more",
        "at first it wins 50 % of what is stated", "as stated after 12 months",
        "Jan 2, Feb 1", "30 % of the prospects of motion sale, while this one is open",
        "10 % of lost prospects go to motion self, stage try",
        "all customers with 50 units or more that have grown go to motion sale",
        "begins by chance, 20 % a year, and lasts 12 months", "chances to sign are 65 % of what they were",
        "from March 2028 on, for 2 months", "each stage before the close takes 120 % of its time",
    ):  # fmt: skip
        assert words in plain, words


def test_steps_of_a_plan_are_told_capacity_where_they_say_the_same(tmp_path: Path) -> None:
    """A page of lines that repeat their condition; steps under another condition, or of another source."""
    gate = 'when = { utilisation = "90%" }'
    hires = (
        "people = [{ count = 1 }, { from = 2027-03-01, count = 2 }, { from = 2027-07-15, count = 3 }, "
        f"{{ from = 2027-09-01, count = 4, {gate} }}, {{ from = 2027-11-01, count = 5, {gate} }}, "
        f'{{ from = 2028-01-01, count = 6, {gate}, source = "phi" }}]\nbook = 50'
    )
    lines = printed(describe(company(tmp_path, (HIRES, hires)))).splitlines()
    at = next(n for n, line in enumerate(lines) if "2 people from March 2027" in line)
    assert [line.split() for line in lines[at : at + 5]] == [
        words.split()
        for words in (
            "2 people from March 2027, 3 from 15 July 2027 assumption",
            "4 people from September 2027, 5 from November 2027, each step assumption",
            "once 90 % or more of their book is in use",
            "6 people from January 2028, once 90 % or more of their book is phi",
            "in use",
        )
    ]


def test_leads_in_words_begin_when_the_motion_opens(tmp_path: Path) -> None:
    """Leads counted that never come: of a motion that is not open yet, or of quiet months."""
    plain = " ".join(printed(describe(company(tmp_path, keys="opens = 2028-01-01"))).split())
    assert "about 360 leads in 2 years" in plain
    season = "opens = 2028-07-01\nseason = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]"
    plain = " ".join(printed(describe(company(tmp_path, keys=season))).split())
    assert "about 0 leads in 2 years" in plain


def test_motions_that_all_wait_for_revenue_are_warned_of(tmp_path: Path) -> None:
    sale = (SALE, f'{SALE}\nopens_at_arr = "1M"')
    assert any(
        "every motion waits" in w for w in company(tmp_path, sale, keys='opens_at_arr = "1M"').warnings
    )
    assert not any("every motion waits" in w for w in company(tmp_path, keys='opens_at_arr = "1M"').warnings)
