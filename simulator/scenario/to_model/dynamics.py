"""What changes with time, as rows of the model: choices, moves, shocks."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import model as m
from simulator.company.schema import Company
from simulator.numerics.streams import address_of
from simulator.quantity.number import Number
from simulator.scenario.to_model.draws import Drawn

ADDRESSES = 2**31
_AT = {"loss": m.AT_LOSS, "decision": m.AT_DECISION, "growth": m.AT_GROWTH}


class Dynamics:
    """Choices, moves, shocks and gates of a company; `of_motion` holds the fields of each motion's row.

    `stage_at` gives the row of a stage by motion and name, `rate` makes the row of a rate.
    """

    def __init__(
        self,
        company: Company,
        day: Callable[[dt.date], float],
        stage_at: Callable[[str, str], int],
        rate: Callable[[Number | None], int],
    ) -> None:
        self.company = company
        self._taken: list[Number] = []
        motions = list(company.motion)
        choices: list[dict[str, Any]] = []
        moves: list[dict[str, Any]] = []
        self.of_motion: dict[str, dict[str, Any]] = {}
        for name, motion in company.motion.items():
            row: dict[str, Any] = {"first_choice": len(choices), "first_move": len(moves)}
            for other, taker in company.motion.items():
                if name in taker.takes_from:
                    share = taker.takes_from[name]
                    self._taken.append(share)
                    address = address_of(share.address) % ADDRESSES
                    choices.append({"to": motions.index(other), "address": address})
            for other, move in motion.move.items():
                entry = {
                    "to": motions.index(other),
                    "at": _AT[move.at],
                    "chance": rate(move.chance),
                    "address": address_of(move.address) % ADDRESSES,
                }
                if move.at == "loss":
                    entry["stage"] = stage_at(other, move.stage or company.motion[other].stage[0].name)
                moves.append(entry)
            row |= {"choices": len(choices) - row["first_choice"], "moves": len(moves) - row["first_move"]}
            if motion.opens is not None:
                row["opens"] = day(motion.opens)
            self.of_motion[name] = row
        self._choices, self.moves = m.rows(m.CHOICE, choices), m.rows(m.MOVE, moves)
        shocks = company.shock.values()
        self.shocks = m.rows(m.SHOCK, ({"address": address_of(one.address) % ADDRESSES} for one in shocks))
        self.shocks["day"] = [-1.0 if one.from_ is None else day(one.from_) for one in shocks]

    def choices(self, drawn: Drawn) -> NDArray[Any]:
        """CHOICE rows. Shares of a motion that a draw takes above the whole are scaled to it."""
        rows = self._choices.copy()
        rows["share"] = [drawn(share) for share in self._taken]
        for of in self.of_motion.values():
            mine = rows["share"][of["first_choice"] : of["first_choice"] + of["choices"]]
            mine /= max(1.0, mine.sum())
        return rows

    def odds(self, drawn: Drawn) -> list[float]:
        """Of each shock to begin in a month: twelve months without it are a year without."""
        years = (drawn.given(shock.odds, 0.0) for shock in self.company.shock.values())
        return [1.0 - (1.0 - odds) ** (1.0 / 12.0) for odds in years]


def weights_of_months(company: Company, name: str, months: NDArray[np.int64]) -> NDArray[np.float64]:
    """The season of a motion, one weight for each of some months, counted from the start."""
    first = company.start.month - 1
    return np.array([company.motion[name].season_of(first + month) for month in months.tolist()])
