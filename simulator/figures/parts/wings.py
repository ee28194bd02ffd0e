"""Draw the wings of a bowtie: edges to scale, linear, mirrored; over them the stages that the field names."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from simulator.figures.parts.ink import BLUE, FAINT, GREEN, INK, ORANGE, TEXT
from simulator.figures.parts.layout import note
from simulator.figures.parts.tie import KEPT, Step, Tie

OVER, BELOW = 1.32, 1.06  # edges of the panel, of the widest place
HEADS = 1.17  # height of the stages' names
ROUND = tuple(digit * 10.0**power for power in range(-3, 13) for digit in (1, 2, 5))
SELECTION = (2, 3)  # it begins with SQL, or where no stage marks that with SAL
REACH = (-0.5, 8.5)  # along the picture
FEW = 1.0  # prospects a run: of fewer there is no wing


def draw_stages(axes: Axes, tie: Tie) -> None:
    """The names of the stages, each over the part of a wing between two steps; a line where one begins."""
    axes.set_xlim(*REACH)
    axes.set_ylim(-BELOW, OVER)
    axes.set_axis_off()
    for name, start, end in stages(tie):
        note(axes, (start + end) / 2, HEADS, name, ha="center", size=TEXT, weight="bold")
        for at in (start, end):
            axes.plot([at, at], [-BELOW, HEADS + 0.1], color=FAINT, lw=0.8, zorder=0)


def stages(tie: Tie) -> list[tuple[str, float, float]]:
    """Each with where it begins and ends: those that no step tells apart are one."""
    places = [step.place for step in tie.left]
    selection = next((place for place in SELECTION if place in places), SELECTION[0])
    found: list[tuple[str, float, float]] = []
    for step, following in zip(tie.left, tie.left[1:], strict=False):
        starts = (("awareness", 0), ("education", 1), ("selection", selection))
        names = [name for name, place in starts if step.place <= place < following.place]
        if names:
            found.append((", ".join(names), step.at, following.at))
        else:  # a second step within selection
            found[-1] = (found[-1][0], found[-1][1], following.at)
    behind = ("commit", "onboarding", "impact", "growth")
    edges = [tie.left[-1], *tie.right]
    return found + [
        (name, one.at, other.at) for name, one, other in zip(behind, edges, edges[1:], strict=False)
    ]


def draw_left(axes: Axes, steps: Sequence[Step]) -> None:
    """Accounts: the width at each step, and straight between two."""
    most = max(step.many.mean for step in steps)
    if most < FEW:
        return
    at, tall = [step.at for step in steps], np.array([step.many.mean for step in steps]) / most
    axes.fill_between(at, tall, -tall, fc=BLUE, alpha=0.55, ec="none", zorder=2)
    _edges(axes, at, -tall, tall)
    _scale_bar(axes, -0.2, most, "accounts", -1)


def draw_right(axes: Axes, tie: Tie) -> None:
    """What customers have: those of the first day at the bottom, hatched; around what is kept what grew."""
    steps = tie.right
    if not steps:
        return
    most = max(step.many.mean for step in steps)
    at, tall = np.array([step.at for step in steps]), np.array([step.many.mean for step in steps]) / most
    _draw_knot(axes, tie, float(tall[0]))
    kept = sum(step.place <= KEPT for step in steps) - 1  # the last that is a part of the one before
    inner = np.where(np.arange(len(steps)) > kept, tall[kept], tall)
    old = np.array([step.before.mean for step in steps]) / most
    line = 2 * np.where(np.arange(len(steps)) > kept, old[kept], old) - inner
    axes.fill_between(at, inner, line, fc=ORANGE, alpha=0.6, ec="none", zorder=2)
    if old.any():
        axes.fill_between(at, line, -inner, fc="white", ec=INK, hatch="///", lw=0.0, zorder=2)
    for side in (1, -1) if kept < len(steps) - 1 else ():
        shell = side * inner[kept:], side * tall[kept:]
        axes.fill_between(at[kept:], *shell, fc=GREEN, alpha=0.5, ec=INK, hatch="...", lw=0.0, zorder=2)
    _edges(axes, at, -tall, tall)
    _scale_bar(axes, at[-1] + 0.2, most, tie.scale.unit, 1, tie.scale.factor)


def _draw_knot(axes: Axes, tie: Tie, opens: float) -> None:
    """From who signs to what they have: another unit, so nothing is filled."""
    knot, come = tie.left[-1], max(step.many.mean for step in tie.left)
    if come >= FEW:
        for side in (1, -1):
            ends = [side * knot.many.mean / come, side * opens]
            axes.plot([knot.at, tie.right[0].at], ends, "--", color=INK, lw=0.8, zorder=1)


def _edges(axes: Axes, at: ArrayLike, low: ArrayLike, high: ArrayLike) -> None:
    axes.vlines(at, low, high, color=INK, lw=1.2, zorder=3)


def _scale_bar(axes: Axes, at: float, most: float, unit: str, side: int, factor: float = 1.0) -> None:
    """A line as long as a round number is wide."""
    length = max(value for value in ROUND if value <= most * factor * 0.6)
    half = length / (most * factor)
    axes.plot([at, at], [-half, half], color=INK, lw=1.6, marker="_", ms=7, zorder=3)
    text = f"{length:,g}\n" + "\n".join(unit.split(" ", 1))
    note(axes, at + 0.08 * side, 0.0, text, ha="left" if side > 0 else "right")
