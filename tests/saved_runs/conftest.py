"""One comparison, kept once: tests that spoil a record spoil a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import simulator
from simulator import figures
from simulator.experiment import Comparison
from simulator.saved_runs import Options, taken, write, writing
from simulator.scenario import Scenario
from tests.companies import PAID_FOR, written

WHAT_IF = '\n[what_if."one more seller"]\n"team.ae.people" = 3\n'
CHILD = 'base = "../mine.toml"\ntitle = "A child"\n\n[change]\n"team.ae.people" = 4\n'


@pytest.fixture(scope="package")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> list[Scenario]:
    """A company, with a what-if, and its child in a folder below."""
    folder = tmp_path_factory.mktemp("companies")
    mine = written(folder, PAID_FOR + WHAT_IF, "mine")
    (folder / "deep").mkdir()
    child = written(folder / "deep", CHILD, "child")
    return [simulator.load(mine), simulator.load(mine, "one more seller"), simulator.load(child)]


@pytest.fixture(scope="package")
def comparison(scenarios: list[Scenario]) -> Comparison:
    return simulator.compare(scenarios, replications=3, seed=5, definitions={"cac": "lagged"})


@pytest.fixture(scope="package")
def kept(tmp_path_factory: pytest.TempPathFactory, scenarios: list[Scenario], comparison: Comparison) -> Path:
    """Its record, with the quickest figure of each kind, of few dots. Nobody writes into it."""
    place = tmp_path_factory.mktemp("records") / "kept"
    asked = {"cac": "lagged"}
    options = Options(
        replications=3, seed=5, engine="compiled", definitions=asked, against=comparison.against
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "OF_OUTCOMES", (figures.cycles,))
        patch.setattr(figures, "OF_COMPARISON", (figures.what_ifs,))
        patch.setattr(writing, "DOTS", 20)
        write(
            place,
            comparison,
            scenarios,
            taken(scenarios),
            options,
            page="a page",
            document="{}",
            board=b"a page",
        )
    return place


@pytest.fixture
def copied(tmp_path: Path, kept: Path) -> Callable[[], Path]:
    """A copy of it, to be spoilt."""

    def copy() -> Path:
        return Path(shutil.copytree(kept, tmp_path / "copy"))

    return copy
