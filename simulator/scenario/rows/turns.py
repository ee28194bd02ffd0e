"""What changes on the way, as rows of the model: the same rows in every draw, with the numbers of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import model as m
from simulator.scenario.keys.schema import Company
from simulator.scenario.rows.draws import Drawn
from simulator.scenario.rows.offers import cents
from simulator.streams import address_of

ADDRESSES = 2**31
_AT = {"loss": m.AT_LOSS, "decision": m.AT_DECISION, "growth": m.AT_GROWTH}
_EFFECTS = ("leads", "win", "churn", "cycle")


class Turns:
    """Choices, moves, shocks and gates of a company; `of_play` holds the fields of each play's row.

    `stage_at` gives the row of a stage by play and name, `rate` makes the row of a rate.
    """

    def __init__(
        self,
        company: Company,
        day: Callable[[dt.date], float],
        stage_at: Callable[[str, str], int],
        rate: Callable[[str, bool], int],
    ) -> None:
        self.company = company
        self._choice_paths: list[str] = []
        plays = list(company.play)
        choices: list[dict[str, Any]] = []
        moves: list[dict[str, Any]] = []
        self.of_play: dict[str, dict[str, Any]] = {}
        for name, play in company.play.items():
            row: dict[str, Any] = {"first_choice": len(choices), "first_move": len(moves)}
            for other, taker in company.play.items():
                if name in taker.takes_from:
                    path = f"play.{other}.takes_from.{name}"
                    self._choice_paths.append(path)
                    address = address_of(taker.takes_from[name].address) % ADDRESSES
                    choices.append({"to": plays.index(other), "address": address})
            for other, move in play.move.items():
                path = f"play.{name}.move.{other}"
                entry = {
                    "to": plays.index(other),
                    "at": _AT[move.at],
                    "chance": rate(f"{path}.chance", move.chance is not None and move.chance.per_account),
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
                    "months": shock.lasts.whole,
                    "address": address_of(shock.address) % ADDRESSES,
                }
                for shock in company.shock.values()
            ),
        )

    def choices(self, drawn: Drawn) -> NDArray[Any]:
        """CHOICE rows. Shares of a play that a draw takes above the whole are scaled to it."""
        rows = self._choices.copy()
        rows["share"] = [drawn.value(path) for path in self._choice_paths]
        for of in self.of_play.values():
            mine = rows["share"][of["first_choice"] : of["first_choice"] + of["choices"]]
            mine /= max(1.0, mine.sum())
        return rows

    def shocks(self, drawn: Drawn) -> NDArray[Any]:
        """SHOCK rows. Odds a year become odds a month: twelve months without it are a year without."""
        rows = self._shocks.copy()
        for row, name in zip(rows, self.company.shock, strict=True):
            row["odds"] = 1.0 - (1.0 - drawn.value(f"shock.{name}.odds")) ** (1.0 / 12.0)
            for effect in _EFFECTS:
                row[effect] = drawn.value(f"shock.{name}.{effect}", 1.0)
        return rows


def set_gates(plans: NDArray[Any], company: Company, drawn: Drawn) -> None:
    """Conditions of hires into PLAN rows, which stand in the order of the file."""
    gates = [
        (plan.when, f"team.{name}.people[{n}].when")
        for name, team in company.team.items()
        for n, plan in enumerate(team.people, start=1)
    ]
    for row, (when, path) in zip(plans, gates, strict=True):
        if when is None:
            continue
        if when.arr is not None:
            row["gate_arr"] = cents(drawn.value(f"{path}.arr"))
        if when.utilisation is not None:
            row["gate_used"] = drawn.value(f"{path}.utilisation")
        if when.cash_months is not None:
            row["gate_cash"] = drawn.value(f"{path}.cash_months")


def set_turns(row: Any, path: str, drawn: Drawn) -> None:
    """How a play opens and learns, into its PLAY row."""
    if f"{path}.opens_at" in drawn.numbers:
        row["opens_at"] = cents(drawn.value(f"{path}.opens_at"))
    row["learning"] = drawn.value(f"{path}.learning.over")
    row["learning_from"] = drawn.value(f"{path}.learning.from", 1.0)


def weights_of_months(company: Company, name: str) -> NDArray[np.float64]:
    """The season of a play, one weight for each month from the start on."""
    first = company.start.month - 1
    months = range(first, first + 12 * company.years)
    return np.array([company.play[name].season_of(month) for month in months])
