"""Change headcount by so many, all of it or from a date on: `-1`, `+2 from 2027-04`."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, get_args

from simulator.company.section import kind_of
from simulator.company.team import Headcount
from simulator.quantity.kind import Kind
from simulator.quantity.number import NOTES
from simulator.quantity.parse import read_number
from simulator.quantity.relative import FROM, Change
from simulator.quantity.units import QuantityError
from simulator.scenario_library import ABSENT

_KIND = kind_of(Headcount.model_fields["count"])
assert _KIND is not None, "headcount is a number"
PEOPLE: Kind = _KIND


def is_plan(kind: Any) -> bool:
    """Whether a type is that of a dated plan of headcount."""
    return get_args(kind)[:1] == (Headcount,)


def plan_with(change: Change, before: Any, start: object) -> Any:
    """A plan, as a file states it, with so many people more or fewer. Raises QuantityError.

    From a date on: a new step of the plan on that day, and every later one with as many more.
    """
    if not isinstance(start, dt.date):
        raise QuantityError("the file has no start, from which headcount is planned")
    from_ = change.from_ or start
    if from_ < start:
        raise QuantityError(f"not before the company begins, {start}")
    if not isinstance(before, list):
        if from_ == start:
            return _count(change, before)
        before = [{"count": before}]
    if not all(isinstance(step, dict) for step in before):
        return before  # which is refused for that
    steps, days = list(before), list(_days(before, start))
    sure = [day for step, day in zip(steps, days, strict=True) if not _conditions(step)]
    if from_ not in sure:
        if len(sure) < len(days) and days[len(sure)] <= from_:  # conditions come last
            text = "by then it hangs on conditions (when) who is there: write the plan as it is to be"
            raise QuantityError(text)
        at = sum(day < from_ for day in days)
        steps.insert(at, {FROM: from_, "count": steps[at - 1].get("count")})
        days.insert(at, from_)
    return [
        step if day < from_ else _without_notes(step) | {"count": _count(change, step.get("count"), day)}
        for step, day in zip(steps, days, strict=True)
    ]


def _without_notes(step: dict[str, Any]) -> dict[str, Any]:
    """A step without its source, which says another number."""
    return {key: value for key, value in step.items() if key not in NOTES}


def _days(steps: list[Any], start: dt.date) -> Iterator[dt.date]:
    """From when on each step counts: those that name no day, from that of the one before them."""
    for step in steps:
        if isinstance(step.get(FROM), dt.date):
            start = step[FROM]
        yield start


def _conditions(step: dict[str, Any]) -> bool:
    return bool(step.get("when", ABSENT) != ABSENT)


def _count(change: Change, before: Any, day: dt.date | None = None) -> Any:
    try:
        return change.of(read_number(PEOPLE, before))
    except QuantityError as error:
        raise QuantityError(f"{f'from {day} on, ' if day is not None else ''}{error}") from None
