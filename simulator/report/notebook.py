"""Answers in a notebook: their first screens. Where not all that they need was asked for, what is known."""

from simulator.experiment import Comparison, Outcomes, metric_rows, showing
from simulator.layout.html import html
from simulator.metrics import METRICS
from simulator.report import first_screen, ranking


def of_outcomes(outcomes: Outcomes) -> str:
    """The first screen of a run, without what its file leaves open: outcomes do not hold it."""
    if _has(outcomes, first_screen.NEEDS):
        return html(first_screen.first_screen(outcomes))
    return metric_rows.page_of_outcomes(outcomes)


def of_comparison(comparison: Comparison) -> str:
    """The ranking, without what changes rest on."""
    if all(_has(outcomes, ranking.NEEDS) for outcomes in comparison.outcomes):
        return html(ranking.ranking(comparison, None, ranking.metric_of_ranking(comparison)))
    return metric_rows.page_of_comparison(comparison)


def _has(outcomes: Outcomes, needs: tuple[str, ...]) -> bool:
    """Whether metrics and parts are there; one of each team, channel or target, where there is any."""
    known = {*outcomes.parts, *(name.partition(".")[0] for name in outcomes.values)}
    each = {name: METRICS[name].each for name in needs if name in METRICS}
    return known >= {name for name in needs if (of := each.get(name)) is None or of.there(outcomes.header)}


showing.html.register(Outcomes, of_outcomes)
showing.html.register(Comparison, of_comparison)
