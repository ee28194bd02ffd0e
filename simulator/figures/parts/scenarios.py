"""Arrange one scenario, or several, as rows of a figure, and say which stands out."""

from collections.abc import Callable

from simulator.experiment import Comparison, Outcomes
from simulator.figures.parts.known import leading
from simulator.figures.parts.words import in_title, short
from simulator.format import scale_of

Shown = Outcomes | Comparison

LONGEST = 26  # characters of a scenario's name
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

    Empty where fewer than two are known.
    """
    values = {o.name: o.values[metric] for o in comparison.outcomes if o.summary(metric).defined}
    if len(values) < 2:
        return ""
    first, second, sure = leading(values, end)
    value = shown_in(comparison[first], metric)
    return (
        f"{named(first)} ({value})"
        if sure
        else f"{named(first)} or {named(second)} ({value}, too close to call)"
    )


def shown_in(outcomes: Outcomes, metric: str) -> str:
    """A metric's mean with its unit, as in a title."""
    interval = outcomes.summary(metric).interval
    return in_title(scale_of(outcomes.unit(metric), [interval.mean]), interval)
