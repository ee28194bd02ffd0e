"""Records: result folders with numbers, pictures, inputs, and what it takes to compute them again."""

from simulator.saved_runs.atomic_folder import check
from simulator.saved_runs.extending import earlier_of
from simulator.saved_runs.inputs import Inputs, taken
from simulator.saved_runs.manifest import Manifest, Options
from simulator.saved_runs.rerun import Again, Gap, again
from simulator.saved_runs.writing import write

__all__ = ["Again", "Gap", "Inputs", "Manifest", "Options", "again", "check", "earlier_of", "taken", "write"]
