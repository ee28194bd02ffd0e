"""Blocks, and answers that are data, as JSON. Strict: what is undefined is null."""

import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def text_of(value: Any) -> str:
    """The document, to print."""
    return json.dumps(_strict(value), indent=2, allow_nan=False, ensure_ascii=False)


def _strict(value: Any) -> Any:
    """Of values that JSON has; a block, or what is in a cell, is an object that says what it is."""
    if is_dataclass(value):
        told = {field.name: _strict(getattr(value, field.name)) for field in fields(value)}
        return {"is": type(value).__name__.lower(), **told}
    if isinstance(value, Mapping):
        return {key: _strict(v) for key, v in value.items()}
    if hasattr(value, "_asdict"):
        return _strict(value._asdict())
    if isinstance(value, list | tuple):
        return [_strict(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
