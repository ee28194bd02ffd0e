"""What changes with time, as rows of the model: choices, moves, shocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import model as m
from simulator.scenario.keys.schema import Company
from simulator.scenario.numbers.number import Number
from simulator.scenario.rows.columns import set_columns
from simulator.scenario.rows.draws import Drawn
from simulator.streams import address_of

ADDRESSES = 2**31
_AT = {"loss": m.AT_LOSS, "decision": m.AT_DECISION, "growth": m.AT_GROWTH}


class Turns:
    """Choices, moves, shocks and gates of a company; `of_play` holds the fields of each play's row.

    `stage_at` gives the row of a stage by play and name, `rate` makes the row of a rate.
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
        plays = list(company.play)
        choices: list[dict[str, Any]] = []
        moves: list[dict[str, Any]] = []
        self.of_play: dict[str, dict[str, Any]] = {}
        for name, play in company.play.items():
            row: dict[str, Any] = {"first_choice": len(choices), "first_move": len(moves)}
            for other, taker in company.play.items():
                if name in taker.takes_from:
                    share = taker.takes_from[name]
                    self._taken.append(share)
                    address = address_of(share.address) % ADDRESSES
                    choices.append({"to": plays.index(other), "address": address})
            for other, move in play.move.items():
                entry = {
                    "to": plays.index(other),
                    "at": _AT[move.at],
                    "chance": rate(move.chance),
                    "units": move.units.whole if move.units is not None else 0,
                    "address": address_of(move.address) % ADDRESSES,
                }
                if move.at == "loss":
                    entry["stage"] = stage_at(other, move.stage or company.play[other].stage[0].name)
                moves.append(entry)
            row |= {"choices": len(choices) - row["first_choice"], "moves": len(moves) - row["first_move"]}
            if play.opens is not None:
                row["opens"] = day(play.opens)
            self.of_play[name] = row
        self._choices, self.moves = m.rows(m.CHOICE, choices), m.rows(m.MOVE, moves)
        self._shocks = m.rows(
            m.SHOCK,
            (
                {
                    "day": -1.0 if shock.from_ is None else day(shock.from_),
                    "address": address_of(shock.address) % ADDRESSES,
                }
                for shock in company.shock.values()
            ),
        )

    def choices(self, drawn: Drawn) -> NDArray[Any]:
        """CHOICE rows. Shares of a play that a draw takes above the whole are scaled to it."""
        rows = self._choices.copy()
        rows["share"] = [drawn(share) for share in self._taken]
        for of in self.of_play.values():
            mine = rows["share"][of["first_choice"] : of["first_choice"] + of["choices"]]
            mine /= max(1.0, mine.sum())
        return rows

    def shocks(self, drawn: Drawn) -> NDArray[Any]:
        """SHOCK rows. Odds a year become odds a month: twelve months without it are a year without."""
        rows = self._shocks.copy()
        for row, shock in zip(rows, self.company.shock.values(), strict=True):
            set_columns(row, drawn, shock)
            row["odds"] = 1.0 - (1.0 - drawn.given(shock.odds, 0.0)) ** (1.0 / 12.0)
        return rows


def weights_of_months(company: Company, name: str) -> NDArray[np.float64]:
    """The season of a play, one weight for each month from the start on."""
    first = company.start.month - 1
    months = range(first, first + 12 * company.years)
    return np.array([company.play[name].season_of(month) for month in months])
