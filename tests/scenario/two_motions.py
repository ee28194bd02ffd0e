"""A company of two motions, and what may be added to it: moves, shocks, hires."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario import Scenario, ScenarioError, load
from tests.scenario.small import edited, written

SELF = """
[motion.self]
leads = "30 a month"
units = "1 to 9"
[[motion.self.stage]]
name   = "try"
marks  = "sal"
takes  = "3 days"
passes = "50%"
[[motion.self.stage]]
name   = "buy"
marks  = "won"
takes  = "3 days"
passes = "50%"
[motion.self.offer]
price = "9 per unit a month"
[motion.self.impact]
every   = "1 month"
reached = "80%"
[motion.self.expansion]
with_impact = "5%"
by          = "10% to 20%"
"""
HIRES = "people = 1\nbook   = 50"
SALE = 'leads = "80 to 120 a month"'
MOVE = "[motion.self.move.sale]\nat = "
SHOCK = '[shock.drop]\nlasts = "1 year"\nwin = "65%"\n'
LATER = "book = 50\npeople = "

# what is edited, keys of the second motion, other tables -> path, what would be right
Case = tuple[tuple[tuple[str, str], ...], str, str, str, str]


def text_of(*edits: tuple[str, str], keys: str = "", more: str = "") -> str:
    """The small company with a second motion, which has some keys more, and with other tables."""
    return edited(*edits) + SELF.replace("[motion.self]\n", f"[motion.self]\n{keys}\n") + more


def company(folder: Path, *edits: tuple[str, str], keys: str = "", more: str = "") -> Scenario:
    """... as a scenario."""
    return load(written(folder, text_of(*edits, keys=keys, more=more)))


def assert_named(case: Case, folder: Path) -> None:
    """The one problem with the company is named with its path and what would be right."""
    edits, keys, more, where, right = case
    with pytest.raises(ScenarioError) as caught:
        company(folder, *edits, keys=keys, more=more)
    found = [(p.path, p.right) for p in caught.value.problems]
    assert any(path == where and right in words for path, words in found), str(caught.value)
    assert len(found) == 1, str(caught.value)
