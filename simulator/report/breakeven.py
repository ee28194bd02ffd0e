"""How large an effect must be, as a page to read."""

import math
from dataclasses import replace

from simulator.experiment import BreakEven, Interval, Solution
from simulator.experiment.comparison import lower_is_better
from simulator.experiment.metric_rows import conditions, difference_in, odds
from simulator.format import listed, many, percent, plain, scale_of
from simulator.layout.page import Page, Paragraph, Section
from simulator.layout.table import Column, Kind, Table
from simulator.quantity.stated import stated
from simulator.scenario import Scenario


def report(answer: BreakEven, company: Scenario) -> Page:
    """The question, what is held, the values tried, and the answer."""
    base = answer.base
    metric = base.defined_as(answer.metric)
    must = f"What must {answer.number} be"
    if answer.change is not None:
        must = f"By how many must {answer.number} change"
    question = f'{must} for "{answer.what_if}" to pay in "{metric.label}", beside {answer.scenario} as it is?'
    return [
        [Paragraph(question), Paragraph(conditions(base)), Paragraph(f"{base.name}: {base.title}", 2)],
        _held(answer, company),
        _tried(answer),
        [Paragraph(sentence) for sentence in _found(answer)],
    ]


def _held(answer: BreakEven, company: Scenario) -> Section:
    """The other changes of the what-if: what the effect costs."""
    if not answer.held:
        return [Paragraph("Nothing else is changed: whatever it costs is in that number.")]
    varied = company.vary(answer.held, answer.what_if)
    columns = (Column(), Column("as it is"), Column("with it"))
    return [Table(columns, tuple(varied.differs_in), title="Held")]


def _tried(answer: BreakEven) -> Section:
    gaps = [gap for _, gap in answer.tried]
    scale = scale_of(gaps[0].unit, [gap.mean for gap in gaps])
    label = answer.base.defined_as(answer.metric).label
    columns = (
        Column(),
        Column(f"{label}, {scale.of_gaps}", Kind.ESTIMATE, scale.of_gaps),
        Column("better in", Kind.ODDS),
    )
    marks = {answer.own: "  as it is", answer.assumed: "  as assumed"}
    rows = tuple(
        (say(answer, value) + marks.get(value, ""), difference_in(scale, gap), odds(gap) or "undefined")
        for value, gap in answer.tried
    )
    title = answer.number + ("" if answer.like.certain else ", mean")
    better = "less" if lower_is_better(answer.metric) else "more"
    under = f"Each row: the what-if with this value minus {answer.scenario}, run by run."
    return [Table(columns, rows, title), Paragraph(f'{under} Of "{label}" the {better} the better.', 2)]


def _found(answer: BreakEven) -> list[str]:
    """The answer in sentences, and how it compares with what is assumed."""
    label = f'"{answer.base.defined_as(answer.metric).label}"'
    match answer.verdict:
        case "found":
            least = "at least" if answer.assumed > answer.own else "at most"
            mean = "" if answer.like.certain else " in the mean"
            often = "" if answer.low == answer.high == answer.value else " on average"
            found = f"To pay{often}, it must be {least} {say(answer, answer.value)}{mean}{_interval(answer)}."
            said = [found, _assumed(answer), *_beyond(answer)]
        case "anyway":
            said = [_anyway(answer, label)]
        case "never":
            said = [_never(answer, label)]
        case "undefined":
            value = next(value for value, gap in answer.tried if not gap.pairs)
            said = [f"No answer: {label} is undefined in every run with {say(answer, value)}."]
        case "stopped":
            said = [f"STOPPED: no answer yet, only {many(len(answer.tried), 'value')} tried."]
    if answer.base.replications == 1:
        said.append("Of one run nobody can tell how sure that is.")
    return said


def _gains(answer: BreakEven) -> dict[float, Interval]:
    """The gain by each value tried at which the metric is defined, above 0 for the better."""
    less = lower_is_better(answer.metric)
    return {
        value: Interval(-gap.mean, -gap.high, -gap.low) if less else gap.interval
        for value, gap in answer.tried
        if gap.pairs
    }


def _unsure(gain: Interval) -> bool:
    """Whether its interval contains 0."""
    return gain.low <= 0.0 <= gain.high


def _interval(answer: BreakEven) -> str:
    """Where the 90 % interval of the difference contains 0."""
    low, high = answer.low, answer.high
    if answer.base.replications == 1:
        return ""
    if low == high == answer.value:
        gap = dict(answer.tried).get(answer.value)  # not of a whole number: no chance, so no width
        if gap is None or gap.better_in == gap.pairs:
            return ", in every run"
        return ": the 90 % interval of the difference is all a gain there, and all a loss with less"
    first = "no effect" if low == answer.own else "unknown" if math.isnan(low) else say(answer, low)
    if math.isnan(high) and _lost(answer):
        return f" (from {first} on: with no value tried is the 90 % interval of the difference all a gain)"
    last = "beyond all that was tried" if math.isnan(high) else say(answer, high)
    there = f"{first} to {last}: there the 90 % interval of the difference contains 0"
    return f" ({there}; the search ended: {answer.limit})" if math.isnan(low + high) else f" ({there})"


def _assumed(answer: BreakEven) -> str:
    """Whether the assumed effect is enough."""
    assumed = say(answer, answer.assumed)
    part = (answer.value - answer.own) / (answer.assumed - answer.own)
    would = f"{percent(part)} of that change would do"
    gain, often = _gains(answer)[answer.assumed], _often(answer, answer.assumed)
    if part > 1:
        would = f"the change would have to be {plain(part, 1)} times as large"
        room = "that is not enough" if gain.high < 0.0 else f"that does not pay on average; {often} it does"
    elif answer.pays_as_assumed >= 0.0:
        room = "that is enough" if gain.low > 0.0 else f"that pays on average; {often}"
    else:
        perhaps = f"that is too much on average; {often} it pays"
        room = perhaps if _unsure(gain) else "that is too much: it loses again"
    return f"Assumed is {assumed}, from {say(answer, answer.own)}: {room}; {would}."


def _often(answer: BreakEven, value: float) -> str:
    """In how many of the futures it pays with a value that was tried."""
    gap = dict(answer.tried)[value]
    return f"in {gap.better_in} of {many(gap.pairs, 'future')}"


def _lost(answer: BreakEven) -> list[float]:
    """The values tried beyond the one found at which it surely loses again."""
    up = answer.assumed - answer.own
    return [v for v, gain in _gains(answer).items() if (v - answer.value) * up > 0.0 and gain.high < 0.0]


def _beyond(answer: BreakEven) -> list[str]:
    """That more is not always better: it loses again farther out than what is assumed."""
    farther = [v for v in _lost(answer) if (v - answer.assumed) * (answer.assumed - answer.own) > 0.0]
    return [f"Farther out it loses again: with {say(answer, farther[0])}."] if farther else []


def _never(answer: BreakEven, label: str) -> str:
    """What was tried, and whether the best of it may pay all the same."""
    gains = _gains(answer)
    values = list(gains)
    if all(gap.is_nothing for _, gap in answer.tried):
        return f"{label} does not move with it: {listed([say(answer, v) for v in values])} were tried."
    first, last = say(answer, values[0]), say(answer, values[-1])
    tried = f"Of the {many(len(values), 'value')} tried, {first} to {last}"
    best = max(values, key=lambda value: gains[value].mean)
    close = ""
    if _unsure(gains[best]):
        close = f", but {say(answer, best)}, the best of them, is too close to call: it pays "
        close += _often(answer, best)
    return f"{tried}, none pays{close}.{ended(answer)}"


def _anyway(answer: BreakEven, label: str) -> str:
    """That it pays without its effect, or that any effect pays as nothing is to be paid for."""
    gains = _gains(answer)
    assumed = gains[answer.assumed]
    free = all(gap.is_nothing for value, gap in answer.tried if value == answer.own)
    first = next(value for value in gains if not (free and value == answer.own))
    less = "the 90 % interval of the difference contains 0"
    perhaps = f"not on average with the assumed one; {_often(answer, answer.assumed)} it does"
    if not free:
        words = "It pays already without any effect"
        if assumed.mean < 0.0:
            lost = perhaps if _unsure(assumed) else "not with the assumed one: its effect is a loss"
            brief = f" on average, {_often(answer, first)}" if _unsure(gains[first]) else ""
            return f"{words}{brief}, but {lost}."
        often = f" on average; {_often(answer, first)}: {less}"
        return f"{words}{often if _unsure(gains[first]) else ''}."
    change = "rise" if answer.assumed > answer.own else "fall"
    words = f"Without its effect it costs nothing in {label}. " if answer.held else ""
    if assumed.mean <= 0.0:
        lost = perhaps if _unsure(assumed) else "not the assumed one: it is a loss"
        brief = f" on average, {_often(answer, first)}" if _unsure(gains[first]) else ""
        return f"{words}A small {change} pays{brief}, to {say(answer, first)}, but {lost}."
    words += f"Any {change} pays: already {say(answer, first)} does"
    return f"{words}{f' on average; {_often(answer, first)}: {less}' if _unsure(gains[first]) else ''}."


def ended(answer: BreakEven | Solution) -> str:
    """In a sentence of its own why no more was tried; empty where there was no need."""
    return f" The search ended: {answer.limit}." if answer.limit else ""


def say(answer: BreakEven | Solution, value: float) -> str:
    """A value in words, with as many digits as it was sought for; of a plan, how many more and from when."""
    if answer.change is not None:
        since = answer.change.from_
        text = f"{value:+.0f}" if value else "0"
        return text + (f" from {since:%Y-%m}" if value and since is not None else "")
    places = math.ceil(-math.log10(answer.fine / 4))
    like = replace(answer.like, form="value", known=(("value", round(value, places)),), unknown=())
    return stated(like).replace("%", " %")
