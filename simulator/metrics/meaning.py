"""The definition of a metric: unit, label, one sentence."""

from typing import Literal, NamedTuple

Unit = Literal["accounts", "share", "days", "months", "times", "money", "money a year", "money a day"]


class Definition(NamedTuple):
    """`label`: a few words for a table."""

    unit: Unit
    label: str
    text: str


# Sentences that many definitions share.
RUN_OFF = "After the horizon no new leads come, and headcount and the fullness of books stay as they were."
UNSTATED = "Undefined where the scenario states no cost."
TRUE = "The true value, which only a simulator knows: "
