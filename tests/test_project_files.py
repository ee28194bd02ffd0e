"""What lies beside the code keeps its word: how to cite, how to take part, what has changed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import simulator

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / ".github" / "CHANGELOG.md").read_text(encoding="utf-8")


def test_how_to_cite_it() -> None:
    """Catches a citation that a reader of the Citation File Format refuses, or of another version."""
    cited = yaml.safe_load((ROOT / ".github" / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert cited["version"] == simulator.__version__
    assert cited["license"] == PROJECT["project"]["license"]
    assert cited["title"] == PROJECT["project"]["name"]
    assert cited["abstract"] == PROJECT["project"]["description"]
    assert cited["keywords"] == PROJECT["project"]["keywords"]
    assert cited["authors"] == [{"name": "bowtie-simulator contributors"}]
    assert cited["type"] == "software"
    known = {"cff-version", "message", "type", "title", "abstract", "authors", "version", "license"}
    assert set(cited) == known | {"keywords"}
    assert all(isinstance(cited[key], str) for key in known - {"authors"})


def test_the_changelog_begins_with_this_version() -> None:
    """Catches a version that nobody is told of, and a heading out of the agreed form."""
    versions = re.findall(r"^## \[(\S+)\] - (\S+)$", CHANGELOG, re.MULTILINE)
    assert versions[0][0] == simulator.__version__
    assert len(versions) == len(re.findall(r"^## ", CHANGELOG, re.MULTILINE))
    assert all(date == "Unreleased" or re.fullmatch(r"\d{4}-\d\d-\d\d", date) for _, date in versions)
    kinds = set(re.findall(r"^### (.*)$", CHANGELOG, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def commands() -> set[str]:
    """The commands of the program."""
    from typer.main import get_command

    from simulator.commands import app

    group: Any = get_command(app)
    return set(group.commands)


@pytest.mark.parametrize("page", [CHANGELOG, CONTRIBUTING], ids=["changelog", "contributing"])
def test_what_they_name_is_there(page: str) -> None:
    """Catches a file, a folder or a command that is named and nobody finds."""
    named = re.findall(r"`((?:simulator|scenarios|notebooks|tests|docs|\.ci|\.github)/[\w./-]*)`", page)
    assert page is CHANGELOG or len(named) > 15
    for name in named:
        assert (ROOT / name).exists(), name
    assert set(re.findall(r"`bowtie ([a-z]+)", page)) <= commands()


def test_every_command_is_told_of() -> None:
    """Catches a command that the changelog forgets."""
    assert commands() <= set(re.findall(r"`bowtie ([a-z]+)", CHANGELOG))


def test_how_to_set_up_is_what_is_run() -> None:
    """Catches an extra or a tool that the steps name and the project does not have."""
    extras = PROJECT["project"]["optional-dependencies"]
    assert set(re.findall(r"'\.\[(\w+)\]'", CONTRIBUTING)) == {"dev", "browser"}
    assert f"{PROJECT['project']['name']}[docs]" in extras["dev"]
    assert {"dev", "browser"} <= extras.keys()
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").replace('"', "")
    for tool in ("ruff check .", "ruff format", "mypy --strict", "-m browser", "playwright install chromium"):
        assert tool in CONTRIBUTING
        assert tool in script
