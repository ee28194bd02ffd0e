"""`bowtie list`: what there is to start from."""

from __future__ import annotations

import tomllib

from simulator.scenario_library import scenarios
from tests.commands.conftest import bowtie


def test_every_shipped_company_has_a_line() -> None:
    """Catches a file, a title or a what-if that is not told, and columns out of line."""
    result = bowtie("list")
    assert result.exit_code == 0
    head, *lines = result.stdout.splitlines()
    at = head.index("title")
    told = {line.split()[0]: line for line in lines[: len(scenarios())]}
    assert list(told) == list(scenarios())
    for name, file in scenarios().items():
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
        asked = told[name][:at].split()[1]
        assert asked == str(len(tree.get("what_if", {})) or "-")
        base = f" ({tree['base'].rpartition('/')[2].removesuffix('.toml')})" if "base" in tree else ""
        assert told[name][at:] == tree["title"] + base
        assert len(told[name]) <= 100
