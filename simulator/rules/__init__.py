"""The rules of the simulation: what happens to an account, one file per part of the bowtie."""

from simulator.rules.step import step

__all__ = ["step"]
