"""`bowtie breakeven`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import simulator
from tests.commands.conftest import bowtie
from tests.companies import SMALL, written
from tests.experiment.curves import gaining
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
    assert 'What must motion.sale.offer.price be for "more, for more" to pay in "cash at the end",' in page
    assert "money.fixed_cost 1000 a month 1700 a month" in page.replace("1,", "1")
    assert "100 per unit a month as it is −16,800 ±0 0 of 2" in page
    assert "150 per unit a month as assumed 4,200 ±0 2 of 2" in page.replace("+", "")
    assert "To pay, it must be at least 140 per unit a month, in every run." in page
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
        ('"money.fixed_cost" = "900 a month"', "cash_end", "It pays already without any effect."),
        (
            '"money.fixed_cost" = "2M a month"',
            "cash_end",
            "Of the 15 values tried, 100 per unit a month to 1,380 per unit a month, none pays. The search "
            "ended: 64 times the assumed change.",
        ),
        (
            '"money.fixed_cost" = "2k a month"',
            "quick_ratio",
            'No answer: "quick ratio" is undefined in every run with 100 per unit a month.',
        ),
        (
            '"money.fixed_cost" = "2k a month"',
            "won",
            '"won" does not move with it: 100 per unit a month, 100.4 per unit a month and 120',
        ),
        (
            '"money.fixed_cost" = "2k a month"',
            "arr_end",
            'it costs nothing in "ARR at the end". Any rise pays: already 100.4 per unit a month does.',
        ),
    ],
)
def test_honest_words(tmp_path: Path, changes: str, on: str, said: str) -> None:
    """Catches a number where there is none, and words that nobody would check."""
    text = EXACT + f'\n[what_if."change"]\n{changes}\n'
    text += '"motion.sale.offer.price" = { value = "120 per unit a month", note = "assumption" }\n'
    assert said in asked(tmp_path, text, what_if="change", on=on)


def test_a_number_that_is_cost_and_effect(tmp_path: Path) -> None:
    """Catches a table of a cost that is not there."""
    text = EXACT + '\n[what_if."dearer"]\n"motion.sale.offer.price" = "110 per unit a month"\n'
    page = asked(tmp_path, text, what_if="dearer")
    assert "Nothing else is changed" in page
    assert "Any rise pays: already 100.2 per unit a month does." in page


PRICE = "motion.sale.offer.price"


@pytest.mark.parametrize(
    ("curve", "half", "said"),
    [
        (
            lambda v: 6 - abs(v - 130),
            0.3,
            [
                "To pay on average, it must be at least 124 per unit a month (",
                "that is too much: it loses again; 48.0 % of that change",
            ],
        ),
        (lambda v: 6 - abs(v - 130), 99, ["that is too much on average; in 0 of 2 futures it pays;"]),
        (
            lambda v: -1 - abs(v - 150) / 100,
            3,
            [
                "Of the 15 values tried, 100 per unit a month to 3,300 per unit a month, none pays, but",
                "none pays, but 150 per unit a month, the best of them, is too close to call: it pays in 0",
            ],
        ),
        (
            lambda v: float("nan") if v > 160 else -1.0,
            0.3,
            ["to 150 per unit a month, none pays. The search ended: undefined with 200 per unit a month."],
        ),
        (
            lambda v: float("nan") if v > 160 else v - 140,
            50,
            [
                "at least 140 per unit a month (no effect to beyond all that was tried: there the 90 % "
                "interval of the difference contains 0; the search ended: undefined with 200 per unit"
            ],
        ),
        (
            lambda v: 15 - abs(v - 150),
            20,
            [
                "(from 115 per unit a month on: with no value tried is the 90 % interval of the",
                "Farther out it loses again: with 200 per unit a month.",
            ],
        ),
        (
            lambda v: 0.0 if v < 120 else 5.0,
            0.0,
            ["To pay, it must be at least 119"],
        ),
        (lambda v: 5.0, 6.0, ["It pays already without any effect on average; in 2 of 2 futures: the 90 %"]),
        # the interval touches 0, or holds it: then nothing is enough, whatever the mean
        (
            lambda v: v - 140,
            10.0,
            ["from 100 per unit a month: that pays on average; in 2 of 2 futures; 80.0 % of"],
        ),
        (lambda v: v - 140, 9.9, ["from 100 per unit a month: that is enough; 80.0 %"]),
        (
            lambda v: v - 160,
            20.0,
            ["that does not pay on average; in 0 of 2 futures it does; the change would"],
        ),
        (lambda v: v - 160, 9.9, ["that is not enough; the change would"]),
        (
            lambda v: 120.0 - v,
            0.3,
            ["pays already without any effect, but not with the assumed one: its effect is a loss."],
        ),
        (
            lambda v: 120.0 - v,
            30.0,
            ["any effect on average, in 2 of 2 futures, but not on average with the assumed one; in 0 of 2"],
        ),
    ],
)
def test_words_for_a_curve(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    curve: Callable[[float], float],
    half: float,
    said: list[str],
) -> None:
    """Catches "never" of what was not tried, "enough" of too much, and a sureness that is not there."""
    gaining(monkeypatch, PRICE, curve, half)
    page = asked(tmp_path, dearer(1700, 150))
    for words in said:
        assert words in page


@pytest.mark.parametrize(
    ("curve", "half", "said"),
    [
        (
            lambda v: v - 100,
            2.0,
            "Any rise pays: already 101 per unit a month does on average; in 2 of 2 futures",
        ),
        (
            lambda v: 120.0 - v if v > 100 else 0.0,
            2.0,
            "A small rise pays, to 101 per unit a month, but not the assumed one: it is a loss.",
        ),
        (
            lambda v: 120.0 - v if v > 100 else 0.0,
            30.0,
            "A small rise pays on average, in 2 of 2 futures, to 101 per unit a month, but not on average "
            "with the assumed one; in 0 of 2 futures it does.",
        ),
        (lambda v: 100.0 * (v - 110), 2.0, "To pay on average, it must be at least 110 per unit a month ("),
    ],
)
def test_words_where_nothing_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, curve: Callable[[float], float], half: float, said: str
) -> None:
    """Catches the first try given out as the answer, a toss-up called a loss, and "on" said twice."""
    gaining(monkeypatch, PRICE, curve, half)
    text = EXACT + f'\n[what_if."dearer"]\n"{PRICE}" = "150 per unit a month"\n'
    page = asked(tmp_path, text, what_if="dearer")
    assert said in page
    assert "on on" not in page


def test_a_refusal_is_a_reason_behind_the_verdict(tmp_path: Path) -> None:
    """Catches the message of a value that cannot be in the midst of the sentence that answers."""
    text = (
        EXACT
        + "\n[team.ops]\npeople = [{ from = 2027-01-01, count = 2 }, { from = 2027-10-01, count = 4 }]\n"
    )
    text += 'capacity = 1\nbase = "12k a year"\n'
    text += '\n[what_if."fewer"]\n"team.ops.people" = "-2"\n"money.fixed_cost" = "5k a month"\n'
    page = asked(tmp_path, text, "--number", "team.ops.people", what_if="fewer")
    assert "Of the 3 values tried, 0 to -2, none pays. The search ended: from 2027-01-01 on, of 2 it" in page


@pytest.mark.slow
def test_people_who_pay_for_sure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches "in every replication" where the ends of the interval are one whole number, but not every
    replication gains."""
    text = SMALL + '\n[what_if."hire"]\n"motion.sale.impact.reached" = "90%"\n'
    text += '"team.ae.people" = { value = 8, note = "assumption" }\n'
    gaining(monkeypatch, "team.ae.people", lambda v: v - 4.5)
    assert "at least 5, in every run." in asked(tmp_path, text, what_if="hire", on="won")
    gaining(monkeypatch, "team.ae.people", lambda v: v - 4.5, losing=1)
    page = asked(tmp_path, text, what_if="hire", on="won")
    assert "at least 5: the 90 % interval of the difference is all a gain there, and all a loss with" in page


def test_a_label_that_is_a_sentence(tmp_path: Path) -> None:
    """Catches "to pay in cash runs out" and "less cash runs out"."""
    page = asked(tmp_path, dearer(1700, 150), on="runout_probability")
    assert 'to pay in "chance that cash runs out", beside' in page
    assert 'Of "chance that cash runs out" the less the better.' in page


def test_how_many_more_on_a_plan(tmp_path: Path) -> None:
    """Catches a headcount said for how many more, and an answer without its date."""
    text = EXACT + '\n[team.ops]\npeople = 6\ncapacity = 1\nbase = "12k a year"\n'
    text += '\n[what_if."fewer"]\n"money.fixed_cost" = "2k a month"\n'
    page = asked(
        tmp_path,
        text + '"team.ops.people" = "-4 from 2027-07"\n',
        "--number",
        "team.ops.people",
        what_if="fewer",
    )
    assert 'By how many must team.ops.people change for "fewer" to pay in "cash at the end", beside' in page
    assert "0 as it is −24,000 ±0 0 of 2" in page
    assert "-4 from 2027-07 as assumed 48,000 ±0 2 of 2" in page.replace("+", "")
    assert "To pay, it must be at most -2 from 2027-07, in every run." in page
    assert "Assumed is -4 from 2027-07, from 0: that is enough; 50.0 % of that change would do." in page


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
    assert document["held"] == {"money.fixed_cost": {"value": "1700 a month", "note": "decision"}}
    assert [one["value"] for one in document["tried"]] == [value for value, _ in answer.tried]
    assert (document["seed"], document["replications"]) == (3, 2)


def test_which_number_is_an_option(tmp_path: Path) -> None:
    """Catches an option that goes nowhere: without the cost, the price alone pays."""
    page = asked(tmp_path, dearer(1700, 150), "--number", "money.fixed_cost")
    assert page.startswith("What must money.fixed_cost be for ")
    assert "motion.sale.offer.price 100 per unit a month 150 per unit a month" in page
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
            ("--what-if", "more, for more", "--on", "pipeline_coverage"),
            "coverage ranks nothing: neither more nor less",
        ),
        (
            ("--what-if", "more, for more", "--on", "won", "--number", "money"),
            "number = 'money': 'more, for more' does not change it; it changes money.fixed_cost, motion",
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
