"""Whether a record's numbers have come out again, as a page to read."""

from collections.abc import Sequence
from pathlib import Path

from simulator.format import many
from simulator.layout.page import Page, Verbatim
from simulator.saved_runs import Again, Gap

MOST = 100  # lines of differing metrics of one scenario
FEW = 3  # ... of what differs in another table, which follows from them


def report(folder: Path, found: Again) -> Page:
    """Numbers first; then what may be the reason; then what else has changed meanwhile."""
    of = f"{found.numbers:,} numbers of {many(found.scenarios, 'scenario')}"
    if found.gaps:
        differing = sum(gap.differing for gap in found.gaps)
        lines = [f"NOT the same: {differing:,} of {of} differ", *_gaps(found.gaps)]
    else:
        lines = [f"the same: {of}"]
    lines += [f"{folder / name}: not as it was written" for name in found.edited]
    lines += [f"{folder / name}: gone" for name in found.gone]
    lines += [f"{name}: read from outside the record, which an input names" for name in found.outside]
    lines += [f"made with {other}" for other in found.machine]
    lines += [f"for information: {name} has changed since, in this folder" for name in found.changed]
    return [[Verbatim(line) for line in lines]]


def _gaps(gaps: Sequence[Gap]) -> list[str]:
    """Metrics by replication each on a line, first; a table in which much differs on one for a scenario."""
    alike: dict[tuple[str, str], list[Gap]] = {}
    for gap in sorted(gaps, key=lambda gap: gap.table != "values.csv"):
        alike.setdefault((gap.table, gap.scenario), []).append(gap)
    lines: list[str] = []
    for (table, scenario), some in alike.items():
        if not scenario:
            lines.append(f"  {table}: other {some[0].name}")
        elif len(some) <= (MOST if table == "values.csv" else FEW):
            lines += [f"  {table}: {scenario}, {gap.name}: {_count([gap])}{_largest(gap)}" for gap in some]
        else:
            lines.append(f"  {table}: {scenario}, {len(some)} of its metrics or columns: {_count(some)}")
    return lines


def _count(some: Sequence[Gap]) -> str:
    return f"{sum(gap.differing for gap in some):,} of {sum(gap.of for gap in some):,} differ"


def _largest(gap: Gap) -> str:
    return f", by up to {gap.largest:.6g} {gap.unit}".rstrip() if gap.largest else ""
