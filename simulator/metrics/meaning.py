"""What is said of a metric: its unit, a few words for a table, and one sentence that defines it."""

from __future__ import annotations

from typing import NamedTuple


class Definition(NamedTuple):
    """`unit`: "accounts", "share", "days", "months", "times", "money", "money a year" or "money a day".

    `label`: a few words for a table.
    """

    unit: str
    label: str
    text: str


RUN_OFF = "After the horizon no new leads come, and headcount and the fullness of books stay as they were."
