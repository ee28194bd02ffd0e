"""Targets: their metrics month by month, and whether they are reached."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

import simulator
from simulator.engines import simulate
from simulator.metrics import measure
from simulator.metrics.metric import BY_MONTH
from simulator.model import NONE, Model, Target
from tests.companies import PAID_FOR, SMALL, written
from tests.strategies import models

from .ledgers import Diary, header


def wants(metric: str, value: float, *, month: int = 12, at_least: bool = True, motion: int = NONE) -> Target:
    return Target("plan", metric, motion, at_least, value, month)


@given(models())
def test_the_last_month_is_the_metric_itself(model: Model) -> None:
    """Catches a month that is one too early or too late, a motion left out, and cents for units: whatever is
    known month by month ends as the metric of the whole run, which is worked out in another way."""
    wanted = tuple(wants(name, 0.0, month=1)._replace(name=name) for name in BY_MONTH)
    measures = measure(simulate(replace(model, targets=wanted)))
    for n, name in enumerate(BY_MONTH):
        last, whole = measures.targets[-1, n], measures.values[name]
        assert last == pytest.approx(whole, rel=1e-12, nan_ok=True), name


def test_of_one_motion_and_of_all() -> None:
    """Catches motions that are mixed up: a sale of 1,200 in the first, two of 2,400 in the second."""
    diary = Diary(header(motions=2, months=12))
    for motion, arr in ((0, 120_000), (1, 240_000), (1, 240_000)):
        diary.signed(40.0, arr, motion=motion)
    motions = (NONE, 0, 1)
    targets = tuple(wants("arr_end", 3_000.0, month=2, motion=m)._replace(name=f"of {m}") for m in motions)
    measures = measure(replace(diary.ledger(), header=replace(diary.header, targets=targets)))
    assert measures.targets[:3].tolist() == [[0, 0, 0], [6_000, 1_200, 4_800], [6_000, 1_200, 4_800]]
    assert [measures.values[f"target.of {m}"] for m in motions] == [1.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("month", "at_least", "reached"), [(1, True, 0), (2, True, 1), (1, False, 1), (2, False, 1)]
)
def test_the_value_itself_is_enough(month: int, at_least: bool, reached: int) -> None:
    """Catches "more than" for "at least", and the month before for the one in which it is due."""
    diary = Diary(header(months=12))
    diary.signed(40.0, 120_000)
    target = wants("arr_end", 1_200.0, month=month, at_least=at_least)
    measures = measure(replace(diary.ledger(), header=replace(diary.header, targets=(target,))))
    assert measures.values["target.plan"] == reached


def test_what_is_not_known_month_by_month_stands_at_the_end() -> None:
    diary = Diary(header(months=12))
    diary.signed(40.0, 120_000)
    target = wants("won", 1.0)._replace(metric="grr:movements")
    measures = measure(replace(diary.ledger(), header=replace(diary.header, targets=(target,))))
    assert np.isnan(measures.targets[:-1]).all()
    assert math.isnan(measures.values["target.plan"]), "nobody was there a year before, so it is not known"


def test_a_file_its_outcomes_and_its_tables(tmp_path: Path) -> None:
    """Catches a target that is lost on the way from a file to odds: 5 customers are sure to be won by June, a
    million of them are not; the odds are shares of runs, with an interval of odds."""
    text = PAID_FOR + (
        '[target.few]\nmetric = "won"\nat_least = 5\nby = "2027-06"\n\n'
        '[target.many]\nmetric = "customers_end"\nmotion = "sale"\nat_least = "1M"\n\n'
        '[target.solvent]\nmetric = "cash_low"\nat_least = 0\n'
    )
    outcomes = simulator.run(simulator.load(written(tmp_path, text)), replications=8)
    assert outcomes.targets.shape == (8, 24, 3)
    assert outcomes.summary("target.few").mean == 1.0
    assert outcomes.summary("target.many").mean == 0.0
    assert 0.2 < outcomes.summary("target.many").high < 0.3, "Wilson's of none in eight: 0.253"
    assert outcomes.summary("target.solvent").mean == 1.0 - outcomes.summary("runout_probability").mean
    table = outcomes.to_polars("targets")
    assert table.shape == (8 * 3 * 24, 7)
    few = table.filter(table["target"] == "few", table["replication"] == 3)
    assert few["value"].to_list() == outcomes.targets[3, :, 0].tolist()
    assert few["reached"].to_list() == [float(won >= 5) for won in few["value"]]
    plain = simulator.run(simulator.load(written(tmp_path, SMALL)), replications=1)
    assert plain.to_polars("targets").shape[0] == 0


def test_a_target_can_be_asked_for_alone(tmp_path: Path) -> None:
    text = SMALL + '[target.few]\nmetric = "won"\nat_least = 5\nby = "2027-06"\n'
    company = simulator.load(written(tmp_path, text))
    for name in ("target.few", "target"):
        assert list(simulator.run(company, replications=2, metrics=[name]).values) == ["target.few"]
