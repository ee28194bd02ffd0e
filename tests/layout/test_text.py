"""Blocks as text in 100 columns."""

from __future__ import annotations

import string
from itertools import pairwise

from hypothesis import given, strategies as st
from rich.cells import cell_len

from simulator.format import Scale
from simulator.layout.page import Facts, Heading, Paragraph, Picture, Prose, Verbatim
from simulator.layout.table import REST, Column, Estimate, Gap, Kind, Odds, Spread, Table
from simulator.layout.text import BROAD, SOURCE, WIDTH, lines, text, width_of

EUR = Scale(1.0, "EUR")
# No word is longer than the narrowest room, 20, set in by 2: such a one has to be broken.
WORDS = st.lists(st.text(string.ascii_letters, min_size=1, max_size=18), min_size=1, max_size=60)
LABELS, SOURCES = (st.text(string.ascii_letters, min_size=1, max_size=most) for most in (24, SOURCE))


def test_sections_are_parted_by_one_blank_line() -> None:
    """Catches two blank lines where a section has nothing to say, and one within a section."""
    page = [
        [Heading("A"), Paragraph("b")],
        [],
        [Table((Column(),), ())],
        [Picture("bowtie")],
        [Verbatim("c")],
    ]
    assert text(page) == "A\nb\n\nc"


@given(WORDS, st.integers(0, 4), st.integers(0, 8))
def test_paragraphs_keep_their_words(words: list[str], indent: int, hanging: int) -> None:
    """Catches a word that is lost or broken, a line that is too long, and a wrong indentation."""
    first, *others = lines(Paragraph(" ".join(words), indent, hanging))
    assert " ".join(line.strip() for line in [first, *others]).split() == words
    assert all(len(line) <= WIDTH for line in [first, *others])
    assert len(first) - len(first.lstrip()) == indent
    assert all(len(line) - len(line.lstrip()) == (hanging or indent) for line in others)


def test_a_number_stays_with_its_sign() -> None:
    """Catches a line that begins with a percent sign, and a name that is broken at its hyphen."""
    assert lines(Paragraph(f"{'x' * 97} 17 % of it")) == ["x" * 97, "17 % of it"]
    assert lines(Paragraph(f"{'x' * 94} what-if one")) == ["x" * 94, "what-if one"]


def test_what_is_to_be_typed_stays() -> None:
    """Catches a command that is joined with the sentence above it, lines of a file left as they are, and what
    to look at run into the sentence before."""
    prose = Prose(
        "Two lines\nof one sentence:\n\n    bowtie run  a.toml\n    bowtie run  b.toml\n\nAnd so on."
    )
    assert lines(prose) == [
        *("Two lines of one sentence:", "    bowtie run  a.toml", "    bowtie run  b.toml", "And so on.")
    ]
    labelled = Prose("A firm. It sells\nto others: many.\nLook at: cash,\nnot won.\nSize: small.")
    assert lines(labelled) == ["A firm. It sells to others: many.", "Look at: cash, not won.", "Size: small."]
    assert lines(Verbatim(f"https://{'x' * 120}", 4)) == [f"    https://{'x' * 120}"]


def test_text_to_the_left_and_numbers_to_the_right() -> None:
    """Catches columns out of line, signs of double width among them, and spaces at the end of a line."""
    columns = (Column("who"), Column("how many", Kind.NUMBER), Column("why"))
    table = Table(columns, (("日本", 1234.0, "b"), "a heading", ("Ada", None, "because")))
    assert lines(table) == [
        "who        how many  why",
        "日本          1,234  b",
        "a heading",
        "Ada                  because",
    ]
    assert lines(Table(columns, ())) == []


def test_a_title_stands_above_its_rows() -> None:
    """Catches rows that are not set in, and a title beside the name of the column."""
    columns = (Column("not shown"), Column("share", Kind.SHARE))
    assert lines(Table(columns, (("a", 0.5),), title="Stages")) == ["Stages   share", "  a     50.0 %"]


def test_the_first_column_is_cut_where_there_is_no_room() -> None:
    """Catches a line beyond the page, a cut that is not shown, and numbers that are cut."""
    table = Table((Column(), Column("n", Kind.NUMBER)), (("x" * 150, 123456.0), ("y", 7.0)))
    cut = lines(table)
    assert max(map(len, cut)) == WIDTH
    assert cut[1].endswith("x…  123,456")
    broad = lines(Table(table.columns, table.rows, broad=True))
    assert max(map(len, broad)) == BROAD
    assert width_of(table) == 150 + 2 + 7


@given(WORDS, st.integers(20, 60), st.booleans())
def test_long_words_take_several_lines(words: list[str], room: int, broad: bool) -> None:
    """Catches words lost in a fold, a fold beyond its room, and a page that its rest does not fill."""
    columns = (Column("path", room=30), Column("value", room=room, hanging=2), Column("note", room=REST))
    table = Table(columns, (("team.ae.people", " ".join(words), " ".join(words)),), broad=broad)
    found = lines(table)
    assert max(map(len, found)) <= (BROAD if broad else WIDTH)
    at = [found[0].index(name) for name in ("path", "value", "note")]
    assert [line[at[1] : at[2]].strip() for line in found[1:] if line[at[1] : at[2]].strip()]
    for first, end in ((at[1], at[2]), (at[2], None)):
        assert " ".join(line[first:end].strip() for line in found[1:]).split() == words
    assert at[2] - at[1] - 2 <= max(room, len("value"))
    assert all(line[at[1] : at[1] + 2] == "  " for line in found[2:] if line[at[1] : at[2]].strip())


def test_units_stand_below_the_names() -> None:
    """Catches a unit beside another column, and names that take the room of the numbers."""
    gap = Estimate(1.0, float("nan"), float("nan"), EUR, signed=True)
    columns = (
        Column("minus base"),
        Column("cash at the very end", Kind.ESTIMATE, "EUR"),
        Column("better in", Kind.ODDS),
    )
    table = Table(columns, ((" 1  more", gap, Odds(2, 3)),), units=True)
    assert [" ".join(line.split()) for line in lines(table)] == [
        *("cash at the", "minus base very end better in", "EUR", "1 more +1 2 of 3")
    ]


@given(st.lists(st.integers(1, 28), min_size=1, max_size=12))
def test_every_scenario_stands_somewhere(widths: list[int]) -> None:
    """Catches a scenario that is lost or told twice where they do not fit side by side, a part without
    names or units, and a page that is left half empty."""
    names = [f"{n:x<{width}}" for n, width in enumerate(widths)]
    columns = (Column(), *(Column(name, Kind.NUMBER) for name in names), Column("unit"))
    rows = ("acquire", ("won", *map(float, range(len(names))), "accounts"))
    table = Table(columns, rows, title="values", broad=True, splits=True)
    parts = [part.split("\n") for part in "\n".join(lines(table)).split("\n\n")]
    assert [name for part in parts for name in part[0].split()[1:-1]] == names
    numbers = [cell for part in parts for cell in part[2].split()[1:-1]]
    assert numbers == [str(n) for n in range(len(names))]
    for part, following in pairwise(parts):
        assert part[0].split()[0] == "values"
        assert part[0].endswith("unit")
        assert part[1] == "acquire"
        assert part[2].endswith("accounts")
        assert len(part[2]) + 2 + len(following[0].split()[1]) > BROAD
    assert all(len(line) <= BROAD for part in parts for line in part)


def test_a_spread_takes_six_columns() -> None:
    """Catches a quantile under another one's name, one where there are odds alone, and odds whose interval
    is said to lie evenly about them."""
    rows = (
        ("won", Spread(12.0, 10.5, 13.5, (8.0, 11.0, 20.0), Scale(1.0, "accounts"), ", known in 3")),
        ("runs out", Spread(0.25, 0.18, 0.36, (), Scale(100.0, "%"))),
    )
    table = Table((Column(), Column(kind=Kind.SPREAD)), rows, title="acquire")
    head, won, out = lines(table)
    assert head.split() == ["acquire", "mean", "P10", "P50", "P90", "of", "outcomes"]
    assert won.split() == ["won", "12.0", "±1.5", "8.0", "11.0", "20.0", "accounts,", "known", "in", "3"]
    assert out.split() == ["runs", "out", "25", "(18", "to", "36)", "%"]
    for name, cell in (("mean", "12.0"), ("P10", "8.0"), ("P90", "20.0")):
        assert head.index(name) + len(name) == won.index(f" {cell}") + 1 + len(cell)
    assert out.index("%") == won.index("accounts")


def test_pairs_are_counted_in_line() -> None:
    """Catches counts of different length that push differences out of line."""

    def cell(better: Odds | None) -> Gap:
        return Gap(Estimate(1.0, 0.5, 1.5, EUR, signed=True), better, 20)

    rows = (("a", cell(Odds(7, 20))), ("b", cell(Odds(17, 20))), ("c", cell(Odds(3, 9))), ("d", cell(None)))
    found = lines(Table((Column(), Column("x", Kind.GAP)), rows))
    assert [line.split()[1:] for line in found[1:]] == [
        *(["+1.0", "±0.5", "7"], ["+1.0", "±0.5", "17"], ["+1.0", "±0.5", "3/9"], ["+1.0", "±0.5"])
    ]
    assert found[1].index("±") == found[2].index("±")


@given(st.lists(st.tuples(LABELS, SOURCES, WORDS), min_size=1))
def test_facts_have_their_source_to_the_right(told: list[tuple[str, str, list[str]]]) -> None:
    """Catches a source beside another fact, words lost in a fold, and a line that is too long."""
    facts = Facts(tuple((label, " ".join(words), source) for label, source, words in told))
    found = lines(facts)
    assert all(len(line) <= WIDTH for line in found)
    said = " ".join(" ".join(line.split()) for line in found).split()
    assert sorted(said) == sorted(part for label, source, words in told for part in (label, source, *words))
    firsts = [line for line in found if not line.startswith("   ")]
    assert [line.split()[0] for line in firsts] == [label for label, _, _ in told]
    assert all(cell_len(line) >= WIDTH - 18 for line in firsts)
