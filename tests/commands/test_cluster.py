"""`--scheduler`: what stands in the way of other machines is said, with exit code 2."""

import socket
import sys

import pytest
from typer.testing import CliRunner

from simulator.commands import app
from simulator.scenario_library import scenarios

FILE = str(scenarios()["enterprise"])


def refused(*words: str) -> str:
    """What a command says that is refused."""
    done = CliRunner().invoke(app, [*words, "--replications", "1"])
    assert done.exit_code == 2, done.output
    assert not done.stdout
    return done.stderr


def test_two_kinds_of_workers_are_refused() -> None:
    """Catches threads that are asked for and not used."""
    said = refused("run", FILE, "--scheduler", "tcp://127.0.0.1:8786", "--workers", "2")
    assert "leave one of them out" in said


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches the traceback of an import."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = refused("compare", FILE, "--scheduler", "tcp://127.0.0.1:8786")
    assert "pip install 'bowtie-simulator[cluster]'" in said


@pytest.mark.slow
@pytest.mark.parametrize("address", ["nonsense", "no://where:1", "tcp://127.0.0.1"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """Catches a traceback, and a message without an address that would do."""
    pytest.importorskip("distributed", reason="pip install 'bowtie-simulator[cluster]'")
    said = refused("run", FILE, "--scheduler", address)
    assert said.startswith(f"--scheduler {address}: ")
    assert "it is like tcp://127.0.0.1:8786" in said


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_refused() -> None:
    """Catches a command that waits for ever, and one that says nothing of how to begin a scheduler."""
    pytest.importorskip("distributed", reason="pip install 'bowtie-simulator[cluster]'")
    with socket.socket() as taken:  # and not listened to
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        said = refused("run", FILE, "--scheduler", address)
    assert said.startswith(f"--scheduler {address}: ")
    assert said.endswith("begin one with: dask scheduler\n")
