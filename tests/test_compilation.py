"""What a first answer needs is compiled before it is asked for: all of it, once, and out of the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numba
import pytest

from simulator import compilation
from simulator.numerics import cache_folder, kept_code
from simulator.scenario_library import scenarios

pytestmark = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")
BINDING = Path(__file__).parent / "binding.toml"


def _forget() -> None:
    for known in (cache_folder.folder, compilation._own_folder):
        known.cache_clear()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for compiled code, in which compilation may begin by itself."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.delenv(compilation.SWITCH)
    _forget()
    yield tmp_path
    _forget()


# Each time a function is compiled, or found compiled, for types that it has not been called with.
PROGRAM = """
from simulator import compilation, load, measure, simulate
from simulator.numerics import kept_code

asked = []
load_overload = kept_code.Kept.load_overload
def told(self, signature, target):
    asked.append(self._function.__qualname__)
    return load_overload(self, signature, target)
kept_code.Kept.load_overload = told

numbers = []
compilation.cpus = lambda: 1
compilation._mark_as_whole = lambda: None
compilation.compile_all(lambda number, count, what: numbers.append((number, count)))
assert numbers == [(n, len(numbers)) for n in range(1, len(numbers) + 1)], numbers
assert len(asked) > 20
asked.clear()
for file in {files!r}:
    company = load(file)
    for scenario in (company, *(company.with_what_if(name) for name in company.what_ifs)):
        measure(simulate(scenario.draw(1, 2), seed=1, replication=2))
print(asked)
"""


@pytest.mark.slow
def test_a_run_compiles_nothing_more() -> None:
    """Catches an entry point that is forgotten, or compiled for other types than those of a real company."""
    files = [str(scenarios()[name]) for name in ("subscription", "freemium", "perpetual", "enterprise")]
    program = PROGRAM.format(files=[str(BINDING), *files])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n", done.stderr


# The processes of a pool stand for other machines; said is what is compiled of a command that asks them.
ELSEWHERE = """
import multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from simulator.commands import cluster, main
from simulator.numerics import kept_code

@contextmanager
def workers_of(scheduler, workers):
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool

if __name__ == "__main__":
    cluster.workers_of = workers_of
    load_overload = kept_code.Kept.load_overload
    def told(self, signature, target):
        print(self._function.__module__, file=sys.stderr)
        return load_overload(self, signature, target)
    kept_code.Kept.load_overload = told
    sys.argv = ["bowtie", *{words!r}]
    main()
"""


@pytest.mark.slow
@pytest.mark.parametrize("command", ["run", "compare"])
def test_neither_engine_nor_metrics_where_others_run_it(tmp_path: Path, command: str) -> None:
    """Catches a page, or a question before the run, that simulates or measures on this machine, too. What was
    drawn is drawn here again, to say what moves the answer."""
    words = [command, str(BINDING), "--replications", "2", "--scheduler", "tcp://there"]
    program = tmp_path / "elsewhere.py"
    program.write_text(ELSEWHERE.format(words=words))
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=True)
    assert done.stdout
    compiled = {word.split(".")[1] for word in done.stderr.split() if word.startswith("simulator.")}
    assert compiled == {"scenario", "numerics"}


class Begun:
    """In the place of a process."""

    pid = 7


def test_it_begins_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a second process beside the first, and one begun by each command for ever."""
    begun: list[str] = []
    monkeypatch.setattr(compilation, "_process", lambda part, **_: begun.append(part) or Begun())
    assert not compilation.ready()
    for _ in range(3):
        compilation.begin()
        _forget()
    assert begun == ["all"]


@pytest.mark.parametrize("variable", [compilation.SWITCH, "NUMBA_DISABLE_JIT"])
def test_it_can_be_turned_off(cache: Path, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """Catches processes in CI that nobody asked for, and code compiled where all runs as plain Python."""
    monkeypatch.setattr(compilation, "_process", lambda *_, **__: pytest.fail("a process"))
    monkeypatch.setenv(variable, {compilation.SWITCH: "0"}.get(variable, "1"))
    compilation.begin()
    assert compilation.ready() == (variable == "NUMBA_DISABLE_JIT")


def test_failing_is_silent(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches a traceback under an answer that is there already."""
    monkeypatch.setattr(sys, "executable", str(cache / "nowhere"))
    compilation.begin()
    assert capsys.readouterr() == ("", "")


def test_it_is_ready_while_all_that_was_compiled_is_there(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a word that stands although the code has gone, or is another's."""
    for part in ("_engine", "_draws", "_metrics"):
        monkeypatch.setattr(compilation, part, list)
    monkeypatch.setattr(compilation, "cpus", lambda: 1)
    folders = [cache_folder.folder(name) for name in ("one", "two")]
    monkeypatch.setattr(kept_code, "FOLDERS", set(folders))
    compilation.compile_all(lambda *_: None)
    assert compilation.ready()
    folders[1].rmdir()
    assert not compilation.ready()
    folders[1].mkdir()
    assert compilation.ready()
    compilation._own_folder.cache_clear()
    monkeypatch.setattr(compilation, "code", lambda: "other pages")
    assert not compilation.ready()


@pytest.mark.slow
@pytest.mark.parametrize("words", [["list"], ["new", "mine"], ["check", str(BINDING)]], ids=lambda w: w[0])
def test_a_command_does_not_wait_for_it(cache: Path, tmp_path: Path, words: list[str]) -> None:
    """Catches a process that holds the terminal or a pipe of the command that began it."""
    command = [sys.executable, "-P", "-m", "simulator", *words]
    environment = os.environ | {"PYTHONPATH": str(compilation.PACKAGE.parent)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=True)
    (begun,) = cache.glob("*/begun")
    own = int(begun.read_text())
    try:
        os.kill(own, 0)  # it lives still, although all pipes are closed
        if sys.platform != "win32":
            assert os.getsid(own) == own  # and a terminal that is closed does not end it
    finally:
        os.kill(own, signal.SIGTERM)
    assert done.stdout
    assert all(line.startswith(str(BINDING)) for line in done.stderr.splitlines())  # what is to be doubted
