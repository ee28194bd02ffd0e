"""Who sits with whom, worked by hand."""

from __future__ import annotations

import pytest

from simulator import ledger as e
from simulator.engines import ENGINES, simulate
from tests.oracles.companies import Company

engines = pytest.mark.parametrize("engine", ENGINES)


def seats(company: Company, engine: str) -> list[tuple[float, int, str, int, int]]:
    """(day, account, event, team, person), sorted."""
    return sorted(
        (float(r["day"]), int(r["account"]), e.EVENTS[int(r["event"])], int(r["team"]), int(r["person"]))
        for r in simulate(company.model(100), engine=engine).rows
        if r["event"] in (e.SEATED, e.FREED)
    )


@engines
def test_a_seat_is_kept_from_stage_to_stage(engine: str) -> None:
    """Two stages of one team are one grant; the second lead waits for both."""
    company = Company()
    team = company.team()
    company.motion([{"takes": 2.0, "teams": [team]}, {"takes": 3.0, "teams": [team]}], dated=[1.0, 2.0])
    assert seats(company, engine) == [
        (1.0, 0, "seated", 0, 0),
        (6.0, 0, "freed", 0, 0),
        (6.0, 1, "seated", 0, 0),
        (11.0, 1, "freed", 0, 0),
    ]


@engines
def test_two_teams_capacity(engine: str) -> None:
    """The first is held while the second is awaited, and work begins with both. Then one is kept."""
    company = Company()
    first, second = company.team(), company.team()
    company.motion([{"takes": 4.0, "teams": [second]}], dated=[0.0])
    company.motion([{"takes": 2.0, "teams": [first, second]}, {"takes": 1.0, "teams": [second]}], dated=[1.0])
    assert seats(company, engine) == [
        (0.0, 0, "seated", 1, 0),
        (1.0, 1, "seated", 0, 0),
        (4.0, 0, "freed", 1, 0),
        (4.0, 1, "seated", 1, 0),
        (6.0, 1, "freed", 0, 0),
        (7.0, 1, "freed", 1, 0),
    ]


@engines
def test_the_least_busy_person(engine: str) -> None:
    """Two people with two seats each share four accounts evenly; the fifth waits for the first seat."""
    company = Company()
    team = company.team(seats=2, plan=((0.0, 2),))
    company.motion([{"takes": 10.0, "teams": [team]}], dated=[0.0, 1.0, 2.0, 3.0, 4.0])
    seated = [row for row in seats(company, engine) if row[2] == "seated"]
    assert [row[4] for row in seated[:4]] in ([0, 1, 0, 1], [0, 1, 1, 0])
    assert seated[4] == (10.0, 4, "seated", 0, seated[0][4])


@engines
def test_work_in_progress_finishes(engine: str) -> None:
    """Two seats become one on day 3: who sits, stays; the next is served when less than one is in use."""
    company = Company()
    team = company.team(plan=((0.0, 2), (3.0, 1)))
    company.motion([{"takes": 5.0, "teams": [team]}], dated=[0.0, 1.0, 2.0])
    seated = [row[:2] for row in seats(company, engine) if row[2] == "seated"]
    assert seated == [(0.0, 0), (1.0, 1), (6.0, 2)]
