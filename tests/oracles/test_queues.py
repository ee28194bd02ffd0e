"""Teams as queues, against published answers.

Sources: octave-queueing 1.2.7 (after Bolch et al. and Lazowska et al.), pyworkforce, the SimPy bank
with impatient customers, Erlang's formulas. Each replication begins empty; who comes in its first
part is left out. Times are in days, whatever unit the source has.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator import ledger as e, model as m
from simulator.ledger import Ledger
from simulator.model import NONE, Model
from tests.oracles.companies import (
    Company,
    Spread,
    day_of,
    exponential,
    replications,
    uniform,
)
from tests.oracles.judging import agrees

pytestmark = pytest.mark.slow


def queue(
    servers: int,
    a_day: float,
    service: float | Spread,
    *,
    customers: int,
    warm_up: float,
    max_wait: float | Spread | None = None,
) -> Model:
    """One team, one stage, and everybody leaves after it."""
    company = Company()
    team = company.team(servers)
    stage = {"takes": service, "passes": 0.0, "teams": [team]}
    if max_wait is not None:
        stage["max_wait"] = max_wait
    company.motion([stage], a_day=a_day)
    return company.model(warm_up + customers / a_day, run_off=1e6)


def waits(ledger: Ledger, warm_up: float) -> NDArray[np.float64]:
    """Days from asking to a seat of all who came after the warm-up; nan where none was given."""
    came, seated = day_of(ledger, e.LEAD), day_of(ledger, e.SEATED)
    return (seated - came)[came >= warm_up]


def test_a_family_serves_with_what_its_customers_leave() -> None:
    """Two people who could have five deals each or 20 customers, and have 20: five seats are left, and who
    comes waits as for five servers: 5.541 days with an offered load of four. Catches customers that take no
    time, and seats that are counted before they do."""
    warm_up, came = 4000.0, 25_000
    company = Company()
    family = company.team(plan=((0.0, 2),), book=20, capacity=5)
    company.motion([{"marks": m.WON}], dated=[0.0] * 20, csm=family, every=240, reached=1.0)
    company.motion([{"takes": exponential(10.0), "passes": 0.0, "teams": [family]}], a_day=0.4)
    model = company.model(warm_up + came / 0.4, run_off=1e6)
    mean = []
    for ledger in replications(model, 48):
        mine = (day_of(ledger, e.LEAD) >= warm_up) & (ledger.motion == 1)
        mean.append(np.nanmean((day_of(ledger, e.SEATED) - day_of(ledger, e.LEAD))[mine]))
    agrees(mean, 5.541, notices=0.10)


def busy(ledger: Ledger, stage: int, warm_up: float) -> float:
    """Mean number of seats in use at a stage between the warm-up and the last lead of all."""
    end = ledger.header.horizon
    rows = ledger.rows[ledger.rows["stage"] == stage]
    days = [np.clip(rows["day"][rows["event"] == event], warm_up, end).sum() for event in (e.FREED, e.SEATED)]
    return float(days[0] - days[1]) / (end - warm_up)


@pytest.mark.parametrize(
    ("servers", "a_day", "wait", "chance_of_waiting", "notices"),
    [
        (1, 0.08, 40.000, 0.8000, 0.08),
        (2, 0.16, 17.778, 0.7111, 0.08),
        (5, 0.40, 5.541, 0.5541, 0.10),
        (5, 0.45, 15.250, 0.7625, 0.14),
        (10, 0.90, 6.687, 0.6687, 0.16),
    ],
)
def test_erlang_c(servers: int, a_day: float, wait: float, chance_of_waiting: float, notices: float) -> None:
    """M/M/c, mean service ten days. Catches a seat too many or too few (a wait half or double),
    a line that is not first come first served, and a wait counted from another instant."""
    warm_up = 4000.0
    model = queue(servers, a_day, exponential(10.0), customers=25_000, warm_up=warm_up)
    mean, positive, used = [], [], []
    for ledger in replications(model, 48):
        days = waits(ledger, warm_up)
        mean.append(days.mean())
        positive.append((days > 0).mean())
        used.append(busy(ledger, 0, warm_up))
    of = f"seats {servers}, leads a day {a_day}: "
    agrees(mean, wait, notices=notices, rounding=0.0005, of=of + "days of waiting")
    agrees(positive, chance_of_waiting, notices=0.04, rounding=0.00005, of=of + "share that waits")
    agrees(used, 10 * a_day, notices=0.01, of=of + "seats in use")


@pytest.mark.parametrize(
    ("servers", "p_wait", "service_level", "occupancy"),
    [(14, 0.174, 0.888, 0.714), (15, 0.102, 0.941, 0.667)],
)
def test_positions_of_a_call_centre(
    servers: int, p_wait: float, service_level: float, occupancy: float
) -> None:
    """pyworkforce: 100 calls in 30 minutes of 3 minutes each, answered within 20 seconds (.33).
    Catches a server too many or too few, and waits of those who did not wait left out of the share."""
    warm_up = 100.0
    model = queue(servers, 100 / 30, exponential(3.0), customers=40_000, warm_up=warm_up)
    positive, soon, used = [], [], []
    for ledger in replications(model, 24):
        days = waits(ledger, warm_up)
        positive.append((days > 0).mean())
        soon.append((days <= 0.33).mean())
        used.append(busy(ledger, 0, warm_up) / servers)
    of = f"{servers} positions: "
    agrees(positive, p_wait, notices=0.13, rounding=0.0005, of=of + "share that waits")
    agrees(soon, service_level, notices=0.02, rounding=0.0005, of=of + "answered within 20 seconds")
    agrees(used, occupancy, notices=0.02, rounding=0.0005, of=of + "occupancy")


@pytest.mark.parametrize(
    ("servers", "load", "blocked"),
    [
        (1, 1.0, 0.5),
        (2, 1.0, 0.2),
        (1, 0.8, 0.4444),
        (2, 1.6, 0.3299),
        (5, 4.0, 0.1991),
        (5, 4.5, 0.2430),
        (10, 9.0, 0.1680),
    ],
)
def test_erlang_b(servers: int, load: float, blocked: float) -> None:
    """Who has no patience at all leaves when nobody is free. Catches a wait of one who will not wait."""
    model = queue(servers, load, exponential(1.0), customers=20_000, warm_up=50.0, max_wait=0.0)
    lost = [np.isnan(waits(ledger, 50.0)).mean() for ledger in replications(model, 16)]
    of = f"seats {servers}, asked for {load}: share turned away"
    agrees(lost, blocked, notices=0.07, rounding=0.00005, of=of)


def test_erlang_a() -> None:
    """M/M/14+M of pyworkforce. Catches patience that also ends work, or that starts anew."""
    warm_up = 100.0
    model = queue(
        14, 100 / 30, exponential(3.0), customers=60_000, warm_up=warm_up, max_wait=exponential(5.0)
    )
    answer, given_up, used, mean = [], [], [], []
    for ledger in replications(model, 24):
        came, seated, cold = (day_of(ledger, event) for event in (e.LEAD, e.SEATED, e.LOST))
        waited = (np.where(np.isnan(seated), cold, seated) - came)[came >= warm_up]
        answer.append((waited > 0).mean())
        given_up.append(np.isnan(seated[came >= warm_up]).mean())
        used.append(busy(ledger, 0, warm_up) / 14)
        mean.append(waited.mean())
    agrees(answer, 0.14526, notices=0.08, rounding=5e-6, of="share that waits")
    agrees(given_up, 0.013984, notices=0.12, rounding=5e-7, of="share that gives up")
    agrees(used, 0.704297, notices=0.01, rounding=5e-7, of="occupancy")
    agrees(mean, 0.069919, notices=0.12, rounding=5e-7, of="minutes of waiting")


def test_the_bank_with_impatient_customers() -> None:
    """M/M/1 and patience even between 1 and 3. Catches patience drawn as another distribution."""
    warm_up = 500.0
    model = queue(1, 0.1, exponential(12.0), customers=20_000, warm_up=warm_up, max_wait=uniform(1.0, 3.0))
    given_up, idle = [], []
    for ledger in replications(model, 40):
        given_up.append(np.isnan(waits(ledger, warm_up)).mean())
        idle.append(1.0 - busy(ledger, 0, warm_up))
    agrees(given_up, 0.507867, notices=0.01, rounding=5e-7, of="share that gives up")
    agrees(idle, 0.409441, notices=0.01, rounding=5e-7, of="share of time idle")


def test_priorities_without_interruption() -> None:
    """M/M/1, the first class served before the second. Catches an order by time alone (5.0 and 5.0),
    the other order (11.0 and 3.0), and work that is interrupted (1.25 and 6.25)."""
    company = Company()
    team = company.team()
    for a_day, priority in ((0.2, 0), (0.6, 1)):
        stage = {"takes": exponential(1.0), "passes": 0.0, "teams": [team], "priority": priority}
        company.motion([stage], a_day=a_day)
    model = company.model(30_000, run_off=1e5)
    days: tuple[list[float], list[float]] = ([], [])
    for ledger in replications(model, 48):
        came, left = day_of(ledger, e.LEAD), day_of(ledger, e.LOST)
        # The last who come meet no rivals from after the horizon.
        counted = (came >= 300.0) & (came < ledger.header.horizon - 300.0)
        for motion in (0, 1):
            days[motion].append(float((left - came)[counted & (ledger.motion == motion)].mean()))
    agrees(days[0], 2.0, notices=0.02, of="first class: days in the system")
    agrees(days[1], 6.0, notices=0.08, of="second class: days in the system")


def network(a_day: float, visits: tuple[int, int, int], service: tuple[float, float, float]) -> Company:
    """Three stations behind a switch: three stages without team or time send everybody on.

    Each passage through the switch leads to station i with probability v_i / (1 + sum of v), or out;
    so station i is visited v_i times on average. The circle takes time at the stations only.
    """
    company = Company()
    left = 1.0 + sum(visits)
    stages = []
    for index, often in enumerate(visits):
        further = index + 1 if index < 2 else NONE
        stages.append({"passes": often / left, "passes_to": 3 + index, "loses_to": further})
        left -= often
    for mean in service:
        stages.append({"takes": exponential(mean), "teams": [company.team()], "passes_to": 0})
    company.motion(stages, a_day=a_day)
    return company


def station(ledger: Ledger, stage: int, warm_up: float) -> tuple[float, float, float]:
    """Utilisation, throughput a day and mean response time of a station with one server."""
    rows, end = ledger.rows, ledger.header.horizon
    at = rows["stage"] == stage
    came = (rows["to"] == stage) & (rows["event"] == e.PASSED)
    gone = at & (rows["event"] == e.PASSED)
    arrivals = rows["day"][came]
    departures = rows["day"][gone]  # in the same order: first come, first served, by one server
    counted = (arrivals >= warm_up) & (arrivals < end)
    held = (departures - arrivals)[counted]
    return busy(ledger, stage, warm_up), counted.sum() / (end - warm_up), float(held.mean())


def test_the_network_of_bolch() -> None:
    """Bolch et al. 34.1: responses and utilisations. Catches a visit that is lost or made twice at a
    jump, and times that repeat at a second visit (then the responses are not those of exponentials)."""
    warm_up = 30.0
    model = network(3.0, (16, 7, 8), (0.01, 0.02, 0.03)).model(1500.0, run_off=100.0)
    measured = np.array(
        [[station(ledger, 3 + i, warm_up) for i in range(3)] for ledger in replications(model, 12)]
    )
    for i, (response, used, rounding) in enumerate(
        [(0.0192, 0.48, 5e-5), (0.0345, 0.42, 5e-5), (0.107, 0.72, 5e-4)]
    ):
        of = f"station {i + 1}: "
        agrees(measured[:, i, 0], used, notices=0.07, of=of + "utilisation")
        agrees(measured[:, i, 2], response, notices=0.24, rounding=rounding, of=of + "response time")


def test_the_network_of_lazowska() -> None:
    """Lazowska et al. page 113, its first station: utilisation, throughput and number there.
    Catches a visit that is lost or made twice where there are hundreds of them."""
    warm_up = 100.0
    model = network(0.3, (121, 70, 50), (0.005, 0.030, 0.027)).model(1700.0, run_off=200.0)
    measured = np.array([station(ledger, 3, warm_up) for ledger in replications(model, 30)])
    there = measured[:, 1] * measured[:, 2]
    agrees(measured[:, 0], 0.182, notices=0.17, rounding=0.0005, of="station 1: utilisation")
    agrees(measured[:, 1], 36.3, notices=0.17, rounding=0.05, of="station 1: throughput a day")
    agrees(there, 0.222, notices=0.18, rounding=0.0005, of="station 1: number there")


def test_two_classes_at_two_stations() -> None:
    """Utilisations by class. At the first station Pollaczek and Khinchine give responses too: the
    published ones hold for another order of service. Catches one class served as the other."""
    company = Company()
    teams = [company.team(), company.team()]
    for a_day, service in ((0.157895, (1.0, 3.0)), (0.105263, (2.0, 4.0))):
        stages = [{"takes": exponential(s), "teams": [t]} for s, t in zip(service, teams, strict=True)]
        company.motion(stages, a_day=a_day)
    warm_up = 2000.0
    model = company.model(100_000.0, run_off=1e5)
    used, response = [], []
    for ledger in replications(model, 24):
        used.append([busy(ledger, 0, warm_up), busy(ledger, 2, warm_up)])
        came, rows = day_of(ledger, e.LEAD), ledger.rows
        first = (rows["event"] == e.PASSED) & ((rows["stage"] == 0) | (rows["stage"] == 2))
        held = rows["day"][first] - came[rows["account"][first]]
        counted = came[rows["account"][first]] >= warm_up
        response.append([held[counted & (rows["stage"][first] == stage)].mean() for stage in (0, 2)])
    for column, (share, days) in enumerate([(0.157895, 1.917), (0.210526, 2.917)]):
        of = f"class {column + 1}, station 1: "
        agrees(np.array(used)[:, column], share, notices=0.03, rounding=5e-7, of=of + "utilisation")
        agrees(np.array(response)[:, column], days, notices=0.04, rounding=0.0005, of=of + "days there")
