"""What no file may hold: signs that nobody sees, in any text that may once be shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario import load
from tests.scenario.small import SMALL, edited, written
from tests.scenario.test_invalid import refusal

RENEWAL = 'overall = { low = "82%", best = "88%", high = "93%" }'
OVERALL = "motion.sale.renewal.overall"
SIGN = "\\u001b[31m"

# where it stands -> what is edited, and its path
PLACES: dict[str, tuple[tuple[str, str], str]] = {
    "title": (('title    = "Small"', f'title = "Small{SIGN}"'), "title"),
    "description": (('title    = "Small"', f'title = "Small"\ndescription = "{SIGN}"'), "description"),
    "note": ((RENEWAL, f'overall = {{ value = "88%", note = "{SIGN}" }}'), f"{OVERALL}.note"),
    "source": ((RENEWAL, f'overall = {{ value = "88%", source = "{SIGN}" }}'), f"{OVERALL}.source"),
    "a refused value": ((RENEWAL, f'overall = "{SIGN}"'), OVERALL),
    "a name": (("[team.sdr]", f'[team."x{SIGN}"]\npeople = 1\ncapacity = 1\n[team.sdr]'), "team.x\x1b[31m"),
    "a stage": (('name     = "agree"', f'name = "agree{SIGN}"'), "motion.sale.stage[3].name"),
    "a what-if": (
        ("[team.sdr]", f'[what_if."x{SIGN}"]\n"team.ae.people" = 3\n[team.sdr]'), "what_if.x\x1b[31m",
    ),
    "a base": (('title    = "Small"', 'title = "Small"\nbase = "a\\u0000b.toml"'), "base"),
    "from right to left": (('title    = "Small"', 'title = "Sm\\u202eall"'), "title"),
    "without width": (('currency = "EUR"', 'currency = "EU\\u200bR"'), "currency"),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_hidden_sign_is_refused_wherever_it_stands(place: str, tmp_path: Path) -> None:
    """Catches a text that is taken and then shown; a message that holds the sign, or does not say which."""
    edit, path = PLACES[place]
    error = refusal(written(tmp_path, edited(edit)))
    assert [p.path for p in error.problems] == [path]
    assert "a sign that nobody sees: take it out" in error.problems[0].right
    assert "\x1b" not in str(error)
    assert "\u202e" not in str(error)


@pytest.mark.parametrize("title", ['""', '"   "', '"two\\nlines"', '"a\\tb"', "'''\n\n'''"])
def test_a_title_is_one_line(title: str, tmp_path: Path) -> None:
    """Catches a company without a name, and one whose name breaks every table."""
    (problem,) = refusal(written(tmp_path, edited(('"Small"', title)))).problems
    assert problem.path == "title"


def test_lines_and_tabs_of_a_description_stay(tmp_path: Path) -> None:
    """Catches a description of several paragraphs that is refused."""
    text = 'description = """One.\n\n\tTwo, for Zürich: 株.\r\n"""\n' + SMALL
    assert load(written(tmp_path, text)).description == "One.\n\n\tTwo, for Zürich: 株.\n"


def test_a_sign_in_a_table_beside_it(tmp_path: Path) -> None:
    """Catches a customer whose name colours the terminal, and a cell or a column that does."""
    book = (
        "name,motion,units,arr,signed,\x1b[31m\n"
        "A\x1b[31m,sale,20,11760,2026-03-01,\n"
        "B,sa\x1ble,2,\x1b,2026-03-01,\n"
    )
    (tmp_path / "book.csv").write_text(book)
    error = refusal(written(tmp_path, edited() + '[opening]\ncustomers = "book.csv"\n'))
    assert [p.path for p in error.problems] == ["line 1", "line 2, name", "line 3, motion", "line 3, arr"]
    assert "\x1b" not in str(error)
