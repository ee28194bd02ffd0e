"""Which number of a what-if is its effect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import simulator
from simulator.experiment import OptionError
from simulator.experiment.effects import effect_of
from simulator.experiment.search import Effect
from tests.companies import SMALL, written

TWO = """
[what_if."two"]
"team.ae.people" = { value = 4, note = "decision" }
"motion.sale.stage.agree.passes" = { value = "50%", note = "assumption: they listen" }

[what_if."both assumed"]
"motion.sale.impact.reached" = { value = "90%", note = "assumption" }
"motion.sale.stage.agree.passes" = { value = "50%", note = "assumption" }

[what_if."none noted"]
"motion.sale.impact.reached" = "90%"
"motion.sale.stage.agree.passes" = "50%"

[what_if."alone"]
"motion.sale.impact.reached" = "90%"

[what_if."a plan"]
"team.ae.people" = [{ from = 2027-01-01, count = 2 }, { from = 2028-01-01, count = 3 }]

[what_if."by half"]
"team.ae.people" = "+50% from 2027-04"

[what_if."nobody more"]
"team.ae.people" = "+0 from 2027-04"

[what_if."a name and a number"]
"motion.sale.stage.start.team" = "ae"
"motion.sale.impact.reached" = "90%"

[what_if."new"]
"motion.sale.lead_cost" = 40

[what_if."as it is"]
"motion.sale.impact.reached" = "80%"

[what_if."in arrears"]
"motion.sale.offer.billing" = "every 3 months in arrears"
"""


def of(folder: Path, what_if: str, path: str | None = None) -> Effect:
    billed = SMALL.replace('notice = "1 month"', 'notice = "1 month"\nbilling = "every 12 months in advance"')
    return effect_of(simulator.load(written(folder, billed + TWO)), what_if, path)


@pytest.mark.parametrize(
    ("what_if", "path", "found"),
    [
        ("two", None, "motion.sale.stage.agree.passes"),
        ("two", "team.ae.people", "team.ae.people"),
        ("none noted", "motion.sale.impact.reached", "motion.sale.impact.reached"),
        ("alone", None, "motion.sale.impact.reached"),
        ("a name and a number", None, "motion.sale.impact.reached"),
    ],
)
def test_which_number_it_is(tmp_path: Path, what_if: str, path: str | None, found: str) -> None:
    """Catches a cost that is solved for, an option that goes nowhere, and a change that is not held."""
    effect = of(tmp_path, what_if, path)
    assert effect.path == found
    changes = effect.company.what_ifs[what_if]
    assert dict(effect.held) == {p: v for p, v in changes.items() if p != found}
    assert (effect.own < effect.assumed) == (effect.step > 0)


@pytest.mark.parametrize(
    ("what_if", "path", "message"),
    [
        ("to", None, "what_if = 'to': there is no such what-if; did you mean two?"),
        (
            "two",
            "team.ae.peple",
            "number = 'team.ae.peple': 'two' does not change it; it changes team.ae.people, "
            "motion.sale.stage",
        ),
        (
            "both assumed",
            None,
            "Several are noted as assumptions: choose one with --number (in Python number=): motion.sale",
        ),
        (
            "none noted",
            None,
            'None is noted as an assumption: begin the note of the effect with "assumption", or choose it '
            "with --number (in Python number=): motion.sale.impact.reached, motion.sale.stage.agree.passes",
        ),
        ("a plan", None, "team.ae.people: not one number in the what-if 'a plan'"),
        ("a plan", None, 'or of a plan by how many people it changes, such as "+2 from 2027-04"'),
        ("by half", None, 'by how many people, not by what part: write "+2 from 2027-04"'),
        ("nobody more", None, "team.ae.people: 'nobody more' leaves it as it is: no way to go"),
        ("two + alone + bad", None, "there is no such what-if"),
        ("new", None, "motion.sale.lead_cost: not one number in the company as it is"),
        ("as it is", None, "motion.sale.impact.reached: 'as it is' leaves it as it is, 80%"),
        (
            "in arrears",
            None,
            "from every 12 months in advance to every 3 months in arrears there is no way between",
        ),
    ],
)
def test_what_can_not_be_told(tmp_path: Path, what_if: str, path: str | None, message: str) -> None:
    """Catches a guess, a raw error, and a message that does not say what would be right."""
    with pytest.raises(OptionError, match=re.escape(message)):
        of(tmp_path, what_if, path)


@pytest.mark.slow
def test_the_what_if_itself_and_without_its_effect(tmp_path: Path) -> None:
    """Catches an assumed value that is rounded, and an effect that stays when it is left out."""
    effect = of(tmp_path, "two")
    company = effect.company
    assert effect.at(effect.assumed).company == company.vary(company.what_ifs["two"]).company
    assert effect.without().company == company.vary({"team.ae.people": 4}).company
    assert dict(effect.at(0.45).changes)["motion.sale.stage.agree.passes"] == "45%"


@pytest.mark.slow
def test_how_far_and_how_finely(tmp_path: Path) -> None:
    """Catches a share beyond its bound, a search that never ends, and half people."""
    share = of(tmp_path, "two")
    assert share.bound == 1.0
    assert share.fine == pytest.approx(0.002)
    people = of(tmp_path, "two", "team.ae.people")
    assert (people.own, people.assumed, people.fine) == (2, 4, 1)
    assert people.bound == 2 + 64 * 2
    assert people.rounded(3.4) == 3
