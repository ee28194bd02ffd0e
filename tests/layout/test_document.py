"""A page of its own: what a browser and a reader who cannot see it need."""

from __future__ import annotations

import re

from simulator.layout.document import document
from simulator.layout.page import Facts, Fold, Heading, Page, Paragraph, Picture, Prose, Verbatim
from simulator.layout.table import Column, Kind, Table
from simulator.layout.text import text as as_text
from tests.experiment.test_notebook import Page as Read

EVIL = '"><script>alert(1)</script>\x1b[31m'
VOID = ("meta", "wbr")  # tags that are never closed


def shown(page: Page, title: str = "A") -> str:
    return document(title, page, lambda picture: f'<svg aria-label="{picture.name} of {picture.of}"></svg>')


def read(text: str) -> Read:
    """The page by its tags; raises where they are not closed in order."""
    return Read(re.sub(rf"<(?:{'|'.join(VOID)})\b[^>]*>", "", text))


def test_a_page_needs_nothing_else() -> None:
    """Catches a script, and a style sheet, a picture or a font from elsewhere that a page would ask for."""
    text = shown([[Heading("One"), Paragraph("a")], [Picture("cash", "mine")]])
    assert text.startswith("<!doctype html>")
    assert '<html lang="en">' in text
    assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(|src=", text)
    assert '<svg aria-label="cash of mine">' in text


def test_nothing_of_a_file_is_obeyed() -> None:
    """Catches a title, a name, a cell, a line or an address that becomes a tag, or gives orders."""
    table = Table((Column(EVIL), Column(EVIL, Kind.NUMBER)), ((EVIL, 1.0), EVIL), title=EVIL)
    blocks = [
        *(Heading(EVIL), Heading(EVIL, 2), Paragraph(EVIL), Verbatim(EVIL), Verbatim(f"https://a{EVIL}")),
        *(Prose(EVIL), Facts(((EVIL, EVIL, EVIL),)), table, Fold(EVIL, (Paragraph(EVIL),))),
    ]
    text = shown([blocks], EVIL)
    assert "<script" not in text
    assert "\x1b" not in text
    assert text.count("alert(1)") >= 14
    read(text)
    assert 'href="javascript' not in shown([[Verbatim("javascript:alert(1)")]])


def test_headings_stand_in_order_and_in_the_contents() -> None:
    """Catches a level that is left out, two titles, a part that the contents lack, and a link to nowhere."""
    page: Page = [
        [Paragraph("before")],
        [Heading("One"), Paragraph("a"), Heading("within", 2), Heading("deeper", 3)],
        [Heading("Two & three"), Paragraph("b")],
    ]
    text = shown(page)
    levels = [int(level) for level in re.findall(r"<h(\d)", text)]
    assert levels == [1, 2, 3, 4, 2]
    links = dict(re.findall(r'<a href="#([^"]+)">([^<]+)</a>', text))
    assert list(links.values()) == ["One", "Two &amp; three"]
    for place, name in links.items():
        assert f'<h2 id="{place}">{name}</h2>' in text
        assert f'<section aria-labelledby="{place}">' in text


def test_tables_say_what_heads_what() -> None:
    """Catches cells without their column or row for who hears the page, numbers to the left, and a table
    that nobody can scroll by keyboard."""
    columns = (Column(), Column("won", Kind.NUMBER))
    text = shown([[Table(columns, (("first", 1.0), "group", ("", 2.0)), title="Stages")]])
    assert '<div class="scroll" role="group" aria-label="Stages" tabindex="0">' in text
    assert '<thead><tr><th scope="col">Stages</th><th class="n" scope="col">won</th></tr></thead>' in text
    assert '<tr><th scope="row">first</th><td class="n">1</td></tr>' in text
    assert '<tbody>\n<tr><th colspan="2" scope="rowgroup">group</th></tr>' in text
    assert '<tr><td></td><td class="n">2</td></tr>' in text  # nothing is no heading
    assert "<table" not in shown([[Table(columns, (), title="Stages")]])
    assert read(text).tables == [[["Stages", "won"], ["first", "1"], ["group"], ["", "2"]]]


def test_a_path_leaves_room_on_a_telephone() -> None:
    """Catches a path that cannot go on in the next line, and a name or a word that can."""
    table = Table((Column("number"),), (("motion.sale.stage.decide.fit_correlation",), ("a.b words",)))
    text = shown([[table]])
    assert "motion.<wbr>sale.<wbr>stage.<wbr>decide.<wbr>fit_<wbr>correlation" in text
    assert "a.b words" in text
    assert read(text).tables == [[["number"], ["motion.sale.stage.decide.fit_correlation"], ["a.b words"]]]


def test_a_unit_stands_behind_its_name() -> None:
    """Catches two commas where a column's name ends in one."""
    table = Table((Column("payback,", Kind.NUMBER, "months"),), ((1.0,),), units=True)
    assert "payback, months<" in shown([[table]])


def test_what_is_read_on_demand() -> None:
    """Catches blocks behind a line that are lost, in HTML or in text."""
    page: Page = [[Fold("Every number", (Paragraph("a"), Table((Column(),), (("b",),))))]]
    found = shown(page)
    assert "<details><summary>Every number</summary>\n<p>a</p>\n" in found
    assert "b</th>" in found
    assert as_text(page) == "Every number\na\nb"
