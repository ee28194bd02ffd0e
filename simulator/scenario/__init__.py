"""Read scenario files and make models of them."""

from simulator.errors import Problem, ScenarioError
from simulator.scenario.load import Scenario, describe, load

__all__ = ["Problem", "Scenario", "ScenarioError", "describe", "load"]
