"""Read scenario files and make models of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.scenario.errors import Problem, ScenarioError
    from simulator.scenario.load import Scenario, describe, load

__all__ = ["Problem", "Scenario", "ScenarioError", "describe", "load"]


def __getattr__(name: str) -> object:
    """Names are imported when one is first asked for: the model knows the keys, and `load` the model."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    missing = [one for one in __all__ if one not in globals()]  # `load` is a page of this name, too
    for page in ("errors", "load"):
        found = vars(import_module(f"{__name__}.{page}"))
        globals().update({one: found[one] for one in missing if one in found})
    return globals()[name]
