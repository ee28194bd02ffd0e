"""The schema of a scenario file, made once a session."""

from __future__ import annotations

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
