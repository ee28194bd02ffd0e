"""Event order without chance: instants asserted by others, met exactly by both engines.

Cases of Ciw 3.2.7 (tests/test_node.py): one server, patience, shifts. A customer is a dated lead,
service is a stage, and who is not served in time is lost, unworked.
"""

from __future__ import annotations

from typing import Any

import pytest

from simulator import ledger as e
from simulator.engines import ENGINES, simulate
from simulator.model import NONE, Model
from tests.oracles.companies import Company
from tests.oracles.judging import same

engines = pytest.mark.parametrize("engine", ENGINES)


def seen(model: Model, engine: str) -> list[tuple[float, int, str, int]]:
    """What happened in the stages: (day, customer, event, stage), customers counted from 1."""
    rows = simulate(model, engine=engine).rows
    counted = [e.SEATED, e.PASSED, e.LOST]
    return [
        (float(r["day"]), int(r["account"]) + 1, e.EVENTS[int(r["event"])], int(r["stage"]))
        for r in rows
        if r["event"] in counted
    ]


def met(model: Model, engine: str, of: str, told: list[tuple[float, int, str, int]]) -> None:
    """Every instant, customer, event and stage is the one that was told."""
    found = seen(model, engine)
    assert found == told
    same([day for day, *_ in found], [day for day, *_ in told], of=f"{of}: days")


def station(
    company: Company, dated: list[float], service: float, max_wait: float, team: int, **more: Any
) -> int:
    """A motion of one stage; who is served leaves."""
    stage = {"takes": service, "max_wait": max_wait, "teams": [team], **more}
    return company.motion([stage], dated=dated)


@engines
def test_reneging(engine: str) -> None:
    """test_reneging_records. Catches patience that goes on during service (18 is 11 after 7)."""
    company = Company()
    station(company, [7, 14, 21, 28], 11, 3, company.team())
    met(
        company.model(31.5, run_off=0),
        engine,
        "one server, patience 3",
        [
            (7.0, 1, "seated", 0),
            (17.0, 2, "lost", 0),
            (18.0, 1, "passed", 0),
            (21.0, 3, "seated", 0),
            (31.0, 4, "lost", 0),
            (32.0, 3, "passed", 0),
        ],
    )


@engines
def test_it_ends_on_time(engine: str) -> None:
    """The same until day 31.5: the third customer is still there, until 32."""
    company = Company()
    station(company, [7, 14, 21, 28], 11, 3, company.team())
    model = company.model(1, run_off=31.5 - 30.4375)
    assert model.numbers.until == 31.5
    assert seen(model, engine)[-2:] == [(21.0, 3, "seated", 0), (31.0, 4, "lost", 0)]


@engines
def test_two_renege_capacity(engine: str) -> None:
    """test_simultaneous_reneging. Catches a line that keeps who has left it, and the server with it."""
    company = Company()
    team = company.team()
    for day, max_wait in zip([3, 4, 5, 20], [100, 7, 6, 100], strict=True):
        station(company, [day], 20, max_wait, team)
    met(
        company.model(50),
        engine,
        "two give up at once",
        [
            (3.0, 1, "seated", 0),
            (11.0, 2, "lost", 1),
            (11.0, 3, "lost", 2),
            (23.0, 1, "passed", 0),
            (23.0, 4, "seated", 3),
            (43.0, 4, "passed", 3),
        ],
    )


@engines
def test_who_reneges_goes_to_a_second_station(engine: str) -> None:
    """test_reneging_sends_to_destination. Catches a customer who is lost, unworked, and is not sent on."""
    company = Company()
    first, second = company.team(), company.team()
    company.motion(
        [
            {"takes": 11, "max_wait": 3, "teams": [first], "passes_to": NONE, "loses_to": 1},
            {"takes": 2, "teams": [second]},
        ],
        dated=[7, 14],
    )
    met(
        company.model(20),
        engine,
        "who gives up goes to a second station",
        [
            (7.0, 1, "seated", 0),
            (17.0, 2, "lost", 0),
            (17.0, 2, "seated", 1),
            (18.0, 1, "passed", 0),
            (19.0, 2, "passed", 1),
        ],
    )


@engines
def test_the_shift_ends(engine: str) -> None:
    """test_reneging_with_schedules: nobody is there from day 16. Catches work that stops with the
    shift, and a seat that is given although it is gone."""
    company = Company()
    team = company.team(plan=((0.0, 1), (16.0, 0)))
    station(company, [7, 14, 21], 11, 3, team)
    met(
        company.model(30),
        engine,
        "the shift ends",
        [
            (7.0, 1, "seated", 0),
            (17.0, 2, "lost", 0),
            (18.0, 1, "passed", 0),
            (24.0, 3, "lost", 0),
        ],
    )
