"""Read scenario files and make models of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.errors import Problem, ScenarioError
    from simulator.scenario.load import Scenario, describe, load

__all__ = ["Problem", "Scenario", "ScenarioError", "describe", "load"]


def __getattr__(name: str) -> object:
    """Names are imported when one is first asked for: the model knows the keys, and `load` the model."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    kept = {one: value for one, value in globals().items() if one in __all__ and callable(value)}
    for page in ("errors", "load"):  # a page of a name here takes its place while it is imported
        found = vars(import_module(f"{__name__}.{page}"))
        globals().update({one: found[one] for one in __all__ if one in found})
    globals().update(kept)
    return globals()[name]
