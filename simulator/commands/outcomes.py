"""One scenario's outcomes as a page to read."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.commands.paper import lines_of, paragraph
from simulator.digits import many, percent, plain, scale_of
from simulator.experiment import LEVEL
from simulator.metrics import RENEWAL, VOLUMES, definition

if TYPE_CHECKING:
    from simulator.experiment import Outcomes, Summary

# Under the bowtie, where a reader would multiply.
FOLLOWED = "Volumes stop at the horizon, conversions are followed beyond it: volume x share is not the next."

_MOVES = ("new", "expansion", "reactivation", "contraction", "churn")
_OF_A_STAGE = ("decided", "cold", "share", "stated", "days", "wait")


def report(outcomes: Outcomes) -> list[str]:
    """The bowtie, the stages, how revenue moved, the metrics, what they mean, and how each is counted."""
    header = outcomes.header
    lines = [*paragraph(outcomes.title), *heading(outcomes), ""]
    for play, name in enumerate(header.plays):
        followed = [] if play else paragraph(FOLLOWED, "  ")  # once is enough
        lines += [*_bowtie(outcomes, play, name), *followed, "", *_stages(outcomes, play, name), ""]
    lines += [*_movements(outcomes), "", *_metrics(outcomes), "", *paragraph(meaning(outcomes)), ""]
    return lines + counted(list(outcomes.values))


def counted(names: Sequence[str]) -> list[str]:
    """How each metric is counted: its name in JSON and Python, and its definition."""
    alike: dict[str, list[str]] = {}  # sentences that differ in a figure only are said once
    for name in names:
        alike.setdefault(re.sub(r"\d+", "#", definition(name).text), []).append(name)
    lines = ["How it is counted"]
    for sentence, family in alike.items():
        figures = zip(*(re.findall(r"\d+", definition(name).text) for name in family), strict=True)
        for together in figures:
            sentence = sentence.replace("#", " / ".join(dict.fromkeys(together)), 1)
        lines += paragraph(f"{', '.join(family)}: {sentence}", "  ", "      ")
    return lines


def heading(outcomes: Outcomes) -> list[str]:
    """How it was run: what every number under it depends on."""
    return paragraph(
        f"{outcomes.how}, in {outcomes.header.currency}; ± is the {LEVEL:.0%} interval of the mean".replace(
            "%", " %"
        )
    )


def _mean(values: NDArray[Any]) -> NDArray[np.float64]:
    """Over replications, leaving out where there is nothing to tell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a mean of nothing is nan, as we want it
        return np.asarray(np.nanmean(values, axis=0), dtype=np.float64)


def _bowtie(outcomes: Outcomes, play: int, name: str) -> list[str]:
    table = _mean(outcomes.bowtie[:, play])
    rows = [[f"The bowtie, play {name}", "volume", "into the next", "days to it"]]
    for place, words in enumerate(VOLUMES):
        volume, share, days = table[place]
        if not math.isnan(volume):
            rows.append([f"  VM{place + 1} {words}", plain(volume), percent(share), plain(days, 1)])
    return lines_of(rows)


def _stages(outcomes: Outcomes, play: int, name: str) -> list[str]:
    rows = [[f"Stages, play {name}", "decided", "gone cold", "passed", "stated", "days", "of these waiting"]]
    mine = [s for s, p in enumerate(outcomes.header.play_of_stage) if p == play]
    for stage in mine:
        mean = {field: float(_mean(outcomes.stages[field][:, stage])) for field in _OF_A_STAGE}
        rows.append(
            [
                f"  {outcomes.header.stages[stage]}",
                plain(mean["decided"]),
                plain(mean["cold"]),
                percent(mean["share"]),
                percent(mean["stated"]),
                plain(mean["days"], 1),
                plain(mean["wait"], 1),
            ]
        )
    rates = outcomes.rates[:, play]
    for words, count, seen, stated in (
        ("  impact, first cycle", "first_cycles", "first_reached", "stated_reached"),
        (f"  {RENEWAL[outcomes.header.fixed[play]]}", "decisions", "renewal", "stated_renewal"),
    ):
        if not np.all(np.isnan(rates[stated])):
            decided = plain(float(_mean(rates[count])))
            rows.append(
                [words, decided, "", *(percent(float(_mean(rates[f]))) for f in (seen, stated)), "", ""]
            )
    return lines_of(rows)


def _movements(outcomes: Outcomes) -> list[str]:
    """How recurring revenue moved, year by year: means over replications, all plays together."""
    monthly = {name: values.mean(axis=0).sum(axis=1) / 100 for name, values in outcomes.monthly.items()}
    scale = scale_of(outcomes.header.currency, monthly["closing"].tolist())
    moves = [name for name in _MOVES if monthly[name].any()]
    rows = [[f"ARR in {scale.unit}", "opening", *moves, "closing", "of it live", "committed"]]
    for first in range(0, outcomes.header.months, 12):
        year = slice(first, first + 12)
        cells = [monthly["opening"][year][0], *(monthly[name][year].sum() for name in moves)]
        cells += [monthly[name][year][-1] for name in ("closing", "live_arr", "committed")]
        decimals = 0 if scale.factor == 1 else 2
        rows.append([f"  year {first // 12 + 1}", *(plain(c * scale.factor, decimals) for c in cells)])
    return lines_of(rows)


def _metrics(outcomes: Outcomes) -> list[str]:
    rows = [["", "mean", "", "P10", "P50", "P90", "of outcomes"]]
    for name in outcomes.values:
        summary = outcomes.summary(name)
        known = ""  # a row of dashes speaks for itself
        if 0 < summary.defined < outcomes.replications:
            known = f", {many(summary.defined, 'replication')} only"
        *cells, unit = _cells(summary)
        rows.append([definition(name).label, *cells, unit + known])
    return lines_of(rows, left=(0, 6))


def _cells(summary: Summary) -> list[str]:
    half = summary.interval.half
    shown = (summary.mean, summary.p10, summary.p50, summary.p90)
    scale = scale_of(summary.unit, shown)
    mean, *quantiles = (scale.show(v, half) for v in shown)
    return [mean, "" if math.isnan(half) else f"±{scale.show(half, half)}", *quantiles, scale.unit]


def meaning(outcomes: Outcomes) -> str:
    """What the numbers say, in a few sentences; a number that is undefined is not spoken of."""
    value = {name: outcomes.summary(name) for name in outcomes.values}
    leads, won = value["leads"].mean, value["won"].mean
    said = []
    if leads and won:
        said.append(
            f"One in {plain(leads / won, 0 if leads / won >= 10 else 1)} prospects becomes a customer."
        )
    elif leads:
        said.append("No prospect becomes a customer.")
    if not math.isnan(value["win_rate"].mean):
        sentence = f"Of the qualified {percent(value['win_rate'].mean)} sign"
        median = value["cycle_days_median"].mean
        if not math.isnan(median):
            sentence += f", half of them within {plain(median, 0 if median >= 10 else 1)} days"
        said.append(sentence + ".")
    arr = value["arr_end"]
    if arr.mean:
        scale = scale_of(arr.unit, (arr.p10, arr.p90))
        mean, low, high = (scale.show(v, arr.interval.half) for v in (arr.mean, arr.p10, arr.p90))
        said.append(
            f"At the end recurring revenue is {mean} {scale.unit} on average, and between {low} and {high} "
            "in eight of ten replications."
        )
    nrr = value["nrr"].mean
    if not math.isnan(nrr):
        by_itself = "grows" if nrr > 1 else "shrinks" if nrr < 1 else "stands"
        said.append(
            f"Customers of a year before pay {percent(nrr)} of what they paid then, those who left included: "
            f"without new ones the company {by_itself}."
        )
    return " ".join(said)
