"""Find the number that is to be moved: the assumed effect of a what-if, or any of the company."""

import math
from collections.abc import Mapping
from typing import Any

from simulator.company.schema import numbers_of, type_at
from simulator.errors import did_you_mean
from simulator.experiment.errors import OptionError
from simulator.experiment.search import Effect
from simulator.quantity.kind import Kind
from simulator.quantity.moved import mean_in_unit_of, moved
from simulator.quantity.number import NOTES, Number
from simulator.quantity.parse import read_number
from simulator.quantity.relative import Change, change_of
from simulator.quantity.units import PLAIN, QuantityError
from simulator.scenario import Scenario, ScenarioError
from simulator.scenario.changed_plan import PEOPLE, is_plan

_MORE = Kind(PLAIN, low=-PEOPLE.high, high=PEOPLE.high, whole=True, says=PEOPLE.says)  # or fewer people
_EXAMPLE = '"+2 from 2027-04"'


def effect_of(company: Scenario, what_if: str, path: str | None = None) -> Effect:
    """The effect of a what-if: the number at `path`; else the only assumption, else the only number.

    An assumption is a number whose note begins with that word. Of a dated plan, and of one that a what-if
    changes from a date on, it is how many people more or fewer: "+2 from 2027-04". Raises OptionError where
    there is no such what-if, where no one number can be told, or where it can not be moved.
    """
    changes = changes_of(company, what_if)
    varied = _numbers(company.vary(changes, what_if))
    own_numbers = _numbers(company)
    plans = {p: _of_plan(p, value) for p, value in changes.items() if not (p in varied and p in own_numbers)}
    more = {p: plan for p, plan in plans.items() if plan is not None}
    path = _chosen(what_if, {p: more[p][0] if p in more else varied.get(p) for p in changes}, path)
    if path in more:
        number, change = more[path]
        if number.mean == 0.0:
            raise OptionError(f"{path}: {what_if!r} leaves it as it is: no way to go")
        return Effect(company, what_if, path, number, 0.0, changes, change)
    own, found = own_numbers.get(path), varied.get(path)
    if own is None or found is None:
        where = "the company as it is" if own is None else f"the what-if {what_if!r}"
        raise OptionError(
            f"{path}: not one number in {where}; a break-even is a way from one number to another: write "
            f"one there{_by_how_many(path)}"
        )
    number = found
    try:
        value = mean_in_unit_of(own, number)
        moved(number, number.mean)  # whether it can be
    except QuantityError as error:
        raise OptionError(f"{path}: {error}") from None
    if value == number.mean:
        raise OptionError(f"{path}: {what_if!r} leaves it as it is, {number.say(value)}: no way to go")
    return Effect(company, what_if, path, number, value, changes)


def effect_at(company: Scenario, path: str, by: float) -> Effect:
    """Any number of a company, to be moved in a direction: first by a part `by` of itself, 0.25 or -0.25; of
    whole numbers by one. A dated plan, and "team.ae.people from 2027-04", by how many people more or fewer.

    Raises OptionError where there is no such number, where it can not be moved, or where it stands at its
    bound in that direction.
    """
    place, _, since = path.partition(" from ")
    place, own_numbers = place.strip(), _numbers(company)
    try:
        plan = is_plan(type_at(tuple(place.split(".")))[0])
    except KeyError:
        plan = False
    if plan and (since or place not in own_numbers):
        text = f"{1 if by > 0 else -1:+d}" + (f" from {since}" if since else "")
        try:
            found = _of_plan(place, text)
        except QuantityError:
            found = None
        if found is None:
            raise OptionError(f"{path}: from which month on? Write {place} from 2027-04")
        number, change = found
        return Effect(company, path, place, number, 0.0, {place: change.dated(number.mean)}, change)
    if since:
        raise OptionError(f"{path}: only headcount changes from a month on: leave `from {since}` out")
    if place not in own_numbers:
        raise OptionError(f"{path}: no number of this company; {did_you_mean(place, own_numbers)}")
    own = own_numbers[place]
    value = own.mean + _first_step(own, by)
    beyond = not own.kind.low <= value <= own.kind.high or (own.kind.above and value == own.kind.low)
    if beyond or value == own.mean:
        raise OptionError(f"{path}: {own.kind.bounds()}")
    try:
        raw = moved(own, value)
        number = read_number(own.kind, raw)
    except QuantityError as error:
        raise OptionError(f"{path}: {error}") from None
    return Effect(company, path, place, number, own.mean, {place: raw})


def _first_step(number: Number, by: float) -> float:
    """The first step from its best guess: a part of it, or of what is left to its bound; one where whole."""
    kind, size = number.kind, abs(number.mean)
    if kind.whole:
        return math.copysign(1.0, by)
    if size == 0.0:
        size = 0.2 if kind.high <= 1.0 else 4.0
    if by > 0.0 and math.isfinite(kind.high):
        size = min(size, 2.0 * (kind.high - number.mean))
    return by * size


def changes_of(company: Scenario, what_if: str) -> Mapping[str, Any]:
    """What a what-if changes, or several together: "A + B". Raises OptionError where there is none."""
    if not company.asked:
        raise OptionError(f"what_if = {what_if!r}: there is no such what-if; the file has none")
    try:
        return company.with_what_if(what_if).changes
    except ScenarioError as error:
        told = "; ".join(problem.right for problem in error.problems)
        raise OptionError(f"what_if = {what_if!r}: {told}") from None


def _of_plan(path: str, value: object) -> tuple[Number, Change] | None:
    """By how many people a plan is changed, and from when on; None for what is no such change."""
    if not is_plan(type_at(tuple(path.split(".")))[0]):
        return None
    change = change_of(None, value)
    if change is None:
        return None
    try:
        notes = (dict(change.notes).get(name) for name in NOTES)
        return read_number(_MORE, float(change.text)).noted(*notes), change
    except (ValueError, QuantityError):
        raise OptionError(f"{path}: by how many people, not by what part: write {_EXAMPLE}") from None


def _by_how_many(path: str) -> str:
    plan = is_plan(type_at(tuple(path.split(".")))[0])
    return f", or of a plan by how many people it changes, such as {_EXAMPLE}" if plan else ""


def _numbers(scenario: Scenario) -> dict[str, Number]:
    """Every number by the path of a change: one headcount is the number of people, a dated plan none."""
    return {path.removesuffix(".count"): number for path, number in numbers_of(scenario.company)}


def _chosen(what_if: str, changes: Mapping[str, Number | None], path: str | None) -> str:
    """Which of the changes is the effect."""
    if path is not None:
        if path not in changes:
            raise OptionError(
                f"number = {path!r}: {what_if!r} does not change it; it changes {', '.join(changes)}"
            )
        return path
    assumed = [p for p, n in changes.items() if n is not None and n.note("note").startswith("assumption")]
    for some in (assumed, [p for p, n in changes.items() if n is not None], list(changes)):
        if len(some) == 1:
            return some[0]
    which = "Several are noted as assumptions: choose one"
    if not assumed:
        which = 'None is noted as an assumption: begin the note of the effect with "assumption", or choose it'
    raise OptionError(
        f"number: which of its numbers is the effect of {what_if!r}? {which} with --number (in Python "
        f"number=): {', '.join(assumed or changes)}"
    )
