"""Write what of these pages follows from the code: python docs/generate.py

Each page is written by hand down to a line that says so; what stands below that line is made here.
So are the pages of help that `bowtie` prints without loading what makes them.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout, suppress
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from unittest import mock

import typer.main
from pydantic.fields import FieldInfo

import simulator
from simulator.commands import app
from simulator.commands.examples import EXAMPLES
from simulator.company.schema import Company, unwrapped
from simulator.company.section import Section
from simulator.events import COLUMNS, DECLARED, Column, Event
from simulator.metrics import METRICS
from simulator.metrics.definitions import written
from simulator.metrics.metric import NEITHER, Group, Metric
from simulator.quantity.kind import PER_ACCOUNT, PER_REPLICATION, WITH_FIT, Kind
from simulator.quantity.parse import Read
from simulator.report.definitions import lettered, sentences
from simulator.scenario.sources import Source

DOCS = Path(__file__).parent
MARK = "<!-- What follows is made from the code by docs/generate.py; a test keeps it equal. -->"

# Metrics ---------------------------------------------------------------------------------------------

_SOURCE = re.compile(r"Source: ((?:https?://)?\S+?)\.(?= |$)")


def metrics() -> Iterator[str]:
    """Every metric under the headings of `bowtie run`."""
    letters = lettered(way.meaning.text for one in METRICS.values() for way in one.variants.values())
    for group in Group:
        yield f"## {group.title}\n"
        for one in METRICS.values():
            if one.group is group:
                yield from _metric(one, letters)
    yield "## Said of several\n"
    yield from (f"* **{letter}**: {sentence}" for sentence, letter in letters.items())


def _metric(one: Metric, letters: dict[str, str]) -> Iterator[str]:
    name = written(one.name)
    label = one.meaning.label.format("...")
    yield f"### `{name}`\n"
    yield f"**{label}**, {_unit(one.meaning.unit)}. {_direction(one)}\n"
    texts = {variant: _shortened(way.meaning.text, letters) for variant, way in one.variants.items()}
    if not one.usual:
        yield f"{texts['']}\n"
        return
    for variant, text in texts.items():
        yield f"* **`{variant}`**{', the default' if variant == one.usual else ''}: {text}"
    yield ""


def _unit(unit: str) -> str:
    return {"share": "a share", "times": "a ratio", "accounts": "a number of accounts"}.get(unit, unit)


def _shortened(text: str, letters: dict[str, str]) -> str:
    """A definition; of a sentence that several have, its letter."""
    own = " ".join(s for s in sentences(text) if s not in letters)
    return _linked(own) + "".join(
        f" [{letters[s]}](#said-of-several)" for s in sentences(text) if s in letters
    )


def _linked(text: str) -> str:
    return _SOURCE.sub(lambda m: f"Source: [{m[1]}](https://{m[1].removeprefix('https://')}).", text)


def _direction(one: Metric) -> str:
    """Which way is better, and between which companies that is not said."""
    if one.better is NEITHER:
        return "Neither more nor less is better by itself."
    others = " or ".join(kind.other for kind in one.unranked_if)
    apart = f"; not held against {others}" if others else ""
    return f"The {one.better.value} the better{apart}."


# Keys ------------------------------------------------------------------------------------------------

_COLUMNS = ("key", "what it means", "written like")  # no more: a page is narrow
_ONE = "no range"


def keys() -> Iterator[str]:
    """Every table of a scenario file with its keys."""
    yield "## The file itself\n"
    yield from _section(Company, "")
    yield "## `[ID]` in a register of sources\n"
    yield from _section(Source, "")


def _section(section: type[Section], path: str) -> Iterator[str]:
    """A table's keys, then the tables within it."""
    rows, inner = [], []
    for name, info in section.model_fields.items():
        key = info.alias or name
        held, form, below = _held(unwrapped(info.annotation)[0], f"{path}.{key}".lstrip("."))
        if held is None:
            rows.append(_row(key, info))
            continue
        inner.append((held, form.format(below), below, info))
        if form == _LIST:
            rows.append(_list_row(key, held, info))
    if rows:
        yield _table(_COLUMNS, rows)
    for held, heading, below, info in inner:
        yield f"## `{heading}`\n"
        yield f"{_first(held)} {_sentence(_said(info))}".rstrip() + "\n"
        yield from _section(held, below)


_LIST = "{} = [{{ ... }}]"


def _held(kind: Any, path: str) -> tuple[type[Section] | None, str, str]:
    """The table that a key holds, if it does, how its heading is written, and its path."""
    inside = [unwrapped(argument)[0] for argument in get_args(kind)]
    if _is_section(kind):
        return kind, "[{}]", path
    if get_origin(kind) is dict and _is_section(inside[1]):
        return inside[1], "[{}]", f"{path}.NAME"
    if get_origin(kind) is tuple and _is_section(inside[0]):
        return inside[0], "[[{}]]" if "name" in inside[0].model_fields else _LIST, path
    return None, "", path


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section)


def _list_row(key: str, held: type[Section], info: FieldInfo) -> tuple[str, ...]:
    """A key with a list of tables, explained under a heading of its own; a headcount may stand alone."""
    alone = held.model_fields.get("count")
    number = f"`{_example(_number(alone))}`, or " if alone is not None else ""
    return (f"`{key}`", _said(info) or _first(held), f"{number}a list of tables: below; {_ONE}")


def _row(key: str, info: FieldInfo) -> tuple[str, ...]:
    kind, more = unwrapped(info.annotation)
    if get_origin(kind) is dict:  # of numbers
        key = f"{key}.NAME"
        kind, more = unwrapped(get_args(kind)[1])
    number = _read((*more, *info.metadata))
    if number is not None:
        bounds = re.sub(r"^(.*? lies? |[^,]*? is |[^,]*: )", "", number.bounds())
        written = ", ".join(filter(None, (f"`{_example(number)}`", bounds)))
        return (f"`{key}`", _said(info), "; ".join(filter(None, (written, _range(number)))))
    if get_origin(kind) is Literal:
        return (f"`{key}`", _said(info), " or ".join(f'`"{word}"`' for word in get_args(kind)))
    words = next(words for words, fits in _PLAIN.items() if fits(kind))
    return (f"`{key}`", _said(info), " ".join(filter(None, (words, _limits(info)))))


_PLAIN: dict[str, Callable[[Any], bool]] = {
    "a date: `2027-01-01`": lambda kind: kind is dt.date,
    "a whole number": lambda kind: kind is int,
    "text": lambda kind: kind is str,
    'a figure: `5000000`, `"5M"`, `"95%"`': lambda kind: {float, str} <= set(get_args(kind)),
    "a list of dates": lambda kind: get_args(kind)[:1] == (dt.date,),
    "a list of 12 weights": lambda kind: get_args(kind)[:1] == (float,),
    'a list of shares: `["50%", "75%"]`': lambda kind: unwrapped(get_args(kind)[0]) == (float, ("a share",)),
    "a name, or a list of names": lambda kind: unwrapped(get_args(kind)[0])[0] is str,
}


def _number(info: FieldInfo) -> Kind:
    """The kind of a key that is a number."""
    found = _read((*unwrapped(info.annotation)[1], *info.metadata))
    assert found is not None
    return found


def _read(more: Iterable[Any]) -> Kind | None:
    return next((m.kind for m in more if isinstance(m, Read)), None)


def _example(kind: Kind) -> str:
    """The first way in which the units of a number are written; one without a unit needs no quotes."""
    return re.sub(r'^"(\d+)"$', r"\1", re.split(r",| or ", kind.units.example)[0])


def _range(kind: Kind) -> str:
    """What a range of a number means, and what else it may be made to mean, where it is not the usual."""
    if kind.whole:
        return _ONE
    if kind.varies == (PER_REPLICATION,):
        return ""
    words = {PER_REPLICATION: "not known", PER_ACCOUNT: "differs", WITH_FIT: "differs with fit"}
    usual, *others = (words[each] for each in kind.varies)
    return f"a range: {usual}" + (f" (or {', '.join(others)})" if others else "")


def _limits(info: FieldInfo) -> str:
    low, high = (
        next((getattr(m, end) for m in info.metadata if hasattr(m, end)), None) for end in ("ge", "le")
    )
    return f"from {low} to {high}" if low is not None and high is not None else ""


def _first(section: type[Section]) -> str:
    return (section.__doc__ or "").partition("\n")[0]


def _said(info: FieldInfo) -> str:
    return "; ".join(filter(None, (info.description, "needed" if info.is_required() else "")))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    cells = [head, ("---",) * len(head), *rows]
    return (
        "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells) + "\n"
    )


# Commands --------------------------------------------------------------------------------------------


def commands() -> Iterator[str]:
    """Every command with its arguments and options."""
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        shown = [p for p in command.params if not getattr(p, "hidden", False)]
        arguments = [p for p in shown if not p.opts[0].startswith("-")]
        options = [p for p in shown if p.opts[0].startswith("-")]
        words = [p.metavar if p.required else f"[{p.metavar}]" for p in arguments]
        yield f"## `{' '.join(['bowtie', name, *words])}`\n"
        yield f"{_help(command.help)}\n"
        rows = [(f"`{p.metavar}`", p.help or "") for p in arguments]
        rows += [(f"`{', '.join(p.opts)}{_value(p)}`", f"{p.help or ''}{_default(p)}") for p in options]
        if rows:
            yield _table(("given", "what it does"), rows)
        yield from (f"* `{typed}`: {what}" for typed, what in EXAMPLES[name])
        yield ""


def _help(text: str | None) -> str:
    return (text or "").replace("\b\n", "").strip()


def _value(option: Any) -> str:
    """What follows an option."""
    return "" if option.is_flag else f" {option.metavar or _kind(option.default)}"


def _kind(default: object) -> str:
    if isinstance(default, Enum):
        return "|".join(str(each.value) for each in type(default))
    return "NAME" if isinstance(default, str) else "N"


def _default(option: Any) -> str:
    known = isinstance(option.default, int | str) and not option.is_flag
    return f" Default: {getattr(option.default, 'value', option.default)}." if known else ""


# Help ------------------------------------------------------------------------------------------------

HELP = Path(simulator.__file__).parent / "commands" / "help"


def helps() -> dict[str, str]:
    """What typer prints for each question for help, by the name of the file that is printed instead."""
    group: Any = typer.main.get_command(app)
    asked = [[], *([name] for name in group.commands)]
    return {f"{'-'.join(['bowtie', *words])}.txt": help_of(*words) for words in asked}


def help_of(*words: str, columns: int = 80) -> str:
    """The help of a command, or of the program, as typer prints it."""
    printed = io.StringIO()
    with mock.patch.dict(os.environ, COLUMNS=str(columns)), redirect_stdout(printed), suppress(SystemExit):
        app([*words, "--help"], prog_name="bowtie")
    return printed.getvalue()


# Ledger ----------------------------------------------------------------------------------------------


def ledger() -> Iterator[str]:
    """Every event with its columns, then every column."""
    for heading, company in (("What happens to an account", False), ("What happens to the company", True)):
        yield f"## {heading}\n"
        events = [event for event in DECLARED.values() if event.company == company]
        yield _table(("event", "what happened", "a contract", "columns"), map(_event, events))
    yield "## Columns\n"
    yield _table(("column", "in `rows`", "what it holds"), map(_column, COLUMNS))


def _event(event: Event) -> tuple[str, ...]:
    return (event.label, event.meaning, event.contract, ", ".join(f"`{c.name}`" for c in event.columns))


def _column(column: Column) -> tuple[str, ...]:
    return (f"`{column.name}`", f"`{column.place}`", column.meaning)


# Pages -----------------------------------------------------------------------------------------------

PAGES = {"metrics.md": metrics, "keys.md": keys, "commands.md": commands, "ledger.md": ledger}


def page(name: str) -> str:
    """A page as it should be: its top as it stands, and below the mark what the code says."""
    top = (DOCS / name).read_text(encoding="utf-8").partition(MARK)[0]
    return f"{top}{MARK}\n\n" + "\n".join(PAGES[name]()).rstrip() + "\n"


if __name__ == "__main__":
    for name in PAGES:
        (DOCS / name).write_text(page(name), encoding="utf-8")
    HELP.mkdir(exist_ok=True)
    for old in HELP.iterdir():
        old.unlink()
    for name, text in helps().items():
        (HELP / name).write_text(text, encoding="utf-8")
