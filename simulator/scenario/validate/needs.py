"""What a key needs beside it, or excludes, as it is declared."""

from collections.abc import Iterator

from simulator.company.section import Section, declared
from simulator.errors import Found
from simulator.quantity.number import said


def unmet(part: object) -> Iterator[Found]:
    """Keys of a company's tables that are stated without what they need, or beside what they exclude."""
    if isinstance(part, Section):
        for name, one in declared(type(part)).items():
            value, info = getattr(part, name), type(part).model_fields[name]
            yield from unmet(value)
            if value is None or value == info.default:
                continue
            wrong = [text for beside, text in one.needs.items() if not _is_there(part, beside)]
            wrong += [text for beside, text in one.excludes.items() if _is_there(part, beside)]
            for text in wrong[:1]:
                shown = None if isinstance(value, Section) else said(value)
                yield f"{part.path}.{info.alias or name}", shown, text
    elif isinstance(part, dict):
        for inner in part.values():
            yield from unmet(inner)
    elif isinstance(part, tuple):
        for inner in part:
            if isinstance(inner, Section):
                yield from unmet(inner)


def _is_there(section: Section, names: str) -> bool:
    """Whether one of some keys is stated, or one of some properties holds."""
    return any(getattr(section, name) for name in names.split(" or "))
