"""Numbers in sentences are those of the code, and there is none that nobody looks after."""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

import simulator
from simulator.commands.again import DIFFERS
from simulator.commands.errors import BAD_INPUT, INTERRUPTED
from simulator.company.schema import Company, numbers_of
from simulator.experiment import LEVEL, proportion_interval
from simulator.experiment.outcomes import Summary
from simulator.experiment.stopping import FIRST
from simulator.metrics import VOLUMES
from simulator.metrics.definitions import VARIANTS, definition
from simulator.numerics.calendar import day_of
from simulator.numerics.months import MONTH
from simulator.numerics.strata import BLOCK
from simulator.quantity.number import Number
from simulator.rules.stages import MOST_NURTURED
from simulator.rules.usage import IDLE_MONTHS
from simulator.scenario import Scenario
from simulator.scenario.to_model.frame import run_off
from tests.companies import SMALL, written
from tests.docs.pages import DOCS, ROOT, blocks, prose

NUMBER = re.compile(r"\d[\d,.]*\d|\d")
Fact = tuple[str, Callable[[Scenario], tuple[float, ...]]]


def number_at(scenario: Scenario, path: str) -> Number:
    """A number of the company by its path."""
    return dict(numbers_of(scenario.company))[path]


def middle(scenario: Scenario) -> float:
    """The share of a curve between the ends of its range, in percent."""
    leads = number_at(scenario, "motion.sale.leads")
    low, high = leads.curve.at(0.05), leads.curve.at(0.95)
    assert (low, high) == pytest.approx((12.0, 20.0))
    return 90.0


def deals_a_quarter(seats: float, days: float, cycle: float, rate: float) -> float:
    """Little's law: deals that come out are deals inside over the time that they stay."""
    return seats * days / cycle * rate / 100


def come_back_once(qualified: float, signed: float, months: float) -> tuple[float, ...]:
    """Each loss gets a second chance, as good as the first, so many months later: by opportunity and account.

    The cycle by account is longer by the months for who signed the second time."""
    lost = qualified - signed
    more = lost * signed / qualified
    assert round(more / (signed + more) * months) == 9
    in_percent = 100.0 / qualified
    opened = qualified + lost
    assert (signed + more) / opened == pytest.approx(signed / qualified)
    by_account = (signed + more) * in_percent
    return (qualified, signed, lost, months, more, signed * in_percent, signed + more, opened, by_account)


def mark_of(what: str) -> float:
    """The place of a step of the bowtie, from 1."""
    return float(VOLUMES.index(what) + 1)


def cut_of(months: int) -> float:
    """The length of life that a metric of lifetime value states."""
    text = definition(f"ltv_{months}").text
    assert f"{months} months" in text
    return float(months)


def first_months(scenario: Scenario) -> float:
    """What is not after the close, by the definition of the metric."""
    assert "share beyond the first twelve months" in " ".join(definition("after_close_share").text.split())
    return 12.0


def of_none(runs: int) -> float:
    """Where the interval of odds ends that were never so in so many runs, in percent."""
    return float(round(100 * proportion_interval([0.0] * runs).high))


def oldest_python() -> float:
    """The version of Python that the project asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return float(project["requires-python"].removeprefix(">="))


def quantiles() -> list[float]:
    """Those that a summary has."""
    return [float(each.name[1:]) for each in fields(Summary) if re.fullmatch(r"p\d+", each.name)]


def proposed(path: str) -> str:
    """What the what-if of the page makes of a number."""
    (block,) = (text for text in blocks("ten-minutes.md", "toml") if text.startswith("[what_if"))
    (changes,) = tomllib.loads(block)["what_if"].values()
    return str(changes[path]["value"] if isinstance(changes[path], dict) else changes[path])


def dearer() -> float:
    """By how much more the what-if lets a customer cost than the company that it is like."""
    shipped = simulator.load(ROOT / "scenarios" / "subscription.toml")
    now = number_at(shipped, "motion.sale.offer.cost_to_serve").mean
    return float(proposed("motion.sale.offer.cost_to_serve").removesuffix(" a month")) - now


def highest(scenario: Scenario, key: str) -> float:
    """The largest value that a stage's key may have."""
    found = dict(Company.model_validate(_with_fit_correlation()).motion["p"].stage[0])[key]
    return float(found.kind.high)


def _with_fit_correlation() -> dict[str, object]:
    stage = {"name": "a", "marks": "sal", "takes": "1 day", "passes": "50%", "fit_correlation": 0.3}
    stages = [stage, {"name": "b", "marks": "won", "takes": "1 day"}]
    motion = {"stage": stages, "offer": {"once": 100}}
    return {"title": "x", "start": dt.date(2027, 1, 1), "years": 1, "motion": {"p": motion}}


FACTS: dict[str, list[Fact]] = {
    "ten-minutes.md": [
        ("With Python 3.11 or newer", lambda s: (oldest_python(),)),
        ("the 90 % interval of that mean", lambda s: (100 * LEVEL,)),
        ("P10, P50 and P90", lambda s: tuple(quantiles())),
        ("It costs 60 more a customer and month", lambda s: (dearer(),)),
        ("if 0 lies inside it", lambda s: (0,)),
        ("ends below P10", lambda s: (quantiles()[0],)),
        (
            "Nobody knows that it will be 89 %",
            lambda s: (float(proposed("motion.sale.impact.reached")[:-1]),),
        ),
    ],
    "modelling.md": [
        ("VM1 prospects to VM8 expanded", lambda s: (mark_of("prospects"), mark_of("expanded"))),
        ("from 0 (a lottery) to 0.95", lambda s: (0.0, highest(s, "fit_correlation"))),
        (
            "Of 100 qualified leads let 20 sign and 80 be lost, and each loss come back once after 20 "
            "months, to the same chances: 16 more sign. The win rate is 20 % both times, of all "
            "opportunities 36 of 180. By account it would be 36 %, the mean cycle nine months longer",
            lambda s: come_back_once(100.0, 20.0, 20.0),
        ),
        (
            "20 open deals x 90 days / 60 days of cycle x a win rate of 20 % are 6 won deals",
            lambda s: (20.0, 90.0, 60.0, 20.0, deals_a_quarter(20.0, 90.0, 60.0, 20.0)),
        ),
        (
            "At 30 % one more lead costs 1.38 times the average",
            lambda s: (30.0, round(1.0 + math.log2(1.3), 2)),
        ),
        ("uses nothing for 3 months is gone", lambda s: (IDLE_MONTHS,)),
        ("at most 5 times", lambda s: (MOST_NURTURED,)),
        ("is a central 90 % interval", lambda s: (middle(s),)),
        ("Every month has 30.4375 days", lambda s: (MONTH,)),
        (
            "a contract of 12 months ends where the year ends",
            lambda s: (day_of(s.start, dt.date(2028, 1, 1)) / MONTH,),
        ),
        ("taken over 60 months from", lambda s: (s.company.measures.months,)),
        ("whose 60 months lie within", lambda s: (s.company.measures.months,)),
        ("for at least 84 months, without new leads", lambda s: (run_off(s.company),)),
        ("36 and 84 months are shown beside", lambda s: (cut_of(36), cut_of(84))),
        ("by 10 % a year unless", lambda s: (100 * float(s.model().numbers.money["discount"][0]),)),
        ("beyond the first 12 months from", lambda s: (first_months(s),)),
        ("looks first after 160 runs", lambda s: (FIRST * BLOCK,)),
        ("of none in 30 it reaches from 0 to 8 %", lambda s: (30.0, 0.0, of_none(30))),
    ],
    "keys.md": [("a range that holds the middle 90 %", lambda s: (middle(s),))],
    "commands.md": [
        ("All commands end with 0 when all went well, with 2 when", lambda s: (0, BAD_INPUT)),
        ("and with 130 when they were interrupted", lambda s: (INTERRUPTED,)),
        ("ends with 1 when numbers differ", lambda s: (DIFFERS,)),
    ],
    "python.md": [
        ("shares are from 0 to 1", lambda s: (0.0, number_at(s, "motion.sale.renewal.overall").kind.high)),
    ],
}  # fmt: skip
# Worked out anew by tests of their own; or of no number that the code knows.
ELSEWHERE = {"risk.md", "validation.md", "changelog.md", "contributing.md"}


@pytest.fixture
def small(tmp_path: Path) -> Scenario:
    """A company that states little."""
    return simulator.load(written(tmp_path, SMALL))


@pytest.mark.parametrize(
    ("page", "words", "fact"), [(page, *fact) for page, facts in FACTS.items() for fact in facts]
)
def test_a_number_in_a_sentence(
    page: str, words: str, fact: Callable[[Scenario], tuple[float, ...]], small: Scenario
) -> None:
    """Catches a sentence whose number the code does not follow."""
    assert words in prose(page)
    said = tuple(float(number.replace(",", "")) for number in NUMBER.findall(words))
    assert said == pytest.approx(fact(small))


@pytest.mark.parametrize("page", sorted({page.name for page in DOCS.glob("*.md")} - ELSEWHERE))
def test_no_number_that_nobody_looks_after(page: str) -> None:
    """Catches a number in a sentence that is not among the facts above."""
    text = prose(page)
    for words, _ in FACTS.get(page, []):
        text = text.replace(words, "")
    assert NUMBER.findall(text) == [], text


def test_variants_named_in_sentences_exist() -> None:
    """Catches a variant of an example that was given another name."""
    assert "lagged" in VARIANTS["cac"]
