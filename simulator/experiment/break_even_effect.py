"""Find which number of a what-if is its assumed effect, and set it to other values."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.company.schema import numbers_of, type_at
from simulator.experiment.errors import OptionError
from simulator.quantity.kind import Kind
from simulator.quantity.moved import mean_in_unit_of, moved
from simulator.quantity.number import NOTES, Number
from simulator.quantity.parse import read_number
from simulator.quantity.relative import Change, change_of
from simulator.quantity.units import PLAIN, QuantityError
from simulator.scenario import Scenario, ScenarioError
from simulator.scenario.changed_plan import PEOPLE, is_plan

FINE = 0.02  # of the assumed change: so finely a break-even is sought
FARTHEST = 64  # times the assumed change: beyond, nobody would assume it

_MORE = Kind(PLAIN, low=-PEOPLE.high, high=PEOPLE.high, whole=True, says=PEOPLE.says)  # or fewer people
_EXAMPLE = '"+2 from 2027-04"'


@dataclass(frozen=True)
class Effect:
    """A number of a what-if, to be moved away from what the company has, in the what-if's direction."""

    company: Scenario
    what_if: str
    path: str
    number: Number  # as the what-if assumes it; of a plan, by how many people it changes
    own: float  # its best guess in the company as it is, in the unit of the what-if
    held: Mapping[str, Any]  # all other changes, by path: what the effect costs
    change: Change | None = None  # of a plan: from when on

    @property
    def assumed(self) -> float:
        """What the what-if assumes."""
        return self.number.mean

    @property
    def step(self) -> float:
        """The assumed change, with its sign."""
        return self.assumed - self.own

    @property
    def fine(self) -> float:
        """How finely a value is sought, without a sign: whole people by one."""
        return 1.0 if self.number.kind.whole else FINE * abs(self.step)

    @property
    def bound(self) -> float:
        """The farthest value that is tried: the bound of its kind, if that is not too far."""
        kind = self.number.kind
        far = self.own + FARTHEST * self.step
        if self.step > 0:
            return min(far, kind.high)
        lowest = kind.low + (self.fine if kind.above else 0.0)
        return max(far, lowest)

    def rounded(self, value: float) -> float:
        """A value with no more digits than it is sought for."""
        if self.number.kind.whole:
            return float(round(value))
        return round(value, math.ceil(-math.log10(self.fine / 4)))

    def without(self) -> Scenario:
        """The what-if without its effect: what it costs alone."""
        return self.company.vary(self.held, self.what_if)

    def at(self, value: float) -> Scenario:
        """The what-if with another size of its effect. Raises ScenarioError."""
        changes = changes_of(self.company, self.what_if)
        if value != self.assumed:
            other = moved(self.number, value) if self.change is None else self.change.dated(value)
            changes = {**changes, self.path: other}
        return self.company.vary(changes, self.what_if)


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
    held = {p: v for p, v in changes.items() if p != path}
    if path in more:
        number, change = more[path]
        if number.mean == 0.0:
            raise OptionError(f"{path}: {what_if!r} leaves it as it is: no way to go")
        return Effect(company, what_if, path, number, 0.0, held, change)
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
    return Effect(company, what_if, path, number, value, held)


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
