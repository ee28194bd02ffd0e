"""What the night tries: the floors that the project declares, each at its version."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import environments
from tests.environments import Environment, declared, oldest, there_is, tried


def test_every_library_is_tried_at_its_floor() -> None:
    """Catches a library that is declared without a floor, or with one that the night does not install."""
    pins = dict(pin.split("==") for pin in oldest())
    assert pins.keys() == declared().keys()
    assert all(f">={version}" in declared()[name].replace(" ", "") for name, version in pins.items())
    assert {"numpy", "numba", "polars", "typer"} <= pins.keys()


def test_a_python_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Catches a night that passes though it has tried nothing, without a word."""
    assert tried(Environment("none", "python9.9", ()), tmp_path) == "not tried: there is no python9.9"
    assert not list(tmp_path.iterdir())
    assert there_is(f"python{sys.version_info.major}.{sys.version_info.minor}") or not there_is("python9.9")


def test_what_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an environment that cannot be made, and passes."""
    (tmp_path / "root").mkdir()
    monkeypatch.setattr(environments, "ROOT", tmp_path / "root")
    monkeypatch.setattr(environments, "there_is", lambda python: True)
    told = tried(Environment("broken", "false", ()), tmp_path / "work")
    assert told.startswith("FAILED: false -m venv")
