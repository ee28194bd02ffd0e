"""`bowtie list`: the companies that come with the product."""

from __future__ import annotations

import tomllib
from pathlib import Path

import typer

from simulator.commands.door import door
from simulator.shipped import scenarios


def list_() -> None:
    """The companies that come with the product, to start from."""
    with door():
        typer.echo("\n".join(report()))


def report() -> list[str]:
    """A line for each shipped scenario: name, title, what it stands on, how many what-ifs it asks."""
    rows = [("name", "what-ifs", "title, and the file that it stands on")]
    for name, file in scenarios().items():
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
        base = f" ({Path(tree['base']).stem})" if "base" in tree else ""
        rows.append((name, str(len(tree.get("what_if", {})) or "-"), f"{tree['title']}{base}"))
    width = max(len(name) for name, _, _ in rows)
    lines = [f"{name:<{width}}  {asked:>8}  {title}" for name, asked, title in rows]
    return [*lines, "", "A file of your own, like one of them:", "  bowtie new mine --like subscription"]
