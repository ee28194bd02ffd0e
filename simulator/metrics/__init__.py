"""From a ledger to numbers, and nothing else: no model, no rules, no engine."""

from simulator.metrics.deals import CYCLE_DAYS
from simulator.metrics.definitions import RENEWAL, VARIANTS, VOLUMES, definition
from simulator.metrics.meaning import Definition
from simulator.metrics.measuring import Measures, measure

__all__ = [
    "CYCLE_DAYS",
    "RENEWAL",
    "VARIANTS",
    "VOLUMES",
    "Definition",
    "Measures",
    "definition",
    "measure",
]
