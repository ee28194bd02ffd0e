"""`bowtie solve`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import bowtie
from tests.companies import written
from tests.experiment.test_goal_seek import CHANCE, LEADS

ASKED = ("--to", "80%", "--on", "target.plan", "--replications", "16")


def test_the_answer_in_words(tmp_path: Path) -> None:
    """Catches an answer without its interval, and one that does not say what the odds are today."""
    result = bowtie("solve", written(tmp_path, CHANCE), "--for", LEADS, *ASKED)
    assert result.exit_code == 0, result.output
    text = " ".join(result.output.split())
    assert "what must it be for odds of 80 %? (plan: won at least 50 at the end)" in text
    assert "For 80 % it must be at least 4." in text
    assert "there the 90 % interval of the odds contains 80 %" in text
    assert "As it is (3 a month) the odds are 0 (0 to 14) %." in text


def test_the_same_as_data(tmp_path: Path) -> None:
    result = bowtie("solve", written(tmp_path, CHANCE), "--for", LEADS, *ASKED, "--json")
    found = json.loads(result.output)
    assert found["verdict"] == "found"
    assert found["low"] < found["value"] < found["high"]
    assert {"value", "odds"} == set(found["tried"][0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--for", LEADS, "--to", "often", "--on", "target.plan"), "a share is written like"),
        (("--for", "motion.sale.offer.price", *ASKED), "demand does not answer a price yet"),
        (("--for", LEADS, "--to", "80%", "--on", "target.more"), "there is target.plan"),
    ],
)
def test_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """Catches a traceback, and a message that does not say what would be right."""
    result = bowtie("solve", written(tmp_path, CHANCE), *words)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


def test_nothing_moves_it(tmp_path: Path) -> None:
    result = bowtie("solve", written(tmp_path, CHANCE), "--for", "motion.sale.renewal.overall", *ASKED)
    assert "The odds do not move with it" in " ".join(result.output.split())
