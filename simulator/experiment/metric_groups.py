"""Group metrics under headings, in the order in which pages show them."""

from collections.abc import Iterable

from simulator.experiment.outcomes import Outcomes
from simulator.metrics import METRICS, definition, metric_of


def grouped(names: Iterable[str]) -> dict[str, list[str]]:
    """Names of metrics under their headings, each with its variants behind it; no heading over nothing."""
    places = {metric: place for place, metric in enumerate(METRICS.values())}
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: places[metric_of(name)]):
        found.setdefault(metric_of(name).group.heading, []).append(name)
    return found


def label(outcomes: Outcomes, name: str) -> str:
    """The words for a metric, or for a variant of the one above it, under a heading."""
    plain, _, variant = name.partition(":")
    if not variant:
        return f"  {outcomes.defined_as(name).label}"
    words = definition(name).label.removeprefix(definition(plain).label).lstrip(", ")
    return f"    {metric_of(name).variants[variant].true or words or variant}"


def own(outcomes: Outcomes) -> list[str]:
    """All metrics but variants that stand under the plain name, and what is undefined throughout."""
    return [
        name
        for name in outcomes.values
        if outcomes.summary(name).defined
        and (":" not in name or outcomes.defined_as(name) != outcomes.defined_as(name.partition(":")[0]))
    ]


def true(name: str) -> bool:
    """Whether a metric is no variant, or the one that is true."""
    _, _, variant = name.partition(":")
    return not variant or bool(metric_of(name).variants[variant].true)
