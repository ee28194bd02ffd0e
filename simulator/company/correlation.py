"""Keys of numbers that are not known and go together."""

from typing import Annotated

from pydantic import BeforeValidator

from simulator.company.section import Section, key
from simulator.company.stage import as_list
from simulator.quantity import kinds as k

MOST_TOGETHER = 40  # numbers of one entry

Paths = Annotated[tuple[str, ...], BeforeValidator(as_list, json_schema_input_type=list[str])]


class Correlation(Section):
    """Numbers that are not known and go together: where one is high, the others tend to be, or not to be."""

    between: Paths = key(
        ..., "paths of two numbers or more, of each of which a range is stated",
        max_length=MOST_TOGETHER,
    )  # fmt: skip
    rank: k.RankCorrelation = key(
        ...,
        "rank correlation of each two of them, from -1 to 1: at 1 they rise alike",
    )
