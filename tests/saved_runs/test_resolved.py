"""A scenario as one file is the same company."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.company.schema import numbers_of
from simulator.saved_runs.inputs import taken
from simulator.saved_runs.writing import resolved
from simulator.scenario import Scenario, load
from tests.channelled import CHANNELLED
from tests.companies import SMALL, written
from tests.scenario.test_opening import files

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = sorted(f for f in SCENARIOS.rglob("*.toml") if f.name != "sources.toml")


def loaded_again(scenario: Scenario, folder: Path) -> Scenario:
    """What the resolved file says, beside the inputs as in a record."""
    inputs = taken([scenario])
    for name, content in inputs.contents.items():
        file = folder / "inputs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (folder / "resolved").mkdir()
    file = folder / "resolved" / "it.toml"
    file.write_text(resolved(scenario, inputs.places), encoding="utf-8")
    return load(file)


def same_company(one: Scenario, other: Scenario) -> bool:
    """Whether two models are made of the same numbers, thresholds among them, to the bit."""
    pairs = zip(one.draw(1, 3).numbers, other.draw(1, 3).numbers, strict=True)
    return all(np.asarray(a).tobytes() == np.asarray(b).tobytes() for a, b in pairs)


@pytest.mark.slow
@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_number_comes_back(file: Path, tmp_path: Path) -> None:
    """Catches a number that the base, the change or the what-if has, and the resolved file has not;
    thresholds that are settled anew in the company of the what-if; and a file that says so where they are
    not."""
    first = next(iter(load(file).what_ifs), None)
    scenario = load(file, first)
    back = loaded_again(scenario, tmp_path)
    assert ("# To read." in back.path.read_text(encoding="utf-8")) != scenario.is_settled_there
    assert same_company(back, scenario) or not scenario.is_settled_there
    mine, its = ({path: repr(n) for path, n in numbers_of(one.company)} for one in (back, scenario))
    assert mine == its
    assert back.book == scenario.book
    for name in ("title", "description", "start", "years", "currency"):
        assert getattr(back, name) == getattr(scenario, name)
    assert str(SCENARIOS) not in back.path.read_text(encoding="utf-8")


def test_a_change_keeps_the_thresholds_of_the_company_before_it(tmp_path: Path) -> None:
    """Half as good at telling fits apart, the same threshold passes other people. Catches a resolved file
    that settles the stated rate anew, and a key of the base that is back though the change took it away."""
    text = CHANNELLED + '\n[what_if.blind]\n"motion.sale.stage.qualify.fit_correlation" = 0.1\n'
    text += '"motion.sale.channel.web.poorer" = "none"\n'
    (tmp_path / "record").mkdir()
    scenario = load(written(tmp_path, text), "blind")
    assert scenario.is_settled_there
    back = loaded_again(scenario, tmp_path / "record")
    assert same_company(back, scenario)
    assert not same_company(back, load(written(tmp_path, text)))
    assert back.company.motion["sale"].channel["web"].poorer is None


def test_tables_beside_it_are_found(tmp_path: Path) -> None:
    """Catches a resolved file that points to where the tables were, from the root of the machine."""
    (tmp_path / "record").mkdir()
    scenario = load(files(tmp_path))
    back = loaded_again(scenario, tmp_path / "record")
    assert back.book == scenario.book
    assert len(back.book.customers) == 2
    assert 'customers = "../inputs/book.csv"' in back.path.read_text(encoding="utf-8")


def test_a_name_stays_in_the_comment(tmp_path: Path) -> None:
    """Catches a file's name with a line break that ends the comment and is read as a key."""
    named = tmp_path / "a\nb = 1.toml"
    named.write_text(SMALL, encoding="utf-8")
    (tmp_path / "record").mkdir()
    back = loaded_again(load(named), tmp_path / "record")
    head = back.path.read_text(encoding="utf-8").splitlines()[0]
    assert head == "# All numbers of 'inputs/a\\nb = 1.toml': its base merged, changes applied."
