"""Figure: the bowtie: accounts up to the signature, recurring revenue after it, stage by stage."""

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.experiment import CONFIDENCE, Interval, Outcomes
from simulator.figures.parts.ink import TEXT
from simulator.figures.parts.layout import note, page, panel, takes
from simulator.figures.parts.scenarios import in_title, motion_of
from simulator.figures.parts.tie import WON, Step, Tie, tie_of
from simulator.figures.parts.wings import FEW, REACH, draw_left, draw_right, draw_stages
from simulator.format import Scale, many, plain, scale_of

WIDTH, LEFT, RIGHT = 13.0, 1.5, 1.4  # inches
TALL, LINE, LOW = 3.6, 0.25, 0.15  # inches: the wings, a line under them, and what is below
SHARE, DAYS, COUNT = scale_of("share", ()), scale_of("days", ()), scale_of("accounts", ())


@takes(Outcomes)
def bowtie(outcomes: Outcomes, motion: str | None = None) -> Figure:
    """The bowtie of all motions together, or of one: accounts up to the knot, recurring revenue behind it.

    Both wings are linear, each in one unit: customers on the right where nothing recurs. ± are 90 % intervals
    of means. Each share times the number before it is the next.
    Raises KeyError for a motion that there is not.
    """
    tie = tie_of(outcomes, None if motion is None else motion_of(outcomes, motion))
    lines = _lines(outcomes, tie)
    under = LOW + LINE * len(lines)
    tall = TALL if tie.right or tie.left[0].many.mean >= FEW else 0.0
    picture = page(WIDTH, under + tall, _finding(outcomes, tie), _how_to_read(outcomes, tie, motion))
    across = WIDTH - LEFT - RIGHT
    if tall:
        axes = panel(picture, LEFT, under, across, tall)
        draw_stages(axes, tie)
        draw_left(axes, tie.left)
        draw_right(axes, tie)
    under_it = panel(picture, LEFT, LOW, across, LINE * len(lines))
    _write(under_it, [*tie.left, *tie.right], lines)
    if tie.right:
        note(under_it, 1.0, 1, tie.scale.unit, transform=under_it.get_yaxis_transform())
    return picture


def _finding(outcomes: Outcomes, tie: Tie) -> str:
    """The title: who signs of those who come, and what is left of what they sign."""
    years = many(outcomes.header.months // 12, "year")
    come, won = tie.left[0].many.mean, tie.left[-1].many.mean
    said = f"Of {_few(come)} prospects {_few(won)} sign in {years}"
    if come < FEW:
        said = f"{'Hardly anybody' if come else 'Nobody'} comes in {years}"
    if not tie.right:
        return said
    held = in_title(SHARE, tie.kept)
    if not tie.is_money:
        return f"{said}; {held} of all customers are there at the end"
    first = tie.right[0]
    whose = "they and the customers of the first day bring" if first.before.mean else "they sign"
    said = f"{said}; of the {in_title(tie.scale, first.many)} that {whose} {held} is kept"
    return f"{said}, with growth it comes to {in_title(SHARE, tie.end)}"


def _few(value: float) -> str:
    return plain(value, 0 if value >= 10 or value == round(value) else 1)


def _how_to_read(outcomes: Outcomes, tie: Tie, motion: str | None) -> str:
    which = "all motions together" if motion is None else f"motion {motion}"
    if len(outcomes.header.motions) == 1:
        which = f"motion {outcomes.header.motions[0]}"
    said = (
        f"{outcomes.title}, {which}: {outcomes.how}; ± are {CONFIDENCE} intervals of the mean. Widths are to "
        "scale, each wing on its own. Left: accounts that came so far or farther within these years, past "
        "steps that they skip or that their motion does not have; open: neither farther nor lost at the end. "
    )
    if tie.left[0].under_way:
        said += f"{_few(tie.left[0].under_way)} of the prospects are of the pipeline of the first day. "
    if not tie.is_money:
        return f"{said}Right: customers, as nothing recurs here." if tie.right else said.strip()
    said += (
        "Right: recurring revenue, which is what customers are kept for: what each had first; of it what is "
        "in use; of it what is paid at the end (kept); and all that these customers pay then (with growth); "
        "×: what each who signed has first"
    )
    if tie.right[0].before.mean:
        said += "; hatched: of customers of the first day"
    return f"{said}.{_waiting(outcomes, tie) if motion is None else ''}"


def _waiting(outcomes: Outcomes, tie: Tie) -> str:
    """What the end of the wing lacks to the company's recurring revenue."""
    monthly = outcomes.monthly
    cents = (monthly["closing"] - monthly["live_arr"])[:, -1].sum(axis=1).mean()
    told = f" {tie.scale.show(cents / 100, cents / 1000)} {tie.scale.unit} more is signed and not in use yet."
    return told if cents else ""


def _lines(outcomes: Outcomes, tie: Tie) -> list[tuple[str, list[str]]]:
    """What stands under the wings: the name of a line, and a text for each step."""
    left, right = tie.left, tie.right
    numbers = [_sure(COUNT, s.many) for s in left] + [_sure(tie.scale, s.many) for s in right]
    parts = [_part(outcomes, tie, step) for step in (*left, *right)]
    lines = [
        ("", [step.name for step in (*left, *right)]),
        ("accounts", numbers),
        ("of the step before", parts),
        ("days since it", [_sure(DAYS, step.days) for step in left] + [""] * len(right)),
        ("still open", [_sure(COUNT, step.open) for step in left] + [""] * len(right)),
    ]
    if right and right[0].before.mean:
        old = [_sure(tie.scale, step.before) for step in right]
        lines.append(("of the first day", [""] * len(left) + old))
    return lines


def _part(outcomes: Outcomes, tie: Tie, step: Step) -> str:
    """Its share of the step before; of a customer's first recurring revenue how much each has."""
    if math.isnan(step.share.mean):
        return ""
    if not (step in tie.right and step.place == WON):
        return f"{_sure(SHARE, step.share)} %"
    if not tie.is_money:
        return ""
    scale = scale_of(outcomes.header.currency, [step.share.mean])
    return f"× {_sure(scale, step.share)} {scale.unit.removesuffix(outcomes.header.currency)}".rstrip()


def _sure(scale: Scale, interval: Interval) -> str:
    """Nothing where it is not known; no interval where it is the same in every run."""
    if math.isnan(interval.mean):
        return ""
    return scale.sure(interval.mean, interval.half or math.nan)


def _write(axes: Axes, steps: Sequence[Step], lines: Sequence[tuple[str, list[str]]]) -> None:
    axes.set_xlim(*REACH)
    axes.set_ylim(len(lines) - 0.5, -0.5)
    axes.set_axis_off()
    for place, (label, texts) in enumerate(lines):
        note(axes, -0.01, place, label, ha="right", transform=axes.get_yaxis_transform())
        for step, text in zip(steps, texts, strict=True):
            note(axes, step.at, place, text, ha="center", size=TEXT, weight="normal" if place else "bold")
