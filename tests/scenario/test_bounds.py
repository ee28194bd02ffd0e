# ruff: noqa: E501  (a table of cases reads better with one case a line)
"""Files that are too large, too deep, or no files: each is refused before work begins, in a few words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from simulator.errors import MOST, MOST_IN_A_FILE
from simulator.scenario import load
from simulator.scenario.opening import table_file
from simulator.scenario.opening.row_kinds import KINDS
from tests.scenario.small import edited, written
from tests.scenario.test_invalid import refusal
from tests.scenario.test_opening import problems

YEARS = "years    = 2"
# what is wrong -> the text of the file, and what is said
LARGE = {
    "a key of many parts": (lambda: edited() + ".".join("a" * 100_000) + " = 1\n", "deeper than 50"),
    "the same in quotes": (lambda: edited() + " . ".join(['"a"'] * 100_000) + " = 1\n", "deeper than 50"),
    "a header of many parts": (lambda: edited() + "[" + ".".join("a" * 100_000) + "]\n", "deeper than 50"),
    "tables that are none": (
        lambda: edited() + "".join(f"[x{n}]\n" for n in range(40_000)), "and 39,990 more: unknown table"),
    "keys that are none": (
        lambda: edited() + "[money]\n" + "".join(f"x{n} = 1\n" for n in range(40_000)), "and 39,990 more: unknown key"),
    "more keys than may be": (
        lambda: edited() + "".join(f"[x{n}]\n" for n in range(60_000)), "too large: more than 50,000 keys"),
    "motions": (lambda: edited() + "".join(f"[motion.x{n}]\n" for n in range(40_000)), "at most 20 motions"),
    "stages": (
        lambda: edited() + "".join(f'[[motion.sale.stage]]\nname = "x{n}"\n' for n in range(20_000)), "at most 60"),
    "what-ifs": (
        lambda: edited() + "".join(f'[what_if."{n}"]\n"team.ae.people" = 3\n' for n in range(9_000)),
        "at most 400 what-ifs in a file, not 9,000"),
    "changes": (
        lambda: edited() + "[change]\n" + "".join(f'"team.x{n}.people" = 3\n' for n in range(9_000)),
        "at most 1,000 changes, not 9,000"),
    "measures": (
        lambda: edited() + "[measures]\n" + "".join(f'x{n} = "y"\n' for n in range(9_000)), "at most 100 metrics"),
    "dates out of range": (
        lambda: edited(("[motion.sale]\n", f"[motion.sale]\nleads_on = [{'2020-01-01, ' * 20_000}]\n")),
        "and 19,990 more: from 2027-01-01 on"),
    "what-ifs that are wrong": (
        lambda: edited() + "".join(f'[what_if."{n}"]\n"team.x{n}.people" = 3\n' for n in range(400)),
        "and 300 more"),
    "a hexadecimal number": (lambda: edited((YEARS, f"years = 0x{'f' * 5_000}")), "at most 19 digits"),
    "an octal number": (lambda: edited((YEARS, f"years = 0o{'7' * 9_000}")), "at most 19 digits"),
    "a decimal number": (lambda: edited((YEARS, f"years = {'7' * 9_000}")), "line 4: too large"),
    "a weight": (
        lambda: edited(("[motion.sale]\n", f"[motion.sale]\nseason = [1{'0' * 309}{', 1' * 11}]\n")),
        "at most 19 digits"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", LARGE)
def test_it_is_refused_in_few_words(case: str, tmp_path: Path) -> None:
    """Catches a reader that takes the square of a size (the test would not end), and a message without end."""
    text, right = LARGE[case]
    told = str(refusal(written(tmp_path, text())))
    assert right in " ".join(told.split())
    assert len(told.splitlines()) <= 3 * MOST_IN_A_FILE
    assert "sys." not in told  # what Python advises is of no use here


def test_words_with_points_between_are_no_keys(tmp_path: Path) -> None:
    """Catches prose that passes for a key of many parts."""
    load(written(tmp_path, f'description = "{"Yes. " * 60}{"1.2 " * 60}{"." * 99} a-b.c"\n' + edited()))


def test_what_is_wrong_within_a_number_is_told_at_its_key(tmp_path: Path) -> None:
    """Catches a value of which the first letters are shown, and not what is wrong: here the high end."""
    cases = {
        'takes = { median = { low = "45 days", best = "70 days", high = 2026-02-28 }, sigma = 0.6 }': (
            "takes.median.high", "2026-02-28"),
        'takes = { median = "45 days", sigma = "a lot", note = "assumption: as others have it" }': (
            "takes.sigma", '"a lot"'),
        'takes = { values = ["1 day", "2 dais"] }': ("takes.values", '["1 day", "2 dais"]'),
        'takes = { low = "9 days", best = "2 days", high = "3 days", source = "a", where = "b", note = "c" }': (
            "takes", '{ low = "9 days", best = "2 days", hi...'),
    }  # fmt: skip
    for line, (path, value) in cases.items():
        (problem,) = refusal(written(tmp_path, edited(('takes    = "10 to 45 days"', line)))).problems
        assert (problem.path, problem.value) == (f"motion.sale.stage.evaluate.{path}", value)
    what_if = (
        '[what_if."x"]\n"motion.sale.renewal.overall" = { low = "1%", best = 2026-01-01, high = "3%" }\n'
    )
    (problem,) = refusal(written(tmp_path, edited() + what_if)).problems
    assert problem.path == 'what_if."x"."motion.sale.renewal.overall".best'


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """Catches a command that waits for ever for what nobody writes, or reads what never ends."""
    pipe, endless = tmp_path / "pipe.toml", tmp_path / "endless.toml"
    os.mkfifo(pipe)
    endless.symlink_to("/dev/zero")
    for path, right in ((pipe, "a pipe, not a file"), (endless, "a device, not a file")):
        assert right in refusal(path).problems[0].right
        assert refusal(written(tmp_path, f'base = "{path.name}"\n')).problems[0].path == "base"


@pytest.mark.slow
def test_what_a_shell_hands_on_is_read(tmp_path: Path) -> None:
    """Catches `cat mine.toml | bowtie check /dev/stdin` that is refused as a pipe."""
    check = [sys.executable, "-m", "simulator", "check", "/dev/stdin"]
    done = subprocess.run(check, input=edited(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "stdin: Small"), done.stderr


BOOK = "name,motion,units,arr,signed,live\n"
GOOD = "Acme,sale,20,11760,2026-03-01,2026-04-16\n"


def with_book(folder: Path, text: str, name: str = "book.csv") -> Path:
    (folder / name).write_text(text)
    return written(folder, edited() + f'[opening]\ncustomers = "{name}"\n')


def told(path: Path) -> list[str]:
    return [line.strip() for line in str(refusal(path)).splitlines()]


def test_a_date_is_written_wrong_once_a_file(tmp_path: Path) -> None:
    """Catches a line for each of ten thousand cells, for one mistake of a spreadsheet."""
    lines = told(with_book(tmp_path, BOOK + "".join(f"c{n},sale,2,100,31.12.2026,\n" for n in range(10_000))))
    assert lines[0].endswith("book.csv: 10,000 problems")
    assert lines[1:] == [
        'line 2, signed = "31.12.2026"   a date, such as 2026-03-31',
        "and 9,999 more: a date, such as 2026-03-31",
    ]


def test_ten_of_a_kind_are_told(tmp_path: Path) -> None:
    """Catches a flood, a kind that hides another, and a count that is wrong."""
    bad = "".join(f",sail,none,{n}x,2026-03-01,2025-03-01\n" for n in range(300))
    found = problems(with_book(tmp_path, BOOK + bad + "Z,sale,20,100,2027-03-01,\n"))
    for column in ("name", "motion", "units", "arr"):
        assert sum(path.endswith(f", {column}") for _, path, _, _ in found) == MOST, column
    assert [right.partition(":")[0] for _, path, _, right in found if not path] == ["and 290 more"] * 5
    assert ("line 302, signed", '"2027-03-01"') in [(path, value) for _, path, value, _ in found]
    assert str(refusal(tmp_path / "small.toml")).startswith(f"{tmp_path / 'book.csv'}: 1,501 problems")


def test_where_all_is_wrong_the_rest_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches minutes over a million rows of another table. A duplicate names another line each time."""
    monkeypatch.setattr("simulator.scenario.opening.accounts._MOST_BAD", 50)
    found = problems(with_book(tmp_path, BOOK + GOOD * 200))
    assert found[-1][1:] == ("line 53", "", "50 rows are wrong: from here on nothing was read")
    assert len(found) == MOST + 2


@pytest.mark.parametrize(
    "text",
    [
        "sep=,\n" + BOOK + GOOD,
        BOOK.upper() + GOOD,
        BOOK.title() + GOOD,
        BOOK + GOOD + ",,,,,\n" * 3 + "\n \n",
        BOOK + ",,,,,\n" + GOOD,
    ],
)
def test_what_a_spreadsheet_leaves_is_harmless(text: str, tmp_path: Path) -> None:
    """Catches a book that is refused for its first line, for capitals, or for empty rows below it."""
    assert load(with_book(tmp_path, text)).book == load(with_book(tmp_path, BOOK + GOOD)).book


@pytest.mark.parametrize("comma", [";", "\t", "|"])
def test_other_commas_are_told_once(comma: str, tmp_path: Path) -> None:
    """Catches a table as some countries' spreadsheets save it, of which each row is told to be wrong."""
    text = (BOOK + GOOD.replace("20,", "20,5,") * 50).replace(",", comma)
    (problem,) = problems(with_book(tmp_path, text))
    assert problem[:2] == ("book.csv", "line 1")
    assert problem[3].startswith("columns are separated by commas, not by ")


def test_a_table_of_very_many_columns_is_told_once(tmp_path: Path) -> None:
    """Catches a message for each column of somebody's whole database."""
    (problem,) = problems(with_book(tmp_path, ",".join(f"c{n}" for n in range(5_000)) + "\n"))
    assert problem[1:] == (
        "line 1",
        "",
        "5,000 columns, where there is name, motion, units, arr, signed, live",
    )


@pytest.mark.parametrize("many", [9, 10])
def test_rows_are_counted_before_they_are_unpacked(
    many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches sixty million equal rows, which take no room in a file and all memory in use."""
    monkeypatch.setattr(table_file, "MOST_ROWS", 9)
    asked = []
    real = pl.read_parquet
    monkeypatch.setattr(pl, "read_parquet", lambda *a, **k: asked.append(k["n_rows"]) or real(*a, **k))
    rows = {"Name": [f"c{n}" for n in range(many)], "motion": "sale", "units": 2, "arr": 100.0}
    file = tmp_path / "book.parquet"
    pl.DataFrame(rows).with_columns(signed=pl.date(2026, 3, 1)).write_parquet(file)
    path = written(tmp_path, edited() + '[opening]\ncustomers = "book.parquet"\n')
    if many == 9:
        assert len(load(path).book.customers) == 9
    else:
        assert problems(path)[0][3] == "too large: more than 9 rows; put small accounts together"
    assert asked == [10] * (many == 9)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("many", [9, 10])
def test_rows_are_counted_before_one_is_looked_at(
    many: int, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches half a minute over a million good rows before it is told that there are too many, and empty
    rows and lines that are counted."""
    monkeypatch.setattr(table_file, "MOST_ROWS", 9)
    looked: list[str] = []
    parsers = KINDS["customers"].parsers
    seen = {**parsers, "name": lambda cell: looked.append(cell) or parsers["name"](cell)}
    monkeypatch.setitem(KINDS, "customers", KINDS["customers"]._replace(parsers=seen))
    rows = [f"c{n},sale,2,100,2026-03-01" for n in range(many)]
    text = end.join(["name,motion,units,arr,signed", *rows[:4], "", *rows[4:], ",,,,", ",,,,", ""])
    path = with_book(tmp_path, "")
    (tmp_path / "book.csv").write_bytes(text.encode())
    if many == 9:
        assert len(load(path).book.customers) == 9
    else:
        assert problems(path)[0][3] == "too large: more than 9 rows; put small accounts together"
    assert len(looked) == (9 if many == 9 else 0)
