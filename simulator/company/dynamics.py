"""Keys of what changes with time: learning, moves between motions, conditional hires, shocks, seasons."""

import datetime as dt
import math
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from simulator.company.section import Name, Section, key
from simulator.quantity import kinds as k


class Learning(Section):
    """A new motion wins less than stated at first."""

    from_: k.Share = key(
        ..., "share of the stated chance to sign on its first day", column="learning_from", absent=1,
        label="learning", says="at first it wins {} of what is stated", alias="from",
    )  # fmt: skip
    over: k.Months = key(
        ..., "months from its opening until it wins as stated", column="learning", says="as stated after {}"
    )


class Move(Section):
    """An account leaves for another motion."""

    at: Literal["loss", "decision", "growth"] = key(
        ..., "when lost, when it decides to stay, or after growth"
    )
    stage: Name | None = key(
        None, "at a loss: the stage of the other motion where it enters; its first if not given"
    )
    chance: k.Rate | None = key(None, "share of those who could", otherwise="100%")
    units: k.Least | None = key(None, "not below so many units", column="units", otherwise="0")


class When(Section):
    """Conditions of a hire, read at month ends: all that are given must hold."""

    arr: k.RevenueTrigger | None = key(
        None, "recurring revenue of the company a year, at least", column="gate_arr", absent=-1
    )
    utilisation: k.Share | None = key(
        None, "share of the team's seats in use, at least", column="gate_used", absent=-1
    )
    cash_months: k.Runway | None = key(
        None, "months that the cash lasts at the burn of the last three, at least",
        column="gate_cash", absent=-1,
    )  # fmt: skip


class Shock(Section):
    """Something that befalls the whole company for a time: on a date, or by chance."""

    from_: dt.date | None = key(None, "the first of a month", alias="from")
    odds: k.OddsAYear | None = key(None, "chance a year that it begins")
    lasts: k.WholeMonths = key(..., "whole months", column="months")
    leads: k.Factor | None = key(
        None, "leads are so much of what they were", column="leads", otherwise="100%",
        says="leads are {} of what they were",
    )  # fmt: skip
    win: k.Factor | None = key(
        None, "chances to sign are so much of what they were", column="win", otherwise="100%",
        says="chances to sign are {} of what they were",
    )  # fmt: skip
    churn: k.Factor | None = key(
        None, "chances to leave are so much of what they were", column="churn", otherwise="100%",
        says="chances to leave are {} of what they were",
    )  # fmt: skip
    cycle: k.Factor | None = key(
        None,
        "times before the close are so much of what they were: what each stage takes, up to the signature",
        column="cycle",
        otherwise="100%",
        says="each stage before the close takes {} of its time",
    )
    wakes: k.Factor | None = key(
        None, "needs arise so much as often as they did, where a motion's need wakes", column="wakes",
        otherwise="100%", says="needs arise {} as often as they did",
    )  # fmt: skip
    fades: k.Factor | None = key(
        None, "needs are lost so much as often as they were, where a motion's need fades", column="fades",
        otherwise="100%", says="needs are lost {} as often as they were",
    )  # fmt: skip
    at_birth: k.Factor | None = key(
        None, "the share of leads that come with a need is so much of what it was", column="at_birth",
        otherwise="100%", says="leads with a need are {} of the share that they were",
    )  # fmt: skip


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
