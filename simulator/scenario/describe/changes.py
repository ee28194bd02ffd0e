"""Describe what a what-if changes: each number before and after."""

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.company.offer import PriceRise
from simulator.company.schema import Company
from simulator.company.stage import Stage
from simulator.company.team import Headcount
from simulator.quantity.number import Number
from simulator.quantity.parse import plain_value
from simulator.quantity.stated import stated

NOTHING = "not given"


def changes_in_words(before: Company, after: Company, paths: Iterable[str]) -> list[tuple[str, str, str]]:
    """Path, number before and number after, of each change."""
    return [(path, _said(_at(before, path)), _said(_at(after, path))) for path in paths]


def _at(part: Any, path: str) -> Any:
    """What stands at a path of a company; stages go by their names."""
    for key in path.split("."):
        if isinstance(part, Mapping):
            part = part.get(key)
        elif isinstance(part, tuple):
            part = next((one for one in part if isinstance(one, Stage) and one.name == key), None)
        else:
            part = getattr(part, key, None)
    return part


def _said(part: Any) -> str:
    if isinstance(part, Number):
        return stated(part)
    if isinstance(part, tuple) and part:
        return ", ".join(_said(one) for one in part)
    if isinstance(part, Headcount):
        return f"{part.count.whole:,}" + (f" from {part.from_:%Y-%m}" if part.from_ else "")
    if isinstance(part, PriceRise):
        return f"{stated(part.by)} from {part.from_:%Y-%m}"
    return NOTHING if part is None or part == () else plain_value(part)
