"""At what size what-ifs come to the same in a metric, as lines to read."""

from collections.abc import Sequence

from simulator.experiment import Sized
from simulator.experiment.search import FARTHEST
from simulator.format import Scale, listed
from simulator.layout.page import Paragraph, Section
from simulator.metrics import definition
from simulator.report.screen.words import amount, short

NEAR = 0.005  # of the goal: a size comes to as much as the first


def sizes_of(sizes: Sequence[Sized]) -> list[Section]:
    """A line for each what-if: at how many times its change it is compared, or that none comes to as much."""
    if not sizes:
        return []
    first, *others = sizes
    scale = short(first.unit, [one.goal for one in sizes])
    label = definition(first.metric).label
    head = (
        f'At equal "{label}": {amount(scale, first.goal)}, as with "{first.what_if}" as the file states it.'
    )
    return [[Paragraph(head), *(Paragraph(_told(one, scale), 2) for one in others)]]


def _told(one: Sized, scale: Scale) -> str:
    held = f"; {listed(one.held)} as stated" if one.held else ""
    if not one.found:
        why = f" ({one.limit})" if one.limit and one.farthest < FARTHEST else ""
        most = f"{one.farthest:g} times its change comes to {amount(scale, one.nearest)}"
        return f'"{one.what_if}" is left out: no size comes to as much; {most}{why}'
    if one.factor == 0.0:
        nothing = f"where it changes nothing, {amount(scale, one.value)}"
        return f'"{one.what_if}" is left out: it comes nearest {nothing}'
    gap = one.value / one.goal - 1.0 if one.goal else 0.0
    off = f", {amount(scale, one.value)}: {100 * gap:+.1f} %, as people are whole" if abs(gap) > NEAR else ""
    return f'"{one.what_if}": {one.factor:.3g} times its change{held}{off}'
