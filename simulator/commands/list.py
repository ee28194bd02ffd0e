"""`bowtie list`: list the companies that come with the product."""

import tomllib
from pathlib import Path

from simulator import compilation
from simulator.commands.errors import door
from simulator.commands.say import say
from simulator.layout.page import Heading, Page, Verbatim
from simulator.layout.table import Column, Kind, Table
from simulator.scenario_library import scenarios


def list() -> None:
    """The companies that come with the product, to start from."""
    with door():
        from simulator.layout.text import text

        say(text(report()))
        compilation.begin()


def report() -> Page:
    """A line for each shipped scenario: name, title, what it stands on, how many what-ifs it asks."""
    rows = []
    for name, file in scenarios().items():
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
        base = f" ({Path(tree['base']).stem})" if "base" in tree else ""
        rows.append((name, len(tree.get("what_if", {})) or "-", f"{tree['title']}{base}"))
    columns = (
        Column("name"),
        Column("what-ifs", Kind.NUMBER),
        Column("title, and the file that it stands on"),
    )
    one = Heading("One of them as it is, and a file of your own like it:")
    lines = [Verbatim(f"bowtie {words}", 2) for words in ("run subscription", "new mine --like subscription")]
    return [[Table(columns, tuple(rows))], [one, *lines]]
