"""The board page as a reader meets it: on a desk, on a telephone, on paper, and by ear."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Shown

pytestmark = pytest.mark.browser

PHONE, SMALLEST = 390, 320  # pixels across
PAPER = 703  # pixels between the margins of an A4 page
GRAVE = ("serious", "critical")
MOST = 3_000_000  # bytes

# How far the page is wider than what shows of it, and what of it sticks out.
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """[...document.querySelectorAll('table, svg, pre')].filter(
    part => part.getBoundingClientRect().right > document.documentElement.clientWidth + 1
).map(part => part.outerHTML.slice(0, 200))"""

HIDDEN = """[...document.querySelectorAll('details:not(.unprinted) table')].filter(
    table => !table.getBoundingClientRect().height
).length"""


def open_all(page: Any) -> None:
    """Show what is read on demand."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")


def test_it_is_quiet_and_asks_for_nothing(shown: Shown) -> None:
    """Catches an error that only a browser finds, a script of a file that runs, and a request to anybody."""
    open_all(shown.page)
    shown.page.wait_for_load_state("networkidle")
    assert shown.said == []
    assert shown.asked == [shown.page.url]


@pytest.mark.parametrize("width", [1200, PHONE, SMALLEST])
def test_the_page_never_scrolls_sideways(shown: Shown, width: int) -> None:
    """Catches a table, a picture or a word that is wider than a telephone."""
    shown.page.set_viewport_size({"width": width, "height": 800})
    assert shown.page.evaluate(TOO_WIDE) <= 0
    open_all(shown.page)
    assert shown.page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("width", [1200, PHONE])
def test_everybody_can_use_it(shown: Shown, width: int) -> None:
    """Catches what axe-core finds serious: faint text, a table or a picture without a name, what scrolls and
    no key reaches, headings out of order."""
    sync_playwright = pytest.importorskip("axe_playwright_python.sync_playwright", reason="there is no axe")
    shown.page.set_viewport_size({"width": width, "height": 800})
    open_all(shown.page)
    found = sync_playwright.Axe().run(shown.page).response
    assert len(found["passes"]) > 10
    grave = [(one["id"], one["nodes"][0]["html"]) for one in found["violations"] if one["impact"] in GRAVE]
    assert grave == []


def test_it_prints(shown: Shown) -> None:
    """Catches a page that can not be printed, and tables, pictures or lines that paper cuts off."""
    pdf = shown.page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    shown.page.set_viewport_size({"width": PAPER, "height": 1000})
    shown.page.emulate_media(media="print")
    assert shown.page.evaluate(CUT) == []
    assert shown.page.evaluate(HIDDEN) == 0  # paper can not be unfolded


@pytest.mark.parametrize(("name", "most"), [("shipped", 2), ("ideas", 2), ("four", 3)])
def test_pages_of_paper_before_the_appendix(
    browser: Any, files: dict[str, Path], name: str, most: int
) -> None:
    """Catches a page that a board does not read: nineteen sheets, of which the first screen is one, and an
    appendix that begins in the middle of one."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(files[name].as_uri())
    whole = sheets(page)
    page.evaluate("document.querySelector('section.breaks').remove()")
    before = sheets(page)
    page.reload()
    page.evaluate(
        "document.querySelectorAll('section:not(.breaks), header, main > p').forEach(e => e.remove())"
    )
    assert before <= most
    assert before + sheets(page) == whole
    page.close()


def sheets(page: Any) -> int:
    """How many pages of paper it takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_numbers_show_on_hover(shown: Shown) -> None:
    """Catches marks without a number, and a picture under whose marks no pointer comes."""
    months, marks = shown.page.locator("rect.hover"), shown.page.locator("circle.hover")
    for one in (months.first, months.last, marks.last):  # others may lie under their neighbours
        one.hover(timeout=5_000)
        assert one.locator("title").text_content()
        assert one.evaluate("part => getComputedStyle(part).fillOpacity") != "0"


def test_it_works_without_scripts(browser: Any, files: dict[str, Path]) -> None:
    """Catches what is on the page only when scripts run, and what unfolds by them."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(files["one"].as_uri())
    assert page.locator("h1").inner_text().startswith("<script>alert(1)</script> Costs $5 or $6 a user")
    assert not page.locator("details table").first.is_visible()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details table").first.is_visible()
    page.close()


def test_it_can_be_mailed(files: dict[str, Path]) -> None:
    """Catches a page that no mailbox takes."""
    assert all(file.stat().st_size < MOST for file in files.values())
