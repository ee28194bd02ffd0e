"""Make a new scenario file from a shipped one, without its base."""

import json
import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.scenario_library import ABSENT, SCHEMA
from simulator.scenario_library.merge import overlaid

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
    child = like.read_text(encoding="utf-8")
    said = tomllib.loads(child)
    below = like.parent / said["base"] if "base" in said else None
    base = below.read_text(encoding="utf-8") if below else None
    tables = _beside([like, *([below] if below else [])], name)
    text = overlaid(base, child, _renamed(name, like.stem, tables))
    what_ifs = "what_if" in said
    head = _head(name, like.stem, what_ifs)
    if below is not None and base is not None and _company(text) != _company(base):
        head += [
            "# A rate that is stated here is what this company would see with free desks, in the shipped",
            f"# {like.name} what {below.name} would: results differ, most by little, cash by more.",
        ]
    asked = text.replace("\n[what_if", f"\n{QUESTIONS.format(like.stem)}\n[what_if", 1)
    return Own("\n".join([*head, "", asked]), what_ifs, dict(tables.values()))


def _company(text: str) -> dict[str, Any]:
    """What a text says of its company, whatever it is called, and whatever it wants to reach."""
    aside = ("title", "description", "what_if", "target")
    return {k: v for k, v in tomllib.loads(text).items() if k not in aside}


def title_of(name: str) -> str:
    """A title for a company of this name: My company, of my-company."""
    words = " ".join(name.replace("-", " ").replace("_", " ").split())[:_LONGEST]
    return f"{words[:1].upper()}{words[1:]}" or name


def _head(name: str, like: str, what_ifs: bool) -> list[str]:
    """What stands above all: how to go on."""
    file = shlex.quote(f"{name}.toml")
    commands = {
        f"bowtie check {file}": "the mistakes in it, or the company in words",
        f"bowtie run {file}": "the odds, the cash, what to look out for",
    }
    if what_ifs:
        commands[f"bowtie compare {file} --what-ifs"] = "each what-if below against it, ranked"
    commands[f"bowtie check {file} --sources"] = "every number, with where it comes from"
    width = max(len(command) for command in commands)
    return [
        f"#:schema ./{SCHEMA}",
        f"# A company of your own, so far like the shipped {like}. Change what is not so in yours, then:",
        *(f"#     {command:<{width}}   {what}" for command, what in commands.items()),
        "# Customers that you have, and open deals, stand in tables: [opening] names them (docs/keys.md).",
        "# The first line is for editors: by it, one that knows JSON Schema completes, explains and checks.",
    ]


def _beside(files: list[Path], name: str) -> dict[str, tuple[str, Path]]:
    """The tables of the first day by key: called after the new file, and where they are now."""
    found: dict[str, tuple[str, Path]] = {}
    for file in reversed(files):  # the base first
        opening = tomllib.loads(file.read_text(encoding="utf-8")).get("opening", {})
        for key, table in opening.items():
            if key not in ("customers", "deals"):
                continue
            source = file.parent / table
            found[key] = f"{name}-{key}{source.suffix}", source
    return {key: table for key, table in found.items() if table[1].name != ABSENT}


def _renamed(name: str, like: str, tables: Mapping[str, tuple[str, Path]]) -> str:
    """What a file of this name says otherwise than the shipped one, as TOML."""
    lines = [
        f"title = {_quoted(title_of(name))}",
        f"description = {_quoted(f'So far like the shipped {like}. {SAY}')}",
        *(f"opening.{key} = {_quoted(beside)}" for key, (beside, _) in tables.items()),
    ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
