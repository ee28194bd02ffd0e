"""Outcomes in the making: what is kept of each replication, in whatever order they come."""

from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.experiment.outcomes import Outcomes, of_each
from simulator.ledger import Header
from simulator.metrics import Measures
from simulator.metrics.asked import PARTS

SECOND = "second_lives"


class Replications:
    """Arrays with a place for each replication.

    What is measured of one is no longer needed when it stands there: so a run takes what it keeps, and no
    more.
    """

    def __init__(self, asked: int, second_lives: int = 0, earlier: Outcomes | None = None) -> None:
        """A place for each of so many, and for the second lives of the first of them; `earlier`: what there
        is already of them."""
        self._asked = asked
        self._second_lives = second_lives
        self._arrays: dict[str, Any] = {}
        self._second: dict[str, NDArray[np.float64]] = {}
        self._headers: dict[int, Header] = {}  # of the first
        self._first_comes = Lock()
        if earlier is not None:
            self._headers[0] = earlier.header
            self._second = {n: _longer(values, second_lives) for n, values in earlier.second_lives.items()}
            for part in ("values", *earlier.parts):
                self._arrays[part] = of_each(getattr(earlier, part), lambda array: _longer(array, asked))

    def put(self, replication: int, header: Header, measured: Measures) -> None:
        """Keep one, from any thread."""
        found = {name: getattr(measured, name) for name in ("values", *measured.parts)}
        with self._first_comes:
            if not self._arrays:
                self._arrays = {
                    name: of_each(part, lambda one: _room(one, self._asked)) for name, part in found.items()
                }
        if replication == 0:
            self._headers[0] = header
        for name, part in found.items():
            if isinstance(part, dict):
                for key, values in part.items():
                    self._arrays[name][key][replication] = values
            else:
                self._arrays[name][replication] = part

    def put_second(self, replication: int, measured: Measures) -> None:
        """Keep the metrics of a second life, from any thread."""
        with self._first_comes:
            if not self._second:
                self._second = {
                    name: _room(value, self._second_lives) for name, value in measured.values.items()
                }
        for name, value in measured.values.items():
            self._second[name][replication] = value

    def outcomes(self, done: int, **known: Any) -> Outcomes:
        """The first so many, at least one; `known`: what else there is to tell of them."""
        kept: dict[str, Any] = dict.fromkeys(PARTS)
        for part, arrays in self._arrays.items():
            kept[part] = of_each(arrays, lambda array: array[:done])
        kept[SECOND] = {name: values[:done] for name, values in self._second.items()}
        return Outcomes(replications=done, asked=self._asked, header=self._headers[0], **kept, **known)


def _room(one: Any, many: int) -> NDArray[Any]:
    one = np.asarray(one)
    return np.empty((many, *one.shape), one.dtype)


def _longer(values: NDArray[Any], many: int) -> NDArray[Any]:
    """With room for so many."""
    longer = np.empty((many, *values.shape[1:]), values.dtype)
    longer[: len(values)] = values
    return longer
