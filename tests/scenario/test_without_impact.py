"""Motions of which no impact is looked at: renewal is the stated rate."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import simulator
from simulator.layout.text import text as text_of
from simulator.rules.renewal import renewal_chance
from simulator.scenario import describe
from tests.commands.conftest import bowtie
from tests.companies import written
from tests.scenario.test_invalid import refusal

PLAIN = """
title = "No impact is looked at"
start = 2027-01-01
years = 3
currency = "EUR"

[motion.sale]
leads = "40 a month"

[[motion.sale.stage]]
name  = "talk"
marks = "sal"
takes = "5 days"

[[motion.sale.stage]]
name  = "sign"
marks = "won"
takes = "5 days"
passes = "50%"

[motion.sale.offer]
price = "100 per unit a month"
term  = "12 months"

[motion.sale.renewal]
overall = "80%"
"""
OFFER = "[motion.sale.offer]"
START = f'[[motion.sale.stage]]\nname = "start"\ntakes = "5 days"\npasses = "60%"\n\n{OFFER}'
IMPACT = '\n[motion.sale.impact]\nevery = "3 months"\nreached = "70%"\n'


def chances(scenario: simulator.Scenario) -> tuple[float, float]:
    """The chance to stay of who got nothing, and of who got all."""
    numbers = scenario.model().numbers
    (motion,) = numbers.motions
    p, lift = float(numbers.rates["p"][motion["renewal"]]), float(motion["lift"])
    return p, float(renewal_chance(p, lift, 1.0))


def test_renewal_is_the_stated_rate(tmp_path: Path) -> None:
    """Catches a rate that is solved for an impact that nobody looks at, with a term and without one."""
    for text in (PLAIN, PLAIN.replace('term  = "12 months"\n', ""), PLAIN.replace(OFFER, START)):
        assert chances(simulator.load(written(tmp_path, text))) == pytest.approx((0.8, 0.8), abs=1e-15)


def test_lift_is_of_a_clean_start(tmp_path: Path) -> None:
    """Catches stated that is not observed where only the start tells customers apart.

    60 % start clean, with three times the odds of the others: .6 p1 + .4 p0 = .8 with p1/(1 - p1) =
    3 p0/(1 - p0), that is .8 p0^2 + .6 p0 - .8 = 0.
    """
    text = PLAIN.replace(OFFER, START) + "lift = 3\n"
    p0, p1 = chances(simulator.load(written(tmp_path, text)))
    assert p0 == pytest.approx((-0.6 + math.sqrt(0.36 + 2.56)) / 1.6, abs=1e-9)
    assert 0.6 * p1 + 0.4 * p0 == pytest.approx(0.8, abs=1e-9)


def test_impact_that_is_left_out_lifts_nobody(tmp_path: Path) -> None:
    """Catches customers of whom no impact is looked at any more, and who stay as if they had all of it: then
    more would renew than is stated."""
    text = PLAIN.replace(OFFER, START) + f"lift = 3\n{IMPACT}"
    company = simulator.load(written(tmp_path, text))
    without = company.vary({"motion.sale.impact": "none"})
    typed = simulator.load(written(tmp_path, text.replace(IMPACT, ""), "typed"))
    assert chances(without) == pytest.approx(chances(typed), abs=1e-12)
    assert chances(company)[0] != pytest.approx(chances(without)[0], abs=1e-3)
    dropped = company.vary({"motion.sale.impact": "none", "motion.sale.renewal.lift": "none"})
    assert chances(dropped) == (0.8, 0.8)


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ("lift = 3", "motion.sale.renewal.lift"),
        ("lift = 1", "motion.sale.renewal.lift"),
        ('[motion.sale.expansion]\nwith_impact = "5%"\nby = "10%"', "motion.sale.expansion"),
        ('[motion.sale.contraction]\nwithout_impact = "5%"\nby = "10%"', "motion.sale.contraction"),
        ('[motion.sale.referral]\nwith_impact = "5%"', "motion.sale.referral"),
        ('[motion.sale.champion]\nleaves = "5%"', "motion.sale.champion"),
        ('[product]\nimpact_value = "9 per unit a month"', "product.impact_value"),
    ],
)
def test_keys_without_effect_are_refused(more: str, path: str, tmp_path: Path) -> None:
    """Catches a key that changes nothing: of the lift and of contraction nobody said so."""
    (problem,) = refusal(written(tmp_path, f"{PLAIN}{more}\n")).problems
    assert problem.path == path
    assert "only with impact" in problem.right or "no motion looks at impact" in problem.right


def test_check_says_so(tmp_path: Path) -> None:
    """Catches a company that is told as if there were something that helps to stay."""

    def told(text: str) -> str:
        page = describe(simulator.load(written(tmp_path, text)))
        return " ".join(text_of(page).split())

    assert "the same for all: no impact is looked at" in told(PLAIN)
    started = told(PLAIN.replace(OFFER, START) + "lift = 3\n")
    assert "after a clean start the odds are 3 times the others' assumption no impact is looked at" in started
    assert "full impact" not in started
    assert "no impact" not in told(PLAIN + IMPACT)


@pytest.mark.slow
def test_every_page_and_picture_can_do_without(tmp_path: Path) -> None:
    """Catches a page, a picture or a document that fails where no impact is looked at."""
    plain, other = written(tmp_path, PLAIN), written(tmp_path, PLAIN + IMPACT, "other")
    for words in (
        ("run", plain, "--out", tmp_path / "kept"),
        ("run", plain, "--json"),
        ("compare", plain, other, "--out", tmp_path / "both"),
    ):
        done = bowtie(*words, "--replications", 2)
        assert done.exit_code == 0, done.output
    assert bowtie("trace", plain, "--account", 3).exit_code == 0
    every = bowtie("run", plain, "--all", "--replications", 1).stdout
    assert "first impact" in every.partition("Undefined here")[2]
