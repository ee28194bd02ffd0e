"""The command line, called as a user does: in a process of its own, or within this one."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from typer import testing
from typer.testing import CliRunner, Result

from simulator.commands import app
from tests.companies import written

testing._get_command = functools.cache(testing._get_command)  # options are read once, not at each call


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return written(tmp_path)


def bowtie(*words: object) -> Result:
    """Exit code and output of a command."""
    return CliRunner().invoke(app, [str(w) for w in words])
