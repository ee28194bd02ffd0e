"""Change numbers and names by path: `[change]` of a file, and its what-ifs; and tell each in words."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard, get_args, get_origin

from simulator.company.offer import PriceRise
from simulator.company.schema import Company, Opening, kind_at, type_at
from simulator.company.section import Section, declared, keys_of, unwrapped
from simulator.company.stage import Loss, Stage
from simulator.company.synonyms import meant
from simulator.company.target import Target
from simulator.company.team import Headcount
from simulator.errors import Problem, ScenarioError, did_you_mean
from simulator.quantity.number import Number
from simulator.quantity.parse import plain_value, read_number
from simulator.quantity.relative import change_of
from simulator.quantity.stated import stated
from simulator.quantity.units import QuantityError
from simulator.scenario.changed_plan import is_plan, plan_with
from simulator.scenario.files import Tree
from simulator.scenario.opening.accounts import located
from simulator.scenario_library import ABSENT

NOTHING = "not given"
_STAYS = {  # keys that say which company, or which of its stages, it is
    Company: ("title", "description", "start", "currency"),
    Stage: ("name",),
}
_MOST_CHANGES = 1_000  # of a what-if
_WHOLE = re.compile(r"[+-]\s?\d{1,9}")


def is_rate(path: str) -> bool:
    """Whether a path is that of a rate which a threshold is settled for; of renewal, rate and lift are
    one."""
    *above, last = path.split(".")
    try:
        table, _ = type_at(tuple(above))
    except KeyError:
        return False
    return _is_section(table) and last in declared(table) and declared(table)[last].settled


def prefixes_of(path: str) -> Iterator[str]:
    """A path and all that it lies in."""
    while path:
        yield path
        path = path.rpartition(".")[0]


def changed(file: str, tree: Tree, changes: Mapping[str, Any], table: str) -> tuple[Tree, list[Problem]]:
    """A copy of the tables with numbers and names replaced by path, and changes that cannot be made.

    `+10%` is worked out, names of tables on the first day are seen from the file. Problems name `table`.
    """
    if len(changes) > _MOST_CHANGES:
        text = f"at most {_MOST_CHANGES:,} changes, not {len(changes):,}"
        return tree, [Problem(file, table, "", text)]
    problems, result = [], tree
    for path, value in changes.items():
        try:
            result = _Change(Path(file), result, path, value).made()
        except (KeyError, QuantityError) as error:
            problems.append(Problem(file, f'{table}."{path}"', plain_value(value), str(error.args[0])))
    return result, problems


def blamed(error: ScenarioError, table: str, changes: Mapping[str, Any], *, alone: bool) -> ScenarioError:
    """The problems of a changed company, at the change that made them.

    `alone`: without the changes all was well, so that every problem comes of them.
    """
    found = []
    for p in error.problems:
        path = next((c for c in changes if p.path == c or p.path.startswith((f"{c}.", f"{c}["))), None)
        if path is not None:
            found.append(Problem(p.file, f'{table}."{path}"{p.path[len(path) :]}', p.value, p.right))
        else:
            found.append(Problem(p.file, f"{table}: {p.path}", p.value, p.right) if alone else p)
    return ScenarioError(found)


class _Change:
    """One change of the tables of a file."""

    def __init__(self, file: Path, tables: Tree, path: str, value: object) -> None:
        self.file, self.tables, self.path, self.value = file, tables, path, value

    def made(self) -> Tree:
        """The tables with it. Raises KeyError, and QuantityError for a change that is none."""
        return self._within(self.tables, tuple(self.path.split(".")), ())

    def _within(self, tree: Tree, keys: tuple[str, ...], above: tuple[str, ...]) -> Tree:
        """A table with the value at a path; copies what it passes through."""
        key, rest = keys[0], keys[1:]
        path = (*above, key)
        where = ".".join(path)
        kind, _ = type_at(above)
        try:
            here, number = type_at(path)
        except KeyError:
            known = list(keys_of(kind)) if _is_section(kind) else []
            raise KeyError(f"there is no {where}; {meant(path, known)}") from None
        if not rest:
            before = tree.get(key)
            if not number and self.value == ABSENT and before is None:
                raise KeyError(f"there is no {where} to take away")
            after = self._number(path, here, before) if number else self._name(kind, here, key)
            return {**tree, key: after}
        if number:
            raise KeyError(f"{where} is a number, and has no parts to change")
        inside = tree.get(key)
        if here is Loss and isinstance(inside, str):
            inside = {"to": inside}
        if inside is None and ((_is_section(here) and _is_section(kind)) or self._begins_target(here)):
            inside = {}  # a table that the company may have: what else it needs is asked for as in a file
        if isinstance(inside, list) and get_args(here):  # stages, by name
            at = self._place(inside, where, rest[0])
            if len(rest) == 1 and self.value == ABSENT:  # a stage that is left out
                return {**tree, key: [*inside[:at], *inside[at + 1 :]]}
            if len(rest) == 1:
                raise KeyError(_of_table(Stage, f"{where}.{rest[0]}"))
            stage = self._within(inside[at], rest[1:], (*path, rest[0]))
            return {**tree, key: [*inside[:at], stage, *inside[at + 1 :]]}
        if not isinstance(inside, dict):
            known = [k for k, v in tree.items() if isinstance(v, (dict, list))]
            raise KeyError(f"there is no {where}; {did_you_mean(key, known)}")
        return {**tree, key: self._within(inside, rest, path)}

    def _begins_target(self, kind: Any) -> bool:
        """Whether it is the metric of a target, the only table with a name that a change may begin."""
        return self.path.endswith(".metric") and (kind is Target or Target in get_args(kind))

    def _place(self, stages: list[Any], where: str, name: str) -> int:
        names = [s.get("name") for s in stages if isinstance(s, dict)]
        if name not in names:
            near = did_you_mean(name, (str(n) for n in names))
            raise KeyError(f"there is no {where}.{name}; {near}")
        return names.index(name)

    def _number(self, path: tuple[str, ...], kind: Any, before: Any) -> Any:
        """The value itself, or what comes of the number that is there, for a change such as +10%."""
        if kind is int:
            return self._whole(before if before is not None or path[-1] != "priority" else 0)
        if get_origin(kind) is tuple and not is_plan(kind):  # weights of months, dated rises
            if isinstance(self.value, str) and change_of(None, self.value):
                raise QuantityError("a list: write all of it, as it is to be")
            return self.value
        change = change_of(None if is_plan(kind) else kind_at(path), self.value)
        if change is None:
            return self.value
        if before is None:
            raise QuantityError("not given so far: there is nothing to change; write the number itself")
        if is_plan(kind):
            return plan_with(change, before, self.tables.get("start"))
        if change.from_ is not None:
            rises = "; list prices change on a date with price_rises" if "offer" in path else ""
            raise QuantityError(f"only headcount changes from a date on{rises}")
        number = kind_at(path)
        assert number is not None, "all numbers have a kind, but for those above"
        return change.of(read_number(number, before))

    def _whole(self, before: Any) -> Any:
        if not isinstance(self.value, str) or not isinstance(before, int):
            return self.value
        if not _WHOLE.fullmatch(self.value.strip()):
            raise QuantityError('a whole number, or a change of it, such as "+1"')
        return before + int(self.value.replace(" ", ""))

    def _name(self, within: Any, kind: Any, key: str) -> Any:
        """The name, date or choice; refused is what is none."""
        if key in _STAYS.get(within, ()):
            raise KeyError(
                "this stays: a change is of numbers, of names that refer to something, and of dates"
            )
        if self.value == ABSENT:
            return self.value  # of tables, too, such as a referral or a shock: it is left out then
        parts = get_args(kind)
        if (_is_section(kind) and (kind is not Loss or not isinstance(self.value, str))) or (
            parts and (get_origin(kind) is dict or _is_section(parts[0]))
        ):
            raise KeyError(_of_table(kind, self.path))
        if within is Opening:
            return located(self.file, {"opening": {key: self.value}})["opening"][key]
        return self.value


def _of_table(kind: Any, where: str) -> str:
    """That a path ends too early."""
    if not _is_section(kind):
        inside = unwrapped(get_args(kind)[-1 if get_origin(kind) is dict else 0])[0]
        kind, where = inside, f"{where}.NAME"
    if not _is_section(kind):
        return f"a table: say what in it is to change, as in {where}"
    known = [one for one in keys_of(kind) if one not in _STAYS.get(kind, ())]
    return f"a table: say what in it is to change, as in {where}.{known[0]}; there is {', '.join(known)}"


def _is_section(kind: object) -> TypeGuard[type[Section]]:
    return isinstance(kind, type) and issubclass(kind, Section)


def keep_addresses(company: Company, before: Company) -> None:
    """Let stages keep their places in random addresses where a change has moved a mark, by which they go: it
    is the same company, and lives through the same chances."""
    for name, motion in company.motion.items():
        was = {stage.name: stage.address for stage in before.motion[name].stage}
        for stage in motion.stage:
            if was.get(stage.name, stage.address) != stage.address:
                stage.bind(stage.path, was[stage.name])


def shown(before: Company, after: Company, paths: Iterable[str]) -> list[tuple[str, str, str]]:
    """Path, number before and number after, of each change."""
    return [(path, _said(_at(before, path)), _said(_at(after, path))) for path in paths]


def _at(part: Any, path: str) -> Any:
    """What stands at a path of a company; stages go by their names."""
    if path.startswith("opening."):
        found = getattr(part.opening, path.removeprefix("opening."), None)
        return found and Path(found).name
    for key in path.split("."):
        if isinstance(part, Mapping):
            part = part.get(key)
        elif isinstance(part, tuple):
            part = next((one for one in part if isinstance(one, Stage) and one.name == key), None)
        else:
            part = getattr(part, key, getattr(part, f"{key}_", None))
    return part


def _said(part: Any) -> str:
    if isinstance(part, Number):
        return stated(part)
    if isinstance(part, tuple) and part:
        return ", ".join(_said(one) for one in part)
    if isinstance(part, Headcount):
        return f"{part.count.whole:,}" + (f" from {_month(part.from_)}" if part.from_ else "")
    if isinstance(part, PriceRise):
        return f"{stated(part.by)} from {part.from_:%Y-%m}"
    if isinstance(part, Loss):
        told = ((name, getattr(part, name)) for name in type(part).model_fields)
        return ", ".join(f"{name} {_said(value)}" for name, value in told if value is not None)
    if isinstance(part, Section):
        return "there"
    if isinstance(part, str) and part:
        return part
    return NOTHING if part is None or part == () else plain_value(part)


def _month(day: dt.date) -> str:
    return f"{day:%Y-%m}" if day.day == 1 else f"{day}"
