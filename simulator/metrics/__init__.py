"""From a ledger to numbers, and nothing else: no model, no rules, no engine."""

from simulator.metrics.definitions import RENEWAL, VOLUMES, Definition, definition
from simulator.metrics.measuring import Measures, measure

__all__ = ["RENEWAL", "VOLUMES", "Definition", "Measures", "definition", "measure"]
