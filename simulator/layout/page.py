"""The blocks of a page: what it says, whoever shows it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from simulator.layout.table import Table


@dataclass(frozen=True)
class Heading:
    """A line above what belongs together; of level 2 within a section.

    `breaks`: on paper a page begins here.
    """

    text: str
    level: int = 1
    breaks: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Sentences, indented by so many letters; all lines but the first by `hanging`, if given."""

    text: str
    indent: int = 0
    hanging: int = 0


@dataclass(frozen=True)
class Verbatim:
    """A line that stays as it is: something to type or to follow."""

    text: str
    indent: int = 0


@dataclass(frozen=True)
class Prose:
    """What the author of a file wrote: paragraphs, and lines to type.

    A line that begins with a word or two and a colon, as `Look at: `, begins a paragraph.
    """

    text: str

    @property
    def parts(self) -> Iterator[str | Verbatim]:
        """Each paragraph as one line of text, and each line to type."""
        for part in _LABELLED.sub("\n\n", self.text.strip()).split("\n\n"):
            for typed, some in groupby(part.splitlines(), key=lambda line: line.startswith("    ")):
                if typed:
                    yield from map(Verbatim, some)
                else:
                    yield " ".join(some)


_LABELLED = re.compile(r"\n(?=[A-Z][a-z]*( [a-z]+)?: )")


@dataclass(frozen=True)
class Facts:
    """What is so, line by line: a label, what is said of it, and its source."""

    lines: tuple[tuple[str, str, str], ...]
    indent: int = 2


@dataclass(frozen=True)
class Picture:
    """A figure of the answer, or of one scenario of it, by its name; for renderers that draw."""

    name: str
    of: str = ""


@dataclass(frozen=True)
class Fold:
    """Blocks that are read on demand, behind a line that says what they are; on paper they are unfolded, or
    left out."""

    line: str
    blocks: "tuple[Block, ...]"
    printed: bool = True


Block = Heading | Paragraph | Verbatim | Prose | Facts | Table | Picture | Fold
Section = Sequence[Block]  # what stands together
Page = Sequence[Section]
