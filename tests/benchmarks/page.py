"""What is found, as a page: headings, paragraphs and tables in Markdown, which reads as text too."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

WIDTH = 100


class Table(NamedTuple):
    """Headings and rows; all columns but the first stand to the right."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        lines = [self.headings, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.headings))]

        def line(cells: Sequence[str]) -> str:
            first, *others = zip(cells, widths, strict=True)
            return "| " + " | ".join([first[0].ljust(first[1]), *(c.rjust(w) for c, w in others)]) + " |"

        rule = "|".join(["", "-" * (widths[0] + 2), *("-" * (w + 1) + ":" for w in widths[1:]), ""])
        return "\n".join([line(self.headings), rule, *map(line, self.rows)])


class Section(NamedTuple):
    """A heading and what stands below it."""

    heading: str
    blocks: Sequence[str | Table]

    def __str__(self) -> str:
        return "\n\n".join([f"## {self.heading}", *(laid_out(block) for block in self.blocks)])


def laid_out(block: str | Table, width: int = WIDTH) -> str:
    """A paragraph in lines of at most so many columns, or a table."""
    if isinstance(block, str):
        return textwrap.fill(" ".join(block.split()), width, break_long_words=False, break_on_hyphens=False)
    return str(block)
