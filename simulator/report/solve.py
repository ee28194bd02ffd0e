"""What a target takes, as a page to read."""

import math
from dataclasses import replace

from simulator.experiment import Interval, Solution
from simulator.experiment.metric_rows import conditions
from simulator.experiment.odds_goal import FIRST
from simulator.format import many, scale_of
from simulator.layout.page import Page, Paragraph
from simulator.layout.table import Column, Estimate, Kind, Table
from simulator.report.breakeven import ended, say
from simulator.scenario import Scenario
from simulator.scenario.targets import in_words

_ODDS = scale_of("share", ())


def report(answer: Solution, company: Scenario) -> Page:
    """The question, the values tried, and the answer."""
    must = "By how many must it change" if answer.change is not None else "What must it be"
    name = answer.metric.partition(".")[2]
    wanted = f"{name}: {in_words(company.company.target[name])}" if name else "cash runs out"
    question = f"{answer.number}: {must.lower()} for odds of {_percent(answer.to)}? ({wanted})"
    return [
        [Paragraph(question), Paragraph(conditions(answer.base)), Paragraph(answer.base.title, 2)],
        [_tried(answer)],
        [Paragraph(sentence) for sentence in (*_found(answer), *_far(answer))],
    ]


def _tried(answer: Solution) -> Table:
    columns = (Column(), Column("odds, %", Kind.ESTIMATE, "%"))
    rows = tuple(
        (say(answer, value) + ("  as it is" if value == answer.own else ""), Estimate(*odds, _ODDS))
        for value, odds in answer.tried
    )
    return Table(columns, rows, title=answer.number + ("" if answer.like.certain else ", mean"))


def _found(answer: Solution) -> list[str]:
    now = f"As it is ({say(answer, answer.own)}) the odds are {_sure(answer.odds)}."
    wanted = _percent(answer.to)
    if answer.verdict == "found":
        short = answer.odds.mean < answer.to
        least = "at least" if (answer.value > answer.own) == short else "at most"
        if answer.value == answer.own:
            least = "as it is:"
        return [f"For {wanted} it must be {least} {_about(answer, answer.value)}{_interval(answer)}.", now]
    if answer.verdict == "undefined":
        return ["No answer: with a value that was tried nobody can tell whether the target is reached.", now]
    if answer.verdict == "stopped":
        return [f"STOPPED: no answer yet, only {many(len(answer.tried), 'value')} tried.", now]
    values = [value for value, _ in answer.tried]
    tried = f"{many(len(values), 'value')} tried, {say(answer, values[0])} to {say(answer, values[-1])}"
    if len({odds for _, odds in answer.tried}) == 1:
        return [f"The odds do not move with it: of the {tried}, all have the same.", now]
    if answer.odds.mean < answer.to:
        best, odds = max(answer.tried, key=lambda pair: pair[1].mean)
        if odds.mean == answer.odds.mean:
            return [
                f"Nothing gives {wanted}: {tried}, and none has better odds. Something else is the limit.",
                now,
            ]
        most = f"the best is {_sure(odds)}, with {say(answer, best)}"
        return [f"Nothing gives {wanted}: of the {tried}, {most}.{ended(answer)}", now]
    worst, odds = min(answer.tried, key=lambda pair: pair[1].mean)
    least = f"the least is {_sure(odds)}, with {say(answer, worst)}"
    return [f"Whatever it is, the odds are above {wanted}: of the {tried}, {least}.{ended(answer)}", now]


def _far(answer: Solution) -> list[str]:
    """Values that were not worth all runs."""
    if not answer.far:
        return []
    values = ", ".join(say(answer, value) for value in answer.far)
    return [f"Given up after {FIRST} runs, surely too far off or no different: {values}."]


def _interval(answer: Solution) -> str:
    """Where the 90 % interval of the odds contains those wanted."""
    if answer.base.replications == 1:
        return " (of one run nobody can tell how sure that is)"
    low, high = answer.low, answer.high
    if low == high:
        return ""
    first = "below all that was tried" if math.isnan(low) else _about(answer, low)
    last = "beyond all that was tried" if math.isnan(high) else _about(answer, high)
    return f" ({first} to {last}: there the 90 % interval of the odds contains {_percent(answer.to)})"


def _about(answer: Solution, value: float) -> str:
    """A value with the digits that its interval leaves it."""
    half = (answer.high - answer.low) / 2
    fine = answer.fine if math.isnan(half) or answer.like.kind.whole else max(answer.fine, half)
    return say(replace(answer, fine=fine), value)


def _sure(odds: Interval) -> str:
    return f"{_ODDS.within(*odds)} %"


def _percent(share: float) -> str:
    return f"{100.0 * share:g} %"
