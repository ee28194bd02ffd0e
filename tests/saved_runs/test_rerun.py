"""A record's numbers once more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.figure import Figure

import simulator
from simulator import figures
from simulator.experiment import OptionError, Outcomes
from simulator.saved_runs import Options, again, rerun, taken, write
from simulator.saved_runs.tables import numbers_in, tables_of
from simulator.scenario import Scenario, ScenarioError
from tests.companies import SMALL, written
from tests.saved_runs.conftest import CHILD

Copied = Callable[[], Path]
Pictures = tuple[Callable[[Outcomes], Figure], ...]


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def record_of(
    folder: Path, scenario: Scenario, outcomes: Outcomes, asked: int, pictures: Pictures = (figures.bowtie,)
) -> Path:
    """A record with one figure, or with none: they take their time."""
    alone = outcomes.independent
    options = Options(replications=asked, seed=outcomes.seed, engine="compiled", independent=alone)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "OF_OUTCOMES", pictures)
        write(
            folder / "kept",
            outcomes,
            [scenario],
            taken([scenario]),
            options,
            page="",
            document="{}",
            board=b"",
        )
    return folder / "kept"


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_every_number_comes_out_again(copied: Copied, comparison: simulator.Comparison, workers: int) -> None:
    """Catches an option or a what-if that is lost on the way, a file read from where it was, and a count
    of numbers that nobody compared."""
    found = again(copied(), workers=workers)
    assert found.same
    assert found.gaps == found.edited == found.gone == found.outside == found.machine == ()
    assert found.scenarios == 3
    assert found.numbers == sum(
        numbers_in(piece) for some in tables_of(comparison).values() for piece in some
    )
    assert found.numbers > 3 * 3 * len(comparison.outcomes[0].values) / 2


@pytest.mark.slow
def test_independent_draws_are_kept_so(tmp_path: Path) -> None:
    """Catches a record that does not say how numbers were drawn, and is run again in another way."""
    scenario = simulator.load(written(tmp_path, SMALL, "mine"))
    place = record_of(tmp_path, scenario, simulator.run(scenario, replications=3, independent=True), 3)
    assert again(place).same
    edit(place / "manifest.json", '"independent": true', '"independent": false')
    assert again(place).gaps


@pytest.mark.slow
def test_an_edited_table_is_found_to_the_number(copied: Copied, comparison: simulator.Comparison) -> None:
    """Catches a number changed by hand that passes for the answer."""
    place = copied()
    won = int(comparison["child"].values["won"][1])
    edit(place / "values.csv", f"child,won,1,accounts,{won}.0", f"child,won,1,accounts,{won + 7}.0")
    found = again(place)
    assert not found.same
    (gap,) = found.gaps
    assert (gap.table, gap.scenario, gap.name) == ("values.csv", "child", "won")
    assert (gap.of, gap.differing, gap.largest, gap.unit) == (3, 1, 7.0, "accounts")
    assert found.edited == ("values.csv",)


@pytest.mark.slow
def test_an_edited_input_shows_in_the_numbers(copied: Copied) -> None:
    """Catches a run of what lies elsewhere, while the input in the record is another."""
    place = copied()
    edit(place / "inputs" / "deep" / "child.toml", '"team.ae.people" = 4', '"team.ae.people" = 1')
    found = again(place)
    assert found.edited == ("inputs/deep/child.toml",)
    assert {gap.scenario for gap in found.gaps} == {"child"}
    assert {"values.csv", "metrics.csv", "monthly.csv", "differences.csv"} <= {g.table for g in found.gaps}


@pytest.mark.slow
def test_other_files_must_be_there_as_written(copied: Copied) -> None:
    """Catches an answer.json that says other numbers than the tables, and a page that is gone."""
    place = copied()
    (place / "answer.json").write_text('{"won": 1000}')
    (place / "page.txt").unlink()
    found = again(place)
    assert (found.gaps, found.edited, found.gone) == ((), ("answer.json",), ("page.txt",))
    assert not found.same


@pytest.mark.slow
def test_a_table_that_is_gone(copied: Copied) -> None:
    """Catches numbers counted as the same that nobody has any more."""
    place = copied()
    whole = again(place).numbers
    (place / "cohorts.csv").unlink()
    found = again(place)
    assert found.gone == ("cohorts.csv",)
    assert found.numbers < whole


@pytest.mark.slow
def test_other_versions_are_told_and_no_failure(copied: Copied) -> None:
    """Catches a machine that is another one without a word, or equal numbers that count as a failure."""
    place = copied()
    manifest = json.loads((place / "manifest.json").read_text())
    manifest["machine"]["libraries"]["scipy"] = "0.1"
    manifest["machine"]["architecture"] = "abacus"
    (place / "manifest.json").write_text(json.dumps(manifest))
    found = again(place)
    assert found.same
    assert [re.sub(r"now .*", "", line) for line in found.machine] == ["scipy 0.1, ", "architecture abacus, "]


@pytest.mark.slow
def test_changes_of_the_original_are_told(
    copied: Copied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a planner who reads an old answer beside a new file; and a same file called changed."""
    place = copied()
    (tmp_path / "deep").mkdir()
    written(tmp_path / "deep", CHILD, "child")
    written(tmp_path, "# another", "mine")
    monkeypatch.chdir(tmp_path)
    found = again(place)
    assert found.same
    assert found.changed == ("mine.toml",)


@pytest.mark.slow
def test_what_is_read_from_elsewhere_is_told(tmp_path: Path) -> None:
    """Catches a record that hangs on a file outside of it, which may change."""
    base = written(tmp_path, SMALL, "base")
    child = written(tmp_path, f'base = "{base.as_posix()}"\n', "child")
    scenario = simulator.load(child)
    place = record_of(tmp_path, scenario, simulator.run(scenario, replications=1), asked=1)
    found = again(place)
    assert found.same
    assert found.outside == (str(base),)


@pytest.mark.slow
def test_a_partial_record_is_made_again(tmp_path: Path) -> None:
    """Catches a run of all that was asked for, held against the part that was done."""
    scenario = simulator.load(written(tmp_path))
    outcomes = simulator.run(scenario, replications=2, seed=3)
    found = again(record_of(tmp_path, scenario, replace(outcomes, asked=50), asked=50))
    assert found.same
    assert found.scenarios == 1


@pytest.mark.slow
def test_ctrl_c_is_no_difference(
    copied: Copied, comparison: simulator.Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches numbers called different because there are fewer of them."""
    short = replace(comparison, outcomes=tuple(replace(o, asked=99) for o in comparison.outcomes))
    assert short.partial
    monkeypatch.setattr(rerun, "compare", lambda *_, **__: short)
    with pytest.raises(KeyboardInterrupt):
        again(copied())


def test_inputs_that_no_longer_load(tmp_path: Path) -> None:
    """Catches a traceback, and a message that does not name the file."""
    scenario = simulator.load(written(tmp_path, SMALL, "mine"))
    place = record_of(tmp_path, scenario, simulator.run(scenario, replications=1), asked=1, pictures=())
    (place / "inputs" / "mine.toml").write_text("title = ")
    with pytest.raises(ScenarioError, match=r"inputs.mine\.toml"):
        again(place)
    with pytest.raises(OptionError, match="not a record"):
        again(place / "inputs")
