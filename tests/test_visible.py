"""One rule for every text that is shown: nothing in it gives orders, and nothing is there unseen."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, strategies as st

from simulator.errors import Problem, ScenarioError
from simulator.layout.html import html
from simulator.layout.page import Facts, Heading, Page, Paragraph, Prose, Verbatim
from simulator.layout.table import Column, Table
from simulator.layout.text import text
from simulator.visible import code_of, hidden, visible

CODES = {
    "\x1b": "U+001B",  # begins an order to a terminal
    "\x07": "U+0007",
    "\x00": "U+0000",
    "\x9b": "U+009B",  # the same in one sign, where bytes are read as Latin
    "\u202e": "U+202E",  # what follows runs from right to left
    "\u200b": "U+200B",  # a space without width
    "\u2028": "U+2028",
    "\ufeff": "U+FEFF",
    "\udc80": "U+DC80",  # of a file's name that is no UTF-8
    "\U000e0041": "U+E0041",
}


@pytest.mark.parametrize("sign", CODES)
def test_a_hidden_sign_is_told_by_its_code(sign: str) -> None:
    """Catches a sign that reaches a terminal, and one that cannot be found by its name."""
    assert hidden(f"a{sign}b") == sign
    assert code_of(sign) == CODES[sign]
    shown = visible(f"a{sign}b")
    assert shown.isascii()
    assert json.loads(f'"{shown}"') == f"a{sign}b"  # in a document it means what it stands for


@pytest.mark.parametrize("word", ["Zürich", "Straße 5", "株式会社", "می‌خواهم", "👩‍💻 team", "a b", "5 %"])
def test_what_people_write_stays(word: str) -> None:
    """Catches letters of a script, joiners between them, or signs made of several, that are told as codes."""
    assert hidden(word) == ""
    assert visible(word) == word


def test_a_joiner_that_joins_nothing_is_hidden() -> None:
    """Catches two words that look alike and are two."""
    assert hidden("phi\u200d") == "\u200d"


@given(st.text())
def test_nothing_hidden_is_left(found: str) -> None:
    """Catches any sign of Unicode that is neither to be seen nor told, whatever stands around it."""
    shown = visible(found)
    assert hidden(shown) == ""
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in shown)
    assert (shown == found) == (hidden(found) == "")
    assert visible(shown) == shown


ORDERS = "\x1b]0;pwned\x07\x1b[31m<b>[bold]\u202e"
PAGE: Page = [
    [Heading(ORDERS), Paragraph(ORDERS), Prose(f"{ORDERS}\n\n    {ORDERS}"), Verbatim(ORDERS)],
    [Facts(((ORDERS, ORDERS, ORDERS),))],
    [Table((Column(ORDERS), Column("b")), ((ORDERS, ORDERS), ORDERS))],
    [Table((Column(ORDERS), Column("b", unit=ORDERS)), ((ORDERS, ORDERS),), title=ORDERS, units=True)],
]


@pytest.mark.parametrize("shown", [text, html])
def test_no_block_of_a_page_holds_orders(shown) -> None:  # type: ignore[no-untyped-def]
    """Catches a kind of block, or a part of one, that is printed raw."""
    found = shown(PAGE)
    assert not any(hidden(line) for line in found.split("\n"))
    assert "pwned" in found
    assert "<b>" not in html(PAGE)


def test_no_message_holds_orders() -> None:
    """Catches an order in the name of a file, a path, a value or a remedy, or a line of its own."""
    told = str(ScenarioError([Problem(f"a\n{ORDERS}", ORDERS, ORDERS, ORDERS)]))
    assert not any(hidden(line) for line in told.split("\n"))
    assert told.split("\n")[0].startswith("a\\n\\u001b]0;pwned")
