"""A table of a scenario file, and what a name in it may be."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

NAME = r"^[A-Za-z][A-Za-z0-9_ -]{0,39}$"
Name = Annotated[str, StringConstraints(pattern=NAME)]


class Section(BaseModel):
    """A table of a file: unknown keys are refused, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


def keys_of(section: type[Section]) -> tuple[str, ...]:
    """The keys that a table may have."""
    return tuple(info.alias or name for name, info in section.model_fields.items())
