"""How sure a mean is to be, as it is asked for, and what became of it."""

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from simulator import metrics
from simulator.errors import did_you_mean
from simulator.experiment.errors import OptionError
from simulator.experiment.intervals import Interval
from simulator.ledger import Header
from simulator.metrics.asked import meant, names_of

_FIGURE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*([kKmM](?![a-zA-Z]))?\s*(.*)")
_TIMES = {"": 1.0, "k": 1e3, "m": 1e6}


@dataclass(frozen=True)
class Wanted:
    """How narrow the interval of a metric's mean is to be: half its width."""

    text: str  # as it was asked for
    on: str
    half: float  # in the unit of the metric; of a `relative` one a share of the mean
    relative: bool

    @classmethod
    def of(cls, text: str, on: str | None, header: Header, kept: Collection[str] | None) -> Self:
        """Read it: "2%", "0.5 points" of a share, "10k USD", "3 days". Raises OptionError."""
        known = names_of(header)
        if on is None:
            raise OptionError("precision: of which metric? say on, such as arr_end")
        on = meant(on, known)
        if on not in known:
            raise OptionError(f"on = {on!r}: not a metric here; {did_you_mean(on, known)}")
        if kept is not None and on not in kept:
            raise OptionError(f"on = {on!r}: is not among the metrics that are asked for; name it, too")
        plain, _, variant = on.partition(":")
        unit = metrics.definition(plain, variant or dict(header.measures).get(plain)).unit
        half, relative = _read(text, unit.replace("money", header.currency))
        return cls(text, on, half, relative)

    def holds(self, found: Interval) -> bool:
        """Whether an interval is as narrow; not where it is not known."""
        return found.half <= (self.half * abs(found.mean) if self.relative else self.half)


def _read(text: str, unit: str) -> tuple[float, bool]:
    """Half a width in a metric's unit, or as a share of its mean."""
    told = {"share": "0.5 points", "%": "0.5 points"}.get(unit, f"10 {unit}".strip())
    wrong = OptionError(f"precision = {text!r}: part of the mean, such as 2%, or an amount, such as {told}")
    found = _FIGURE.fullmatch(text.strip())
    if found is None:
        raise wrong
    value, words = float(found[1]) * _TIMES[(found[2] or "").lower()], " ".join(found[3].split())
    if not 0.0 < value < math.inf:
        raise OptionError(f"precision = {text!r}: more than 0")
    if words == "%":
        return value / 100.0, True
    if words in ("point", "points") and unit == "share":
        return value / 100.0, False
    if unit != "share" and words.lower() in ("", unit.lower(), unit.partition(" a year")[0].lower()):
        return value, False
    raise wrong


@dataclass(frozen=True)
class Reached:
    """What became of it."""

    wanted: Wanted
    half: float  # half the width of the interval at the end, in the metric's unit
    narrow: bool  # whether that is as asked for; else there were as many replications as there may be
