"""Errors of a scenario: every problem at once, each with what would be right."""

import difflib
import math
import textwrap
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from simulator.visible import visible

NO_SUCH = "there is no such"  # how it is said of a name that nothing has

Found = tuple[str, Any, str]  # path, value (None: not shown), what would be right

WIDTH = 100
MOST = 10  # problems of one kind that are told
MOST_IN_A_FILE = 100  # of any kind that a message names
_LONGEST_PLACE = 240  # letters
_LONGEST = 80  # letters of a word that are looked at
_NEAR = 0.65  # of 1: share of letters that two words have in common, in order
_FEW = 12  # known words that are told beside the one that is meant
_COLUMN = 46  # a longer path has its explanation on the next line


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the file, the path in it, the value found, what would be right.

    `times`: so many are alike, and are not told one by one.
    """

    file: str
    path: str
    value: str
    right: str
    times: int = 1

    @property
    def where(self) -> str:
        """`path = value`, or the part of it that there is."""
        return f"{self.path} = {self.value}" if self.value else self.path


class ScenarioError(ValueError):
    """A scenario that cannot be used. `problems` holds what is wrong with it; of many alike the first ten."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        blocks = []
        for file in dict.fromkeys(p.file for p in self.problems):
            mine = [p for p in self.problems if p.file == file]
            many, others = (sum(p.times for p in some) for some in (mine, mine[MOST_IN_A_FILE:]))
            count = "1 problem" if many == 1 else f"{many:,} problems"
            more = [f"  and {others:,} more"] if others else []
            blocks.append("\n".join([f"{visible(file)}: {count}", *_lines(mine[:MOST_IN_A_FILE]), *more]))
        return "\n".join(blocks)


class Few:
    """Problems of which many may be alike: the first ten of each kind, and how many others there are."""

    def __init__(self) -> None:
        self._told: list[tuple[Hashable, Problem]] = []
        self._seen: Counter[Hashable] = Counter()

    def wants(self, kind: Hashable, most: int = MOST) -> bool:
        """Count one more of a kind; whether it is to be told."""
        self._seen[kind] += 1
        return self._seen[kind] <= most

    def tell(self, kind: Hashable, problem: Problem) -> None:
        """Tell one that is wanted."""
        self._told.append((kind, problem))

    def add(self, problem: Problem, kind: Hashable = None, most: int = MOST) -> None:
        """Tell a problem, or count it; its kind is what would be right, if not given."""
        kind = problem.right if kind is None else kind
        if self.wants(kind, most):
            self.tell(kind, problem)

    @property
    def problems(self) -> list[Problem]:
        """What is told, in order; behind the last of a kind, how many more are like it."""
        told = Counter(kind for kind, _ in self._told)
        left = {kind: self._seen[kind] - many for kind, many in told.items()}
        found = []
        for kind, problem in self._told:
            found.append(problem)
            told[kind] -= 1
            if not told[kind] and left[kind]:
                text = f"and {left[kind]:,} more: {problem.right}"
                found.append(Problem(problem.file, "", "", text, left[kind]))
        return found


@contextmanager
def collected(problems: list[Problem]) -> Iterator[None]:
    """Add what is wrong with something to a list and go on behind the block: there may be more."""
    try:
        yield
    except ScenarioError as error:
        problems += error.problems


def _place(problem: Problem) -> str:
    """Where it is, as it is shown: a key may be as long as its file."""
    shown = visible(problem.where)
    return shown if len(shown) <= _LONGEST_PLACE else shown[: _LONGEST_PLACE - 3] + "..."


def _lines(problems: list[Problem]) -> list[str]:
    lengths = [len(_place(p)) for p in problems]
    column = max((length for length in lengths if length <= _COLUMN), default=0)
    lines = []
    for problem in problems:
        where, right = _place(problem), visible(problem.right)
        if not where:
            lines += textwrap.wrap(right, WIDTH - 2, initial_indent="  ", subsequent_indent="  ")
            continue
        if len(where) > column:
            lines.append(f"  {where}")
            lines += textwrap.wrap(right, WIDTH, initial_indent="      ", subsequent_indent="      ")
            continue
        text = textwrap.wrap(right, WIDTH - column - 5) or [""]
        lines.append(f"  {where:<{column}}   {text[0]}".rstrip())
        lines += [" " * (column + 5) + more for more in text[1:]]
    return lines


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is near in spelling, or an empty string.

    One comes from the other by few slips: "target" shares its letters with "start", and means something else.
    """
    by_case = {k.lower(): k for k in known}
    word = word.lower()[:_LONGEST]
    longer = [k for k in by_case if k.startswith(word)] if len(word) > 2 else []  # not typed to its end
    swapped = [k for k in by_case if sorted(k) == sorted(word)]
    close = [k for k in difflib.get_close_matches(word, list(by_case), n=3, cutoff=_NEAR) if _slips(word, k)]
    return next((by_case[k] for k in [*longer, *swapped, *close]), "")


def _slips(word: str, known: str) -> bool:
    """Whether few letters were left out, added, exchanged or swapped: one in three at most."""
    before, row = [0] * (len(known) + 1), list(range(len(known) + 1))
    for n, letter in enumerate(word, start=1):
        now = [n]
        for m, other in enumerate(known, start=1):
            cost = min(row[m] + 1, now[m - 1] + 1, row[m - 1] + (letter != other))
            if n > 1 and m > 1 and letter == known[m - 2] and other == word[n - 2]:
                cost = min(cost, before[m - 2] + 1)
            now.append(cost)
        before, row = row, now
    return row[-1] <= math.ceil(len(word) / 3)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What there is, behind `did you mean X?` where one of it is near in spelling; of many that alone."""
    known = list(known)
    found = nearest(word, known)
    there = f"there is {', '.join(known)}" if known else "there is none"
    if not found:
        return there
    return f"did you mean {found}? {there}" if 1 < len(known) <= _FEW else f"did you mean {found}?"
