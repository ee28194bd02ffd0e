"""Keys of a target: what a metric is to reach, and by when."""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from simulator.company.section import Name, Section, key

_ONE_OF_THEM = "a target is at least so much, or at most so much: give one of the two"


def _month(value: Any) -> Any:
    """A month as "2028-12"; a date is its last day."""
    if isinstance(value, dt.date):
        last = value == dt.date.max or (value + dt.timedelta(days=1)).day == 1
        if not last:
            raise ValueError(f'the end of a month: write by = "{value:%Y-%m}"')
        return f"{value:%Y-%m}"
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        raise ValueError('a month, at whose end it is due: by = "2028-12"')
    return value


_MONTHS = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
Month = Annotated[str, BeforeValidator(_month, json_schema_input_type=_MONTHS)]


class Target(Section):
    """What a metric of the company is to reach: a run tells the odds."""

    metric: str = key(..., "its name, or that of a variant, such as arr_end or nrr:movements", max_length=100)
    motion: Name | None = key(None, "of this motion alone; of the whole company if not given")
    at_least: int | float | str | None = key(
        None, "so much or more, in the unit of the metric", excludes={"at_most": _ONE_OF_THEM}
    )
    at_most: int | float | str | None = key(None, "so much or less, in the unit of the metric")
    by: Month | None = key(
        None, 'at the end of this month, such as "2028-12"; of the last with leads, if not given'
    )

    @property
    def value(self) -> int | float | str | None:
        """What is to be reached, as the file says it."""
        return self.at_most if self.at_least is None else self.at_least
