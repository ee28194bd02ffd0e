"""A child's text over its base's: the same values as the loader's, with the comments that belong to them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from simulator.scenario.changes import changed, flat
from simulator.scenario.overlay import base_of, merged, pruned, read_tree
from simulator.shipped import scenarios
from simulator.shipped.lines import text_of
from simulator.shipped.overlaid import overlaid

APART = ("base", "change", "what_if")

BASE = """\
#:schema ./x.json
title = "Base"
years = 5

# Money, a heading.

# what we begin with
[money]
cash = "4M"             # a million a year

# of the first kind
[team.one]              # how many
people = 1
at_once = 2

[team.two]
people = 2

# The way.

[[play.sale.stage]]     # first
name = "talk"
passes = "10%"          # of all
takes.median = "1 day"  # the middle
takes.sigma = 0.5
# for nothing
cost = 0

[play.sale.offer]
price = "1 per unit a month"
"""
CHILD = """\
#:schema ./x.json
title = "Child"
base = "base.toml"

# What this file is for.

# more of them
[team.one]
people = 3              # three

[team]
two = "none"

[money]
inflation = "3% a year" # new

[play.sale.offer.metered]
swing = 0.1

[shock.drop]
win = "50%"

# it is shorter
[change."play.sale.stage.talk.takes"]
mean = "2 days"
sigma = 0.1

[change]
"play.sale.stage.talk.passes" = "20%"

[what_if."a b"]         # asked
"team.one.people" = 9
"""


def company(tree: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if key not in APART}


def as_loaded(file: Path) -> dict[str, Any]:
    """The tables of a company, as `load` merges them."""
    tree = read_tree(file)
    found = base_of(file, tree)
    own = merged(company(found[1]), company(tree)) if found else company(tree)
    return changed(str(file), pruned(own), flat(tree.get("change", {})), "change")


def as_text(file: Path) -> str:
    found = base_of(file, read_tree(file))
    base = text_of(found[0].read_text(encoding="utf-8")) if found else None
    return str(overlaid(base, text_of(file.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("name", scenarios())
def test_the_text_says_what_the_loader_reads(name: str) -> None:
    """Catches a number of the base that stays, one of the child that gets lost, a change at a wrong place."""
    file = scenarios()[name]
    found = tomllib.loads(as_text(file))
    assert company(found) == as_loaded(file)
    assert found.keys() & {"base", "change"} == set()
    assert found.get("what_if", {}) == read_tree(file).get("what_if", {})


def test_comments_go_with_what_they_stand_above(tmp_path: Path) -> None:
    """Catches a comment of the base above a number of the child, of which it is not true."""
    (tmp_path / "base.toml").write_text(BASE)
    child = tmp_path / "child.toml"
    child.write_text(CHILD)
    text = as_text(child)
    assert company(tomllib.loads(text)) == as_loaded(child)
    assert (
        text
        == """\
title = "Child"
years = 5

# Money, a heading.

# what we begin with
[money]
cash      = "4M"             # a million a year
inflation = "3% a year" # new

# more of them
[team.one]
people  = 3              # three
at_once = 2

# The way.

[[play.sale.stage]]     # first
name   = "talk"
passes = "20%"
# it is shorter
takes = { mean = "2 days", sigma = 0.1 }
# for nothing
cost = 0

[play.sale.offer]
price = "1 per unit a month"

[play.sale.offer.metered]
swing = 0.1

[shock.drop]
win = "50%"

[what_if."a b"]         # asked
"team.one.people" = 9
"""
    )
