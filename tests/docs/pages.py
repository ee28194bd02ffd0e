"""The pages under docs/ as tests read them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.companies import PAID_FOR
from tests.test_notebooks import same

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
MADE = "<!-- What follows is made"  # from here on docs/generate.py writes

BLOCK = re.compile(r"^```(\S*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(name: str) -> str:
    """A page as it is stored."""
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced examples of a page in a language, in order."""
    return [code for mark, code in BLOCK.findall(text_of(name)) if mark == language]


def prose(name: str) -> str:
    """What a page says in sentences written by hand: no examples, no code, no addresses, nothing made."""
    text = BLOCK.sub("", text_of(name).partition(MADE)[0])
    text = re.sub(r"`[^`]*`", "", text)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return " ".join(text.split())


def agrees(shown: str, came: str) -> str:
    """What of a shown output did not come; empty if all did. A line `...` stands for any lines."""
    lines = [line.rstrip() for line in came.splitlines()]
    at, anywhere = 0, False
    for line in shown.splitlines():
        if line.strip() == "...":
            anywhere = True
            continue
        found = next((n for n in range(at, len(lines)) if same(lines[n], line.rstrip())), None)
        if found is None or (found > at and not anywhere):
            return f"{line!r} does not come; there is\n" + "\n".join(lines[at : at + 5])
        at, anywhere = found + 1, False
    rest = [] if anywhere else [line for line in lines[at:] if line]
    return f"and then comes {rest[0]!r}" if rest else ""


def python_folder(place: Path) -> Path:
    """A folder like a clone's, as far as a reader sees it, with a small company in it."""
    shutil.copytree(ROOT / "scenarios", place / "scenarios")
    (place / "scenarios" / "small.toml").write_text(PAID_FOR, encoding="utf-8")
    return place
