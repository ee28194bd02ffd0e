"""Catches another answer than numba's to whether anything is compiled: half would be, and fail."""

import subprocess
import sys

import pytest

ASKED = """
import os, numba
from simulator.numerics.plain import plain
for value in ("", "0", "1"):
    os.environ["NUMBA_DISABLE_JIT"] = value
    numba.config.reload_config()
    print(plain(), bool(numba.config.DISABLE_JIT))
del os.environ["NUMBA_DISABLE_JIT"]
numba.config.reload_config()
print(plain(), bool(numba.config.DISABLE_JIT))
"""


@pytest.mark.slow
def test_it_is_read_as_numba_reads_it() -> None:
    """Catches a value that means one thing to us and another to numba."""
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["False False", "False False", "True True", "False False", ""]
