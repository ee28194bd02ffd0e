"""A disk that is full: one message, an exit code of failure, no traceback, nothing half written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")

# A process that may write so many bytes into a file, once it has compiled what it needs.
LIMITED = """
import resource, signal, sys
from simulator.commands import ledger, main

def limited(*asked, write=ledger._write):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
    write(*asked)

ledger._write = limited
sys.argv = ["bowtie", *{words!r}]
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(not FULL.exists(), reason="no such device")
@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["run", "--help"], ["list"], ["schema"], ["check", "{small}"]]
)
def test_an_answer_that_can_not_be_printed(small: Path, words: list[str]) -> None:
    """Catches a traceback, words of Python at its end, and exit code 0 where nothing was said."""
    command = [sys.executable, "-m", "simulator", *(word.format(small=small) for word in words)]
    with FULL.open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "the answer can not be written: No space left on device\n"


@pytest.mark.slow
def test_who_reads_no_further_is_told_nothing() -> None:
    """Catches words about a pipe that somebody has closed, as `head` does."""
    command = [sys.executable, "-m", "simulator", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no limits of files")
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_rows_that_can_not_be_written(small: Path, tmp_path: Path, ending: str) -> None:
    """Catches a traceback of the library that writes tables, and a part of a file that stays."""
    out = tmp_path / f"rows.{ending}"
    program = LIMITED.format(words=["ledger", str(small), "--out", str(out)])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"{out}: can not be written: ")
    assert "File too large" in last
    assert "Traceback" not in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == [small.name]
