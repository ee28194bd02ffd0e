"""Runs that go on until a mean is sure enough, and runs that go on from what there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator.experiment import OptionError, Outcomes, Wanted, stopping
from simulator.experiment.intervals import Interval
from simulator.experiment.stopping import FIRST, looks
from simulator.ledger import Header, header_of
from simulator.numerics.strata import BLOCK
from simulator.scenario import Scenario
from tests.companies import SMALL, written
from tests.experiment.coverage import UNSURE
from tests.experiment.stopping import KINDS, SIZES, covered


@pytest.fixture(scope="module")
def unsure(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return simulator.load(written(tmp_path_factory.mktemp("companies"), UNSURE, "unsure"))


@pytest.fixture(scope="module")
def header(unsure: Scenario) -> Header:
    return header_of(unsure.draw(0, 0), 0, 0)


@pytest.fixture(scope="module")
def few(unsure: Scenario) -> Outcomes:
    return simulator.run(unsure, replications=5, second_lives=3)


def same(one: Outcomes, other: Outcomes) -> bool:
    """Equal to the bit in every part, undefined values included."""
    pairs = [(one.values, other.values), (one.second_lives, other.second_lives)]
    pairs += [(one.monthly, other.monthly), (one.company, other.company)]
    arrays = ("cohorts", "bowtie", "stages", "rates", "worth", "exposure", "teams", "cycles")
    return (
        one.parts == other.parts
        and (one.replications, one.asked, one.seed) == (other.replications, other.asked, other.seed)
        and all(a.keys() == b.keys() and all(a[k].tobytes() == b[k].tobytes() for k in a) for a, b in pairs)
        and all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in arrays)
    )


# How sure ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "on", "half", "relative"),
    [
        ("2%", "cash_end", 0.02, True),
        ("0.5 %", "win_rate", 0.005, True),
        ("0.5 points", "win_rate", 0.005, False),
        ("10k EUR", "cash_end", 10_000.0, False),
        ("1.5M eur", "arr_end", 1_500_000.0, False),
        ("250 EUR a year", "arr_end", 250.0, False),
        ("3 days", "cycle_days_median", 3.0, False),
        ("3", "won", 3.0, False),
    ],
)
def test_a_precision_is_read(header: Header, text: str, on: str, half: float, relative: bool) -> None:
    """Catches points taken for parts of the mean, and a suffix that does not count."""
    wanted = Wanted.of(text, on, header, None)
    assert (wanted.half, wanted.relative) == (pytest.approx(half), relative)


@pytest.mark.parametrize(
    ("text", "on", "told"),
    [
        ("narrow", "won", "precision = 'narrow': part of the mean, such as 2%, or an amount, such as 10"),
        ("2 points", "cash_end", "such as 10 EUR$"),
        ("10 USD", "cash_end", "such as 10 EUR$"),
        ("0.1", "win_rate", "such as 0.5 points"),
        ("0%", "won", "more than 0"),
        ("2%", "wonn", "on = 'wonn': not a metric here; did you mean won"),
        ("2%", None, "precision: of which metric"),
    ],
)
def test_a_precision_that_can_not_be(unsure: Scenario, text: str, on: str | None, told: str) -> None:
    """Catches an hour of running before a slip is found, and another currency taken for this one."""
    with pytest.raises(OptionError, match=told):
        simulator.run(unsure, precision=text, on=on, replications=10**6)


def test_a_metric_without_a_precision(unsure: Scenario) -> None:
    """Catches an option that goes nowhere."""
    with pytest.raises(OptionError, match="on = 'won'"):
        simulator.run(unsure, on="won", replications=1)
    with pytest.raises(OptionError, match="name it, too"):
        simulator.run(unsure, precision="2%", on="won", metrics=["cash_end"])


def test_a_wanted_width_is_of_half_the_interval() -> None:
    """Catches a whole width, and a part of the mean that turns with its sign."""
    assert Wanted("2%", "won", 0.02, True).holds(Interval(-100.0, -102.0, -98.0))
    assert not Wanted("2%", "won", 0.02, True).holds(Interval(-100.0, -102.1, -97.9))
    assert not Wanted("2", "won", 2.0, False).holds(Interval(1.0, np.nan, np.nan))


def test_looks_are_after_whole_blocks_and_ever_further_apart() -> None:
    """Catches looks after each block, by which a run ends too soon, and a cap that is overlooked."""
    found = looks(4_001)
    assert found[:3] == [160, 184, 208]
    assert found[-1] == 4_001
    assert all(look % BLOCK == 0 for look in found[:-1])
    assert all(1.1 < b / a < 1.2 for a, b in pairwise(found[:-1]))
    assert looks(100) == [100]
    assert looks(FIRST * BLOCK) == [FIRST * BLOCK]


@pytest.mark.slow
def test_it_ends_when_it_is_narrow(unsure: Scenario) -> None:
    """Catches a run that goes on to the cap, that ends at the first narrow look, or whose replications are
    not those of a run that was asked for so many."""
    found = simulator.run(unsure, precision="4%", on="cash_end", metrics=["cash_end"])
    reached = found.precision
    assert reached is not None
    assert reached.narrow
    assert reached.half == found.summary("cash_end").interval.half
    assert reached.half <= 0.04 * found.summary("cash_end").mean
    at = looks(stopping.MOST).index(found.replications)
    before = simulator.run(unsure, replications=looks(stopping.MOST)[at - 1], metrics=["cash_end"])
    assert Wanted("4%", "cash_end", 0.04, True).holds(before.summary("cash_end").interval)
    long = simulator.run(unsure, replications=found.replications, metrics=["cash_end"])
    np.testing.assert_array_equal(found.values["cash_end"], long.values["cash_end"])
    assert not found.partial


def test_it_looks_when_there_is_what_was_asked_for(unsure: Scenario) -> None:
    """Catches second lives refused as the first look has fewer replications, and a look before the end of
    what is extended."""
    how = {"precision": "50%", "on": "won", "metrics": ["won"]}
    found = simulator.run(unsure, second_lives=170, **how)  # type: ignore[arg-type]
    assert (found.replications, len(found.second_lives["won"])) == (208, 170)
    begun = simulator.run(unsure, replications=200, metrics=["won"])
    assert simulator.run(unsure, extending=begun, **how).replications == 240  # type: ignore[arg-type]


def test_it_ends_at_the_most(unsure: Scenario) -> None:
    """Catches a cap that is passed, and an answer that does not say that it is not as sure as asked."""
    found = simulator.run(unsure, precision="1 EUR", on="cash_end", metrics=["cash_end"], replications=20)
    assert (found.replications, found.partial) == (20, False)
    assert found.precision is not None
    assert not found.precision.narrow
    assert found.precision.half > 1.0


@pytest.mark.parametrize("kind", KINDS)
def test_intervals_hold_the_truth_after_stopping(kind: str) -> None:
    """Catches a rule that ends where the interval only happens to be narrow: 87.5 to 92.5 % of 4,000 runs,
    from those for which the first look is late enough to those of a hundred blocks. The seed is fixed; the
    night has others."""
    for size in SIZES:
        share, blocks = covered(kind, size, 4_000, 1)
        assert 0.875 <= share <= 0.925
        assert blocks >= size


# From what there is ------------------------------------------------------------------------------------


def test_what_is_extended_is_one_long_run(unsure: Scenario, few: Outcomes) -> None:
    """Catches replications that are lived again or left out, a part that is not gone on with, and a second
    life of the wrong replication."""
    assert same(
        simulator.run(unsure, replications=12, second_lives=3, extending=few),
        simulator.run(unsure, replications=12, second_lives=3),
    )
    part = simulator.run(unsure, replications=2, second_lives=2)
    assert same(
        simulator.run(unsure, replications=5, second_lives=3, extending=part),
        few,
    )
    assert simulator.run(unsure, replications=5, second_lives=3, extending=few).replications == 5


def test_what_is_extended_keeps_only_what_was_asked_for(unsure: Scenario) -> None:
    """Catches parts that come back, or go."""
    names = ["won", "monthly"]
    short = simulator.run(unsure, replications=2, metrics=names)
    long = simulator.run(unsure, replications=4, metrics=names, extending=short)
    assert (list(long.values), long.parts) == (["won"], ("monthly",))
    assert len(long.monthly["won"]) == 4


def test_another_run_is_not_extended(unsure: Scenario, few: Outcomes, tmp_path: Path) -> None:
    """Catches outcomes of two companies, or of two seeds, in one answer."""
    for wrong, told in (
        ({"seed": 1}, "seed = 1: what is to be extended has seed 0"),
        ({"independent": True}, "independent = True: what is to be extended drew evenly"),
        ({"replications": 4}, "replications = 4: there are 5 already"),
        ({"second_lives": 0}, "second_lives = 0: what is to be extended has 3"),
        ({"metrics": ["won"]}, "has other metrics"),
        ({"definitions": {"cac": "lagged"}}, "of another company"),
    ):
        options = {"replications": 8, "second_lives": 3, "extending": few, **wrong}
        with pytest.raises(OptionError, match=told):
            simulator.run(unsure, **options)  # type: ignore[arg-type]
    other = simulator.load(written(tmp_path, SMALL, "small"))
    with pytest.raises(OptionError, match=r"other metrics|another company"):
        simulator.run(other, replications=8, second_lives=3, extending=few)
    dearer = unsure.vary({"money.fixed_cost": "2k a month"})
    with pytest.raises(OptionError, match="its first replication comes out otherwise"):
        simulator.run(dearer, replications=8, second_lives=3, extending=few)


def test_a_run_that_was_ended_early_is_gone_on_with(unsure: Scenario, few: Outcomes) -> None:
    """Catches an extended run that still says it is partial, or Ctrl-C that loses what there was."""
    early = replace(few, asked=100)
    assert early.partial
    assert not simulator.run(unsure, replications=6, second_lives=3, extending=early).partial

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    cut = simulator.run(unsure, replications=5_000, second_lives=3, extending=few, progress=stop, workers=1)
    assert cut.partial
    assert cut.replications >= 5
    np.testing.assert_array_equal(cut.values["won"][:5], few.values["won"])
