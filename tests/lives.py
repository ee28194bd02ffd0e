"""Shipped companies and their lives: read, lived and measured once a session, whoever asks."""

from __future__ import annotations

import functools

import simulator
from simulator.scenario_library import scenarios


@functools.cache
def scenario(name: str) -> simulator.Scenario:
    """A shipped company by its name, such as "subscription" or "portfolio/05m"."""
    return simulator.load(scenarios()[name])


@functools.cache
def best_model(name: str) -> simulator.Model:
    """Its best guess."""
    return scenario(name).model()


@functools.cache
def best_guess(name: str, replication: int = 0) -> simulator.Measures:
    """What a life of its best guess comes to."""
    return simulator.measure(simulator.simulate(best_model(name), seed=0, replication=replication))


@functools.cache
def drawn(name: str, replication: int) -> simulator.Measures:
    """What a life of a company drawn from its ranges comes to."""
    one = scenario(name).draw(0, replication)
    return simulator.measure(simulator.simulate(one, seed=0, replication=replication))
