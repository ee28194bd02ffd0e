"""A binary heap of entries at an address, ordered by time, then by key."""

from typing import Any

import numpy as np

from simulator.numerics.jit import Record, compiled
from simulator.numerics.pointers import row_at

ENTRY = np.dtype([("at", "f8"), ("key", "i8"), ("tag", "i8")], align=True)

entry_at = row_at(ENTRY)


@compiled
def note(entry: Record, at: float, key: int, tag: int) -> None:
    """Fill an entry in."""
    entry["at"] = at
    entry["key"] = key
    entry["tag"] = tag


@compiled
def _before(a: Record, b: Record) -> bool:
    return a["at"] < b["at"] or (a["at"] == b["at"] and a["key"] < b["key"])


@compiled
def push(heap: Any, size: int, at: float, key: int, tag: int) -> None:
    """Add an entry to a heap of so many that has room for it."""
    here = size
    while here > 0:
        parent = (here - 1) >> 1
        above = entry_at(heap, parent)
        if above["at"] < at or (above["at"] == at and above["key"] <= key):
            break
        note(entry_at(heap, here), above["at"], above["key"], above["tag"])
        here = parent
    note(entry_at(heap, here), at, key, tag)


@compiled
def drop_top(heap: Any, size: int) -> None:
    """Remove the top of a heap of so many, which is not empty."""
    size -= 1
    last = entry_at(heap, size)
    here = 0
    while True:
        child = 2 * here + 1
        if child >= size:
            break
        if child + 1 < size and _before(entry_at(heap, child + 1), entry_at(heap, child)):
            child += 1
        below = entry_at(heap, child)
        if not _before(below, last):
            break
        note(entry_at(heap, here), below["at"], below["key"], below["tag"])
        here = child
    note(entry_at(heap, here), last["at"], last["key"], last["tag"])
