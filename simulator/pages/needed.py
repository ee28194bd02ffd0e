"""How large an effect must be, as a page to read and as a document."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulator.digits import many, percent, plain, scale_of
from simulator.experiment.comparison import lower_is_better
from simulator.pages.counted import counted
from simulator.pages.outcomes import heading
from simulator.pages.paper import lines_of, paragraph
from simulator.scenario.words.stated import stated

if TYPE_CHECKING:
    from simulator.experiment import BreakEven
    from simulator.scenario import Scenario


def report(answer: BreakEven, company: Scenario) -> list[str]:
    """The question, what is held, the values tried, and the answer."""
    base = answer.base
    metric = base.defined_as(answer.metric)
    question = (
        f'What must {answer.number} be for "{answer.what_if}" to pay in {metric.label}, '
        f"beside {answer.scenario} as it is?"
    )
    lines = [*paragraph(question), *heading(base), *paragraph(f"{base.name}: {base.title}", "  "), ""]
    return [
        *lines,
        *_held(answer, company),
        *_tried(answer),
        "",
        *(line for sentence in _found(answer) for line in paragraph(sentence)),
        "",
        *counted({answer.metric: metric}),
    ]


def _held(answer: BreakEven, company: Scenario) -> list[str]:
    """The other changes of the what-if: what the effect costs."""
    if not answer.held:
        return [*paragraph("Nothing else is changed: whatever it costs is in that number."), ""]
    varied = company.vary(answer.held, answer.what_if)
    rows = [["Held", "as it is", "with it"], *([f"  {path}", *words] for path, *words in varied.differs_in)]
    return [*lines_of(rows, left=(0, 1, 2)), ""]


def _tried(answer: BreakEven) -> list[str]:
    gaps = [gap for _, gap in answer.tried]
    scale = scale_of(gaps[0].unit, [gap.mean for gap in gaps])
    unit = "points" if scale.unit == "%" else scale.unit
    label = answer.base.defined_as(answer.metric).label
    mean = "" if answer.like.certain else ", mean"
    rows = [[f"{answer.number}{mean}", f"{label}, {unit}", "better in"]]
    for value, gap in answer.tried:
        mark = {answer.own: "  as it is", answer.assumed: "  as assumed"}.get(value, "")
        rows.append(
            [
                f"  {say(answer, value)}{mark}",
                scale.sure(gap.mean, gap.interval.half, sign=True),
                f"{gap.better_in} of {gap.pairs}" if gap.pairs else "undefined",
            ]
        )
    less = "less" if lower_is_better(answer.metric) else "more"
    under = f"Each row: the what-if with this value minus {answer.scenario}, replication by replication."
    return [*lines_of(rows), *paragraph(f"{under} Better: {less} {label}.", "  ")]


def _found(answer: BreakEven) -> list[str]:
    """The answer in a sentence, and how it compares with what is assumed."""
    label = answer.base.defined_as(answer.metric).label
    up = answer.assumed > answer.own
    least = "at least" if up else "at most"
    match answer.verdict:
        case "found":
            value = say(answer, answer.value)
            mean = "" if answer.like.certain else " on average"
            said = [f"To pay, it must be {least} {value}{mean}{_interval(answer)}.", _assumed(answer)]
        case "anyway":
            said = [_anyway(answer, label)]
        case "never":
            farthest = say(answer, answer.tried[-1][0])
            said = [f"It does not pay, not even with {farthest} ({answer.limit})."]
        case "undefined":
            said = [f"No answer: {label} is undefined in every replication of a value tried."]
        case _:
            said = [f"STOPPED: no answer yet, only {many(len(answer.tried), 'value')} tried."]
    if answer.base.replications == 1:
        said.append("Of one replication nobody can tell how sure that is.")
    return said


def _interval(answer: BreakEven) -> str:
    """Where the 90 % interval of the difference contains 0."""
    low, high = answer.low, answer.high
    if math.isnan(low) and math.isnan(high):
        return ""
    if low == high == answer.value:
        return ", in every replication"
    first = "no effect" if low == answer.own else say(answer, low)
    last = "beyond all that was tried" if math.isnan(high) else say(answer, high)
    return f" ({first} to {last}: there the 90 % interval of the difference contains 0)"


def _assumed(answer: BreakEven) -> str:
    """Whether the assumed effect is enough."""
    assumed = say(answer, answer.assumed)
    surely = (answer.assumed - answer.high) * (answer.assumed - answer.own) >= 0.0
    if answer.pays_as_assumed >= 0.0:
        room = "that is enough" if surely else "that is enough on average, but not surely"
    else:
        surely_not = (answer.low - answer.assumed) * (answer.assumed - answer.own) > 0.0
        room = "that is not enough" if surely_not else "that is not enough on average, but may be"
    part = (answer.value - answer.own) / (answer.assumed - answer.own)
    would = f"{percent(part)} of that change would do"
    if part > 1:
        would = f"the change would have to be {plain(part, 1)} times as large"
    return f"Assumed is {assumed}, from {say(answer, answer.own)}: {room}; {would}."


def _anyway(answer: BreakEven, label: str) -> str:
    """That it pays without its effect, or costs nothing."""
    first, gap = answer.tried[0]
    assumed = dict(answer.tried)[answer.assumed]
    if gap.mean == 0.0 == assumed.mean:
        return f"{label} does not move with it at all.".capitalize()
    if gap.mean == 0.0:
        words = f"Without its effect it costs nothing in {label}"
        if assumed.low <= 0.0 <= assumed.high:
            return f"{words}, and whether the assumed one gains anything is too close to call."
        return f"{words}: {'any effect pays' if answer.pays_as_assumed > 0 else 'but the effect is a loss'}."
    words = "It pays already without any effect"
    if first != answer.own:
        words = f"It pays from {say(answer, first)} on"
    if not answer.pays_as_assumed >= 0.0:
        words += ", but not with the assumed one: its effect is a loss"
    elif gap.low <= 0.0 <= gap.high:
        words += " on average, but not surely: the 90 % interval of the difference contains 0"
    return f"{words}."


def say(answer: BreakEven, value: float) -> str:
    """A value in words, with as many digits as it was sought for."""
    places = math.ceil(-math.log10(answer.fine / 4))
    like = replace(answer.like, form="value", known=(("value", round(value, places)),), unknown=())
    return stated(like).replace("%", " %")


def document(answer: BreakEven) -> dict[str, Any]:
    """The answer as JSON; `"partial": true` only where the search was ended early."""
    fields = (
        *("scenario", "what_if", "metric", "number", "unit", "own", "assumed"),
        *("verdict", "value", "low", "high", "limit"),
    )
    gap_fields = ("mean", "low", "high", "better_in", "pairs", "unit")
    return ({"partial": True} if answer.partial else {}) | {
        **{name: getattr(answer, name) for name in fields},
        "seed": answer.base.seed,
        "replications": answer.base.replications,
        "held": dict(answer.held),
        "tried": [
            {"value": value, "difference": {name: getattr(gap, name) for name in gap_fields}}
            for value, gap in answer.tried
        ],
    }
