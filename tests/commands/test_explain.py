"""`bowtie explain`: what a metric means, and its values by each way to count it."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from simulator.experiment import OptionError
from simulator.layout.text import text
from simulator.metrics.definitions import METRICS
from simulator.report.explain import WORDS, metric_named, report
from simulator.report.first_screen import first_screen
from tests.commands.conftest import bowtie
from tests.companies import PAID_FOR, written
from tests.lives import scenario


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_is_explained_whole(name: str) -> None:
    """Catches a sentence of a definition that is left out, and a variant without its own."""
    words = " ".join(text(report(name)).split())
    for variant in METRICS[name].variants.values():
        assert " ".join(variant.meaning.text.split()) in words
    if METRICS[name].usual:
        assert f"{METRICS[name].usual} (the default): as above" in words
    for kind in METRICS[name].unranked_if:
        assert kind.why in words


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("payback_months", "payback_months"),
        ("payback", "payback_months"),
        ("Acquisition cost", "cac"),
        ("cac:lagged", "cac"),
        ("wait_days.ae", "wait_days"),
        ("velo", "velocity"),
        ("lost", "lost_for"),
        ("net retention", "nrr"),
    ],
)
def test_what_a_word_means(word: str, name: str) -> None:
    assert metric_named(word) == name


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("paybak", "did you mean payback?"),
        ("lifetime_r", "which one?"),
        ("churn", "'churn' may be logo_churn, unpaid_churn, voluntary_churn and monthly_churn: which one?"),
        ("retention", "'retention' may be grr and nrr: which one?"),
        ("zzz", "there is "),
        ("", "there is "),
    ],
)
def test_a_word_that_means_none(word: str, told: str) -> None:
    with pytest.raises(OptionError, match=told.replace("?", r"\?")):
        metric_named(word)


def test_without_a_file_nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulator, "run", None)
    result = bowtie("explain", "nrr")
    assert result.exit_code == 0
    assert result.stdout.startswith("nrr: net retention, 12 months, in share; more is better")


def test_with_a_file_the_values_stand_side_by_side(tmp_path: Path) -> None:
    """Catches a value of one way under the name of another, and a choice of the file that is not marked."""
    file = written(tmp_path, PAID_FOR + '\n[measures]\ncac = "loaded"\n')
    result = bowtie("explain", "cac", file, "--replications", 4)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    outcomes = simulator.run(simulator.load(file), replications=4)
    assert not any(line.startswith("  cac ") for line in lines)
    for variant in METRICS["cac"].variants:
        row = next(line.split() for line in lines if line.startswith(f"  {variant} "))
        assert f"{outcomes.summary('cac', definition=variant).mean:,.0f}" in row
    assert any(line.startswith("  loaded (as printed) ") for line in lines)
    assert any(line.startswith("  loaded (chosen here): ") for line in lines)
    assert not any(line.startswith("  blended (as printed) ") for line in lines)


def test_of_each_team(tmp_path: Path) -> None:
    result = bowtie("explain", "wait_days", written(tmp_path, PAID_FOR), "--replications", 2)
    assert "  wait_days.ae " in result.stdout


def test_where_the_names_are_is_said_without_a_file() -> None:
    """Catches a MOTION.CHANNEL that a reader has to guess."""
    said = " ".join(bowtie("explain", "channel_cac").stdout.split())
    assert "channel_cac.MOTION.CHANNEL: " in said
    assert "stands for each that a file has: bowtie explain channel_cac FILE lists them" in said


def test_options_of_a_run_without_a_file_are_refused() -> None:
    """Catches an option that does nothing."""
    result = bowtie("explain", "cac", "--definition", "cac=lagged")
    assert result.exit_code == 2
    assert "name one, too" in result.output
    assert bowtie("explain", "cacc").exit_code == 2


@pytest.mark.parametrize("word", WORDS)
def test_words_of_the_first_screen_are_explained(word: str) -> None:
    """Catches a screen whose own words nobody explains, and a median that is taken for the mean."""
    found = bowtie("explain", word)
    assert found.exit_code == 0, found.output
    assert " ".join(WORDS[word].split()) in " ".join(found.stdout.split())
    assert "median of the runs" in bowtie("explain", "Likely").stdout


def test_a_word_of_screens_is_of_no_file(tmp_path: Path) -> None:
    """Catches a file that is read, run and then not spoken of."""
    found = bowtie("explain", "likely", written(tmp_path, PAID_FOR))
    assert found.exit_code == 2
    assert "means the same of each file: leave out FILE" in " ".join(found.output.split())


def test_the_words_stand_on_the_screen() -> None:
    """Catches a word that was changed on the screen and is explained under its old name."""
    outcomes = simulator.run(scenario("subscription"), replications=3)
    said = text(first_screen(outcomes, scenario("subscription")))
    assert all(word in said for word in WORDS)
