"""Lists that start with room for one grow as they are needed, and nothing is written behind them, or where
nobody's contract stands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from simulator import model as m
from simulator.engines import agenda, clock, compiled, pipeline, simulate
from simulator.engines.pipeline import under_way
from simulator.ledger import ROOM
from simulator.numerics.jit import Rows
from simulator.rules import world
from simulator.rules.world import World
from tests.oracles.companies import Company, exponential
from tests.strategies import models
from tests.tiers import MODELS, examples

GUARD = 0xA5


class Guarded:
    """numpy, but zeros that are followed by bytes which nobody may touch."""

    def __init__(self) -> None:
        self.wholes: list[tuple[np.ndarray, int]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    def zeros(self, room: int, dtype: Any) -> Rows:
        size = room * np.dtype(dtype).itemsize
        whole = np.zeros(size + 256, np.uint8)
        whole[size:] = GUARD
        self.wholes.append((whole, size))
        return whole[:size].view(dtype)

    def check(self) -> None:
        assert all((whole[size:] == GUARD).all() for whole, size in self.wholes)


class Tight:
    """Lets a model live with room for one of everything."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.guarded = Guarded()
        self.grown: set[str] = set()
        monkeypatch.setattr(clock, "FIRST_ROOM", 1)
        monkeypatch.setattr(pipeline, "room", lambda _: (1, ROOM))
        for page in (agenda, clock, world):
            monkeypatch.setattr(page, "np", self.guarded)

    def rows(self, model: m.Model) -> Rows:
        """The rows of seed 3, replication 1."""
        first_day = under_way(model.before, 3, 1, compiled.live) if model.before is not None else None
        narrow = World(model.numbers, 3, 1, accounts=1, rows=ROOM, under_way=first_day)
        compiled.live(narrow)
        self.guarded.check()
        assert not any(narrow.contracts[:1].tobytes()), "written for an account that has no contract"
        return narrow.rows[: narrow.record["written"]]


def expected(model: m.Model) -> Rows:
    return simulate(model, seed=3, replication=1).rows


def test_every_list_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty leads a day for two teams of one. Catches a list that never grows, one that loses what it held,
    and a row, a lead, a waiting one or an instant for which there was no room."""
    company = Company()
    teams = [company.team(), company.team(seats=3)]
    stage = {"takes": exponential(0.1), "teams": teams, "max_wait": 30.0}
    company.motion([stage, {"marks": m.WON}], a_day=20.0, every=1, reached=0.5, referral=0.2)
    model = company.model(100, run_off=50)
    before = expected(model)
    longer, grown = world.longer, set()

    def told(rows: Rows, used: int) -> Rows:
        grown.add((rows.dtype.names, len(rows)))
        return longer(rows, used)

    tight = Tight(monkeypatch)
    for page in (agenda, clock, world):
        monkeypatch.setattr(page, "longer", told)
    assert tight.rows(model).tobytes() == before.tobytes()
    lists = {names for names, _ in grown}
    of_world = (world.ACCOUNT, world.CONTRACT, world.VISITS, world.ROW)
    kinds = (*of_world, clock.READY, clock.TICKET, agenda.ENTRY, agenda.LATER)
    assert lists == {dtype.names for dtype in kinds}
    assert all(max(room for names, room in grown if names == some) > 64 for some in lists)


@settings(max_examples=examples(MODELS), deadline=None, suppress_health_check=list(HealthCheck))
@given(models())
def test_the_ledger_does_not_depend_on_the_first_room(model: m.Model) -> None:
    """Catches a mechanism that writes more in one step than there is made room for."""
    before = expected(model)
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert Tight(monkeypatch).rows(model).tobytes() == before.tobytes()
