"""`bowtie run --on METRIC`: what moves it, how much is luck, and until it is sure enough."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import simulator
from tests.commands.conftest import bowtie
from tests.companies import written
from tests.experiment.coverage import UNSURE


@pytest.fixture(scope="module")
def unsure(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("companies"), UNSURE, "unsure")


def last(page: str) -> str:
    """The part of the page about the metric, with single spaces."""
    return " ".join(page[page.index("What moves") :].split())


def test_what_moves_a_metric_is_on_the_page_and_in_the_document(unsure: Path) -> None:
    """Catches another order than the document's, shares of another metric, and lines too long."""
    asked = ("run", unsure, "--replications", 64, "--second-lives", 32, "--on", "cash_end")
    found = bowtie(*asked)
    assert found.exit_code == 0, found.output
    own = found.stdout[found.stdout.index("What moves cash at the end, in EUR") :]
    assert max(map(len, own.splitlines())) <= 100
    document = json.loads(bowtie(*asked, "--json").stdout)
    outcomes = simulator.run(simulator.load(unsure), replications=64, second_lives=32)
    swings, shares = outcomes.tornado("cash_end"), outcomes.shares("cash_end")
    told = last(found.stdout)
    places = [told.index(swing.label) for swing in swings]
    assert places == sorted(places)
    assert [one["path"] for one in document["tornado"]] == [swing.path for swing in swings]
    assert document["tornado"][0]["effect"] == swings[0].effect._asdict()
    assert document["shares"]["luck"] == shares.luck._asdict()
    assert f"3 numbers are not known, {len(swings)} of them surely move it" in told
    assert f"Of its variance {shares.luck.mean * 100:.1f} % is luck" in told
    assert "by 32 runs that were lived twice." in told


def test_a_run_until_it_is_sure(unsure: Path) -> None:
    """Catches a cap that is not told, and a precision that goes nowhere."""
    asked = ("run", unsure, "--on", "cash_end", "--precision", "1 EUR", "--replications", 16)
    found = bowtie(*asked)
    assert found.exit_code == 0, found.output
    assert "16 runs, seed" in found.stdout
    assert "NOT as sure as was asked, 1 EUR: cash at the end is ±" in " ".join(found.stdout.split())
    document = json.loads(bowtie(*asked, "--json").stdout)
    assert (document["precision"]["on"], document["precision"]["narrow"]) == ("cash_end", False)
    wide = bowtie("run", unsure, "--on", "cash_end", "--precision", "50%", "--json")
    reached = json.loads(wide.stdout)
    assert (reached["replications"], reached["precision"]["narrow"]) == (184, True)  # the second look


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--precision", "2%"), "--precision is of one metric: name it, as in --on arr_end"),
        (("--second-lives", 2), "--second-lives tell of one metric"),
        (("--on", "cash_ends"), "--on cash_ends: not a metric here; did you mean cash_end?"),
        (("--on", "won", "--precision", "narrow"), "precision = 'narrow'"),
        (("--on", "won", "--second-lives", 20, "--replications", 8), "second_lives = 20: from 0 to 8"),
    ],
)
def test_what_can_not_be_is_refused_before_anything_runs(
    unsure: Path, options: tuple[object, ...], told: str
) -> None:
    """Catches an hour of running before a slip is told, and a traceback."""
    found = bowtie("run", unsure, "--replications", 4_000_000, *options)
    assert found.exit_code == 2
    assert told in " ".join(found.stderr.split())


def test_who_knows_every_number_is_told_that_all_is_luck(tmp_path: Path) -> None:
    """Catches an empty table, or a regression on nothing."""
    text = UNSURE.replace(
        '{ low = "1k a month", best = "1.5k a month", high = "4k a month" }', '"1k a month"'
    )
    price = '{ value = "60 to 170 per unit a month", varies = "between runs" }'
    text = text.replace(price, '"90 per unit a month"')
    file = written(tmp_path, text.replace('"30% to 90%"', '"60%"'), "sure")
    found = bowtie("run", file, "--replications", 16, "--on", "won")
    assert "Every number is stated as known: all that outcomes lie apart is luck." in found.stdout
