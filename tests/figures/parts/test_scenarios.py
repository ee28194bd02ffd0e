"""Rows of scenarios, and which stands out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.experiment import Comparison, Outcomes
from simulator.figures.parts.scenarios import are_alike, at_the_end, named, rows_of, shown_in


def test_one_or_several(outcomes: Outcomes, comparison: Comparison) -> None:
    """Catches another order than that of the comparison."""
    assert rows_of(outcomes) == (outcomes,)
    assert [o.name for o in rows_of(comparison)] == list(comparison.names)


def test_a_name_of_several_words_is_quoted() -> None:
    """Catches a sentence in which a what-if's name reads as its verb."""
    assert named("subscription") == "subscription"
    assert named("one more seller") == "“one more seller”"
    assert named("a name " * 6) == f"“{'a name ' * 6}”"
    assert named("a name " * 8) == f"“{('a name ' * 8)[:47]}…”"


def of(outcomes: Outcomes, name: str, nrr: list[float]) -> Outcomes:
    return replace(outcomes, name=name, values=outcomes.values | {"nrr": np.array(nrr)})


def test_who_is_at_the_end(outcomes: Outcomes) -> None:
    """Catches the wrong end, a race that is called though open, and one said to be open that is not."""
    one, two = of(outcomes, "one", [0.9, 1.0, 1.1]), of(outcomes, "two", [0.7, 0.8, 0.9])
    three = of(outcomes, "three", [0.95, 0.9, 1.2])
    unknown = of(outcomes, "unknown", [np.nan] * 3)
    pair = Comparison((one, two), against="one")
    assert at_the_end(pair, "nrr", max) == f"one ({shown_in(one, 'nrr')})"
    assert at_the_end(pair, "nrr", min) == f"two ({shown_in(two, 'nrr')})"
    close = at_the_end(Comparison((one, two, three), against="two"), "nrr", max)
    assert close == f"three or one ({shown_in(three, 'nrr')}, too close to call)"
    assert at_the_end(Comparison((one, unknown), against="one"), "nrr", max) == ""
    once = Comparison((of(outcomes, "a", [1.0]), of(outcomes, "b", [2.0])), against="a")
    assert at_the_end(once, "nrr", max) == ""  # of one replication nothing is sure


def test_nobody_is_first_among_equals(outcomes: Outcomes) -> None:
    """Catches a winner, or two of them, among scenarios that nothing tells apart."""
    one, two = of(outcomes, "one", [0.9, 1.0, 1.1]), of(outcomes, "two", [1.0, 0.9, 1.11])
    alike = Comparison((one, two), against="one")
    assert are_alike(alike, "nrr")
    assert at_the_end(alike, "nrr", max) == ""
    ahead = Comparison((one, two, of(outcomes, "three", [1.9, 2.0, 2.1])), against="one")
    assert not are_alike(ahead, "nrr")
    assert at_the_end(ahead, "nrr", max).startswith("three (")
    assert not are_alike(Comparison((one, of(outcomes, "unknown", [np.nan] * 3)), against="one"), "nrr")
