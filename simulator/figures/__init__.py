"""Pictures of outcomes: one function a figure, outcomes in, a matplotlib `Figure` out."""

from simulator.figures.models import side_by_side
from simulator.figures.volumes import bowtie

__all__ = ["bowtie", "side_by_side"]
