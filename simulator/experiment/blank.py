"""Pictures that would show nothing of an answer, so that pages and records leave them out."""

from simulator.experiment.comparison import Comparison
from simulator.experiment.outcomes import Outcomes


def blank(shown: Outcomes | Comparison) -> set[str]:
    """Their names: odds where no target is stated, a tornado where every number is known."""
    one = shown[shown.against] if isinstance(shown, Comparison) else shown
    names = set() if one.header.targets else {"odds"}
    return names if one.unknowns is not None and one.unknowns.numbers else names | {"tornado"}
