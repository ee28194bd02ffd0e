"""The person who has the least to do, beside a walk through all of them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from simulator import model as m
from simulator.rules.people import add_load, come_and_go, least_busy
from simulator.rules.world import World
from tests.oracles.companies import Company


def company(*most: int) -> World:
    """Teams that may have so many people."""
    company = Company()
    for people in most:
        company.team(plan=((0.0, 1), (1.0, people)))
    company.motion([{"marks": m.WON}])
    return World(company.model(30).numbers, 0, 0, 1, 64)


@pytest.mark.parametrize("most", [1, 2, 3, 8, 13])
@given(st.data())
def test_the_first_of_those_with_the_least_to_do(most: int, data: st.DataObject) -> None:
    """People come and go with work in hand, in the second of three teams. Catches a person of another team or
    one who has left, a load forgotten while its person is away, and the last of equals."""
    world = company(5, most, 4)
    loads, people = [0] * most, 0
    for _ in range(data.draw(st.integers(1, 30))):
        if people == 0 or data.draw(st.integers(0, 4)) == 0:
            people = data.draw(st.integers(1, most))
            come_and_go(world.record, 1, people)
        chosen = least_busy(world.record, 1)
        assert chosen == loads.index(min(loads[:people]))
        busy = [person for person in range(most) if loads[person] > 0]
        if busy and data.draw(st.booleans()):
            person, change = data.draw(st.sampled_from(busy)), -1
        else:
            person, change = chosen, 1
        add_load(world.record, 1, person, change)
        loads[person] += change
    assert least_busy(world.record, 0) == least_busy(world.record, 2) == 0
