"""Read scenario files and make models of them."""

from simulator.errors import Problem, ScenarioError
from simulator.scenario.load import describe, load
from simulator.scenario.scenario import Scenario

__all__ = ["Problem", "Scenario", "ScenarioError", "describe", "load"]
