"""Metrics, computed from a ledger alone."""

from simulator.metrics.asked import NotKeptError, UnknownNameError, asked, not_kept
from simulator.metrics.cycle_times import CYCLE_DAYS
from simulator.metrics.definitions import METRICS, VARIANTS, definition, metric_of
from simulator.metrics.funnel_times import VOLUMES
from simulator.metrics.measures import Measures, measure
from simulator.metrics.metric import Definition
from simulator.metrics.renewals import RENEWAL

__all__ = [
    "CYCLE_DAYS",
    "METRICS",
    "RENEWAL",
    "VARIANTS",
    "VOLUMES",
    "Definition",
    "Measures",
    "NotKeptError",
    "UnknownNameError",
    "asked",
    "definition",
    "measure",
    "metric_of",
    "not_kept",
]
