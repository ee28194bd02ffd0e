"""A scenario file of one's own, made of a shipped one: it stands on no other file."""

from __future__ import annotations

import json
import shlex
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.shipped import SCHEMA
from simulator.shipped.lines import ABSENT, Text, text_of
from simulator.shipped.overlaid import overlaid

_LONGEST = 200  # letters of a title
QUESTIONS = (
    "# What if: the numbers here go with those of the shipped {}. Ask with numbers that go with yours."
)
SAY = "Say here what your company is, and what to look at."


@dataclass(frozen=True)
class Own:
    """The text of a file, whether it asks what if, and the tables beside it: by name, where they are now."""

    text: str
    what_ifs: bool
    tables: dict[str, Path]


def own(like: Path, name: str) -> Own:
    """What `like` says, with its comments, as a file NAME.toml that can be read without it."""
    child = text_of(like.read_text(encoding="utf-8"))
    base = next((e.value for e in child.tables[0].entries if e.keys == ("base",)), None)
    below = like.parent / str(base) if base else None
    text = overlaid(text_of(below.read_text(encoding="utf-8")) if below else None, child)
    for entry in text.tables[0].entries:
        if entry.keys == ("title",):
            entry.text = json.dumps(title_of(name), ensure_ascii=False)
        if entry.keys == ("description",):
            entry.text = json.dumps(f"So far like the shipped {like.stem}. {SAY}", ensure_ascii=False)
    tables = _beside(text, [like.parent, *([below.parent] if below else [])], name)
    what_ifs = any(table.keys[:1] == ("what_if",) for table in text.tables)
    head = _head(name, like.stem, what_ifs)
    if below is not None and _company(str(text)) != _company(below.read_text(encoding="utf-8")):
        head += [
            "# A rate that is stated here is what this company would see with free desks, in the shipped",
            f"# {like.name} what {below.name} would: results differ, most by little, cash by more.",
        ]
    asked = str(text).replace("\n[what_if", f"\n{QUESTIONS.format(like.stem)}\n[what_if", 1)
    return Own("\n".join([*head, "", asked]), what_ifs, tables)


def _company(text: str) -> dict[str, Any]:
    """What a text says of its company, whatever it is called."""
    return {k: v for k, v in tomllib.loads(text).items() if k not in ("title", "description", "what_if")}


def title_of(name: str) -> str:
    """A title for a company of this name: My company, of my-company."""
    words = " ".join(name.replace("-", " ").replace("_", " ").split())[:_LONGEST]
    return f"{words[:1].upper()}{words[1:]}" or name


def _head(name: str, like: str, what_ifs: bool) -> list[str]:
    """What stands above all: how to go on."""
    file = shlex.quote(f"{name}.toml")
    commands = {
        f"bowtie check {file}": "every mistake at once, or the company in words",
        f"bowtie run {file}": "the bowtie, the money, the odds",
    }
    if what_ifs:
        commands[f"bowtie compare {file} --what-ifs"] = "each what-if below against it, ranked"
    commands[f"bowtie check {file} --sources"] = "every number, with where it comes from"
    width = max(len(command) for command in commands)
    return [
        f"#:schema ./{SCHEMA}",
        f"# A company of your own, so far like the shipped {like}. Change what is not so in yours, then:",
        *(f"#     {command:<{width}}   {what}" for command, what in commands.items()),
        "# The first line is for editors: by it, one that knows JSON Schema completes, explains and checks.",
    ]


def _beside(text: Text, folders: list[Path], name: str) -> dict[str, Path]:
    """The tables of the first day, called after the new file."""
    found: dict[str, Path] = {}
    for table in text.tables:
        for entry in table.entries:
            if table.keys == ("opening",) and entry.value != ABSENT:
                source = next(place / entry.value for place in folders if (place / entry.value).is_file())
                beside = f"{name}-{entry.keys[0]}{source.suffix}"
                found[beside] = source
                entry.text = json.dumps(beside, ensure_ascii=False)
    return found
