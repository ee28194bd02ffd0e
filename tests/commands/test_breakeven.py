"""`bowtie breakeven`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import simulator
from tests.commands.conftest import bowtie
from tests.companies import SMALL, written
from tests.experiment.exact import EXACT, by_hand, dearer

COUNT = ("--replications", 2)


def asked(
    folder: Path, text: str, *words: object, what_if: str = "more, for more", on: str = "cash_end"
) -> str:
    """The page, its lines as one."""
    result = bowtie("breakeven", written(folder, text), "--what-if", what_if, "--on", on, *COUNT, *words)
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= 100
    return " ".join(result.stdout.split())


def test_the_page(tmp_path: Path) -> None:
    """Catches a question, a cost, a value or an answer that is missing, or not that of the arithmetic."""
    page = asked(tmp_path, dearer(1700, 150))
    assert by_hand(1700) == 140
    assert 'What must play.sale.offer.price be for "more, for more" to pay in cash at the end' in page
    assert "money.standing_cost 1000 a month 1700 a month" in page.replace("1,", "1")
    assert "100 per unit a month as it is −16,800 ±0 0 of 2" in page
    assert "150 per unit a month as assumed 4,200 ±0 2 of 2" in page.replace("+", "")
    assert "To pay, it must be at least 140 per unit a month, in every replication." in page
    assert (
        "Assumed is 150 per unit a month, from 100 per unit a month: that is enough; 80.0 % of that change "
        "would do." in page
    )


def test_an_assumption_that_is_not_enough(tmp_path: Path) -> None:
    """Catches "enough" on the wrong side."""
    page = asked(tmp_path, dearer(1700, 110))
    assert "that is not enough; the change would have to be 4.0 times as large." in page


@pytest.mark.parametrize(
    ("changes", "on", "said"),
    [
        ('"money.standing_cost" = "900 a month"', "cash_end", "It pays already without any effect."),
        (
            '"money.standing_cost" = "2M a month"',
            "cash_end",
            "It does not pay, not even with 1,380 per unit a month",
        ),
        (
            '"money.standing_cost" = "2k a month"',
            "quick_ratio",
            "No answer: quick ratio is undefined in every",
        ),
        ('"money.standing_cost" = "2k a month"', "won", "Won does not move with it at all."),
        (
            '"money.standing_cost" = "2k a month"',
            "arr_end",
            "it costs nothing in ARR at the end: any effect pays.",
        ),
    ],
)
def test_honest_words(tmp_path: Path, changes: str, on: str, said: str) -> None:
    """Catches a number where there is none, and words that nobody would check."""
    text = EXACT + f'\n[what_if."change"]\n{changes}\n'
    text += '"play.sale.offer.price" = { value = "120 per unit a month", note = "assumption" }\n'
    assert said in asked(tmp_path, text, what_if="change", on=on)


def test_a_number_that_is_cost_and_effect(tmp_path: Path) -> None:
    """Catches a table of a cost that is not there."""
    text = EXACT + '\n[what_if."dearer"]\n"play.sale.offer.price" = "110 per unit a month"\n'
    page = asked(tmp_path, text, what_if="dearer")
    assert "Nothing else is changed" in page
    assert "It pays from 100.2 per unit a month on." in page


def test_the_document(tmp_path: Path) -> None:
    """Catches a document of another search, and nan that no reader of JSON takes."""
    file = written(tmp_path, dearer(1700, 150))
    words = ("breakeven", file, "--what-if", "more, for more", "--on", "cash_end", *COUNT, "--seed", 3)
    document = json.loads(bowtie(*words, "--json").stdout)
    answer = simulator.breakeven(
        simulator.load(file), "more, for more", on="cash_end", replications=2, seed=3
    )
    assert document["value"] == answer.value == pytest.approx(140)
    assert (document["own"], document["assumed"], document["verdict"]) == (100, 150, "found")
    assert document["held"] == {"money.standing_cost": {"value": "1700 a month", "note": "decision"}}
    assert [one["value"] for one in document["tried"]] == [value for value, _ in answer.tried]
    assert (document["seed"], document["replications"]) == (3, 2)


def test_which_number_is_an_option(tmp_path: Path) -> None:
    """Catches an option that goes nowhere: without the cost, the price alone pays."""
    page = asked(tmp_path, dearer(1700, 150), "--number", "money.standing_cost")
    assert page.startswith("What must money.standing_cost be for ")
    assert "play.sale.offer.price 100 per unit a month 150 per unit a month" in page
    assert "It pays already without any effect." in page


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("--what-if", "more for more", "--on", "cash_end"),
            "what_if = 'more for more': there is no such what-if; did you mean more, for",
        ),
        (("--what-if", "more, for more", "--on", "cash"), "'cash' is not a metric here; did you mean"),
        (
            ("--what-if", "more, for more", "--on", "coverage"),
            "coverage ranks nothing: neither more nor less",
        ),
        (
            ("--what-if", "more, for more", "--on", "won", "--number", "money"),
            "number = 'money': 'more, for more' does",
        ),
    ],
)
def test_what_can_not_be_asked(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    """Catches a traceback, and a search for what is not there."""
    result = bowtie("breakeven", written(tmp_path, dearer(1700, 150)), *words)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert not result.stdout


def test_a_file_without_what_ifs(tmp_path: Path) -> None:
    """Catches a list of nothing."""
    result = bowtie("breakeven", written(tmp_path, SMALL), "--what-if", "any", "--on", "won")
    assert result.exit_code == 2
    assert "there is no such what-if; the file has none" in " ".join(result.stderr.split())


def test_stopped_it_prints_what_was_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an answer from half a search, and an exit code that says all is well."""
    file = written(tmp_path, dearer(1700, 150))
    whole = simulator.breakeven(simulator.load(file), "more, for more", on="cash_end", replications=2)
    nan = float("nan")
    stopped = replace(whole, verdict="stopped", value=nan, low=nan, high=nan, tried=whole.tried[:1])
    monkeypatch.setattr(simulator, "breakeven", lambda *_, **__: stopped)
    words = ("breakeven", file, "--what-if", "more, for more", "--on", "cash_end")
    result = bowtie(*words)
    assert result.exit_code == 130
    assert "STOPPED: no answer yet, only 1 value tried." in result.stdout
    assert "To pay" not in result.stdout
    document = json.loads(bowtie(*words, "--json").stdout)
    assert document["partial"] is True
    assert document["value"] is None
