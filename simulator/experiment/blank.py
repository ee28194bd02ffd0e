"""Pictures that would show nothing of an answer, so that pages and records leave them out."""

from simulator.experiment.comparison import Comparison
from simulator.experiment.outcomes import Outcomes


def blank(shown: Outcomes | Comparison) -> set[str]:
    """Their names: odds where no target is stated, channels where there are none, a tornado where every
    number is known."""
    one = shown[shown.against] if isinstance(shown, Comparison) else shown
    there = {
        "odds": bool(one.header.targets),
        "channels": bool(one.header.channels),
        "tornado": one.unknowns is not None and bool(one.unknowns.numbers),
    }
    return {name for name, has in there.items() if not has}
