"""What-ifs of names: who works on a stage, where a loss goes, what a stage marks, who is there at first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import simulator
from tests.companies import written
from tests.scenario.test_invalid import refusal

# Three stages in which nobody waits for anybody. A deal of the first day in "sign" is decided once.
TOWARDS = """
title    = "Three open deals, one of them a whale"
start    = 2027-01-01
years    = 2
currency = "EUR"

[opening]
deals = "deals.csv"

[team.ae]
people = 100
capacity = 100

[team.inside]
people = 100
capacity = 100

[motion.sale]
leads = "4 a month"
units = 10

[[motion.sale.stage]]
name   = "talk"
marks  = "mql"
takes  = "5 to 10 days"
passes = "60%"
fit_correlation = 0.5

[[motion.sale.stage]]
name   = "qualify"
marks  = "sal"
takes  = "5 to 10 days"
passes = "70%"
fit_correlation = 0.5

[[motion.sale.stage]]
name   = "sign"
marks  = "won"
team   = "ae"
takes  = "60 days"
passes = "50%"
fit_correlation = 0.5

[[motion.sale.stage]]
name   = "start"
takes  = "5 to 10 days"

[motion.sale.offer]
price = "100 per unit a month"
term  = "12 months"

[motion.sale.impact]
every   = "12 months"
reached = "50%"
fit_correlation = 0.5

[motion.sale.renewal]
overall = "100%"
"""
DEALS = (
    "name,motion,stage,units,since\nsmall one,sale,sign,10,2026-11-01\nsmall two,sale,sign,10,2026-11-15\n"
)
WHALE = f"{DEALS}whale,sale,sign,500,2026-12-01\n"


def asking(folder: Path, changes: str, text: str = TOWARDS) -> simulator.Scenario:
    (folder / "deals.csv").write_text(WHALE, encoding="utf-8")
    (folder / "deals-less.csv").write_text(DEALS, encoding="utf-8")
    return simulator.load(written(folder, f"{text}\n[what_if.a]\n{changes}\n"))


def arr_at_end(scenario: simulator.Scenario, runs: int = 16) -> np.ndarray:
    return simulator.run(scenario, replications=runs, metrics=["arr_end"]).values["arr_end"]


def test_we_lose_the_biggest_deal(tmp_path: Path) -> None:
    """Catches a book that is not swapped, and others whose luck changes with it.

    The whale has 500 units at 100 a month, 600,000 a year. Nobody waits and nobody leaves, so in each run the
    company has exactly that much less, or, where the whale would not have signed, exactly the same.
    """
    company = asking(tmp_path, '"opening.deals" = "deals-less.csv"')
    without = company.with_what_if("a")
    assert without.differs_in == [("opening.deals", "deals.csv", "deals-less.csv")]
    assert (len(company.book.deals), len(without.book.deals)) == (3, 2)
    gaps = arr_at_end(company) - arr_at_end(without)
    assert set(gaps.tolist()) == {0.0, 600_000.0}
    assert without.warnings == company.warnings


def test_a_book_may_be_given_and_taken_away(tmp_path: Path) -> None:
    """Catches names of tables that are looked for in the folder of who asks, and deals that stay."""
    company = asking(tmp_path, '"opening.deals" = "none"')
    assert len(company.with_what_if("a").book.deals) == 0
    plain = TOWARDS.replace('[opening]\ndeals = "deals.csv"\n', "")
    given = asking(tmp_path, '"opening.deals" = "deals.csv"', plain)
    assert given.differs_in == []
    assert given.with_what_if("a").book == company.book
    assert np.array_equal(arr_at_end(given.with_what_if("a"), 4), arr_at_end(company, 4))


def test_files_of_what_ifs_are_files_of_the_scenario(tmp_path: Path) -> None:
    """Catches a record that cannot be read again, as a table that only a what-if names is not in it."""
    company = asking(tmp_path, '"opening.deals" = "deals-less.csv"')
    for one in (company, company.with_what_if("a")):
        assert {file.name for file in one.files} == {company.path.name, "deals.csv", "deals-less.csv"}


@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        ('"opening.deals" = "gone.csv"', 'what_if."a"."opening.deals"', "no such file"),
        ('"opening.deals" = 3', 'what_if."a"."opening.deals"', "a text in quotes"),
        (
            '"motion.sale.stage.sign.team" = "se"',
            'what_if."a"."motion.sale.stage.sign.team"',
            "there is no such team",
        ),
        (
            '"motion.sale.stage.qualify.loses_to" = "talc"',
            "loses_to",
            "there is no such stage; did you mean talk?",
        ),
        (
            '"motion.sale.stage.talk.passes_to" = "start"',
            "passes_to",
            "only stages up to the one that marks won",
        ),
        ('"motion.sale.stage.talk.marks" = "lost"', "marks", 'one of "mql", "sql", "sal" or "won"'),
        (
            '"motion.sale.stage.sign.marks" = "sal"',
            "motion.sale.stage",
            'exactly one stage has marks = "sal"',
        ),
        (
            '"motion.sale.stage.sign.marks" = "none"\n"motion.sale.stage.qualify.marks" = "won"',
            "stage",
            "marks",
        ),
        ('"motion.sale.move.other.at" = "loss"', "move", "there is no motion.sale.move"),
    ],
)
def test_names_that_nothing_has(changes: str, path: str, message: str, tmp_path: Path) -> None:
    """Catches a question about a team, a stage or a table that there is not, answered all the same."""
    (tmp_path / "deals.csv").write_text(WHALE, encoding="utf-8")
    problems = refusal(written(tmp_path, f"{TOWARDS}\n[what_if.a]\n{changes}\n")).problems
    assert any(path in p.path and message in p.right for p in problems), problems
    assert all('what_if."a"' in p.path for p in problems)


def test_deals_are_read_by_the_stages_that_are_open_then(tmp_path: Path) -> None:
    """Catches a deal that is open in a stage after the close, as the mark has been moved before it."""
    changes = (
        '"motion.sale.stage.sign.marks" = "none"\n"motion.sale.stage.qualify.marks" = "won"\n'
        '"motion.sale.stage.talk.marks" = "sal"'
    )
    (tmp_path / "deals.csv").write_text(WHALE, encoding="utf-8")
    problems = refusal(written(tmp_path, f"{TOWARDS}\n[what_if.a]\n{changes}\n")).problems
    assert len(problems) == 3
    assert all("it is after the close: a deal is open up to qualify" in p.right for p in problems)


STAGE = "motion.sale.stage"


@pytest.mark.parametrize(
    "changes",
    [
        {f"{STAGE}.sign.team": "inside"},
        {f"{STAGE}.sign.team": ["ae", "inside"]},
        {f"{STAGE}.sign.priority": "+3"},
        {f"{STAGE}.sign.decides": "company"},
        {f"{STAGE}.qualify.loses_to": "talk"},
        {f"{STAGE}.qualify.loses_to": {"nurture": "20%", "after": "3 months"}},
        {
            f"{STAGE}.talk.marks": "none",
            f"{STAGE}.qualify.marks": "mql",
            f"{STAGE}.sign.marks": "sal",
            f"{STAGE}.start.marks": "won",
        },
        {f"{STAGE}.talk.marks": "none"},
        {f"{STAGE}.talk.passes_to": "sign", f"{STAGE}.talk.marks": "sal", f"{STAGE}.qualify.marks": "none"},
    ],
)
def test_thresholds_and_chances_are_those_of_the_company(changes: dict[str, object], tmp_path: Path) -> None:
    """Catches a threshold that is settled anew over the crowd of the what-if, and a stage that draws other
    chances than before, as it goes by its mark in random addresses."""
    company = asking(tmp_path, '"motion.sale.units" = 12')
    varied = company.vary(changes)
    before, after = company.model().numbers, varied.model().numbers
    assert np.array_equal(before.stages["address"], after.stages["address"])
    rates = [n.rates[[*n.stages["passes"][:3], *n.motions["reached"]]] for n in (before, after)]
    for column in ("threshold", "fit_correlation", "address"):
        assert np.array_equal(rates[0][column], rates[1][column])
    assert varied.restated == ()


def test_a_mark_alone_moves_no_life(tmp_path: Path) -> None:
    """Catches other luck for those who pass through a stage that is called otherwise.

    What is measured as an MQL is another stage then; who signs, and for how much, is the same.
    """
    company = asking(tmp_path, '"motion.sale.units" = 12')
    moved = company.vary({f"{STAGE}.talk.marks": "none"})
    assert np.array_equal(arr_at_end(company, 4), arr_at_end(moved, 4))
    plain = simulator.load(written(tmp_path, TOWARDS.replace('marks  = "mql"\n', ""), "typed"))
    assert not np.array_equal(
        plain.model().numbers.stages["address"], moved.model().numbers.stages["address"]
    )


def test_losses_that_go_elsewhere_do_so(tmp_path: Path) -> None:
    """Catches a change of where a loss goes that is shown and not made, in both ways that it is written."""
    for to in ('"talk"', '{ nurture = "100%", after = "1 month" }'):
        company = asking(tmp_path, f'"{STAGE}.qualify.loses_to" = {to}')
        varied = company.with_what_if("a")
        assert varied.differs_in[0][0].startswith(f"{STAGE}.qualify.loses_to")
        assert arr_at_end(varied, 8).mean() > arr_at_end(company, 8).mean()
        assert {before for _, before, _ in varied.differs_in} == {"not given"}
    both = company.vary({f"{STAGE}.qualify.loses_to": "talk"}).vary(
        {f"{STAGE}.qualify.loses_to.to": "qualify"}
    )
    assert both.differs_in == [(f"{STAGE}.qualify.loses_to.to", "talk", "qualify")]


def test_where_a_rate_loses_its_meaning_it_is_said(tmp_path: Path) -> None:
    """Catches a share that was stated of nobody, or a close that has moved, without a word."""
    past = TOWARDS.replace('name   = "talk"\n', 'name   = "talk"\npasses_to = "qualify"\n').replace(
        '[[motion.sale.stage]]\nname   = "qualify"',
        '[[motion.sale.stage]]\nname   = "workshop"\ntakes = "1 day"\npasses = "80%"\n\n'
        '[[motion.sale.stage]]\nname   = "qualify"',
    )
    company = asking(tmp_path, f'"{STAGE}.talk.passes_to" = "workshop"', past)
    (doubt,) = set(company.with_what_if("a").warnings) - set(company.warnings)
    assert doubt.startswith(f"{STAGE}.workshop: nobody comes there without the change")
    closed = company.vary({f"{STAGE}.sign.marks": "none", f"{STAGE}.start.marks": "won"})
    assert any(
        "the close moves from sign to start: thresholds of stages, impact" in w for w in closed.warnings
    )
    worked = company.vary({f"{STAGE}.sign.team": "inside"})
    assert set(worked.warnings) - set(company.warnings) == {"team.ae: nothing is asked of this team"}


def test_what_there_is_may_be_left_out(tmp_path: Path) -> None:
    """Catches a table or a stage that stays, one that was never there, and one that cannot do without."""
    company = asking(tmp_path, '"motion.sale.units" = 12')
    without = company.vary({"motion.sale.impact": "none"}).company.motion["sale"]
    assert without.impact is None
    shorter = company.vary({f"{STAGE}.start": "none"})
    assert [stage.name for stage in shorter.company.motion["sale"].stage] == ["talk", "qualify", "sign"]
    assert shorter.differs_in == [(f"{STAGE}.start", "there", "not given")]
    for path, message in (
        ("motion.sale.referral", "there is no motion.sale.referral to take away"),
        ("motion.sale.offer", "missing"),
        ("team.ae", "there is no such team"),
        (f"{STAGE}.sign", 'exactly one stage has marks = "won"'),
    ):
        with pytest.raises(simulator.ScenarioError, match=message):
            company.vary({path: "none"})
