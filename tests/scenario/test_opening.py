"""Customers and deals of the first day: every bad row with its line, and whose fit they have."""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from simulator import model as m
from simulator.layout.text import text as printed
from simulator.numerics.curves import quantile
from simulator.numerics.months import MONTH
from simulator.numerics.streams import address_of
from simulator.scenario import Problem, Scenario, ScenarioError, describe, load
from simulator.scenario.reference.thresholds import FITS
from tests.scenario.small import edited, written
from tests.tiers import examples

BOTH = '\n[opening]\ncustomers = "book.csv"\ndeals = "pipeline.csv"\n'
BOOK = """name,motion,units,arr,signed,live
Acme,sale,20,11760,2026-03-01,2026-04-16
"Bolt, Inc",sale,30,17640.50,2027-01-01,
"""
PIPELINE = """name,motion,stage,units,since
Cole,sale,evaluate,12,2026-12-01
Dunn,sale,agree,7,2026-12-16
"""


def files(folder: Path, book: str = BOOK, pipeline: str = PIPELINE, text: str = "") -> Path:
    """The small company with a book and a pipeline."""
    (folder / "book.csv").write_text(book, encoding="utf-8")
    (folder / "pipeline.csv").write_text(pipeline, encoding="utf-8")
    return written(folder, (text or edited()) + BOTH)


def problems(path: Path) -> list[tuple[str, str, str, str]]:
    """Everything that is wrong: file, path, value, what would be right."""
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return [(Path(p.file).name, p.path, p.value, p.right) for p in caught.value.problems]


def test_rows_are_accounts_in_the_order_of_the_files(tmp_path: Path) -> None:
    """A column in the wrong field, money in the wrong unit, a date that is not a day."""
    held = load(files(tmp_path)).model().numbers.opening
    fields = ["motion", "stage", "units", "arr", "since", "live"]
    assert held[fields].tolist() == [
        (0, m.NONE, 20, 1_176_000, -10 * MONTH, -8.5 * MONTH),
        # signed the evening before, for it is no flow of the simulation, and not live yet
        (0, m.NONE, 30, 1_764_050, -1 / 24, np.inf),
        (0, 1, 12, 0, -MONTH, 0.0),
        (0, 2, 7, 0, (-1 + 15 / 31) * MONTH, 0.0),
    ]
    names = ("Acme", "Bolt, Inc", "Cole", "Dunn")
    assert held["address"].tolist() == [address_of(f"opening.{name}") % 2**40 for name in names]


def test_who_is_not_live_has_an_empty_cell(tmp_path: Path) -> None:
    """Without the column all are live since they signed; with nothing to be done after the close they are at
    once. Catches a date of go-live that is made up, and two equal books that are not."""
    assert load(files(tmp_path)).book == load(files(tmp_path)).book
    plain = " ".join(printed(describe(load(files(tmp_path)))).split())
    assert "1 of them signed and not yet live" in plain
    bare = "\n".join(line.rsplit(",", 1)[0] for line in BOOK.splitlines())
    assert load(files(tmp_path, bare)).model().numbers.opening["live"][:2].tolist() == [-10 * MONTH, 0.0]
    onboard = edited()[edited().index('[[motion.sale.stage]]\nname     = "onboard"') :]
    onboard = onboard[: onboard.index("[motion.sale.offer]")]
    done = edited((onboard, ""), ('after_setback = "60%"\n', ""))
    held = load(files(tmp_path, text=done)).model().numbers.opening
    assert held["live"][:2].tolist() == [-8.5 * MONTH, 0.0]


def test_what_begins_with_the_first_use_is_not_paid_yet(tmp_path: Path) -> None:
    """Catches revenue in words that nobody pays yet."""
    text = edited(('notice = "1 month"', 'notice = "1 month"\nrecurring_from = "live"'))
    plain = " ".join(printed(describe(load(files(tmp_path, text=text)))).split())
    assert "customers 2, who pay 11,760 EUR a year" in plain
    assert "1 of them signed and not yet live; 17,640.50 EUR a year begin when they are" in plain


def test_one_more_row_moves_no_other_account(tmp_path: Path) -> None:
    before = load(files(tmp_path)).model().numbers.opening["address"].tolist()
    more = BOOK.replace("Acme", "Aaron,sale,1,588,2026-01-01,\nAcme")
    after = load(files(tmp_path, more)).model().numbers.opening["address"].tolist()
    assert after[1:] == before


def test_parquet_says_the_same_as_csv(tmp_path: Path) -> None:
    """A type of a Parquet column that is read as another value than its text."""
    csv = load(files(tmp_path)).model()
    pl.DataFrame(
        {
            "name": ["Acme", "Bolt, Inc"],
            "motion": ["sale", "sale"],
            "units": [20, 30],
            "arr": [11760.0, 17640.5],
            "signed": [dt.date(2026, 3, 1), dt.date(2027, 1, 1)],
            "live": [dt.date(2026, 4, 16), None],
        }
    ).write_parquet(tmp_path / "book.parquet")
    pl.DataFrame(
        {
            "since": [dt.datetime(2026, 12, 1), dt.datetime(2026, 12, 16)],
            "name": ["Cole", "Dunn"],
            "motion": ["sale", "sale"],
            "stage": ["evaluate", "agree"],
            "units": [Decimal(12), Decimal(7)],
        }
    ).write_parquet(tmp_path / "pipeline.parquet")
    text = edited() + BOTH.replace(".csv", ".parquet")
    assert load(written(tmp_path, text)).model() == csv


BAD_BOOK = """name,motion,units,arr,signed,live
Acme,sale,20,11760,2026-03-01,
Bolt,sail,20,11760,2026-03-01,
Cole,sale,0,11760,2026-03-01,
Cole,sale,2.5,11760,2026-03-01,

Dunn,sale,20,11760.005,2026-03-01,
Eve,sale,20,12k,2026-03-01,
Finn,sale,20,-1,2026-03-01,
Gus,sale,20,0,2026-03-01,
Hal,sale,20,100,2027-01-02,2027-02-01
Ivy,sale,20,100,01.03.2026,
Joe,sale,20,100,2026-02-30,
Kim,sale,20,100,2026-03-01,2026-02-01
Lou,sale,20,100,1826-03-01,
,sale,20,100,2026-03-01,
Mia,sale,20,100
"""
SAID_OF_BOOK = [
    ("line 3, motion", '"sail"', "there is no such motion; did you mean sale?"),
    ("line 4, units", '"0"', "a whole number of units, at least 1"),
    ("line 5, name", '"Cole"', "a name of its own: line 4 of book.csv has it too"),
    ("line 5, units", '"2.5"', "a whole number of units, at least 1"),
    ("line 7, arr", '"11760.005"', "money a year, in whole cents and not negative"),
    ("line 8, arr", '"12k"', "only digits, and a point before decimals"),
    ("line 9, arr", '"-1"', "not negative"),
    ("line 10, arr", '"0"', "more than 0: who is a customer in motion sale pays"),
    ("line 11, signed", '"2027-01-02"', "not after the first day, 2027-01-01"),
    (
        "line 11, live",
        '"2027-02-01"',
        "not after the first day, 2027-01-01; of who is not live yet it is empty",
    ),
    ("line 12, signed", '"01.03.2026"', "a date, such as 2026-03-31"),
    ("line 13, signed", '"2026-02-30"', "there is no such day"),
    ("line 14, live", '"2026-02-01"', "not before it was signed"),
    ("line 15, signed", '"1826-03-01"', "at most 100 years before the first day"),
    ("line 16, name", "", "missing"),
    ("line 17", "", "4 values, where line 1 names 6 columns"),
]
BAD_PIPELINE = """name,motion,stage,units,since
Acme,sale,evaluate,12,2026-12-01
Olga,sale,evaluat,12,2026-12-01
Paul,sale,onboard,12,2026-12-01
Quin,sale,agree,many,2027-12-01
"""
SAID_OF_PIPELINE = [
    ("line 2, name", '"Acme"', "a name of its own: line 2 of book.csv has it too"),
    ("line 3, stage", '"evaluat"', "motion sale has no such stage; did you mean evaluate?"),
    ("line 4, stage", '"onboard"', "it is after the close: a deal is open up to agree"),
    ("line 5, units", '"many"', "a whole number of units"),
    ("line 5, since", '"2027-12-01"', "not after the first day, 2027-01-01"),
]


def test_every_bad_row_is_told_with_its_line_and_column_capacity(tmp_path: Path) -> None:
    """A bad row that is dropped, or told one at a time, or at the line of another."""
    found = problems(files(tmp_path, BAD_BOOK, BAD_PIPELINE))
    expected = [("book.csv", *said) for said in SAID_OF_BOOK]
    expected += [("pipeline.csv", *said) for said in SAID_OF_PIPELINE]
    assert [f[:3] for f in found] == [e[:3] for e in expected]
    for (*_, right), (*_, words) in zip(found, expected, strict=True):
        assert words in right


def test_bad_rows_of_parquet_go_by_their_number(tmp_path: Path) -> None:
    pl.DataFrame(
        {
            "name": ["Acme", "Bolt"],
            "motion": ["sale", "sale"],
            "units": [20.5, 1.0],
            "arr": [float("nan"), 0.1 + 0.2],
            "signed": [dt.datetime(2026, 3, 1, 12), None],
        }
    ).write_parquet(tmp_path / "book.parquet")
    path = written(tmp_path, edited() + '[opening]\ncustomers = "book.parquet"\n')
    assert [(p, right) for _, p, _, right in problems(path)] == [
        ("row 1, units", "a whole number of units, at least 1"),
        ("row 1, arr", "money a year, in whole cents and not negative"),
        ("row 1, signed", "a date, such as 2026-03-31, without a time"),
        ("row 2, signed", "missing"),
    ]


HEADERS = {
    "name,motion,unit,arr,signed": [
        'unknown column "unit"; did you mean units?',
        "missing column: units",
    ],
    "name,motion,units,arr,signed,units": ["the column units is there 2 times"],
    "name;motion;units;arr;signed": ["columns are separated by commas, not by semicolons"],
    "name\tmotion\tunits\tarr\tsigned": ["columns are separated by commas, not by tabs"],
}


@pytest.mark.parametrize("header", HEADERS)
def test_columns_are_those_that_are_known(header: str, tmp_path: Path) -> None:
    """A column with a slip in its name that is left out without a word."""
    found = problems(files(tmp_path, f"{header}\n"))
    assert all((file, path) == ("book.csv", "line 1") for file, path, _, _ in found)
    for words in HEADERS[header]:
        assert any(words in right for *_, right in found), found


def test_rows_are_checked_though_a_column_is_missing(tmp_path: Path) -> None:
    found = problems(files(tmp_path, "name,motion,units,signed\nAcme,sail,20,2026-03-01\n"))
    assert [(path, right) for _, path, _, right in found] == [
        ("line 1", "missing column: arr"),
        ("line 2, motion", "there is no such motion; did you mean sale?"),
    ]


def test_files_that_are_none(tmp_path: Path) -> None:
    """A traceback where a table cannot be read."""
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "book.csv").write_text(BOOK)
    (tmp_path / "empty.csv").write_text("")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "endless.csv").symlink_to("/dev/zero")
    (tmp_path / "broken.csv").write_text('name,motion,units,arr,signed\n"Acme,sale\n')
    (tmp_path / "latin.csv").write_bytes(BOOK.replace("Acme", "Zürich").encode("latin-1"))
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 but not really PAR1")
    cases = {
        "bok.csv": "there is no such file",
        "book.txt": "a .csv or a .parquet file",
        "folder.csv": "this is a directory",
        "empty.csv": "empty: its first line names the columns",
        "latin.csv": "not UTF-8 text: byte 0xfc in line 2",
        "broken.parquet": "not Parquet",
        "pipe.csv": "a pipe, not a file",
        "endless.csv": "a device, not a file",
    }
    for name, words in cases.items():
        path = written(tmp_path, edited() + f'[opening]\ncustomers = "{name}"\n')
        file, where, value, right = problems(path)[0]
        assert (file, where) == ("small.toml", "opening.customers"), name
        assert words in right, name
        assert value.startswith('"'), name
    path = written(tmp_path, edited() + '[opening]\ncustomers = "broken.csv"\n')
    assert problems(path)[0][:2] == ("broken.csv", "line 2")
    assert "not CSV from here on" in problems(path)[0][3]


CELLS = st.sampled_from(
    [
        "", "Acme", "sale", "1", "0", "-1", "1e9", "nan", "inf", "1.5", "9" * 40, "2026-03-01", "2026-02-30",
        "9999-99-99", "٣", "2026-W01-1", '"', '"a"b', "a\nb", "\x00", "agree", "  ", "12,5", "true", "\ufeff",
    ]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=1, max_size=7), max_size=6), st.sampled_from([",", ";", "\t"]))
@settings(
    max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_stands_in_a_table_there_is_a_book_or_a_list_of_problems(
    tmp_path: Path, rows: list[list[str]], comma: str
) -> None:
    """A traceback, or a problem without words or place."""
    text = "name,motion,units,arr,signed,live\n" + "\n".join(comma.join(row) for row in rows)
    found: tuple[Problem, ...] = ()
    try:
        load(files(tmp_path, text, text.replace("arr", "stage").replace("signed", "since")))
    except ScenarioError as error:
        found = error.problems
    assert all(p.right and (p.path or p.right.startswith("and ")) for p in found)  # and so many more


def test_a_table_of_other_keys_is_refused(tmp_path: Path) -> None:
    for text, right in {
        '[opening]\ncustomer = "book.csv"': "did you mean customers?",
        "[opening]\ncustomers = 3": "a text in quotes",
        'opening = "book.csv"\n': "a table: {customers, deals, pipeline}",
    }.items():
        whole = f"{text}\n{edited()}" if text.startswith("opening") else f"{edited()}{text}\n"
        assert right in problems(written(tmp_path, whole))[0][3]


def test_a_motion_that_is_not_open_yet_has_nobody(tmp_path: Path) -> None:
    text = edited(("[motion.sale]\n", '[motion.sale]\nopens_at_arr = "5M"\n'))
    found = problems(files(tmp_path, text=text))
    assert len(found) == 4
    assert all("it is not open on the first day" in right for *_, right in found)


def test_what_is_not_paid_again_has_no_recurring_revenue(tmp_path: Path) -> None:
    contract = 'price  = "49 per unit a month"\nterm   = "12 months"\nnotice = "1 month"'
    renewal = '[motion.sale.renewal]\noverall = { low = "82%", best = "88%", high = "93%" }\nlift    = 1.5\n'
    cut = '[motion.sale.contraction]\nwithout_impact = "10%"\nby             = "10% to 30%"\n'
    text = edited((contract, 'licence = "900 per unit"'), (renewal, ""), (cut, ""))
    found = problems(files(tmp_path, text=text))
    assert {path for _, path, _, _ in found} == {"line 2, arr", "line 3, arr"}
    none = "name,motion,units,arr,signed\nAcme,sale,20,0,2026-03-01\n"
    held = load(files(tmp_path, none, text=text)).model().numbers.opening
    assert held["arr"][0] == 0


def test_a_child_takes_the_book_of_its_base_from_beside_the_base(tmp_path: Path) -> None:
    """A name that is looked up beside the wrong file; a book that a child cannot leave out."""
    home, away = tmp_path / "home", tmp_path / "away"
    home.mkdir()
    away.mkdir()
    base = files(home)
    child = written(away, 'base = "../home/small.toml"\ntitle = "Child"\n', "child.toml")
    assert load(child).model().numbers.opening.tolist() == load(base).model().numbers.opening.tolist()
    (away / "own.csv").write_text(BOOK.replace("Acme", "Own"))
    text = 'base = "../home/small.toml"\n[opening]\ncustomers = "own.csv"\ndeals = "none"\n'
    held = load(written(away, text, "own.toml")).model().numbers.opening
    assert held["address"].tolist() == [address_of(f"opening.{n}") % 2**40 for n in ("Own", "Bolt, Inc")]
    text = 'base = "../home/small.toml"\nopening = "none"\n'
    assert len(load(written(away, text, "bare.toml")).model().numbers.opening) == 0


def crowds(scenario: Scenario) -> list[np.ndarray]:
    """Who signs, and who comes to the two stages of the deals, at the best guess."""
    builder = scenario._builder
    drawn = builder.draws.best_guess()
    crowd = builder.settle(drawn, builder.curves_of(drawn), {})["sale"].crowd
    return [crowd.clean + crowd.unclean, crowd.first[1].sum(axis=0), crowd.first[2].sum(axis=0)]


def fits(model: m.Model) -> list[np.ndarray]:
    """Fit of a customer and of the two deals, at evenly spread draws."""
    n, u = model.numbers, (np.arange(4_000) + 0.5) / 4_000
    return [
        np.array([quantile(n.tables, n.curves[n.opening["fit"][row]], x) for x in u]) for row in (0, 2, 3)
    ]


def test_fit_is_that_of_those_who_signed_or_came_so_far(tmp_path: Path) -> None:
    """Fresh fit: customers of today would leave without cause, deals be lost. Means within 0.005."""
    scenario = load(files(tmp_path))
    for values, crowd in zip(fits(scenario.model()), crowds(scenario), strict=True):
        share = crowd / crowd.sum()
        mean = float(share @ FITS)
        assert mean > 0.3
        assert values.mean() == pytest.approx(mean, abs=0.005)
        assert values.std() == pytest.approx(float(np.sqrt(share @ (FITS - mean) ** 2)), rel=0.01)
    curves = scenario.model().numbers.opening["fit"].tolist()
    assert curves[0] == curves[1]
    assert len(set(curves)) == 3


def test_fit_goes_with_the_draw_but_not_with_a_change(tmp_path: Path) -> None:
    """They came to the company as it was: a better judge from now on does not make them better."""
    same = load(files(tmp_path))
    one, two = fits(same.draw(0, 0))[0], fits(same.draw(0, 1))[0]
    assert abs(one.mean() - two.mean()) > 1e-3
    change = '[change]\n"motion.sale.stage.qualify.fit_correlation" = 0.9\n'
    changed = load(written(tmp_path, edited() + BOTH + change, "changed.toml"))
    assert np.array_equal(fits(changed.model())[0], fits(same.model())[0])
    better = load(files(tmp_path, text=edited(("fit_correlation = 0.4", "fit_correlation = 0.9"))))
    assert fits(better.model())[0].mean() > fits(same.model())[0].mean() + 0.1


def test_who_would_never_be_won_has_the_fit_of_all_leads(tmp_path: Path) -> None:
    """A crowd of nobody, and a table of NaN."""
    other = edited()[edited().index("[motion.sale]") :].replace("motion.sale", "motion.other")
    text = edited(('passes   = "55%"', 'passes   = "0%"')) + other + '[motion.sale.move.other]\nat = "loss"\n'
    values = fits(load(files(tmp_path, text=text)).model())[0]
    assert values.mean() == pytest.approx(0.0, abs=1e-3)
    assert values.std() == pytest.approx(1.0, abs=5e-3)


def test_the_first_day_can_be_read_in_words(tmp_path: Path) -> None:
    plain = " ".join(printed(describe(load(files(tmp_path)))).split())
    assert "customers 2, who pay 29,400.50 EUR a year book.csv" in plain
    assert "open deals 2 pipeline.csv" in plain


def test_a_file_with_a_long_name_is_named_in_full(tmp_path: Path) -> None:
    """A name that is cut where the sources stand, and cents that nobody has."""
    book = written(tmp_path, "name,motion,units,arr,signed\nA,sale,5,2000,2026-01-01\n").rename(
        tmp_path / "customers-of-the-first-day.csv"
    )
    told = printed(describe(load(written(tmp_path, f'{edited()}[opening]\ncustomers = "{book.name}"\n'))))
    (line,) = [line for line in told.splitlines() if line.startswith("  customers ")]
    assert " ".join(line.split()) == f"customers 1, who pay 2,000 EUR a year {book.name}"
    assert len(line) <= 100


DATED = """name,motion,stage,units,since,probability,close
Cole,sale,evaluate,12,2026-12-01,90%,2027-03-31
Dunn,sale,agree,7,2026-12-16,,
Enno,sale,qualify,5,2026-12-20,0.25,2027-01-01
"""


def test_a_deal_may_bring_its_own_odds_and_date(tmp_path: Path) -> None:
    """Percent that are read as shares, a date that is not a day, odds for a deal that has none; and the fit
    of an open deal where nobody judges it: whoever it makes a customer is as fit as who signs."""
    path = files(tmp_path, pipeline=DATED)
    held = load(path).model().numbers.opening
    assert held["probability"].tolist() == [-1.0, -1.0, 0.9, -1.0, 0.25]
    assert held["close"][[2, 4]].tolist() == [(2 + 30 / 31) * MONTH, 0.0]
    assert held["fit"][0] == held["fit"][2] == held["fit"][4] != held["fit"][3]
    plain = " ".join(printed(describe(load(path))).split())
    assert "2 with the probability and on the close date of the table, 1.15 of them won on average" in plain
    assert "the model's own odds decide the others" in plain
    plain = " ".join(printed(describe(load(files(tmp_path)))).split())
    assert "open deals 2 pipeline.csv the model's own odds decide them" in plain


def test_odds_and_date_go_together(tmp_path: Path) -> None:
    """One without the other, a column told of line by line, a date that is over, percent without sign."""
    bad = DATED.replace("90%,2027-03-31", "90%,").replace("16,,", "16,,2027-02-01").replace("0.25", "25")
    late = bad.replace("25,2027-01-01", "101%,2026-12-31")
    both = "with neither the model's own odds decide"
    assert [found[1:3] for found in problems(files(tmp_path, pipeline=late))] == [
        ("line 2, close", ""),
        ("line 3, probability", ""),
        ("line 4, probability", '"101%"'),
        ("line 4, close", '"2026-12-31"'),
    ]
    told = [right for *_, right in problems(files(tmp_path, pipeline=late))]
    assert told[0] == f"missing: it goes with probability; {both}"
    assert told[1] == f"missing: it goes with close; {both}"
    assert told[2] == "a share, such as 90% or 0.9"
    assert "give a deal that is late a new date, or leave close and probability out" in told[3]
    assert [found[1:] for found in problems(files(tmp_path, pipeline=bad))][2:] == [
        ("line 4, probability", '"25"', "a share, such as 90% or 0.9")
    ]
    alone = "\n".join(line.rsplit(",", 1)[0] for line in DATED.splitlines())
    assert problems(files(tmp_path, pipeline=alone)) == [
        ("pipeline.csv", "line 1", "", f"missing column: close, which goes with probability; {both}")
    ]
