"""What happens to one account, and what comes next: the bowtie, a page a part."""

from simulator.rules.step import step

__all__ = ["step"]
