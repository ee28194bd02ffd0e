"""One compiled version of everything: a new company never makes the engine compile again."""

from __future__ import annotations

import subprocess
import sys

import numba
import pytest

from simulator import model as m
from simulator.engines import compiled, simulate
from simulator.rules import step
from tests.oracles.companies import Company, beta, exponential


def companies() -> list[m.Model]:
    """Unlike each other in size, in kind and in what is missing."""
    bare = Company()
    bare.motion([{"marks": m.WON}], dated=[0.0])
    queue = Company()
    queue.motion([{"takes": exponential(3.0), "teams": [queue.team()], "max_wait": 4.0}], a_day=0.5)
    rich = Company()
    team, csm = rich.team(seats=2, plan=((0.0, 1), (50.0, 3))), rich.team(book=3.0)
    offer = {"yearly": 1200, "metered": 1, "from_live": 1, "use_swing": 0.5}
    life = {"every": 1, "csm": csm, "reached": beta(2, 1), "renewal": 0.9, "referral": 0.1}
    for _ in range(3):
        stages = [{"teams": [team], "takes": 1.0, "passes": 0.5}, {"marks": m.WON}]
        rich.motion(stages, a_day=0.2, dated=[1.0, 2.0], offer=offer, **life)
    nobody = Company()
    nobody.motion([{"marks": m.WON}])
    return [company.model(100, run_off=100) for company in (bare, queue, rich, nobody)]


@pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")
def test_one_signature_for_each_entry() -> None:
    """Catches a number that is an integer in one model and a float in another, or an array that is
    read-only in one: each would compile everything anew, for seconds."""
    for model in companies():
        for key in (0, 2**32 - 1):
            fast = simulate(model, seed=key, replication=key)
            slow = simulate(model, seed=key, replication=key, engine="simpy")
            assert fast.rows.tobytes() == slow.rows.tobytes()
    assert len(compiled._live.signatures) == 1
    assert len(step.signatures) == 1


@pytest.mark.slow
@pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")
def test_the_first_company_does_not_decide() -> None:
    """In a process of its own, from the last company to the first: the same single signature."""
    program = (
        "from tests.engines.test_signatures import *\n"
        "for model in reversed(companies()):\n"
        "    simulate(model)\n"
        "    simulate(model, engine='simpy')\n"
        "print(len(compiled._live.signatures), len(step.signatures))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "1"]
