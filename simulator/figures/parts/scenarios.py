"""Say in a title what stands out: of one scenario or several, with the digits that are sure."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Comparison, Interval, Outcomes
from simulator.figures.parts.bands import interval_of, is_significantly_more, leading
from simulator.format import Scale, scale_of

Shown = Outcomes | Comparison

LONGEST = 48  # characters of a scenario's name
QUOTES = str.maketrans("", "", '"“”')


def rows_of(shown: Shown) -> tuple[Outcomes, ...]:
    """The scenarios to draw, from the top."""
    return shown.outcomes if isinstance(shown, Comparison) else (shown,)


def named(name: str) -> str:
    """A scenario's name within a sentence: a what-if may have spaces, and quotes, which a cut would halve."""
    cut = short(name.translate(QUOTES), LONGEST)
    return f"“{cut}”" if " " in cut else cut


def at_the_end(comparison: Comparison, metric: str, end: Callable[..., float]) -> str:
    """Who is at the end (`max` or `min`) of a metric; or which two, where that is too close to call.

    Empty where fewer than two are known, or where they are all alike: nobody is first among equals.
    """
    values = _known(comparison, metric)
    if len(values) < 2 or are_alike(comparison, metric):
        return ""
    first, second, sure = leading(values, end)
    value = shown_in(comparison[first], metric)
    return (
        f"{named(first)} ({value})"
        if sure
        else f"{named(first)} or {named(second)} ({value}, too close to call)"
    )


def are_alike(comparison: Comparison, metric: str) -> bool:
    """Whether not even those at the two ends of a metric surely differ, of two or more that know it."""
    ranked = sorted(_known(comparison, metric).values(), key=lambda values: interval_of(values).mean)
    return len(ranked) > 1 and not is_significantly_more(ranked[-1], ranked[0])


def _known(comparison: Comparison, metric: str) -> dict[str, NDArray[np.float64]]:
    return {o.name: o.values[metric] for o in comparison.outcomes if o.summary(metric).defined}


def shown_in(outcomes: Outcomes, metric: str) -> str:
    """A metric's mean with its unit, as in a title."""
    interval = outcomes.summary(metric).interval
    return in_title(scale_of(outcomes.unit(metric), [interval.mean]), interval)


def in_title(scale: Scale, interval: Interval) -> str:
    """A mean with its unit and no more than three digits or so: enough for a title."""
    half = max(interval.half, abs(interval.mean) / 100)
    return f"{scale.show(interval.mean, half)} {scale.unit}"


def capital(text: str) -> str:
    """A text with a capital at its beginning; the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def short(name: str, longest: int) -> str:
    """A name, cut where there is no room for more."""
    return name if len(name) <= longest else name[: longest - 1] + "…"


def motion_of(outcomes: Outcomes, motion: str) -> int:
    """The place of a motion among those of a company. Raises KeyError for one that there is not."""
    motions = outcomes.header.motions
    if motion not in motions:
        raise KeyError(f"no motion {motion!r}: there are {', '.join(motions)}")
    return motions.index(motion)
