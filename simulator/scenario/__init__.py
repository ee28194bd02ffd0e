"""Scenario files: from a text about one company to models of it."""

from simulator.scenario.errors import Problem, ScenarioError
from simulator.scenario.load import Scenario, describe, load

__all__ = ["Problem", "Scenario", "ScenarioError", "describe", "load"]
