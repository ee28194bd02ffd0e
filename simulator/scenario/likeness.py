"""Motions that are like another: `like = "other"` and what differs, as if all of it had been typed out.

It is read once, file by file. A what-if or a child file that changes the other motion changes it alone.
"""

import re
from collections.abc import Mapping
from typing import Any

from simulator.errors import Problem, ScenarioError, did_you_mean
from simulator.quantity.parse import plain_value
from simulator.scenario.files import Tree, merged
from simulator.scenario_library import ABSENT

LIKE = "like"

_LONGEST = 20  # of motions that are like each other in a row
_PATH = re.compile(r"motion\.([^.\[]+)(.*)")


class Likeness:
    """The motions of a file's tables, those that are like another filled up."""

    def __init__(self, file: str, tables: Tree) -> None:
        """Raises ScenarioError for a motion that is like none, or like itself in the end."""
        self.file, self._said = file, tables.get("motion")
        self.tables = tables
        if not isinstance(self._said, dict) or all(_like(one) is None for one in self._said.values()):
            return
        self.tables = {**tables, "motion": {name: self._whole(name, ()) for name in self._said}}

    def _whole(self, name: str, way: tuple[str, ...]) -> Any:
        said = self._motions[name]
        other = _like(said)
        if other is None:
            return said
        others = [one for one in self._motions if one != name]
        if not isinstance(other, str) or other not in others:
            near = did_you_mean(str(other), others)
            raise self._wrong(f"{name}.{LIKE}", other, f"the name of another motion; {near}")
        if len(way) >= _LONGEST:
            raise self._wrong(f"{name}.{LIKE}", other, f"at most {_LONGEST} motions, each like the next")
        if other in way:
            circle = " -> ".join([*way[way.index(other) :], name, other])
            raise self._wrong(f"{name}.{LIKE}", other, f"a circle: {circle}; one of them has to be typed out")
        whole = self._whole(other, (*way, name))
        own = {key: value for key, value in said.items() if key != LIKE}
        if not isinstance(whole, dict):
            return own
        stages = own.get("stage")
        if isinstance(stages, dict):
            own["stage"] = self._stages(name, other, whole.get("stage"), stages)
        return merged(whole, own, ("motion", name))

    @property
    def _motions(self) -> Mapping[str, Any]:
        return self._said if isinstance(self._said, dict) else {}

    def _stages(self, name: str, other: str, there: Any, own: Tree) -> list[Any]:
        """The stages of the other motion, with what is said of some of them by name."""
        stages = [stage for stage in there if isinstance(stage, dict)] if isinstance(there, list) else []
        names = [str(stage.get("name")) for stage in stages]
        for one, said in own.items():
            if one not in names:
                text = f"motion {other} has no such stage; {did_you_mean(one, names)}"
                raise self._wrong(f"{name}.stage.{one}", said if not isinstance(said, dict) else None, text)
            if not isinstance(said, dict) and said != ABSENT:
                raise self._wrong(f"{name}.stage.{one}", said, 'a table of what differs, or "none"')
        return [
            merged(stage, own.get(one, {}), ("motion", name, "stage", one))
            for stage, one in zip(stages, names, strict=True)
            if own.get(one) != ABSENT
        ]

    def _wrong(self, path: str, value: Any, text: str) -> ScenarioError:
        shown = "" if value is None else plain_value(value)
        return ScenarioError([Problem(self.file, f"motion.{path}", shown, text)])

    def told(self, error: ScenarioError) -> ScenarioError:
        """The same problems; those of values that stand in another motion say so, and are not told twice."""
        found, there = [], {(p.path, p.right) for p in error.problems}
        for problem in error.problems:
            place = _PATH.fullmatch(problem.path)
            origin = self._origin(place[1], _keys(place[2])) if place and problem.file == self.file else ""
            if place is None or not origin or origin == place[1]:
                found.append(problem)
            elif (f"motion.{origin}{place[2]}", problem.right) not in there:
                text = f"{problem.right}; it comes from motion {origin}, which {place[1]} is like"
                found.append(Problem(problem.file, problem.path, problem.value, text))
        return ScenarioError(found)

    def _origin(self, name: str, keys: tuple[str, ...]) -> str:
        """The motion that says what stands at a path of a motion."""
        said = self._motions.get(name)
        other = _like(said)
        if not other or other not in self._motions or _says(said, keys):
            return name
        return self._origin(other, keys)


def _like(motion: Any) -> Any:
    """What a motion says it is like; nothing where it does not."""
    found = motion.get(LIKE) if isinstance(motion, dict) else None
    return found if found != ABSENT else None


def _keys(rest: str) -> tuple[str, ...]:
    """The keys behind the name of a motion, without places in lists."""
    return tuple(re.sub(r"\[\d+\]$", "", key) for key in rest.split(".") if key)


def _says(said: Any, keys: tuple[str, ...]) -> bool:
    """Whether a table says something at a path, or on the way to it instead of a table."""
    for key in keys:
        if not isinstance(said, dict):
            return True
        if key not in said:
            return False
        said = said[key]
    return not isinstance(said, dict)


def with_own(base: Tree, child: Tree) -> Tree:
    """A base's tables, empty where the child says anew of a motion what it is like."""
    motions, own = base.get("motion"), child.get("motion")
    if not isinstance(motions, dict) or not isinstance(own, dict):
        return base
    return {**base, "motion": {n: one if _like(own.get(n)) is None else {} for n, one in motions.items()}}
