"""The examples in the docstrings of the names that a user meets first."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import simulator

ROOT = Path(__file__).parents[2]
FIRST = (
    *("load", "Scenario", "Model", "simulate", "Ledger", "measure", "Measures"),
    *("run", "Outcomes", "compare", "breakeven", "solve"),
)


def examples(name: str) -> Iterator[doctest.DocTest]:
    """Those of a public name, its methods left out."""
    found = doctest.DocTestFinder(recurse=False).find(
        getattr(simulator, name), name, globs={"simulator": simulator}
    )
    yield from (test for test in found if test.examples)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow) if name in ("breakeven", "solve") else name
        for name in FIRST
    ],
)
def test_it_has_an_example_that_is_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a docstring without an example, and one whose example gives something else."""
    monkeypatch.chdir(ROOT)
    said: list[str] = []
    (test,) = examples(name)
    failed, tried = doctest.DocTestRunner().run(test, out=said.append)
    assert tried
    assert not failed, "".join(said)


@pytest.mark.parametrize("name", ["Scenario", "Model", "Ledger", "Measures", "Outcomes"])
def test_it_tells_its_attributes(name: str) -> None:
    """Catches a field that somebody added and that no reader is told of."""
    kind = getattr(simulator, name)
    text = kind.__doc__ or ""
    if name == "Outcomes":  # what is stacked is told by the Measures
        text += simulator.Measures.__doc__ or ""
    listed = re.findall(r"^ +(\w+(?:, \w+)*): ", text, re.MULTILINE)
    told = {word for names in listed for word in names.split(", ")}
    assert set(kind.__dataclass_fields__) - told - {"references"} == set()
