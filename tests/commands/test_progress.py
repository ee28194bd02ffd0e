"""What a person sees while replications run, and what Ctrl-C leaves."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.console import Console

from simulator import compilation
from simulator.commands import cluster
from simulator.commands.progress import compile_first, watched
from tests.commands.conftest import bowtie
from tests.companies import SMALL, written

# A process that sends itself what Ctrl-C sends, as soon as some replications are done.
PRESSED = """
import os, signal, sys
from contextlib import contextmanager
from simulator.commands import main, progress

@contextmanager
def watched(what, executor):
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


@pytest.mark.parametrize("terminal", [True, False])
def test_the_first_compilation_says_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    """Catches a minute of silence, signs for a terminal in a log file, and a line left on a terminal."""
    done: list[str] = []
    steps = [(what, functools.partial(done.append, what)) for what in ("engine", "money", "metrics")]
    monkeypatch.setattr(compilation, "ready", lambda: False)
    monkeypatch.setattr(compilation, "cpus", lambda: 1)
    monkeypatch.setattr(compilation, "_mark_as_whole", lambda: done.append("whole"))
    for part, step in zip(("_engine", "_draws", "_metrics"), steps, strict=True):
        monkeypatch.setattr(compilation, part, lambda step=step: [step])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    compile_first()
    said = capsys.readouterr()
    assert said.out == ""
    assert done == ["engine", "money", "metrics", "whole"]
    lines = ["compiling 1 of 3: engine", "compiling 2 of 3: money", "compiling 3 of 3: metrics"]
    first = "First run of this version on this machine: it is compiled, once.\n"
    cleared = "\r\x1b[K"
    shown = "".join(f"{cleared}{line}" for line in lines) + cleared
    assert said.err == first + (shown if terminal else "".join(f"{line}\n" for line in lines))


def test_nothing_is_said_where_all_is_compiled(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a line that is printed every time."""
    monkeypatch.setattr(compilation, "ready", lambda: True)
    compile_first()
    assert capsys.readouterr() == ("", "")


WHAT_IF = '\n[what_if."dearer"]\n"motion.sale.offer.price" = "110 per unit a month"\n'


@pytest.mark.parametrize(
    "words",
    [
        ("run", "FILE"),
        ("compare", "FILE"),
        ("breakeven", "FILE", "--what-if", "dearer", "--on", "arr_end"),
        pytest.param(("again", "RECORD"), marks=pytest.mark.slow),  # a record has pictures
    ],
    ids=lambda words: words[0],
)
def test_where_others_run_it_nothing_is_compiled_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Catches a minute in which this machine compiles what only the workers of a scheduler need."""

    @contextmanager
    def workers_of(scheduler: str | None, workers: int | None) -> Iterator[Executor]:
        assert scheduler == "tcp://there"
        with ThreadPoolExecutor(1) as pool:
            yield pool

    file, record = written(tmp_path, SMALL + WHAT_IF), tmp_path / "record"
    few = () if words[0] == "again" else ("--replications", 2)
    if words[0] == "again":
        assert bowtie("run", file, "--replications", 2, "--out", record).exit_code == 0
    monkeypatch.setattr(cluster, "workers_of", workers_of)
    monkeypatch.setattr(compilation, "ready", lambda: False)
    monkeypatch.setattr(compilation, "compile_all", lambda *_: pytest.fail("compiled here"))
    named = [{"FILE": file, "RECORD": record}.get(word, word) for word in words]
    done = bowtie(*named, *few, "--scheduler", "tcp://there")
    assert done.exit_code == 0, done.output
    assert "First run" not in done.stderr


@pytest.mark.parametrize("terminal", [True, False])
def test_a_bar_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    """Catches a bar in a log file or on stdout, and none where a person looks."""
    monkeypatch.setattr(compilation, "ready", lambda: True)
    monkeypatch.setattr(Console, "is_terminal", property(lambda self: terminal))
    with watched("three scenarios", None) as progress:
        assert (progress is not None) == terminal
        if progress is not None:
            progress(7, 12)
    said = capsys.readouterr()
    assert said.out == ""
    assert ("7/12" in said.err) == terminal
