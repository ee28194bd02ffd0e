"""The files that come with the product: where they are, and what each begins with."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from simulator import scenario_library

FOLDER = Path(__file__).parents[2] / "scenarios"
FILES = scenario_library.scenarios()


def test_every_company_is_found_by_its_name_and_no_register() -> None:
    """Catches a file that `bowtie list` does not know, and sources taken for a company."""
    assert scenario_library.folder() == FOLDER
    assert set(FILES.values()) == {f for f in FOLDER.rglob("*.toml") if f.name != "sources.toml"}
    assert {"subscription", "portfolio", "portfolio/05m"} <= set(FILES)
    assert all(file == FOLDER / f"{name}.toml" for name, file in FILES.items())


def test_an_installation_has_them_inside() -> None:
    """Catches a wheel without scenarios, or with them where nobody looks."""
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    place = Path(scenario_library.__file__).parent.relative_to(FOLDER.parent) / FOLDER.name
    assert wheel["force-include"] == {FOLDER.name: place.as_posix()}


def test_an_installed_package_looks_inside_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a look at the checkout that an installation does not have."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "mine.toml").write_text("")
    monkeypatch.setattr(scenario_library, "_HERE", tmp_path)
    assert scenario_library.scenarios() == {"mine": tmp_path / "scenarios" / "mine.toml"}


@pytest.mark.parametrize("name", FILES)
def test_the_first_line_says_where_the_schema_is(name: str) -> None:
    """Catches a shipped file that an editor does not check, or by a schema that is not there."""
    line, _, _ = FILES[name].read_text(encoding="utf-8").partition("\n")
    start, _, path = line.partition(" ")
    assert start == "#:schema"
    assert path.startswith(("./", "../"))
    assert (FILES[name].parent / path).resolve() == FOLDER / scenario_library.SCHEMA
