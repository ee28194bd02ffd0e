"""What the night tries: the floors that the project declares, each at its version."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests import environments
from tests.environments import Environment, declared, found, oldest, tried


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


def test_what_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an environment that cannot be made, and passes."""
    (tmp_path / "root").mkdir()
    monkeypatch.setattr(environments, "ROOT", tmp_path / "root")
    monkeypatch.setattr(environments, "found", lambda python: python)
    told = tried(Environment("broken", "false", ()), tmp_path / "work")
    assert told.startswith("FAILED: false -m venv")


@pytest.mark.skipif(sys.platform == "win32", reason="no scripts of a shell")
def test_a_python_of_pyenv_is_found_though_its_name_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a Python that is installed and never tried, and a name that another answers to."""
    for folder, says in (
        ("shims", "exit 127"),
        ("versions/9.9.0/bin", "echo Python 9.8.1"),
        ("versions/9.9.1/bin", "echo Python 9.9.1"),
    ):
        command = tmp_path / folder / "python9.9"
        command.parent.mkdir(parents=True)
        command.write_text(f"#!/bin/sh\n{says}\n")
        command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'shims'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "elsewhere"))
    assert found("python9.9") == ""
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert found("python9.9") == str(tmp_path / "versions/9.9.1/bin/python9.9")
