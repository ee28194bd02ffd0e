"""Entries of a journal, as a test wants to see them."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings

from simulator.ledger import Ledger
from simulator.money import journal
from simulator.money.entry_kinds import NAMES
from tests.tiers import examples

lives = settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def entries(ledger: Ledger, *kinds: int, account: int | None = None) -> list[dict[str, Any]]:
    """Entries of some kinds (of all, if none is named), in order."""
    found = journal(ledger).entries
    names = found.dtype.names or ()
    listed = [dict(zip(names, entry, strict=True)) for entry in found.tolist()]
    return [
        entry
        for entry in listed
        if (not kinds or entry["kind"] in kinds) and (account is None or entry["account"] == account)
    ]


def dated(ledger: Ledger, *kinds: int, account: int | None = None) -> list[tuple[float, int]]:
    """Day and cents of the entries of some kinds."""
    return [(entry["day"], entry["cents"]) for entry in entries(ledger, *kinds, account=account)]


def told(ledger: Ledger, *kinds: int) -> list[tuple[float, str, int]]:
    """Day, name and cents of the entries of some kinds."""
    return [(entry["day"], NAMES[entry["kind"]], entry["cents"]) for entry in entries(ledger, *kinds)]
