"""A scenario as one file: base merged, changes applied."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path

import tomli_w

from simulator.scenario import Scenario


def resolved(scenario: Scenario, places: Mapping[Path, str]) -> str:
    """The company of a scenario as TOML; tables beside it are found under ../inputs/, at their `places`."""
    tables = copy.deepcopy(dict(scenario.tables)) | {"title": scenario.title}
    opening = tables.get("opening")
    if isinstance(opening, dict):
        for key, name in opening.items():
            if isinstance(name, str) and Path(name) in places:
                opening[key] = f"../inputs/{places[Path(name)]}"
    which = f", what-if {scenario.what_if!r}" if scenario.what_if else ""
    head = (
        f"# All numbers of {'inputs/' + places[scenario.path]!r}{which}: its base merged, changes applied.\n"
        "# To read. What was run is that file: its stated rates may be settled in another company.\n\n"
    )
    return head + tomli_w.dumps(tables)
