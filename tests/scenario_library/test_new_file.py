"""A file of one's own: it says what the shipped one says, stands alone, and checks."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import simulator
from simulator.scenario_library import scenarios
from simulator.scenario_library.new_file import own, title_of
from tests.lives import scenario


@pytest.mark.slow
@pytest.mark.parametrize("name", scenarios())
def test_it_is_the_company_that_it_was_made_of(name: str, tmp_path: Path) -> None:
    """Catches a file that does not check, or is another company than the one it is like."""
    like = scenarios()[name]
    made = own(like, "my-firm")
    (tmp_path / "my-firm.toml").write_text(made.text, encoding="utf-8")
    for beside, source in made.tables.items():
        (tmp_path / beside).write_bytes(source.read_bytes())
    mine, theirs = simulator.load(tmp_path / "my-firm.toml"), scenario(name)
    apart = {"title", "description", "opening"}
    assert {k: v for k, v in mine.tables.items() if k not in apart} == {
        k: v for k, v in theirs.tables.items() if k not in apart
    }
    assert mine.book == theirs.book
    assert mine.title == "My firm"
    assert (mine.base, mine.what_ifs) == (None, theirs.what_ifs)
    assert made.what_ifs == bool(theirs.what_ifs)
    assert set(mine.files) == {tmp_path / "my-firm.toml", *(tmp_path / beside for beside in made.tables)}


@pytest.mark.parametrize(
    ("like", "said"),
    [("subscription", False), ("enterprise", False), ("perpetual", True), ("portfolio/05m", True)],
)
def test_it_says_where_the_shipped_one_has_other_thresholds(like: str, said: bool) -> None:
    """Catches results that differ from the shipped file's without a word, and a word where none do."""
    file = scenarios()[like]
    head = own(file, "x").text.partition("title ")[0]
    assert ("results differ" in head) == said
    if said:
        assert tomllib.loads(file.read_text(encoding="utf-8"))["base"].rpartition("/")[2] in head


def test_a_title_of_a_name() -> None:
    """Catches a title that breaks the file, or is none."""
    assert title_of("my-big_firm") == "My big firm"
    assert title_of("--") == "--"
    text = own(scenarios()["enterprise"], 'a "b"').text
    assert tomllib.loads(text)["title"] == 'A "b"'
