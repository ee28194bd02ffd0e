"""`bowtie schema`: what editors are told."""

from __future__ import annotations

from simulator.scenario_library import SCHEMA, folder
from tests.commands.conftest import bowtie


def test_it_prints_the_file_that_is_shipped() -> None:
    """Catches a schema beside the scenarios that is not this version's."""
    result = bowtie("schema")
    assert result.exit_code == 0
    assert result.stdout == (folder() / SCHEMA).read_text(encoding="utf-8")
