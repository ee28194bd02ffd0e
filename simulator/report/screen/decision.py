"""What follows of a ranking: which to choose, which not, and what these runs can not tell."""

from simulator.experiment import Comparison
from simulator.experiment.comparison import Ranked
from simulator.format import listed, many
from simulator.metrics import metric_of
from simulator.report.judged import ENOUGH, judged, too_close, would_do


def decision(comparison: Comparison, metric: str, ranked: Ranked) -> list[str]:
    """A sentence or two, with places in the ranking, or that nothing decides; empty where none is ranked."""
    base = comparison[comparison.against]
    if not ranked:
        return []
    if base.replications < ENOUGH:
        return [f"{many(base.replications, 'run')}: too few to decide."]
    place = {outcomes.name: n for n, (outcomes, _) in enumerate(ranked, 1)}

    def places(some: Ranked) -> str:
        return listed([str(place[outcomes.name]) for outcomes, _ in some])

    better, worse, open_, same, _ = judged(ranked, metric)
    told = []
    if better:
        close = too_close(better, metric)
        first, rest = (better[:2], better[2:]) if close else (better[:1], better[1:])
        chosen = places(first).replace(" and ", " or ")
        told.append(f"Choose {chosen}{f': which is ahead is {close}' if close else f', {first[0][0].name}'}.")
        if rest:
            are = "is" if len(rest) == 1 else "are"
            told.append(f"{places(rest)} {are} better than {base.name}, too.")
    elif worse and not open_:
        told.append(f"Stay with {base.name}.")
    else:
        told.append(f"Nothing here decides: none is surely better than {base.name}.")
    if worse:
        told.append(f"Not {places(worse)}: worse than {base.name}.")
    if open_:
        told.append(
            f"{places(open_)}: too close to call with {base.replications} runs ({would_do(open_[0][1])})."
        )
    if same:
        odds = metric_of(metric).yes_or_no
        told.append(f"{places(same)}: {'the odds do not move' if odds else 'no difference in any run'}.")
    return [" ".join(told)]
