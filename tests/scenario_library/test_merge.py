"""A child's text over its base's: the same values as the loader's, with the comments that belong to them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from simulator.scenario.changes import changed
from simulator.scenario.files import base_of, merged, pruned, read_tree
from simulator.scenario.what_ifs import flat
from simulator.scenario_library import scenarios
from simulator.scenario_library.merge import overlaid

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
capacity = 2

[team.two]
people = 2

# The way.

[[motion.sale.stage]]     # first
name = "talk"
passes = "10%"          # of all
takes.median = "1 day"  # the middle
takes.sigma = 0.5
# for nothing
cost = 0

[motion.sale.offer]
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

[motion.sale.offer.metered]
swing = 0.1

[shock.drop]
win = "50%"

# it is shorter
[change."motion.sale.stage.talk.takes"]
mean = "2 days"
sigma = 0.1

[change]
"motion.sale.stage.talk.passes" = "20%"

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
    made, problems = changed(str(file), pruned(own), flat(tree.get("change", {})), "change")
    assert not problems
    kept: dict[str, Any] = pruned(made)
    return kept


def as_text(file: Path) -> str:
    found = base_of(file, read_tree(file))
    base = found[0].read_text(encoding="utf-8") if found else None
    return overlaid(base, file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", scenarios())
def test_the_text_says_what_the_loader_reads(name: str) -> None:
    """Catches a number of the base that stays, one of the child that gets lost, a change at a wrong place."""
    file = scenarios()[name]
    found = tomllib.loads(as_text(file))
    assert company(found) == as_loaded(file)
    assert found.keys() & {"base", "change"} == set()
    assert found.get("what_if", {}) == read_tree(file).get("what_if", {})


AWKWARD = """\
# above all
title           = "a # b"   # behind
"a key".b."c.d" = 1

# above the table
[x."y.z"]  # of it
long = [
    1,  # one
    2,
]
texts = '''
[not a table]
key = "no key"
'''
short  = 1
longer = { a = 1, b = "]" }

[[x.list]]
name = "one"
[[x.list]]
# in between
name = "two"
# below all
"""


@pytest.mark.parametrize("name", scenarios())
def test_a_shipped_file_comes_back_as_it_was(name: str) -> None:
    """Catches a comment, a blank line or an alignment that gets lost on the way."""
    raw = scenarios()[name].read_text(encoding="utf-8")
    company = re.split(r"\n\n(?:#.*\n)*\[change", raw)[0]
    kept = [line for line in company.splitlines() if not re.match(r'#:schema|base += "', line)]
    assert overlaid(None, company).splitlines() == kept


def test_all_that_toml_allows_is_told_apart() -> None:
    """Catches a text taken for a table, a value cut at its first line, a dot in a name taken for a path."""
    assert overlaid(None, AWKWARD) == AWKWARD
    uneven = AWKWARD.replace("short  =", "short =").replace("title           =", "title =")
    assert overlaid(None, uneven) == AWKWARD
    over = """
title = "t"
"a key".b."c.d" = 2
[x."y.z"]
long = 0
texts = "none"
[[x.list]]
name = "three"
"""
    want = """\
# above all
title           = "t"
"a key".b."c.d" = 2

# above the table
[x."y.z"]  # of it
long   = 0
short  = 1
longer = { a = 1, b = "]" }

[[x.list]]
name = "three"
# below all
"""
    assert overlaid(AWKWARD, over) == want.replace("# above all\n", "")


@pytest.mark.parametrize(
    ("base", "child", "made"),
    [
        ("[a]\nx.y = 1\nx.z = 2\n", "[a]\nx.z = 3\n", "[a]\nx.y = 1\nx.z = 3\n"),
        ("[a]\nx.y = 1\nx.z = 2\nw = 1\n", "[a]\nx = 3\n", "[a]\nx = 3\nw = 1\n"),
        ("[a]\nx = { y = 1 }\n", "[a]\nx.y = 2\nx.z = 3\n", "[a]\nx.y = 2\nx.z = 3\n"),
        ("[a.b] # b\nx = 1\n", "[a]\ny = 2\n", "[a]\ny = 2\n[a.b] # b\nx = 1\n"),
        ("[a.b]\nx = 1\n[c]\nz = 1\n", "[a.d]\nx = 2\n", "[a.b]\nx = 1\n\n[a.d]\nx = 2\n[c]\nz = 1\n"),
        ("[a.b]\nx = 1\n[c]\n[a.d]\nx = 1\n", '[change]\n"a.d.x" = 2\n', "[a.b]\nx = 1\n[c]\n[a.d]\nx = 2\n"),
        ("[a]\nx = 1\n", '[change]\n"a.m.n" = 2 # new\n', "[a]\nx   = 1\nm.n = 2 # new\n"),
        ("[a]\nx = 1\n", '[b]\nx = "none"\ny = 1', "[a]\nx = 1\n\n[b]\ny = 1\n"),
        ("[[a.l]]\nname = 'n'\n", '[change]\n"a.l.n.z" = 2\n', "[[a.l]]\nname = 'n'\nz    = 2\n"),
    ],
)  # fmt: skip
def test_each_way_to_write_a_key(base: str, child: str, made: str) -> None:
    """Catches a key that stands there twice, one below a header that is not its own, a change of another."""
    assert overlaid(base, child) == made
    assert tomllib.loads(made)


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
people   = 3              # three
capacity = 2

# The way.

[[motion.sale.stage]]     # first
name   = "talk"
passes = "20%"
# it is shorter
takes = { mean = "2 days", sigma = 0.1 }
# for nothing
cost = 0

[motion.sale.offer]
price = "1 per unit a month"

[motion.sale.offer.metered]
swing = 0.1

[shock.drop]
win = "50%"

[what_if."a b"]         # asked
"team.one.people" = 9
"""
    )
