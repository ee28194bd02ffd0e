"""A binary heap of events, ordered by time, then by key."""

import numpy as np

from simulator.numerics.jit import Record, Rows, compiled

ENTRY = np.dtype([("at", "f8"), ("key", "i8"), ("tag", "i8")], align=True)


@compiled
def before(a: Record, b: Record) -> bool:
    """Whether entry `a` comes before entry `b`."""
    return a["at"] < b["at"] or (a["at"] == b["at"] and a["key"] < b["key"])


@compiled
def push(heap: Rows, size: int, at: float, key: int, tag: int) -> int:
    """Add an entry to a heap that has room for it; return the new size."""
    here = size
    while here > 0:
        parent = (here - 1) >> 1
        above = heap[parent]
        if above["at"] < at or (above["at"] == at and above["key"] <= key):
            break
        heap[here] = above
        here = parent
    entry = heap[here]
    entry["at"] = at
    entry["key"] = key
    entry["tag"] = tag
    return size + 1


@compiled
def drop_top(heap: Rows, size: int) -> int:
    """Remove the top of a heap that is not empty; return the new size."""
    size -= 1
    last = heap[size]
    here = 0
    while True:
        child = 2 * here + 1
        if child >= size:
            break
        if child + 1 < size and before(heap[child + 1], heap[child]):
            child += 1
        if not before(heap[child], last):
            break
        heap[here] = heap[child]
        here = child
    heap[here] = last
    return size


@compiled
def grown(array: Rows, room: int) -> Rows:
    """The array itself where it has room for so many entries, else a copy of twice the length at least."""
    have = array.shape[0]
    if have >= room:
        return array
    larger = np.zeros(max(2 * have, room), array.dtype)
    for index in range(have):
        larger[index] = array[index]
    return larger


@compiled
def wider(arrays: Rows, room: int) -> Rows:
    """As `grown`, for a stack of arrays: (arrays, length)."""
    count, have = arrays.shape
    if have >= room:
        return arrays
    larger = np.zeros((count, max(2 * have, room)), arrays.dtype)
    for index in range(count):
        for place in range(have):
            larger[index, place] = arrays[index, place]
    return larger
