"""The ten-stage company in other people's words: a page a peer, each with `live(company, seed)`.

Import this before anything is compiled: cimba can teach numba no more after that.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TypeAlias

from tests.benchmarks.company import Company, Counts

Live: TypeAlias = Callable[[Company, int], Counts]

PAGES = {
    "SimPy, by hand": ("simpy", "by_simpy"),
    "Ciw": ("ciw", "by_ciw"),
    "salabim": ("salabim", "by_salabim"),
    "cimba, processes": ("cimba", "by_cimba_processes"),
    "cimba, events": ("cimba", "by_cimba_events"),
}
SLOW = ("Ciw", "salabim")  # a replication takes seconds: fewer rounds


def _installed() -> dict[str, Live]:
    found: dict[str, Live] = {}
    for name, (package, page) in PAGES.items():
        try:
            importlib.import_module(package)
        except ImportError:
            continue
        found[name] = importlib.import_module(f"{__name__}.{page}").live
    return found


PEERS = _installed()
MISSING = tuple(dict.fromkeys(package for name, (package, _) in PAGES.items() if name not in PEERS))
