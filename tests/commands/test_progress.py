"""What a person sees while replications run, and what Ctrl-C leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from simulator.commands.progress import announce_compilation, watched
from simulator.numerics import jit

# A process that sends itself what Ctrl-C sends, as soon as some replications are done.
PRESSED = """
import os, signal, sys
from contextlib import contextmanager
from simulator.commands import main, progress

@contextmanager
def watched(what):
    yield lambda done, total: os.kill(os.getpid(), signal.SIGINT) if done >= {after} else None

progress.watched = watched
{before}
sys.argv = ["bowtie", *{words!r}]
main()
"""


def pressed(*words: object, before: str = "") -> subprocess.CompletedProcess[str]:
    """What becomes of a command that is stopped; `before` is done in its process first."""
    program = PRESSED.format(words=[str(w) for w in words], after=6, before=before)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_ctrl_c_leaves_a_partial_page(small: Path) -> None:
    """Catches a traceback, a report that hides that it is partial, and exit code 0."""
    done = pressed("run", small, "--replications", 100_000)
    assert done.returncode == 130, done.stderr
    assert "PARTIAL: " in done.stdout
    assert " of 100000 runs" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", ["run", "compare"])
def test_ctrl_c_leaves_a_partial_document(small: Path, command: str) -> None:
    """Catches a document cut in the middle, or one that does not say that it is partial."""
    files = [small] if command == "run" else [small, small]
    done = pressed(command, *files, "--replications", 100_000, "--json")
    assert done.returncode == 130, done.stderr
    document = json.loads(done.stdout)
    assert document["partial"] is True
    for scenario in document.get("scenarios", [document]):
        assert scenario["partial"] is True
        assert 3 <= scenario["replications"] < 100_000


@pytest.mark.slow
def test_ctrl_c_before_anything_is_done(small: Path) -> None:
    """Catches a traceback where there is nothing to report."""
    load = "import simulator.scenario\nsimulator.scenario.load = lambda *_: os.kill(os.getpid(), 2)"
    done = pressed("run", small, before=load)
    assert done.returncode == 130, done.stderr
    assert done.stdout == ""
    assert done.stderr == "stopped before anything was done\n"


@pytest.mark.parametrize("first", [True, False])
def test_the_first_compilation_is_announced(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    """Catches a minute of silence, and a line that is printed every time."""
    monkeypatch.setattr(jit, "first_compilation", lambda: first)
    announce_compilation()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("compiling the engine") == (1 if first else 0)


@pytest.mark.parametrize("terminal", [True, False])
def test_a_bar_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    """Catches a bar in a log file or on stdout, and none where a person looks."""
    monkeypatch.setattr(jit, "first_compilation", lambda: False)
    monkeypatch.setattr(Console, "is_terminal", property(lambda self: terminal))
    with watched("three scenarios") as progress:
        assert (progress is not None) == terminal
        if progress is not None:
            progress(7, 12)
    said = capsys.readouterr()
    assert said.out == ""
    assert ("7/12" in said.err) == terminal
