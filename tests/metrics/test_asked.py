"""What is measured where only some of it is asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator.ledger import Ledger
from simulator.metrics import Measures, UnknownNameError, measure, reading
from simulator.metrics.asked import ALL_METRICS, PARTS

BINDING = Path(__file__).parents[1] / "binding.toml"  # a company in which everything happens


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return simulator.simulate(simulator.load(BINDING).model())


@pytest.fixture(scope="module")
def everything(ledger: Ledger) -> Measures:
    return measure(ledger)


@pytest.mark.slow
def test_every_metric_alone_is_what_it_is_among_all(ledger: Ledger, everything: Measures) -> None:
    """Catches a metric that rests on what another one has worked out, or on the order of working out."""
    alone = {name: measure(ledger, only=[name]) for name in everything.values}
    assert {name: list(found.values) for name, found in alone.items()} == {name: [name] for name in alone}
    found = [one.values[name] for name, one in alone.items()]
    np.testing.assert_array_equal(found, list(everything.values.values()))
    assert {one.parts for one in alone.values()} == {()}


@pytest.mark.parametrize("part", PARTS)
def test_every_part_alone_is_what_it_is_among_all(ledger: Ledger, everything: Measures, part: str) -> None:
    """Catches a part that is another one alone, and a name that gives another part."""
    found = measure(ledger, only=[part])
    assert found.parts == (part,)
    assert found.values == {}
    one, other = getattr(found, part), getattr(everything, part)
    for column in getattr(one, "dtype", np.dtype("f8")).names or (one if isinstance(one, dict) else [...]):
        np.testing.assert_array_equal(one[column], other[column])
    assert type(one) is type(other)


def test_names_of_several_in_the_order_of_printing(ledger: Ledger, everything: Measures) -> None:
    """Catches metrics in the order in which they are named, and teams that are left out of all teams."""
    found = measure(ledger, only=["won", "wait_days", "leads", "cac:lagged"])
    waits = [name for name in everything.values if name.startswith("wait_days.")]
    assert len(waits) > 1
    assert list(found.values) == ["leads", "won", *waits, "cac:lagged"]
    assert list(measure(ledger, only=[ALL_METRICS]).values) == list(everything.values)


def test_what_does_not_rest_on_money_works_out_none(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a journal that is written for metrics that never read it: it is dearer than all else."""

    def never(*_: object) -> None:
        raise AssertionError("the journal was written")

    monkeypatch.setattr(reading, "booked", never)
    found = measure(ledger, only=["won", "arr_end", "nrr", "utilisation", "cohorts", "bowtie"])
    assert found.parts == ("cohorts", "bowtie")
    with pytest.raises(AssertionError, match="the journal was written"):
        measure(ledger, only=["cac"])


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["wonn"], "'wonn' is neither a metric nor a part; did you mean won?"),
        (["cac:laged"], "did you mean cac:lagged?"),
        (["cohort"], "did you mean cohorts?"),
        (["wait_days.nobody"], "'wait_days.nobody' is neither a metric nor a part"),
        ("won", r"a list of names, such as \['won'\]"),
    ],
)
def test_a_name_that_there_is_not(ledger: Ledger, names: list[str], message: str) -> None:
    """Catches a misspelt name that is left out without a word."""
    with pytest.raises(UnknownNameError, match=message.replace("?", r"\?")):
        measure(ledger, only=names)


def test_what_was_not_asked_for_says_so(ledger: Ledger) -> None:
    """Catches a part that reads as empty, and a misspelt attribute that reads as one not asked for."""
    found = measure(ledger, only=["won"])
    with pytest.raises(ValueError, match="cohorts was not asked for"):
        found.cohorts  # noqa: B018
    assert not hasattr(found, "cohorts")
    with pytest.raises(AttributeError, match="'Measures' object has no attribute 'cohortz'"):
        found.cohortz  # noqa: B018
