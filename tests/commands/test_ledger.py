"""`bowtie ledger`: rows for other tools."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import simulator
from simulator import ledger as rows
from simulator.money import journal
from simulator.numerics.calendar import date_of
from tests.commands.conftest import bowtie
from tests.companies import METERED, PAID_FOR, SMALL, written

# A process that is killed when it has written all rows, before the file has its name.
KILLED = """
import os, signal, sys
from pathlib import Path
from simulator.commands import main

def killing(part, to, move=Path.replace):
    if ".unfinished-" in part.name:  # so not compiled code
        os.kill(os.getpid(), signal.SIGKILL)
    return move(part, to)

Path.replace = killing
sys.argv = ["bowtie", *{words!r}]
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("text", [SMALL, METERED], ids=["term", "metered"])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_every_row_is_there_and_reads(tmp_path: Path, text: str, ending: str) -> None:
    """Catches rows lost or reordered, names exchanged, and amounts under the wrong heading."""
    file = written(tmp_path, text)
    out = tmp_path / f"rows.{ending}"
    result = bowtie("ledger", file, "--out", out, "--replication", 2, "--seed", 5)
    assert result.exit_code == 0, result.output
    read = (
        pl.read_csv(out, infer_schema_length=None, try_parse_dates=True)
        if ending == "csv"
        else pl.read_parquet(out)
    )
    model = simulator.load(file).draw(5, 2)
    ledger = simulator.simulate(model, seed=5, replication=2)
    assert read.height == len(ledger.rows)
    header = ledger.header
    seen = set()
    in_order = np.argsort(ledger.rows["day"], kind="stable")  # churn of use is dated back
    for found, place in zip(read.iter_rows(named=True), in_order, strict=True):
        row = ledger.rows[place]
        event = int(row["event"])
        seen.add(event)
        assert found["event"] == rows.EVENTS[event]
        assert found["day"] == row["day"]
        assert found["date"] == date_of(dt.date(2027, 1, 1), float(row["day"]))
        assert found["after_horizon"] == (row["day"] >= header.horizon)
        assert found["account"] == (None if row["account"] < 0 else row["account"])
        if row["account"] >= 0:
            assert found["address"] == ledger.address[row["account"]]
            assert found["motion"] == "sale"
        assert found["stage"] == (header.stages[row["stage"]] if row["stage"] >= 0 else None)
        assert found["row"] == place
        assert found["to_stage"] == (header.stages[row["to"]] if row["to"] >= 0 else None)
        invoice = event == rows.OPENED
        assert found["invoice_months"] == (abs(row["invoice"]) if invoice else None)
        assert found["in_arrears"] == (bool(row["invoice"] < 0) if invoice else None)
        assert found["team"] == (header.teams[row["team"]] if row["team"] >= 0 else None)
        heading = {
            rows.REFERRED: "recommended", rows.STAFFED: "seats", rows.BOOK: "in_book",
            rows.WON: "committed_cents", rows.OPENED: "once_cents", rows.EXPANDED: "once_cents",
            rows.METERED: "use_cents",
        }.get(event)  # fmt: skip
        for name in ("recommended", "seats", "in_book", "committed_cents", "once_cents", "use_cents"):
            assert found[name] == (row["amount"] if name == heading else None), (event, name)
        counted = row["count"] if row["count"] >= 0 else None
        assert found["people"] == (counted if row["account"] < 0 else None)
        assert found["units"] == (counted if row["account"] >= 0 else None)
        seat = event in (rows.SEATED, rows.FREED)
        assert found["person"] == (row["person"] if seat else None)
        lost = {1: "disqualified", 2: "declined", 3: "unworked"}
        over = {4: "cancelled", 5: "unpaid", 6: "never started", 7: "shrunk to nothing"}
        why = over if event in (rows.CHURNED, rows.LAPSED) else lost
        failed = event in (rows.LOST, rows.NURTURED, rows.SETBACK, rows.CHURNED, rows.LAPSED)
        assert found["reason"] == (why[int(row["reason"])] if failed else None)
        parent = ledger.parent[row["account"]] if event == rows.LEAD else -1
        assert found["recommended_by"] == (parent if parent >= 0 else None)
        assert found["paid_by"] == ("sale" if event == rows.LEAD and parent < 0 else None)
        assert found["to_motion"] == ("sale" if event == rows.LEAD else None)
        assert found["channel"] == ("monthly leads" if event == rows.LEAD and parent < 0 else None)
        contract = (rows.OPENED, rows.EXPANDED, rows.CONTRACTED, rows.RENEWED, rows.CHURNED, rows.METERED)
        if event in contract:
            assert found["arr_cents"] == row["arr"]
            assert found["fee_cents"] == row["fee"]
        else:
            assert found["arr_cents"] is found["fee_cents"] is None
    assert {rows.LEAD, rows.LOST, rows.WON, rows.STAFFED, rows.BOOK, rows.CHURNED} <= seen
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([file.name, out.name])


@pytest.mark.slow
def test_force_writes_over(tmp_path: Path, small: Path) -> None:
    """Catches --force that does nothing, and an engine that writes another ledger."""
    out = tmp_path / "rows.csv"
    assert bowtie("ledger", small, "--out", out).exit_code == 0
    first = out.read_text()
    out.write_text("mine")
    assert bowtie("ledger", small, "--out", out, "--force", "--engine", "simpy").exit_code == 0
    assert out.read_text() == first


def test_a_run_of_independent_draws_can_be_written(tmp_path: Path, small: Path) -> None:
    """Catches a life of `run --independent` that no other command can show."""
    out = tmp_path / "rows.csv"
    result = bowtie("ledger", small, "--out", out, "--replication", 3, "--independent")
    model = simulator.load(small).draw(0, 3, independent=True)
    assert f"{len(simulator.simulate(model, replication=3).rows):,} rows" in result.stdout
    traced = bowtie("trace", small, "--account", 0, "--replication", 3, "--independent")
    assert traced.exit_code == 0
    assert traced.stdout != bowtie("trace", small, "--account", 0, "--replication", 3).stdout


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_money_is_there_too(tmp_path: Path, ending: str) -> None:
    """Catches --money that writes rows, entries lost, and cents that are not the journal's."""
    file, out = written(tmp_path, PAID_FOR), tmp_path / f"money.{ending}"
    result = bowtie("ledger", file, "--out", out, "--money", "--replication", 1)
    assert result.exit_code == 0, result.output
    ledger = simulator.simulate(simulator.load(file).draw(0, 1), seed=0, replication=1)
    entries = journal(ledger).entries
    assert f"{len(entries):,} entries of money of {len(ledger.motion):,} accounts" in result.stdout
    read = (
        pl.read_csv(out, infer_schema_length=None, try_parse_dates=True)
        if ending == "csv"
        else pl.read_parquet(out)
    )
    table = simulator.table(ledger, money=True)
    assert read.cast(table.schema).equals(table)
    assert read["cents"].sum() == entries["cents"].sum()
    assert {"invoiced", "paid", "selling", "overhead"} <= set(read["entry"])


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no locks that end with a process")
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_what_a_kill_leaves_goes_with_the_next(small: Path, tmp_path: Path, ending: str) -> None:
    """Catches half a file under its own name, and hidden ones that stay for ever."""
    out = tmp_path / f"rows.{ending}"
    words = ["ledger", str(small), "--out", str(out)]
    killed = subprocess.run([sys.executable, "-c", KILLED.format(words=words)], check=False)
    assert killed.returncode == -signal.SIGKILL
    (part,) = {file.name for file in tmp_path.iterdir()} - {small.name}
    assert part.startswith(f".{out.name}.unfinished-")
    assert bowtie(*words).exit_code == 0
    assert {file.name for file in tmp_path.iterdir()} == {small.name, out.name}
