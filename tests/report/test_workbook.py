"""The workbook, read by another library than the one that wrote it."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

import simulator
from simulator.experiment import Comparison, OptionError
from simulator.experiment.tables import TABLES
from simulator.report import workbook as page
from simulator.report.workbook import workbook
from tests.commands.asked import ASKED
from tests.companies import written

ORDER = '=HYPERLINK("http://a","b")'


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Comparison, list[simulator.Scenario]]:
    folder = tmp_path_factory.mktemp("companies")
    text = ASKED.replace('note = "assumption"', f"note = '''assumption: {ORDER}'''").replace(
        '"twice the leads"', "'@SUM(1+1)'"
    )
    company = simulator.load(written(folder, re.sub("(?m)^title = .*", f"title = '{ORDER}'", text), "+mine"))
    asked = [company, *(company.with_what_if(name) for name in company.what_ifs)]
    return simulator.compare(asked, replications=3), asked


@pytest.fixture(scope="module")
def book(compared: tuple[Comparison, list[simulator.Scenario]]) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(*compared)))


def rows(book: Any, sheet: str) -> list[dict[str, Any]]:
    heads, *others = book[sheet].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in others]


def test_sheets_have_names_heads_and_stay_in_sight(book: Any) -> None:
    """Catches a sheet that nobody is told of, one without rows, and heads that scroll away."""
    told = [row["what"] for row in rows(book, "About")]
    assert set(book.sheetnames) - {"About"} <= set(told)
    for name in ("Metrics", "Differences", "Company by month", "Stages", "Runs", "Assumptions", "Sources"):
        assert name in book.sheetnames
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert sheet.freeze_panes.endswith("2")
        assert sheet.max_row > 1 or sheet.title == "Sources"


def test_numbers_are_numbers(book: Any, compared: tuple[Comparison, list[simulator.Scenario]]) -> None:
    """Catches a number as text, cents for money, a mean of other runs, and NaN for what is not known."""
    answer, _ = compared
    first = answer.outcomes[0]
    of_first = {row["metric"]: row for row in rows(book, "Metrics") if row["scenario"] == first.name}
    assert of_first.keys() == first.values.keys()
    for name in ("won", "cac", "nrr", "arr_end"):
        assert of_first[name]["mean"] == pytest.approx(first.summary(name).mean)
    month = rows(book, "Company by month")[4]
    assert month["month"] == 5
    assert month["cash, EUR"] == pytest.approx(first.company["cash"][:, 4].mean() / 100)
    stage = rows(book, "Stages")[0]
    assert stage["share, %"] == pytest.approx(np.nanmean(first.stages["share"][:, 0]))
    run = [row for row in rows(book, "Runs") if row["scenario"] == first.name][2]
    assert run["run"] == 2
    assert run["won, accounts"] == first.values["won"][2]
    for sheet in book:
        for row in sheet.iter_rows():
            assert not any(isinstance(cell.value, str) and cell.value.lower() == "nan" for cell in row)


def test_numbers_have_formats_and_units(book: Any) -> None:
    """Catches shares as 0.1234, and columns of money or time whose unit nobody says."""
    heads = {cell.value: cell.column for cell in book["Stages"][1]}
    assert book["Stages"].cell(2, heads["share, %"]).number_format == "0.0%"
    heads = {cell.value: cell.column for cell in book["Motions by month"][1]}
    assert book["Motions by month"].cell(2, heads["closing, EUR a year"]).number_format == "#,##0"
    assert book["Motions by month"].cell(2, heads["first day"]).number_format == "yyyy-mm-dd"
    metrics = {row[1].value: row for row in book["Metrics"].iter_rows(min_row=2)}
    assert metrics["win_rate"][4].number_format == "0.0%"
    assert metrics["cac"][4].number_format == "#,##0"


def test_text_never_becomes_a_formula(book: Any) -> None:
    """Catches what a file says that a spreadsheet would work out, now or when somebody edits the cell."""
    found = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))
    ]
    assert {cell.value for cell in found} >= {ORDER, "@SUM(1+1)", "+mine", "+mine.toml"}
    for cell in found:
        assert cell.data_type == "s"
        assert cell.quotePrefix


def test_every_table_is_there_or_meant_to_be_left_out() -> None:
    """Catches a table of outcomes that the workbook forgets."""
    drawn = {"cycles", "worth", "exposure"}  # curves: a reader of numbers has the metrics
    assert set(page.MEANS) | {"metrics", "values"} | drawn == set(TABLES)


def test_many_runs_leave_out_their_sheet(
    compared: tuple[Comparison, list[simulator.Scenario]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches more rows than a sheet can hold, and rows that are cut without a word."""
    answer, asked = compared
    monkeypatch.setattr(page, "MOST", 3 * len(asked) - 1)
    names = openpyxl.load_workbook(io.BytesIO(workbook(answer, asked))).sheetnames
    assert "Runs" not in names


def test_text_longer_than_a_cell() -> None:
    """Catches a title that is lost because it is too long, and signs that a sheet may not hold."""
    assert page._text("a" * 40_000) == "a" * 32_766 + "…"
    assert page._text("a\x1bb") == "a\\u001bb"


def test_half_an_answer_is_refused(tmp_path: Path) -> None:
    """Catches a workbook with sheets that are empty."""
    company = simulator.load(written(tmp_path))
    few = simulator.run(company, replications=1, metrics=["won"])
    with pytest.raises(OptionError, match="run it again without `metrics`"):
        workbook(few, company)
