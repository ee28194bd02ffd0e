# ruff: noqa: E501  (a table of cases reads better with one case a line)
"""What is refused of need, and what is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.layout.text import text as printed
from simulator.scenario import describe, load
from tests.scenario.need import company
from tests.scenario.small import written
from tests.scenario.test_invalid import refusal

NEED = """[motion.one.need]
at_birth = { problem = "28%", solution = "27%" }
wakes = "18 months"
fades = "6 months"
"""

# what is edited -> path, what would be right
CASES: dict[str, tuple[list[tuple[str, str]], str, str]] = {
    "no table of need": (
        [(NEED, "")], "motion.one.stage.qualify.sees_need", "only with need: write [motion.one.need]",
    ),
    "a shock on a need that never fades": (
        [("years = 1\n", 'years = 1\n[shock.bust]\nfrom = 2027-03-01\nlasts = "3 months"\nfades = "200%"\n'),
         ('fades = "6 months"\n', "")],
        "shock.bust.fades", "no motion says how its need fades",
    ),
    "informed leads where nobody follows need": (
        [(NEED, '[motion.one.channel.web]\nleads = "9 a month"\nat_birth = { problem = "28%", solution = "27%" }\n')],
        "motion.one.channel.web.at_birth", "only with need: write [motion.one.need]",
    ),
    "more than all of a channel": (
        [(NEED, NEED + '[motion.one.channel.web]\nleads = "9 a month"\nat_birth = { problem = "48%", solution = "57%" }\n')],
        "motion.one.channel.web.at_birth", "at most 100 % together, not 105 %",
    ),
    "unneeded without need": (
        [(NEED, "")], "motion.one.impact.unneeded", "only with need: write [motion.one.need]",
    ),
    "nobody needs anything": (
        [('needs = "solution"\npushed = "10%"\n', "")], "motion.one.stage.sign.needs", 'missing: how far a buyer',
    ),
    "needs before the close": (
        [('decides = "buyer"\n', 'decides = "buyer"\nneeds = "problem"\n')],
        "motion.one.stage.try.needs", "belongs to the stage that marks won, sign",
    ),
    "the company signs": (
        [('marks = "won"\n', 'marks = "won"\ndecides = "company"\n')],
        "motion.one.stage.sign.needs", "it is the buyer who signs",
    ),
    "more than all": (
        [('problem = "28%"', 'problem = "78%"')], "motion.one.need.at_birth", "at most 100 % together, not 105 %",
    ),
    "a buyer who sees": (
        [('decides = "buyer"\n', 'decides = "buyer"\nsees_need = 1\n')],
        "motion.one.stage.try.sees_need", 'belongs to a stage up to the close in which decides = "company"',
    ),
    "seen beside a rate that differs": (
        [('passes = "40%"\nfit_correlation = 0.5\n', 'passes = { mean = "40%", sd = "20%", distribution = "beta", varies = "between accounts" }\n')],
        "motion.one.stage.qualify.sees_need", "not beside a rate that differs between accounts",
    ),
    "seen where all pass": (
        [('passes = "40%"\nfit_correlation = 0.5\n', "")],
        "motion.one.stage.qualify.sees_need", "there is no rate (passes) to decide by",
    ),
    "needed beside a rate that differs": (
        [('passes = "35%"\nfit_correlation = 0.5\n', 'passes = { mean = "35%", sd = "20%", distribution = "beta", varies = "between accounts" }\n')],
        "motion.one.stage.sign.needs", "not beside a rate that differs between accounts",
    ),
    "pushed without need of anything": (
        [('decides = "buyer"\n', 'decides = "buyer"\npushed = "5%"\n')],
        "motion.one.stage.try.pushed", "only with what a buyer needs",
    ),
    "unneeded and nobody pushed": (
        [('pushed = "10%"\n', "")], "motion.one.impact.unneeded", "nobody is talked into it: write pushed in the stage sign",
    ),
    "taught in vain": (
        [('name = "start"\n', 'name = "start"\nteaches = "solution"\n'), ('unneeded = "20%"\n', "")],
        "motion.one.stage.start.teaches", "has no effect from the close on",
    ),
    "a level that there is not": (
        [('teaches = "problem"', 'teaches = "pain"')], "motion.one.stage.show.teaches", '"problem" or "solution"',
    ),
    "a mean time of nothing": (
        [('wakes = "18 months"', 'wakes = "0 days"')], "motion.one.need.wakes", "between a day and 100 years",
    ),
    "more sign than can": (
        [('passes = "35%"', 'passes = "85%"')], "motion.one.stage.sign.passes", "between 3.16 and 71.6 % can sign",
    ),
    "fewer sign than are talked into it": (
        [('passes = "35%"', 'passes = "2%"')], "motion.one.stage.sign.passes", "10 % of the others are talked into it",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_is_refused_at_its_key(case: str, tmp_path: Path) -> None:
    """Catches need that is said and then does nothing, and a stated share that nobody could ever observe."""
    edits, path, right = CASES[case]
    text = company(0.5)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    problems = refusal(written(tmp_path, text)).problems
    told = {problem.path: problem.right for problem in problems}
    assert right in told[path], told


def test_a_what_if_that_restates_more_than_can_sign_is_refused(tmp_path: Path) -> None:
    """Catches a run in which the restated rate is quietly missed; a threshold that is kept says nothing."""
    scenario = load(written(tmp_path, company(0.5)))
    scenario.vary({"motion.one.need.at_birth.solution": "2%"}).model()
    with pytest.raises(ValueError, match="can sign"):
        scenario.vary({"motion.one.stage.sign.passes": "95%"})


def test_check_tells_of_need_in_words(tmp_path: Path) -> None:
    """Catches a key of need that is silent."""
    told = " ".join(printed(describe(load(written(tmp_path, company(0.5))))).split())
    for words in (
        "28 % of leads know their problem",
        "27 % know the solution, too; the others have no need",
        "one step further by itself after 18 months in the mean",
        "one step back after 6 months in the mean",
        "sees need 0.8 standard deviations",
        "who has no need, and passes, knows the problem",
        "who knows the problem, and passes, knows the solution",
        "nobody signs who does not know the solution",
        "10 % of those below sign all the same",
        "20 % of cycles of who has no need",
    ):
        assert words in told, (words, told)


SHOCK = """
[shock.bust]
from     = 2027-03-01
lasts    = "3 months"
wakes    = "30%"
fades    = "200%"
at_birth = "50%"
"""


def test_what_a_shock_does_to_needs_is_told_and_stands_in_its_row(tmp_path: Path) -> None:
    """Catches a key of a shock that is silent, and a factor in the field of another."""
    scenario = load(written(tmp_path, company(0.5) + SHOCK))
    told = " ".join(printed(describe(scenario)).split())
    for words in (
        "needs arise 30 % as often as they did",
        "needs are lost 200 % as often as they were",
        "leads with a need are 50 % of the share that they were",
    ):
        assert words in told, (words, told)
    rows = scenario.model().numbers.shocks[["wakes", "fades", "at_birth", "leads"]]
    assert rows.tolist() == [(0.3, 2.0, 0.5, 1.0)]
