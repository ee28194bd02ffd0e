"""Put something harmless in place of what is wrong in itself, so that all else of a file can be looked at."""

import copy
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from simulator.company.schema import Company, kind_at, type_at
from simulator.company.section import Section, keys_of
from simulator.errors import nearest

_ROUNDS = 4  # what stands in for a table may lack keys of its own
_MOST = 1_000  # errors: of more nobody looks for others
_STANDS = "standin"  # for a name

Errors = Iterable[Mapping[str, Any]]


def mended(tree: Mapping[str, Any], errors: Errors) -> tuple[dict[str, Any], Company] | None:
    """The tables, and their company, without what is wrong by pydantic's errors.

    None where nothing harmless could stand in, or all that refers to it would seem wrong: then the first
    problems have to be mended first.
    """
    whole, some = copy.deepcopy(dict(tree)), list(errors)
    for _ in range(_ROUNDS):
        if len(some) > _MOST or not all(_mend(whole, error, error["loc"]) for error in some):
            return None
        try:
            return whole, Company.model_validate(whole)
        except ValidationError as error:
            some = list(error.errors(include_url=False))
    return None


def _mend(tree: dict[str, Any], error: Mapping[str, Any], loc: tuple[int | str, ...]) -> bool:
    """Mend one place; whether that could be done."""
    if "[key]" in loc:
        return False  # without the name, all that refers to it would seem wrong
    here: Any = tree
    for n, step in enumerate(loc):
        keys = tuple(map(str, loc[: n + 1]))
        inside = here.get(step) if isinstance(here, dict) else None
        if isinstance(here, list) and isinstance(step, int) and step < len(here):
            inside = here[step]
        last = n == len(loc) - 1 or not isinstance(inside, (dict, list))
        if last or _is_number(keys) or (isinstance(loc[n + 1], int) and not _holds_tables(keys)):
            return isinstance(here, dict) and isinstance(step, str) and _replace(here, step, keys, error)
        here = inside
    return False


def _is_number(keys: tuple[str, ...]) -> bool:
    try:
        return type_at(keys)[1]
    except KeyError:
        return False


def _holds_tables(keys: tuple[str, ...]) -> bool:
    try:
        return _is_section(type_at((*keys, "0"))[0])
    except KeyError:
        return False


def _replace(here: dict[str, Any], key: str, keys: tuple[str, ...], error: Mapping[str, Any]) -> bool:
    """Put what is harmless under a key of a table; whether there is something harmless."""
    was, wrong = here.pop(key, None), error["type"]
    above = _at(keys[:-1])
    if wrong == "too_long":
        here[key] = was[: error["ctx"]["max_length"]] if isinstance(was, list) else was
        return isinstance(was, list)  # without a table, all that refers to it would seem wrong
    if wrong == "extra_forbidden":
        meant = nearest(key, keys_of(above)) if _is_section(above) else ""
        if meant and meant not in here and isinstance(was, dict):
            here[meant] = was  # or all that refers to what is in it would seem wrong
        return True
    kind = _at(keys)
    number = kind_at(keys) if kind is not None else None
    field = above.model_fields.get(key) if _is_section(above) else None
    if number is not None:
        here[key] = number.units.harmless(0.5 if number.hard else min(1.0, number.high))
    elif _is_section(kind) and (wrong != "missing" or field is None or field.is_required()):
        here[key] = {}
    elif key == "people":
        here[key] = 1
    elif field is not None and field.is_required():
        found = _plain(kind, field, was, keys)
        if found is None:
            return False
        here[key] = found
    return True


def _plain(kind: Any, field: FieldInfo, was: Any, keys: tuple[str, ...]) -> Any:
    """What may stand for a text, a choice, a date or a whole number; None where all hangs on what it is."""
    if kind is str:
        return " ".join((_STANDS, *keys[-2:]))  # each stage has a name of its own
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if kind is dt.date:
        return _date(was)
    if kind is not int:
        return None
    low, high = (next(getattr(m, end) for m in field.metadata if hasattr(m, end)) for end in ("ge", "le"))
    return min(max(was, low), high) if isinstance(was, int) else high


def _date(was: Any) -> dt.date | None:
    """A date that stands in quotes."""
    try:
        return dt.date.fromisoformat(was) if isinstance(was, str) else None
    except ValueError:
        return None


def _at(keys: tuple[str, ...]) -> Any:
    """The type at a place; None where there is none."""
    try:
        return type_at(keys, within=True)[0]
    except KeyError:
        return None


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section)
