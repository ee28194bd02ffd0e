"""Whatever one thing is wrong in a file: exit code 2, one clear message, and an end."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from simulator.visible import hidden
from tests.commands.conftest import bowtie
from tests.scenario.one_wrong import files, wrong_file
from tests.tiers import examples

HANGS = 300.0  # seconds: what takes so long for all of them would have taken for ever for one
LONGEST = 40  # lines: a mistake may tell what else it spoils


def is_clear(message: str, file: Path) -> None:
    """That it names the file, says something of what is wrong, is short, and gives no orders."""
    first, *rest = message.splitlines()
    assert first.startswith(f"{file}: "), message
    assert first.endswith((" problem", " problems")), message
    assert rest, message
    assert len(rest) <= LONGEST, message
    assert all(len(line) <= 250 for line in rest), message
    assert not any(hidden(line) for line in rest), message
    for word in ("Traceback", "pydantic", "set_int_max_str_digits", " object at 0x", "validation error"):
        assert word not in message


@given(st.randoms(use_true_random=False))
@settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
def test_one_thing_wrong_is_one_clear_message(tmp_path: Path, chance: random.Random) -> None:
    """Catches a file that is taken, a traceback, and a message that is long, raw, or of the library's."""
    file = tmp_path / "wrong.toml"
    file.write_text(wrong_file(chance), encoding="utf-8")
    result = bowtie("check", file)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    is_clear(result.stderr, file)


@pytest.mark.slow
def test_none_of_many_takes_for_ever(tmp_path: Path) -> None:
    """Catches a hang, memory without bound, and a file that hides what is wrong with another."""
    seed = random.randrange(2**31)
    many = files(tmp_path, random.Random(seed), 150)
    command = [sys.executable, "-m", "simulator", "check", *map(str, many)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=HANGS)
    assert done.returncode == 2, (seed, done.stderr)
    assert done.stdout == "", seed
    assert "Traceback" not in done.stderr, seed
    told = {line.partition(": ")[0] for line in done.stderr.splitlines() if line.startswith(str(tmp_path))}
    assert told == set(map(str, many)), seed
