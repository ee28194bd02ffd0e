"""Write docs/validation.md from what the oracles find: python -m tests.oracles.validation

Every check that says what it is `of` (see judging) makes a row. Whenever the oracles are tested, their
rows are held against those of the page.
"""

from __future__ import annotations

import importlib
import math
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.oracles.judging import ALARM, Finding
from tests.tiers import MODELS, NIGHTLY

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "validation.md"
MARK = "<!-- What follows is made by python -m tests.oracles.validation; the oracles keep it equal. -->"
HEAD = "| what | theory | simulated | difference | standard error | in errors | from |\n" + "| --- " * 7 + "|"

Rows = Mapping[str, Sequence[str]]


class Oracle(NamedTuple):
    """A test, what it stands for, and whose answer it is."""

    test: str
    title: str
    source: str


_TOLD = tomllib.loads(Path(__file__).with_name("families.toml").read_text(encoding="utf-8"))
FAMILIES = {family: [Oracle(**oracle) for oracle in oracles] for family, oracles in _TOLD.items()}
ORACLES = {oracle.test: oracle for oracles in FAMILIES.values() for oracle in oracles}

ALARMS = f"""\
A check fails where chance alone would go as far once in {1 / ALARM:,.0f} times, and where it could not notice
the error that it is there for.
"""
ENGINES = f"""\
## Two engines, one ledger

There are two clocks: compiled, for speed, and SimPy's, which is slow and plain. Both write the same ledger,
bit for bit: for {MODELS:,} companies drawn at random at every change of the code and {NIGHTLY:,} every night,
which must go through every kind of event, and for every file that we ship. The same holds without the
compiler.
Tests: `tests/engines/test_agreement.py`, `tests/nightly.py`, `tests/engines/test_shipped.py`.
Would catch: an order of ties, a lost wake-up, a seat given twice, an integer that wraps; but no rule that is
wrong in both. That is what the tables are for.
"""


def _plain(value: float, decimals: int) -> str:
    return f"{value + 0.0:,.{decimals}f}"


def _size(finding: Finding) -> int:
    """The first number of what a finding is based on."""
    found = re.match(r"[\d,]+", finding.base)
    return int(found[0].replace(",", "")) if found else 0


def _row(of: str, group: Sequence[Finding]) -> str:
    """One line of a table: figures alike stand side by side."""
    errors = [f.error for f in group if f.error]
    if errors:
        decimals = max(0, 1 - math.floor(math.log10(max(errors))))
    else:  # two more than were published
        _, rounded, unit = group[0].base.partition(" to ")
        decimals = 2 - round(math.log10(float(unit))) if rounded else 0
    largest, smallest = (end(group, key=_size) for end in (max, min))
    off = max((f.found - f.theory for f in group), key=abs)
    cells = [
        of,
        " / ".join(f"{f.theory:,.6g}" for f in group),
        " / ".join(_plain(f.found, decimals) for f in group),
        _plain(off, decimals) if round(off, decimals) else "0",
        _plain(max(errors), decimals) if errors else "none",
        _plain(max(abs(f.found - f.theory) / f.error for f in group if f.error), 1) if errors else "none",
        largest.base if smallest.base == largest.base else f"{smallest.base.split()[0]} to {largest.base}",
    ]
    return f"| {' | '.join(cells)} |"


def rows_of(found: Iterable[Finding]) -> list[str]:
    """The lines that the checks of a test make."""
    alike: dict[str, list[Finding]] = {}
    for finding in found:
        alike.setdefault(finding.of, []).append(finding)
    return [_row(of, group) for of, group in alike.items()]


def catches(test: str) -> str:
    """What a test would catch, as it says itself."""
    module, _, name = test.rpartition(".")
    words = " ".join((getattr(importlib.import_module(f"tests.{module}"), name).__doc__ or "").split())
    found = re.search(r"Catches (.+?)\.(?= [A-Z]|$)", words)
    assert found, f"{test} does not say what it catches"
    return found[1]


def made(rows: Rows) -> Iterator[str]:
    """What of the page is not written by hand, with these rows."""
    yield ALARMS
    for family, oracles in FAMILIES.items():
        yield f"## {family}\n"
        for oracle in oracles:
            if len(oracles) > 1:
                yield f"### {oracle.title}\n"
            file = f"tests/{oracle.test.rpartition('.')[0].replace('.', '/')}.py"
            yield f"Theory: {oracle.source}.\nTest: `{file}`.\nWould catch: {catches(oracle.test)}.\n"
            yield "\n".join([HEAD, *rows.get(oracle.test, ())]) + "\n"
    yield ENGINES


def page_of(rows: Rows) -> str:
    """The text of the page: down to a line that says so it is written by hand."""
    by_hand = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    return f"{by_hand}{MARK}\n\n" + "\n".join(made(rows))


def told() -> dict[str, list[str]]:
    """The rows that the page has, by test."""
    found: dict[str, list[str]] = {}
    tables = [
        block.splitlines()[2:]
        for block in PAGE.read_text(encoding="utf-8").split("\n\n")
        if block.startswith("| what")
    ]
    for test, table in zip(ORACLES, tables, strict=True):
        found[test] = table
    return found


class Renewal:
    """Collects what a run of the oracles finds, in place of holding it against the page."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {test: [] for test in ORACLES}

    def add(self, test: str, rows: Iterable[str]) -> None:
        """Both engines find the same: once is enough."""
        self.found[test] += [row for row in rows if row not in self.found[test]]


def held_against_the_page(test: str, found: Iterable[Finding], renewal: Renewal | None) -> None:
    """Rows of a test are those of the page, to the last digit."""
    if test not in ORACLES:
        pytest.fail(f"{test} judges what no family of tests/oracles/validation.py names")
    if renewal:
        renewal.add(test, rows_of(found))
        return
    missing = [row for row in rows_of(found) if row not in told()[test]]
    if missing:
        pytest.fail(
            f"docs/validation.md lacks {missing}: run python -m tests.oracles.validation", pytrace=False
        )


def rows() -> Rows:
    """Every oracle tested anew. Raises RuntimeError where one fails."""
    renewal = Renewal()
    files = {str(TESTS / f"{test.rpartition('.')[0].replace('.', '/')}.py") for test in ORACLES}
    names = " or ".join({test.rpartition(".")[2] for test in ORACLES})
    arguments = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        "-k",
        names,
        *sorted(files),
    ]
    if pytest.main(arguments, plugins=[renewal]) != pytest.ExitCode.OK:
        raise RuntimeError("an oracle disagrees: the page stays as it was")
    return renewal.found


if __name__ == "__main__":
    from tests.oracles import validation  # the one that the tests know, not this

    try:
        PAGE.write_text(validation.page_of(validation.rows()), encoding="utf-8")
    except RuntimeError as error:
        sys.exit(str(error))
