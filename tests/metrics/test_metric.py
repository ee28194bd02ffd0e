"""Catches a metric that is declared by halves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from simulator.metrics.definitions import METRICS, NAMES
from simulator.metrics.metric import (
    LESS,
    METERED,
    MORE,
    NEITHER,
    OWNED,
    REGISTRY,
    RUN_OFF,
    SERVING,
    TRUE,
    UNSTATED,
    Group,
    metric,
    metric_of_each,
)
from simulator.metrics.reading import Reading, once

from .ledgers import Diary, header, metered

SAID: dict[str, Any] = {
    "unit": "money",
    "label": "a trial",
    "group": Group.MONEY,
    "better": LESS,
}


def one(of: Reading) -> float:
    """A trial."""
    return 1.0


@pytest.fixture(autouse=True)
def _registry() -> Any:
    """What a test declares is forgotten."""
    before = dict(REGISTRY)
    yield
    REGISTRY.clear()
    REGISTRY.update(before)


@pytest.mark.parametrize("left_out", SAID)
def test_nothing_may_be_left_unsaid(left_out: str) -> None:
    """Catches a metric without a direction that would be ranked upside down, or under no heading."""
    said = {name: value for name, value in SAID.items() if name != left_out}
    with pytest.raises(TypeError, match=f"'{left_out}'"):
        metric("trial", **said)
    with pytest.raises(TypeError, match=f"'{left_out}'"):
        metric_of_each(SERVING, "trial", **said)


@pytest.mark.parametrize("declare", [metric("trial", **SAID), metric_of_each(SERVING, "trial", **SAID)])
def test_a_definition_may_not_be_left_unsaid(declare: Any) -> None:
    """Catches a metric of which nobody can read what it means."""
    with pytest.raises(ValueError, match="no definition"):
        declare(lambda of: 1.0)
    assert declare(one).meaning.text == "A trial."


def test_what_many_definitions_share_stands_behind_them() -> None:
    """Catches a shared sentence that is left out, and a docstring's line breaks within a definition."""

    @metric("trial", "usual", also="It is shared.", **SAID)
    def trial(of: Reading) -> float:
        """Two
        lines."""
        return 1.0

    @trial.cohort(label="a true trial")
    def true(of: Reading) -> float:
        """all of it."""
        return 2.0

    assert trial.meaning.text == "Two lines. It is shared."
    assert trial.variants["cohort"].meaning.text == f"{TRUE}all of it. {UNSTATED} {RUN_OFF}"
    assert trial.variants["cohort"].true
    with pytest.raises(ValueError, match="no definition"):
        trial.cohort(label="a true trial")(lambda of: 1.0)


def test_a_name_is_given_once() -> None:
    """Catches a metric that takes the place of another one without a word."""
    with pytest.raises(ValueError, match="two metrics 'cac'"):
        metric("cac", **SAID)(one)


def test_the_variant_that_a_scenario_chose_stands_under_the_name() -> None:
    """Catches a ratio of cac that is of another cac than the page shows."""

    @metric("trial", "one", **SAID)
    def trial(of: Reading) -> float:
        """A trial."""
        return 1.0

    @trial.variant("two", label="a second trial", definition="Another way.", true="so it is")
    def second(of: Reading) -> float:
        return 2.0

    plain = Diary(header()).ledger()
    chosen = replace(plain, header=replace(plain.header, measures=(("trial", "two"),)))
    assert trial(Reading(plain)) == 1.0
    assert trial(Reading(chosen)) == second(Reading(plain)) == 2.0
    assert trial.usual == "one"
    assert trial.variants["two"].meaning == ("money", "a second trial", "Another way.")


def test_what_ranks_nothing_says_why() -> None:
    """Catches a licence ranked by recurring revenue, and a direction where there is none."""
    plain, owner = header(), header(owned=1)
    recurring = metric("recurring", **SAID | {"better": MORE, "unranked_if": OWNED})(one)
    assert recurring.why_unranked(plain, plain) == recurring.why_unranked(owner, owner) == ""
    assert recurring.why_unranked(plain, owner) == recurring.why_unranked(owner, plain) == OWNED.why
    both = metric("both", **SAID | {"better": MORE, "unranked_if": (OWNED, METERED)})(one)
    assert both.why_unranked(plain, owner) == OWNED.why
    assert both.why_unranked(plain, metered(yearly=100)) == METERED.why
    neither = metric("neither", **SAID | {"better": NEITHER})(one)
    assert neither.why_unranked(plain, plain) == "neither more nor less of it is better by itself"


@pytest.mark.parametrize("column", ["use_swing", "use_ramp"])
def test_what_is_noise_is_not_ranked(column: str) -> None:
    """Between two companies that bill use and are alike in it: where it is as it is in each month its fall is
    a loss; where it swings or ramps up, it falls and rises while nobody leaves or grows. Catches a quick
    ratio near 1 that ranks a company in which nothing was ever lost."""
    steady, moving = metered(), metered(**{column: 0.3})
    retention = metric("retention", **SAID | {"better": MORE, "unranked_if": METERED})(one)
    assert retention.why_unranked(steady, steady) == ""
    for pair in ((moving, moving), (moving, steady), (steady, moving)):
        assert retention.why_unranked(*pair) == METERED.why
    for name in ("quick_ratio", "grr", "nrr"):
        assert METRICS[name].why_unranked(moving, moving) == METERED.why
        assert METRICS[name].why_unranked(steady, steady) == ""
    chosen = replace(moving, measures=(("nrr", "trailing"),))
    assert METRICS["nrr"].why_unranked(moving, moving, "trailing") == ""
    assert METRICS["nrr"].why_unranked(chosen, chosen) == ""
    assert METRICS["nrr"].why_unranked(chosen, moving) == METERED.why
    assert METRICS["nrr"].why_unranked(moving, header(), "trailing") == METERED.why


def test_what_many_ask_is_worked_out_once() -> None:
    """Catches a pass over the ledger for every metric that reads it, and an answer kept for another one."""
    asked = []

    @once
    def months(of: Reading) -> int:
        asked.append(of)
        return of.months

    short, long = (Diary(header(months=months)).ledger() for months in (12, 24))
    one, other = Reading(short), Reading(long)
    assert [months(one), months(other), months(one), months(other)] == [12, 24, 12, 24]
    assert asked == [one, other]


def test_all_that_is_declared_is_measured() -> None:
    """Catches a declaration that the list of all metrics does not take up."""
    assert METRICS == REGISTRY
    assert {name for name, one in METRICS.items() if one.each is None} == set(NAMES)
