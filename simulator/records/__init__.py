"""Records: result folders with numbers, pictures, inputs, and what it takes to compute them again."""

from simulator.records.atomic_folder import check
from simulator.records.inputs import Inputs, taken
from simulator.records.manifest import Manifest, Options
from simulator.records.rerun import Again, Gap, again
from simulator.records.writing import write

__all__ = ["Again", "Gap", "Inputs", "Manifest", "Options", "again", "check", "taken", "write"]
