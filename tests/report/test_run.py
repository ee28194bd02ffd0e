"""One scenario as a page: its table of metrics."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator.layout.table import Estimate, Table
from simulator.layout.text import BROAD, text
from simulator.report.run import metrics, report, why_lost
from tests.companies import SMALL, written
from tests.lives import scenario
from tests.report.made import made


def test_no_label_is_cut() -> None:
    """Catches "revenue after the close, 60 mon…" beside a number that takes much room."""
    values = {"after_close_share": [0.64, 0.6401, math.nan], "cash_low": [-1.0e12, -1.5e12, math.nan]}
    table = text([metrics(made(values))])
    assert "…" not in table
    assert "  revenue after the close, 60 mo. " in table
    assert max(map(len, table.splitlines())) <= BROAD
    roomy = text([metrics(made({"after_close_share": [0.64, 0.65]}))])
    assert "  revenue after the close, 60 months " in roomy


def test_each_column_holds_what_its_name_says(tmp_path: Path) -> None:
    """Catches two columns that change places, and two of one name."""
    outcomes = simulator.run(simulator.load(written(tmp_path, SMALL)), replications=2)
    blocks = [block for section in report(outcomes) for block in section]
    titled = [block for block in blocks if isinstance(block, Table) and block.title]
    tables = {table.title.split(" ")[0].rstrip(","): table for table in titled}
    for table in tables.values():
        names = [column.name for column in table.columns if column.name]
        assert len(set(names)) == len(names), table.title
    assert [column.name for column in tables["Stages"].columns] == [
        *("", "decided", "unworked", "passed", "stated", "days", "of these waiting")
    ]
    talk = tables["Stages"].rows[0]
    for place, field in enumerate(("decided", "unworked", "share", "stated", "days", "wait"), start=1):
        assert talk[place] == pytest.approx(np.nanmean(outcomes.stages[field][:, 0])), field
    monthly = {name: values.mean(axis=0).sum(axis=1) / 100 for name, values in outcomes.monthly.items()}
    held = {"opening": "opening", "closing": "closing", "of it live": "live_arr", "committed": "committed"}
    for place, column in enumerate(tables["ARR"].columns):
        if column.name in held:
            months = monthly[held[column.name]]
            assert tables["ARR"].rows[0][place] == months[0 if column.name == "opening" else 11], column.name
    assert {column.name for column in tables["ARR"].columns} >= held.keys()


def test_why_the_others_left_is_a_table_of_all_of_them() -> None:
    """Catches a reason in another's row, a share that is nobody's, and a table where need is not followed."""
    outcomes = simulator.run(scenario("qualification/once"), replications=2, workers=1)
    (table,) = why_lost(outcomes, "sale")
    assert table.title == "Why the others left, motion sale"
    means = {str(row[0]): row[1].mean for row in table.rows if isinstance(row[1], Estimate)}
    assert sum(means.values()) == pytest.approx(1.0)
    assert means["we turned it down"] == outcomes.summary("lost_for.sale.turned_down").mean
    assert means["nobody was free in time"] == outcomes.summary("lost_for.sale.unworked").mean
    assert means["the buyer declined, and was not ready"] > means["the buyer declined, though ready"] > 0.0
    assert "Why the others left, motion sale" in text(report(outcomes))
    assert why_lost(made({"won": [1.0]}), "sale") == []
