"""Check the arguments of figures, with readable errors."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import ParamSpec

from matplotlib.figure import Figure

from simulator.experiment import Comparison, Outcomes
from simulator.figures.parts.layout import verbatim

P = ParamSpec("P")

WORDS = {
    Outcomes: "outcomes: simulator.run(scenario)",
    Comparison: "a comparison: simulator.compare(scenarios)",
}


def takes(*kinds: type) -> Callable[[Callable[P, Figure]], Callable[P, Figure]]:
    """A figure whose first argument is of these kinds. It raises TypeError that says how to come by them."""

    def checked(draw: Callable[P, Figure]) -> Callable[P, Figure]:
        @wraps(draw)
        def drawn(*args: P.args, **named: P.kwargs) -> Figure:
            shown = next(iter(signature(draw).bind(*args, **named).arguments.values()))
            if not isinstance(shown, kinds):
                said = ", or ".join(WORDS[kind] for kind in kinds)
                raise TypeError(f"figures.{draw.__name__} takes {said}; not {type(shown).__name__}")
            return verbatim(draw(*args, **named))

        return drawn

    return checked
