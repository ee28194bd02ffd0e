"""The schema of a scenario file, made once a session."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from typing import Any

import jsonschema

from simulator.metrics.definitions import VARIANTS
from simulator.scenario.json_schema import document


@cache
def schema_of_a_file() -> dict[str, Any]:
    """What `bowtie schema` prints."""
    return document(VARIANTS)


@cache
def validator() -> jsonschema.Draft7Validator:
    """An editor that knows it."""
    return jsonschema.Draft7Validator(schema_of_a_file())


def plain(value: Any) -> Any:
    """TOML as an editor hands it to a schema: dates are texts."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def flagged(text: str) -> list[str]:
    """The paths at which the schema finds something wrong with a file."""
    errors = validator().iter_errors(plain(tomllib.loads(text)))
    return [".".join(str(key) for key in error.absolute_path) for error in errors]
