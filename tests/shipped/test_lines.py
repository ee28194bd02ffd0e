"""A file as text: nothing of it is lost."""

from __future__ import annotations

import tomllib

import pytest

from simulator.shipped import scenarios
from simulator.shipped.lines import text_of

AWKWARD = '''# above all
title = "a # b"   # behind
"a key".b.'c.d' = 1

# above the table
[x."y.z"]  # of it
long = [
    1,  # one
    2,
]
texts = """
[not a table]
key = "no key"
"""
short    = 1
longer   = { a = 1, b = "]" }

[[x.list]]
name = "one"
[[x.list]]
# in between
name = "two"
# below all
'''


@pytest.mark.parametrize("name", scenarios())
def test_a_shipped_file_comes_back_as_it_was(name: str) -> None:
    """Catches a comment, a blank line or an alignment that gets lost on the way."""
    raw = scenarios()[name].read_text(encoding="utf-8")
    assert str(text_of(raw)) == raw


def test_all_that_toml_allows_is_told_apart() -> None:
    """Catches a text taken for a table, a value cut at its first line, a dot in a name taken for a path."""
    text = text_of(AWKWARD)
    assert [(t.keys, t.listed) for t in text.tables] == [
        ((), False),
        (("x", "y.z"), False),
        (("x", "list"), True),
        (("x", "list"), True),
    ]
    top, table, _, second = text.tables
    assert [entry.keys for entry in top.entries] == [("title",), ("a key", "b", "c.d")]
    assert top.entries[0].above == ["# above all"]
    assert table.above == ["", "# above the table"]
    assert [entry.value for entry in table.entries] == [
        [1, 2],
        '[not a table]\nkey = "no key"\n',
        1,
        {"a": 1, "b": "]"},
    ]
    assert second.entries[0].above == ["# in between"]
    assert text.below == ["# below all"]
    assert tomllib.loads(str(text)) == tomllib.loads(AWKWARD)
    comments = [line.rpartition("#")[2] for line in AWKWARD.splitlines()]
    assert [line.rpartition("#")[2] for line in str(text).splitlines() if "#" in line] == [
        comment for comment, line in zip(comments, AWKWARD.splitlines(), strict=True) if "#" in line
    ]
