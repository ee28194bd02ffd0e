"""How much is tried: companies that the engines are compared on, examples of hypothesis in the fast tier."""

from __future__ import annotations

MODELS, NIGHTLY, DENSE = 200, 10_000, 1_000  # at every push; every night, and how many of those are dense
FEWEST = 5

fast = False  # set by conftest.py before a test is imported


def examples(many: int) -> int:
    """So many, or a tenth of them under `pytest -m fast`."""
    return max(many // 10, FEWEST) if fast else many
