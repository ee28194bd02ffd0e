"""Validate the tables of a scenario, and word every error."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from simulator.company.schema import Company, Motion, type_at
from simulator.company.section import Section, keys_of, kind_of
from simulator.company.synonyms import meant
from simulator.errors import Problem, ScenarioError
from simulator.quantity.parse import plain_value
from simulator.scenario.validate.company import problems_of

_NAME = "a name starts with a letter and has at most 40 letters, digits, spaces, - and _"
_FEW = 6  # keys of a table that are named where something else stands in its place
_MESSAGES = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "date_type": "a date, such as 2027-01-01",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "dict_type": "a table",
    "tuple_type": "a list",
    "string_too_short": "not empty",
    "string_too_long": "too long",
}


def company_of(file: str, tree: Mapping[str, Any]) -> Company:
    """The company of a file's tables. Raises ScenarioError with every problem."""
    problems: list[Problem] = []
    company: Company | None = None
    try:
        company = Company.model_validate(tree)
    except ValidationError as error:
        found = error.errors(include_url=False)
        problems = list(dict.fromkeys(_problem(file, tree, e) for e in found))
        company = _repaired(tree, found)
    if company is not None:
        seen = [p.path for p in problems]
        problems += [
            Problem(file, path, plain_value(value) if value is not None else "", text)
            for path, value, text in problems_of(company)
            if not any(_depends(path, other) for other in seen)
        ]
    if problems or company is None:
        raise ScenarioError(problems)
    return company


def _depends(path: str, mended: str) -> bool:
    """Whether a problem may come only from what stands in for a value that is wrong itself."""
    return mended.startswith(f"{path}.") or path.rpartition(".")[0] == mended.rpartition(".")[0] != ""


def _problem(file: str, tree: Mapping[str, Any], error: Mapping[str, Any]) -> Problem:
    """One of pydantic's errors in the words of the file."""
    path, keys, value = _place(tree, error["loc"])
    kind, context = error["type"], error.get("ctx", {})
    shown = "" if value is None else plain_value(value)
    if kind == "extra_forbidden":
        what = "table" if isinstance(value, dict) else "key"
        return Problem(file, path, shown if what == "key" else "", f"unknown {what}; {_meant(keys)}")
    if kind == "missing":
        return Problem(file, path, "", f"missing{_about(keys)}")
    if kind == "value_error":
        return Problem(file, path, shown, str(context["error"]))
    return Problem(file, path, shown, plainly(kind, context, keys))


def plainly(kind: str, context: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    """What would be right, for one of pydantic's kinds of errors at a place."""
    if kind == "greater_than_equal":
        return f"at least {context['ge']}"
    if kind == "less_than_equal":
        return f"at most {context['le']:,}"
    if kind == "literal_error":
        return f"one of {context['expected']}".replace("'", '"')
    if kind == "string_pattern_mismatch":
        return "three capital letters, such as EUR" if keys == ("currency",) else _NAME
    if kind == "too_long":
        what = f" {keys[-1]}s" if keys in (("team",), ("motion",), ("shock",)) else ""
        return f"at most {context['max_length']}{what}"
    if kind == "too_short":
        return "at least one"
    if kind == "tuple_type" and keys[-1:] == ("stage",):
        return f"a list of stages: write [[{'.'.join(keys)}]]"
    if kind == "tuple_type" and keys[-1:] == ("price_rises",):
        return 'a list of dated rises, such as [{ from = 2028-01-01, by = "5%" }]'
    text = _MESSAGES.get(kind, kind.replace("_", " "))
    section = _section(keys) if text == "a table" else None
    known = keys_of(section) if section is not None else ()
    return f"{text}: {{{', '.join(known)}}}" if 0 < len(known) <= _FEW else text


def _place(tree: Mapping[str, Any], loc: tuple[int | str, ...]) -> tuple[str, tuple[str, ...], Any]:
    """The path of a place as people write it, its keys, and the value there."""
    here: Any = tree
    words: list[str] = []
    keys: list[str] = []
    for step in loc:
        if step == "[key]":
            here = None
        elif isinstance(step, int):
            if not isinstance(here, (list, tuple)):
                break  # a single value that stands for a list of one
            here = here[step]
            name = here.get("name") if isinstance(here, dict) else None
            if isinstance(name, str) and words[-1] == "stage":
                words.append(name)
            else:
                words[-1] += f"[{step + 1}]"
            keys.append(str(step))
        elif isinstance(here, dict):
            here = here.get(step)
            words.append(str(step))
            keys.append(str(step))
    return ".".join(words), tuple(keys), here


def _meant(keys: tuple[str, ...]) -> str:
    kind = _section(keys[:-1])
    if kind is None:
        return "there is none"
    beside = {Company: ("base", "change", "what_if"), Motion: ("like",)}  # which are no part of the company
    known = [*keys_of(kind), *beside.get(kind, ())]
    return meant(keys, known)


def _about(keys: tuple[str, ...]) -> str:
    kind = _section(keys[:-1])
    info = _field(kind, keys[-1]) if kind else None
    return f": {info.description}" if info is not None and info.description else ""


def _field(section: type[Section], key: str) -> FieldInfo | None:
    return section.model_fields.get(key) or section.model_fields.get(f"{key}_")


def _section(keys: tuple[str, ...]) -> type[Section] | None:
    try:
        kind, _ = type_at(keys, within=True)
    except KeyError:
        return None
    return kind if isinstance(kind, type) and issubclass(kind, Section) else None


def _repaired(tree: Mapping[str, Any], errors: Iterable[Mapping[str, Any]]) -> Company | None:
    """The company with something harmless in place of what is wrong, to look for other problems.

    None where that cannot be done: then the first problems have to be mended first.
    """
    mended = copy.deepcopy(dict(tree))
    for error in errors:
        if error["type"] == "too_long":
            return None  # without the list, all that refers to it would seem wrong
        *above, last = error["loc"]
        here: Any = mended
        for step in above:
            inside = here.get(step) if isinstance(here, dict) else None
            if isinstance(here, list) and isinstance(step, int) and step < len(here):
                inside = here[step]
            if not isinstance(inside, (dict, list)):
                return None
            here = inside
        if not isinstance(here, dict) or not isinstance(last, str):
            return None
        here.pop(last, None)
        _, keys, _ = _place(mended, tuple(error["loc"]))
        harmless = _harmless(keys)
        if error["type"] != "extra_forbidden" and harmless:
            here[last] = harmless
    try:
        return Company.model_validate(mended)
    except ValidationError:
        return None


def _harmless(keys: tuple[str, ...]) -> str:
    """A value that a number at this place can have; empty where it is no number."""
    section = _section(keys[:-1])
    info = _field(section, keys[-1]) if section else None
    if info is None:
        return ""
    kind = kind_of(info)
    if kind is None:
        return ""
    return kind.units.harmless(0.5 if kind.hard else min(1.0, kind.high))
