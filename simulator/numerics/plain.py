"""Say whether functions run as plain Python, to be stepped through; found out without loading numba."""

import os


def plain() -> bool:
    """Whether nothing is compiled: NUMBA_DISABLE_JIT=1, as numba reads it."""
    return os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
