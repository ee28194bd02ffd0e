"""Blocks as a notebook shows them; its tables of metrics are tested with outcomes."""

from __future__ import annotations

from simulator.format import Scale
from simulator.layout.html import html
from simulator.layout.page import Facts, Heading, Paragraph, Picture, Prose, Verbatim
from simulator.layout.table import Column, Estimate, Kind, Odds, Table
from tests.experiment.test_notebook import Page


def test_every_block_is_shown() -> None:
    """Catches a block that a notebook leaves out, text that becomes a tag, and tags out of order."""
    page = [
        [Heading("A & B"), Heading("within", 2), Paragraph("a <b> c"), Picture("bowtie")],
        [Prose("Type:\n\n    bowtie run"), Verbatim("https://a.b/c"), Facts((("price", "10 EUR", "phi"),))],
    ]
    found = html(page)
    for part in ("<h3>A &amp; B</h3>", "<h4>within</h4>", "<p>a &lt;b&gt; c</p>", "<p>Type:</p>"):
        assert part in found
    assert "<pre>    bowtie run</pre>" in found
    assert "<pre>https://a.b/c</pre>" in found
    assert Page(found).tables == [[["price", "10 EUR", "phi"]]]
    assert "bowtie</" not in found.replace("<pre>    bowtie run</pre>", "")


def test_a_table_has_its_names_and_units() -> None:
    """Catches a title that is lost, a unit that is nowhere, and numbers to the left."""
    estimate = Estimate(1500.0, 1400.0, 1600.0, Scale(1e-3, "thousand EUR"), signed=True)
    columns = (Column("name"), Column("cash", Kind.ESTIMATE, "thousand EUR"), Column("better in", Kind.ODDS))
    table = Table(columns, (("a", estimate, Odds(2, 3)), "group"), units=True)
    found = html([[table]])
    assert Page(found).tables == [
        [["name", "cash, thousand EUR", "better in"], ["a", "+1.50 ±0.10", "2 of 3"], ["group"]]
    ]
    assert '<td style="text-align:right">2 of 3</td>' in found
    assert '<td style="text-align:left">a</td>' in found
    titled = Table((Column(), Column("n", Kind.NUMBER)), (("  part", 1.0),), title="Stages")
    assert Page(html([[titled]])).tables == [[["Stages", "n"], ["\N{NO-BREAK SPACE}" * 2 + "part", "1"]]]
