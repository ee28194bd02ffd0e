"""The agenda gives back what is due in the order of time and key, whatever page it stands on."""

from __future__ import annotations

import heapq

import pytest
from hypothesis import given, strategies as st

from simulator.engines.agenda import Agenda, drop_first, first, plan

UNTIL = 10.0
_days = st.one_of(st.sampled_from([0.0, 0.25, 0.5, 1.0, 9.75, UNTIL]), st.floats(0.0, UNTIL))


@pytest.mark.parametrize("accounts", [0, 30, 1_000])
@given(st.data())
def test_what_is_due_comes_in_order(accounts: int, data: st.DataObject) -> None:
    """Beside Python's own heap; what is noted is never before what has come, and keys differ at one instant.
    Catches an entry that is forgotten, or comes twice or too late, and a place given to two entries."""
    agenda, sorted_ones = Agenda(UNTIL, accounts, 1), [(0.0, 0, 0)]
    plan(agenda.record, 0.0, 0, 0)
    key, now = 0, 0.0
    for _ in range(data.draw(st.integers(1, 40))):
        for _ in range(data.draw(st.integers(0, 3))):
            at = max(now, data.draw(_days))
            key += 1
            key_there = key * 7 % 1_001  # not in the order of noting
            agenda.make_room(1)
            plan(agenda.record, at, key_there, key)
            heapq.heappush(sorted_ones, (at, key_there, key))
        assert agenda.record["due"] == len(sorted_ones)
        if not sorted_ones:
            break
        now, *rest = heapq.heappop(sorted_ones)
        entry = first(agenda.record)
        assert (entry["at"], entry["key"], entry["tag"]) == (now, *rest)
        drop_first(agenda.record)


def test_what_is_due_after_the_end_is_not_noted() -> None:
    """Catches a page behind the last one: INF has none."""
    agenda = Agenda(UNTIL, 10, 1)
    for at in (float("inf"), UNTIL + 0.01):
        plan(agenda.record, at, 0, 0)
    assert agenda.record["due"] == 0
    plan(agenda.record, UNTIL, 0, 0)
    assert first(agenda.record)["at"] == UNTIL
