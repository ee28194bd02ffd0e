"""Keys of what changes with time: learning, moves between plays, conditional hires, shocks, seasons."""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from simulator.scenario.keys.section import Name, Section, key
from simulator.scenario.numbers import kinds as k


class Learning(Section):
    """A new play wins less than stated at first."""

    over: k.Months = key(column="learning", description="months from its opening until it wins as stated")
    from_: k.Share = key(
        absent=1,
        column="learning_from",
        alias="from",
        description="share of the stated chance to sign on its first day",
    )


class Move(Section):
    """An account leaves for another play."""

    at: Literal["loss", "decision", "growth"] = key(
        description="when lost, when it decides to stay, or after growth"
    )
    stage: Name | None = key(
        None, description="at a loss: the stage of the other play where it enters; its first if not given"
    )
    chance: k.Rate | None = key(None, otherwise="100%", description="share of those who could")
    units: k.Least | None = key(None, column="units", otherwise="0", description="not below so many units")


class When(Section):
    """Conditions of a hire, read at month ends: all that are given must hold."""

    arr: k.Threshold | None = key(
        None, absent=-1, column="gate_arr", description="recurring revenue of the company a year, at least"
    )
    utilisation: k.Share | None = key(
        None, absent=-1, column="gate_used", description="share of the team's seats in use, at least"
    )
    cash_months: k.Runway | None = key(
        None,
        absent=-1,
        column="gate_cash",
        description="months that the cash lasts at the burn of the last three, at least",
    )


class Shock(Section):
    """Something that befalls the whole company for a time: on a date, or by chance."""

    from_: dt.date | None = key(None, alias="from", description="the first of a month")
    odds: k.OddsAYear | None = key(None, description="chance a year that it begins")
    lasts: k.Period = key(column="months", description="whole months")
    leads: k.Factor | None = key(
        None, otherwise="100%", column="leads", description="leads are so much of what they were"
    )
    win: k.Factor | None = key(
        None, otherwise="100%", column="win", description="chances to sign are so much of what they were"
    )
    churn: k.Factor | None = key(
        None, otherwise="100%", column="churn", description="chances to leave are so much of what they were"
    )
    cycle: k.Factor | None = key(
        None,
        otherwise="100%",
        column="cycle",
        description="times before the close are so much of what they were",
    )


def _season(value: Any) -> Any:
    text = "a list of 12 weights, January first, none of them negative and not all 0"
    if not isinstance(value, list | tuple) or len(value) != 12:
        raise ValueError(text)
    if any(isinstance(v, bool) or not isinstance(v, int | float) for v in value):
        raise ValueError(text)
    if not all(math.isfinite(v) and 0 <= v <= 1e6 for v in value) or sum(value) == 0:
        raise ValueError(text)
    return tuple(float(v) for v in value)


_Weights = Annotated[list[Annotated[float, Field(ge=0)]], Field(min_length=12, max_length=12)]
Season = Annotated[tuple[float, ...], BeforeValidator(_season, json_schema_input_type=_Weights), "number"]
