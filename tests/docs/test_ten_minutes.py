"""Ten minutes to a decision: the page is done step by step, as a newcomer would, in an empty folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.edits import edited
from tests.docs.pages import ROOT, agrees, text_of
from tests.docs.stored import STEPS, again, step_by_step


@pytest.mark.slow
def test_the_page_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a command that is refused, or says other things than the page; a key to be edited that a
    new file does not have; an answer that is no longer what the page makes of it."""
    monkeypatch.chdir(tmp_path)
    done, row = set(), None
    for command, shown, came in step_by_step(tmp_path):
        done.add(command.split()[1])
        wrong = agrees(shown, came)
        assert wrong == "", f"{command}: {wrong}"
        row = row or re.search(r"^   1 call them every month (.*) of 20$", shown, re.MULTILINE)
    assert row is not None
    value, _, cash = (
        [float(part.replace(",", "")) for part in gap]
        for gap in re.findall(r"\+([\d,.]+) ±([\d,.]+)", row[1])
    )
    assert value[0] > value[1]  # as the page explains it
    assert cash[0] < cash[1]
    assert done == {"list", "new", "check", "run", "explain", "compare", "breakeven", "again"}


def test_an_edit_is_made_where_it_belongs() -> None:
    """Catches a helper that changes the key of another table, or none."""
    text = "a = 1\n[x]\na = 2 # two\n[[x.y]]\na = 3\n[z]\na = 4\n"
    assert edited(text, "[x]\na = 5\n") == text.replace("a = 2 # two", "a = 5")
    assert edited(text, "[z]\na = 5\n") == text.replace("a = 4", "a = 5")
    with pytest.raises(AssertionError, match="no b in"):
        edited(text, "[x]\nb = 5\n")


def test_what_is_shown_is_a_part_of_what_comes() -> None:
    """Catches a comparison in which left out lines swallow what is shown, or what is not shown counts."""
    came = "one 10\ntwo 20\nthree 30\nfour 40\n"
    for shown in ("...\n", "one 10\n...\n", "...\ntwo 20\n...\nfour 40\n", came):
        assert agrees(shown, came) == ""
    for shown in (
        "",
        "one 10\n",
        "two 20\n...\n",
        "one 10\nthree 30\n...\n",
        "...\nfive 50\n",
        "...\ntwo 25\n...",
    ):
        assert agrees(shown, came) != ""
    assert again("...\ntwo 25\n...\n", came) == "...\ntwo 20\n...\n"


def test_it_is_installed_as_the_readme_says() -> None:
    """Catches a first step that differs from the one which is tried in a fresh environment."""
    step = re.findall(r"^```text\n(python3 .*)\n```$", text_of(STEPS), re.MULTILINE)[0]
    install = step.partition(" && . ")[0]
    assert install in (ROOT / "README.md").read_text(encoding="utf-8")
