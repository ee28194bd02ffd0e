"""What a table says, line by line: each key in the sentence that is declared with it."""

from collections.abc import Iterable, Iterator

from simulator.company.section import Key, Section, declared
from simulator.quantity.number import Number
from simulator.quantity.parse import plain_value
from simulator.quantity.spoken import Line, in_words, source_of


def told(section: Section | None, **own: Iterable[Line]) -> Iterator[Line]:
    """The keys that a table states, in their order; in place of those named in `own` the lines given there.

    Whatever has neither a sentence nor lines of its own is told as it stands in the file: no key is silent.
    """
    if section is None:
        return
    fields = type(section).model_fields
    if own.keys() - fields.keys():
        raise TypeError(f"{type(section).__name__} has no {', '.join(own.keys() - fields.keys())}")
    for name, key in declared(type(section)).items():
        value = getattr(section, name)
        if name in own:
            yield from own[name]
        elif isinstance(value, Section):
            yield from told(value)
        elif isinstance(value, Number):
            yield _line(section, name, key, value)
        elif value is not None and value != fields[name].get_default(call_default_factory=True):
            yield fields[name].alias or name, plain_value(value), ""


def _line(section: Section, name: str, key: Key, number: Number) -> Line:
    label = key.label(section) if callable(key.label) else key.label
    says = key.says(section) if callable(key.says) else key.says
    label = name.rstrip("_").replace("_", " ") if label is None else label
    return label, says.format(in_words(number)), source_of(number)
