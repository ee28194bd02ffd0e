"""Errors of a scenario: every problem at once, each with what would be right."""

import difflib
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Found = tuple[str, Any, str]  # path, value (None: not shown), what would be right

WIDTH = 100
_NEAR = 0.65  # of 1: share of letters that two words have in common, in order
_COLUMN = 46  # a longer path has its explanation on the next line


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the file, the path in it, the value found, what would be right."""

    file: str
    path: str
    value: str
    right: str

    @property
    def where(self) -> str:
        """`path = value`, or the part of it that there is."""
        return f"{self.path} = {self.value}" if self.value else self.path


class ScenarioError(ValueError):
    """A scenario that cannot be used. `problems` holds everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        blocks = []
        for file in dict.fromkeys(p.file for p in self.problems):
            mine = [p for p in self.problems if p.file == file]
            count = "1 problem" if len(mine) == 1 else f"{len(mine)} problems"
            blocks.append("\n".join([f"{file}: {count}", *_lines(mine)]))
        return "\n".join(blocks)


@contextmanager
def collected(problems: list[Problem]) -> Iterator[None]:
    """Add what is wrong with something to a list and go on behind the block: there may be more."""
    try:
        yield
    except ScenarioError as error:
        problems += error.problems


def _lines(problems: list[Problem]) -> list[str]:
    short = [len(p.where) for p in problems if len(p.where) <= _COLUMN]
    column = max(short, default=0)
    lines = []
    for problem in problems:
        where = problem.where
        if not where:
            lines += textwrap.wrap(problem.right, WIDTH - 2, initial_indent="  ", subsequent_indent="  ")
            continue
        if len(where) > column:
            lines.append(f"  {where}")
            lines += textwrap.wrap(problem.right, WIDTH, initial_indent="      ", subsequent_indent="      ")
            continue
        text = textwrap.wrap(problem.right, WIDTH - column - 5) or [""]
        lines.append(f"  {where:<{column}}   {text[0]}".rstrip())
        lines += [" " * (column + 5) + more for more in text[1:]]
    return lines


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is near in spelling, or an empty string."""
    by_case = {k.lower(): k for k in known}
    word = word.lower()
    longer = [k for k in by_case if k.startswith(word)] if len(word) > 2 else []  # not typed to its end
    swapped = [k for k in by_case if sorted(k) == sorted(word)]
    close = difflib.get_close_matches(word, list(by_case), n=1, cutoff=_NEAR)
    return next((by_case[k] for k in [*longer, *swapped, *close]), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What there is, behind `did you mean X?` where one of it is near in spelling."""
    known = list(known)
    found = nearest(word, known)
    there = f"there is {', '.join(known)}" if known else "there is none"
    if not found:
        return there
    return f"did you mean {found}? {there}" if len(known) > 1 else f"did you mean {found}?"
