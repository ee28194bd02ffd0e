"""The numbers of a company that are not known, and what each replication drew for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from simulator.quantity.number import Number
from simulator.scenario.to_model.draws import Draws

_SAID_BY_ALL = ("motion", "stage", "team")  # words of a path that tell nothing beside the name behind them


@dataclass(frozen=True, eq=False)
class Unknowns:
    """K numbers of which a range is stated, each drawn once in a replication."""

    numbers: tuple[Number, ...]
    _drawn_by: tuple[tuple[Draws, tuple[int, ...]], ...]  # with the places of numbers in what each draws

    @classmethod
    def of(cls, some: Sequence[Draws]) -> Self:
        """Those of several companies, a number that they share once, as the first of them has it."""
        numbers: dict[str, Number] = {}
        drawn_by = []
        for draws in some:
            new = {n: one for n, one in enumerate(draws.unknown) if one.address not in numbers}
            numbers |= {one.address: one for one in new.values()}
            if new:
                drawn_by.append((draws, tuple(new)))
        return cls(tuple(numbers.values()), tuple(drawn_by))

    @property
    def paths(self) -> tuple[str, ...]:
        """Where each stands in the file."""
        return tuple(number.path for number in self.numbers)

    @property
    def labels(self) -> tuple[str, ...]:
        """The same in fewer words: "sale, qualify: passes"."""
        return tuple(_label(path) for path in self.paths)

    def drawn(self, seed: int, replications: int, *, independent: bool = False) -> NDArray[np.float64]:
        """The value of each number in so many replications, from 0 on: (R, K). Worked out anew each time:
        nothing of it is kept by a run."""
        values = np.empty((replications, len(self.numbers)))
        first = 0
        for draws, places in self._drawn_by:
            columns = slice(first, first + len(places))
            for replication in range(replications):
                values[replication, columns] = draws.values(seed, replication, independent)[list(places)]
            first += len(places)
        return values


def _label(path: str) -> str:
    *above, last = path.split(".")
    where = [word for n, word in enumerate(above) if word not in _SAID_BY_ALL or n == len(above) - 1]
    return f"{', '.join(where)}: {last}" if where else last
