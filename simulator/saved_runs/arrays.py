"""The arrays of outcomes in one file, from which a run can go on: numpy's own, without a pickle."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Outcomes
from simulator.metrics.asked import PARTS

ARRAYS = "outcomes.npz"
_NAMED = "/"  # between the name of a part and that of an array in it
_PIECE = 1 << 20  # bytes


def arrays_of(outcomes: Outcomes) -> Iterator[bytes]:
    """All parts of outcomes as the content of a file, piece by piece."""
    arrays: dict[str, NDArray[Any]] = {}
    for part in ("values", "second_lives", *outcomes.parts):
        found = getattr(outcomes, part)
        if isinstance(found, dict):
            arrays |= {f"{part}{_NAMED}{name}": array for name, array in found.items()}
        else:
            arrays[part] = found
    with tempfile.TemporaryFile() as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def parts_in(file: Path) -> dict[str, Any]:
    """What `arrays_of` has written. Raises ValueError or OSError where it is something else."""
    parts: dict[str, Any] = {**dict.fromkeys(PARTS), "values": {}, "second_lives": {}}
    with np.load(file, allow_pickle=False) as arrays:
        for key in arrays.files:
            part, named, name = key.partition(_NAMED)
            if not named:
                parts[part] = arrays[key]
            elif parts[part] is None:
                parts[part] = {name: arrays[key]}
            else:
                parts[part][name] = arrays[key]
    return parts
