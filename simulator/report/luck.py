"""What moves one outcome, how much of its spread is luck, and whether it is as sure as was asked."""

import math
from dataclasses import asdict
from typing import Any

from simulator.experiment import Interval, Outcomes, Swing
from simulator.experiment.intervals import CONFIDENCE
from simulator.format import many, percent, scale_of
from simulator.layout.page import Paragraph, Section
from simulator.layout.table import Column, Estimate, Kind, Table


def section(outcomes: Outcomes, metric: str) -> Section:
    """The numbers that are not known and move it most, then the shares of its spread, then how sure it is."""
    found = outcomes.tornado(metric)
    said = [_shares(outcomes, metric), _precision(outcomes)]
    return [
        *(_tornado(outcomes, metric, found) if found else []),
        Paragraph(_moves(outcomes, found)),
        *(Paragraph(sentence) for sentence in said if sentence),
    ]


def document(outcomes: Outcomes, metric: str) -> dict[str, Any]:
    """The same as data: `shares` where replications were lived twice, `precision` where one was asked for."""
    fields = ("path", "low", "high", "at_low", "at_high", "effect")
    found: dict[str, Any] = {
        "on": metric,
        "tornado": [
            {name: _plain(getattr(swing, name)) for name in fields} for swing in outcomes.tornado(metric)
        ],
    }
    if outcomes.second_lives:
        shares = outcomes.shares(metric)
        of = {"unknown": _plain(shares.unknown), "luck": _plain(shares.luck), "pairs": shares.pairs}
        found["shares"] = of
    if outcomes.precision is not None:
        reached = outcomes.precision
        found["precision"] = {**asdict(reached.wanted), "reached": reached.half, "narrow": reached.narrow}
    return found


def _plain(value: Any) -> Any:
    return value._asdict() if isinstance(value, Interval) else value


def _tornado(outcomes: Outcomes, metric: str, found: tuple[Swing, ...]) -> Section:
    unit = outcomes.unit(metric)
    scale = scale_of(unit, [end.mean for swing in found for end in (swing.at_low, swing.at_high)])
    columns = (
        Column(),
        Column("its P10"),
        Column("its P90"),
        Column("at P10", Kind.NUMBER, "", _decimals(scale.factor, found), scale.factor),
        Column("at P90", Kind.NUMBER, "", _decimals(scale.factor, found), scale.factor),
        Column("moves it by", Kind.ESTIMATE),
    )
    rows = tuple(
        (
            swing.label,
            swing.low_said,
            swing.high_said,
            swing.at_low.mean,
            swing.at_high.mean,
            Estimate(*swing.effect, scale, signed=True),
        )
        for swing in found
    )
    label = outcomes.defined_as(metric).label
    in_unit = f", in {scale.unit}" if scale.unit else ""
    return [Paragraph(f"What moves {label}{in_unit}"), Table(columns, rows)]


def _decimals(factor: float, found: tuple[Swing, ...]) -> int:
    """As many as the widest effect needs to have three figures."""
    largest = max(abs(swing.effect.mean) for swing in found) * factor
    return max(0, 2 - math.floor(math.log10(largest)))


def _moves(outcomes: Outcomes, found: tuple[Swing, ...]) -> str:
    known = 0 if outcomes.unknowns is None else len(outcomes.unknowns.numbers)
    of = f"{many(known, 'number')} {'is' if known == 1 else 'are'} not known"
    if not known:
        return "Every number is stated as known: all that outcomes lie apart is luck."
    if not found:
        return f"{of}; none of them surely moves it in so many runs."
    surely = f"{len(found)} of them surely {'moves' if len(found) == 1 else 'move'} it"
    return (
        f"{of}, {surely}: the mean where each is at its P10 and at its P90, the others as drawn; ± is the "
        f"{CONFIDENCE} interval."
    )


def _shares(outcomes: Outcomes, metric: str) -> str:
    if not outcomes.second_lives:
        return ""
    found = outcomes.shares(metric)
    if math.isnan(found.luck.mean):
        return "It is the same in all lives: there is no spread to share out."
    luck, unknown = percent(found.luck.mean), percent(found.unknown.mean)
    ends = f"{percent(found.luck.low)} to {percent(found.luck.high)}"
    return (
        f"Of its variance {luck} is luck ({ends}), and {unknown} comes of what is not known: by "
        f"{many(found.pairs, 'run')} that {'was' if found.pairs == 1 else 'were'} lived twice."
    )


def _precision(outcomes: Outcomes) -> str:
    reached = outcomes.precision
    if reached is None:
        return ""
    wanted = reached.wanted
    summary = outcomes.summary(wanted.on)
    scale = scale_of(summary.unit, [summary.mean])
    half = f"±{scale.show(reached.half, reached.half)} {scale.of_gaps}".rstrip()
    label = outcomes.defined_as(wanted.on).label
    runs = many(outcomes.replications, "run")
    if reached.narrow:
        return f"{label} is as sure as was asked, {wanted.text}: {half} after {runs}."
    most = "the most that there might be; ask for more with --replications"
    return f"NOT as sure as was asked, {wanted.text}: {label} is {half} after {runs}, {most}."
