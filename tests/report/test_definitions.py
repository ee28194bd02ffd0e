"""The definitions at the end of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

import simulator
from simulator.layout.page import Heading, Paragraph
from simulator.metrics.definitions import NAMES, VARIANTS
from simulator.report.definitions import OFTEN, counted

ALL = (*NAMES, *(f"{name}:{way}" for name, ways in VARIANTS.items() for way in ways), "utilisation.ae")


def told(names: Iterable[str]) -> list[str]:
    """The heading, and each definition."""
    blocks = counted({name: simulator.definition(name) for name in names})
    return [block.text for block in blocks if isinstance(block, Heading | Paragraph)]


def test_every_sentence_of_every_definition_is_there() -> None:
    """Catches a metric without its definition, a sentence lost with those that many share, and a letter
    that leads nowhere or to another sentence."""
    heading, *entries = told(ALL)
    assert heading == "How it is counted"
    notes = {entry[1]: entry[4:] for entry in entries if entry[0] == "["}
    assert len(notes) > 1
    texts = {}
    for entry in entries:
        names, _, text = entry.partition(": ")
        shared = [notes[letter] for letter in re.findall(r" \[(\w)\]", text)]
        texts |= {name: figureless(" ".join([text, *shared])) for name in names.split(", ")}
    for name in ALL:
        for sentence in re.split(r"(?<=\.) (?=[A-Z])", simulator.definition(name).text):
            assert figureless(sentence) in texts[name], name


def figureless(text: str) -> str:
    return re.sub(r"\d+( / \d+)*", "#", text)


def test_what_many_share_is_said_once() -> None:
    """Catches a page that repeats itself: the run-off behind each measure of a lifetime."""
    shared = "Undefined where the scenario states no cost."
    names = [name for name in NAMES if shared in simulator.definition(name).text]
    assert len(names) > OFTEN
    text = " ".join(told(names))
    assert text.count(shared) == 1
    few = names[:2]
    text = " ".join(told(few))
    assert "[a]" not in text
    assert shared in text


def test_families_that_differ_in_a_figure_are_one() -> None:
    """Catches three sentences for 36, 60 and 84 months, and figures of one under the name of another."""
    names = ("lifetime_revenue", "lifetime_revenue_36", "lifetime_revenue_84")
    text = " ".join(told(names))
    assert "lifetime_revenue, lifetime_revenue_36, lifetime_revenue_84: " in text
    assert "60 / 36 / 84 months" in text
