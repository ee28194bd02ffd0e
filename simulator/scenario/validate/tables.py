"""Validate the tables of a scenario, and word every error."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from simulator.company.schema import Company, Motion, type_at
from simulator.company.section import Section, keys_of, unwrapped
from simulator.company.synonyms import meant
from simulator.errors import NO_SUCH, Few, Problem, ScenarioError
from simulator.quantity.currency import ONE_CURRENCY
from simulator.quantity.number import NOTES
from simulator.quantity.parse import plain_value
from simulator.scenario.validate.company import problems_of
from simulator.scenario.validate.mend import mended

_NAME = "a name starts with a letter and has at most 40 letters, digits, spaces, - and _"
_ENTRY = re.compile(r"\[\d+\]")  # of a list, in a path
_CROWD = 20  # entries, up to which all else that is wrong is told beside there being too many
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


@dataclass(frozen=True)
class Checked:
    """A company of a file's tables, and what is wrong with it.

    Where values are wrong in themselves, something harmless stands in their place, in `tables` and `company`,
    to look for what else is wrong; None where nothing could. `stands_in`: the paths of such values.
    `together`: all that does not go together then, also what comes only of them.
    """

    tables: Mapping[str, Any]
    company: Company | None
    problems: Sequence[Problem]
    stands_in: Sequence[str] = ()
    together: Sequence[Problem] = ()


def company_of(file: str, tree: Mapping[str, Any]) -> Company:
    """The company of a file's tables. Raises ScenarioError with every problem."""
    found = checked(file, tree)
    if found.problems or found.company is None:
        raise ScenarioError(found.problems)
    return found.company


def checked(file: str, tree: Mapping[str, Any]) -> Checked:
    """The company of a file's tables, with every problem."""
    crowded = [Problem(file, path, "", text) for path, text in _too_many(Company, tree, ())]
    if crowded:
        return Checked(tree, None, crowded)
    problems: list[Problem] = []
    try:
        company = Company.model_validate(tree)
    except ValidationError as error:
        found = [one for one in error.errors(include_url=False) if not _is_full(tree, one)]
        problems = _wrong_in_itself(file, tree, found)
        instead = mended(tree, found)
        if instead is None:
            return Checked(tree, None, problems)
        tree, company = instead
    stands_in = [p.path for p in problems]
    together = [
        (_ENTRY.sub("", path), Problem(file, path, plain_value(value) if value is not None else "", text))
        for path, value, text in problems_of(company)
    ]
    few = Few()
    for place, problem in together:
        if not any(depends(problem, other) for other in stands_in):
            few.add(problem, (place, problem.right))
    return Checked(tree, company, problems + few.problems, stands_in, [problem for _, problem in together])


def _is_full(tree: Mapping[str, Any], error: Mapping[str, Any]) -> bool:
    """Whether a list only seems too short since all its entries are wrong."""
    return error["type"] == "too_short" and bool(_place(tree, error["loc"])[2])


def _wrong_in_itself(
    file: str, tree: Mapping[str, Any], errors: Iterable[Mapping[str, Any]]
) -> list[Problem]:
    """Keys and values that make no sense; of each kind of mistake in a table the first ones."""
    few = Few()
    for one in errors:
        kind = (one["type"], one["loc"][:-1])
        if few.wants(kind):
            few.tell(kind, _problem(file, tree, one))
    return list(dict.fromkeys(few.problems))


def _too_many(
    section: type[Section], tree: Mapping[str, Any], above: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Tables and lists of more entries than there may be: known before any of them is looked at."""
    for name, info in section.model_fields.items():
        keys = (*above, info.alias or name)
        value = tree.get(keys[-1])
        if not isinstance(value, (dict, list)):
            continue
        most = next((m.max_length for m in info.metadata if getattr(m, "max_length", None)), len(value))
        if len(value) > most >= _CROWD:
            yield ".".join(keys), plainly("too_long", {"max_length": most}, keys)
            continue
        kind, _ = unwrapped(info.annotation)
        inner = next((unwrapped(a)[0] for a in get_args(kind)[::-1] if a is not ...), kind)
        if isinstance(inner, type) and issubclass(inner, Section):
            each = [((), value)] if inner is kind else _entries(value)
            for step, part in each:
                if isinstance(part, dict):
                    yield from _too_many(inner, part, (*keys, *step))


def _entries(value: Mapping[str, Any] | Sequence[Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The entries of tables by name, or of a list, with the steps that lead to them."""
    if isinstance(value, dict):
        yield from (((str(name),), part) for name, part in value.items())
    else:
        yield from (((str(n),), part) for n, part in enumerate(value, start=1))


def depends(problem: Problem, mended: str) -> bool:
    """Whether a problem may come only from what stands in for a value that is wrong itself.

    In its own table a value may make others wrong; but no number makes a name that of nothing.
    """
    beside = problem.path.rpartition(".")[0] == mended.rpartition(".")[0] != ""
    return mended.startswith(f"{problem.path}.") or (beside and not problem.right.startswith(NO_SUCH))


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
        return _at_its_key(file, path, value, context["error"])
    return Problem(file, path, shown, plainly(kind, context, keys))


def _at_its_key(file: str, path: str, value: Any, error: Exception) -> Problem:
    """What is wrong within a table of a number, at its key; else beside the table without its notes."""
    for key in getattr(error, "inside", ()):
        if not isinstance(value, dict) or key not in value:
            break
        path, value = f"{path}.{key}", value[key]
    if isinstance(value, dict):
        value = {key: part for key, part in value.items() if key not in NOTES}
    return Problem(file, path, "" if value is None else plain_value(value), str(error))


def plainly(kind: str, context: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    """What would be right, for one of pydantic's kinds of errors at a place."""
    if kind == "greater_than_equal":
        return f"at least {context['ge']}"
    if kind == "less_than_equal":
        return f"at most {context['le']:,}"
    if kind == "literal_error":
        return f"one of {context['expected']}".replace("'", '"')
    if kind in ("string_type", "string_pattern_mismatch") and keys == ("currency",):
        return f"one currency, three capital letters in quotes, such as EUR: {ONE_CURRENCY}"
    if kind == "string_pattern_mismatch":
        return _NAME
    if kind == "too_long":
        what = f" {keys[-1]}s" if keys in (("team",), ("motion",), ("shock",)) else ""
        return f"at most {context['max_length']:,}{what}"
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
