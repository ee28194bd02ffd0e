# ruff: noqa: E501  (a table of cases reads better with one case a line)
"""What a file says of those whom customers bring, who come back, and of a market that empties."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.layout.text import text as printed
from simulator.scenario import ScenarioError, describe, load
from simulator.scenario.validate.volumes import expected_accounts, expected_leads
from tests.scenario.small import edited, written

CHAMPION = """
[motion.sale.champion]
leaves       = "4%"
calls        = "40%"
renewal_odds = 0.6
fit          = 0.5
enters       = "evaluate"
"""
REFERRAL = 'with_impact = "3%"\n'
WINBACK = """
[motion.sale.winback]
share  = "20%"
after  = "3 months"
enters = "evaluate"
"""
MARKET = """
[motion.sale.market]
accounts      = "1500 to 2500"
returns_after = "18 months"
"""

# what is edited or added -> path, what would be right
CASES: dict[str, tuple[list[tuple[str, str]], str, str, str]] = {
    "no such stage": ([], CHAMPION.replace('"evaluate"', '"evalute"'), "motion.sale.champion.enters", "there is no such stage; did you mean evaluate?"),
    "past the qualified": ([(REFERRAL, f'{REFERRAL}enters = "agree"\n')], "", "motion.sale.referral.enters", "every won account has to be qualified first: from here it would come to agree without passing evaluate"),
    "a stage of customers": ([], WINBACK.replace('"evaluate"', '"onboard"'), "motion.sale.winback.enters", "only stages up to the one that marks sal: who comes in is no customer yet"),
    "more than all": ([(REFERRAL, 'with_impact = "70%"\n')], CHAMPION.replace('"4%"', '"31%"'), "motion.sale.champion.leaves", "together with motion.sale.referral.with_impact at most 100 %, not 101 %"),
    "odds of what nobody decides": ([('[motion.sale.renewal]\noverall = { low = "82%", best = "88%", high = "93%" }\nlift    = 1.5\n', "")], CHAMPION, "motion.sale.champion.renewal_odds", "only with renewal: write [motion.sale.renewal]"),
    "no market": ([], MARKET.replace("1500 to 2500", "0"), "motion.sale.market.accounts", "a market holds between one account and a billion"),
    "never leaves": ([], CHAMPION.replace('leaves       = "4%"\n', ""), "motion.sale.champion.leaves", "missing: chance per cycle that the champion changes employer"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_said(name: str, tmp_path: Path) -> None:
    """Catches a file that is taken, and means nothing, or a message without what would be right."""
    edits, more, path, right = CASES[name]
    with pytest.raises(ScenarioError) as caught:
        load(written(tmp_path, edited(*edits) + more))
    (problem,) = caught.value.problems
    assert problem.path == path
    assert right in problem.right


def test_they_are_told_in_words(tmp_path: Path) -> None:
    """Catches an entry that is told as a bare key, and numbers that a planner would have to look up."""
    market = MARKET.replace("1500 to 2500", "2000")
    told = describe(load(written(tmp_path, edited() + CHAMPION + WINBACK + market)))
    text = " ".join(printed(told).split())
    for words in (
        "champion changes employer in 4 % of cycles", "... of whom 40 % call, if the cycle was one with impact",
        "the odds that the old customer then stays are 0.6 times",
        "as a lead that comes in at evaluate", "2,000 accounts; who was met before is no new lead",
        "one that was lost or has left can be met again after 18 months",
    ):  # fmt: skip
        assert words in text, words


def test_rates_are_those_of_its_own_leads(tmp_path: Path) -> None:
    """Loops and a market change no threshold. Catches a reference company in which customers bring others."""
    plain, more = (
        load(written(tmp_path, edited() + text)).model() for text in ("", CHAMPION + WINBACK + MARKET)
    )
    for column in ("threshold", "p", "fit_correlation"):
        rates = more.numbers.rates[column]
        of_loops = [more.numbers.motions["champion"][0], more.numbers.offers["winback"][0]]
        assert np.delete(rates, of_loops).tolist() == plain.numbers.rates[column].tolist()


def test_more_accounts_than_there_are_come_no_more(tmp_path: Path) -> None:
    """Of a market of 400 accounts that are met 2,400 times nearly all come, N (1 - exp(-met / N)), and with those
    whom customers bring never more. Catches an expectation that knows no market: a company is refused as too
    large, or told to have leads that it will not have."""
    company = load(written(tmp_path, edited() + "\n[motion.sale.market]\naccounts = 400\n")).company
    met = expected_leads(
        load(written(tmp_path, edited())).company, company.motion["sale"].model_copy(update={"market": None})
    )
    assert expected_leads(company, company.motion["sale"]) == pytest.approx(400 * (1 - np.exp(-met / 400)))
    assert expected_accounts(company, company.motion["sale"]) <= 400.0


def test_who_is_brought_in_late_is_won_more_often(tmp_path: Path) -> None:
    """By hand, month by month: of leads .086 sign, of those who are recommended to a seller .2475. Catches
    customers who are counted as if all came in at the first stage: a company that outgrows the memory is then
    begun."""
    for enters in ("", 'enters = "evaluate"\n'):
        text = edited(
            (REFERRAL, f'with_impact = "60%"\n{enters}'),
            ('"80 to 120 a month"', '"100 a month"'),
            ('"25% to 35%"', '"30%"'),
            ('"75% to 85%"', '"80%"'),
            ('{ low = "82%", best = "88%", high = "93%" }', '"88%"'),
        )
        company = load(written(tmp_path, text)).company
        met, early = 0.45 * 0.55, 0.3 / (1 - 0.7 * 0.2) * 0.45 * 0.55
        won, brought = (met if enters else early), 0.6 * 0.8 / 3
        accounts = customers = 0.0
        for _ in range(24):
            accounts += 100 + customers * brought
            customers = customers * (0.88 ** (1 / 12) + brought * won) + 100 * early
        assert expected_accounts(company, company.motion["sale"]) == pytest.approx(accounts, rel=1e-9)


def test_today_s_customers_have_to_fit_into_the_market(tmp_path: Path) -> None:
    """Catches a market that holds fewer accounts than stand in the tables of the first day."""
    (tmp_path / "book.csv").write_text(
        "name,motion,units,arr,signed\n" + "".join(f"C{n},sale,20,11760,2026-03-01\n" for n in range(3))
    )
    opening = '\n[opening]\ncustomers = "book.csv"\n'
    market = "\n[motion.sale.market]\naccounts = {}\n"
    assert load(written(tmp_path, edited() + opening + market.format(3)))
    with pytest.raises(ScenarioError) as caught:
        load(written(tmp_path, edited() + opening + market.format(2)))
    (problem,) = caught.value.problems
    assert (problem.path, problem.value) == ("motion.sale.market.accounts", "2")
    assert problem.right == "at least 3: so many are there today"


def test_the_months_before_find_the_market_as_today_s_customers_leave_it(tmp_path: Path) -> None:
    """Three of twelve accounts are customers: of those met in the months before the first day three in four were
    new. Catches a pipeline of the first day that comes of a market without customers."""
    (tmp_path / "book.csv").write_text(
        "name,motion,units,arr,signed\n" + "".join(f"C{n},sale,20,11760,2026-03-01\n" for n in range(3))
    )
    text = edited() + '\n[opening]\ncustomers = "book.csv"\n'
    plain = load(written(tmp_path, text)).model().before
    fewer = load(written(tmp_path, text + "\n[motion.sale.market]\naccounts = 12\n")).model().before
    assert plain is not None
    assert fewer is not None
    assert np.allclose(fewer.leads, 0.75 * plain.leads, rtol=1e-12)
    assert fewer.motions["accounts"].tolist() == [0.0]
