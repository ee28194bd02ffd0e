"""Scenarios side by side as a page to read, and what they say in a few sentences, with which odds."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Comparison, defined, metric_rows, paired
from simulator.experiment.blank import blank
from simulator.format import listed, many, percent, plain, scale_of
from simulator.layout.page import Heading, Page, Paragraph, Picture, Section
from simulator.metrics import VARIANTS
from simulator.report.judged import ENOUGH

ALIKE = 0.05  # share by which prospects may differ in number and still be those of the same market
SURE, LIKELY = 0.95, 2 / 3  # of the replications that a scenario has to win for these words
PICTURES = ("odds", "side_by_side", "cycles", "lifetime", "risk")


def report(comparison: Comparison) -> Page:
    """The scenarios, the differences, what it means, and what the names mean."""
    return [
        _heading(comparison),
        [metric_rows.value_table(comparison)],
        _under_the_values(comparison),
        [metric_rows.difference_table(comparison)],
        _the_same(comparison),
        [Paragraph(sentence) for sentence in meaning(comparison)],
        [Picture(name) for name in PICTURES if name not in blank(comparison)],
    ]


def _heading(comparison: Comparison) -> Section:
    same = len({o.years for o in comparison.outcomes}) == 1
    titles = (f"{o.name}: {o.title}" + ("" if same else f", {o.years}") for o in comparison.outcomes)
    return [
        Heading(f"{many(len(comparison.outcomes), 'scenario')} under the same chances, each with"),
        Paragraph(metric_rows.conditions(comparison.outcomes[0])),
        *(Paragraph(title, 2, 4) for title in titles),
    ]


def _under_the_values(comparison: Comparison) -> Section:
    """Means that are of fewer replications, as the metric is undefined in the others; names that mean
    one thing here and another there; names of which nothing is known."""
    parts, apart = [], []
    for name in metric_rows.shown(comparison):
        words = metric_rows.label_in(comparison, name).strip()
        defined = [(o, o.summary(name).defined) for o in metric_rows.known_by(comparison, name)]
        some = [f"{o.name} in {count}" for o, count in defined if 0 < count < o.replications]
        if some and ":" not in name:
            parts.append(f"{words} ({', '.join(some)})")
        if len({o.defined_as(name).text for o in metric_rows.known_by(comparison, name)}) > 1:
            ways = {o.name: dict(o.header.measures).get(name, VARIANTS[name][0]) for o in comparison.outcomes}
            chosen = [f"{scenario} {way}" for scenario, way in ways.items()]
            apart.append(f"{words} ({', '.join(chosen)})")
    known = [f"Known in some runs only: {'; '.join(parts)}."] if parts else []
    known += [f"NOT DEFINED ALIKE: {'; '.join(apart)}; --definition makes it so."] if apart else []
    return [Paragraph(sentence) for sentence in known]


def _the_same(comparison: Comparison) -> Section:
    same = [
        metric_rows.label_in(comparison, name).strip()
        for name in metric_rows.differing(comparison)[1]
        if ":" not in name
    ]
    return [Paragraph(f"The same in every pair: {', '.join(same)}.")] if same else []


def meaning(comparison: Comparison) -> list[str]:
    """What the numbers say. Never ranks by ARR: an owned licence has little of it and earns all the same."""
    said = [
        _order(comparison, "win_rate", "Win rate", percent),
        _order(comparison, "cycle_days_median", "Sales cycle", _days),
        _order(comparison, "after_close_share", "Share of revenue that comes after the close", percent),
        _order(comparison, "seller_share_of_risk", "Share of the risk that the seller carries", percent),
        _left(comparison),
        _cash(comparison),
        _per_prospect(comparison),
    ]
    return [sentence for sentence in said if sentence]


def _days(value: float) -> str:
    return f"{plain(value, 0 if value >= 10 else 1)} days"


def _order(comparison: Comparison, name: str, subject: str, show: Callable[[float], str]) -> str:
    """All scenarios by a metric's mean, and which neighbours are too close to call."""
    means = {o.name: o.summary(name).mean for o in comparison.outcomes if name in comparison.metrics}
    ranked = sorted((n for n in means if not math.isnan(means[n])), key=means.__getitem__, reverse=True)
    if len(ranked) < 2:
        return ""
    close = [[ranked[0]]]  # each with its neighbours from which it is not told apart
    for one, next_one in pairwise(ranked):
        gap = paired(comparison[one], comparison[next_one], name)
        if gap.low > 0:
            close.append([next_one])
        else:  # of a single replication nothing is known
            close[-1].append(next_one)
    close = [together for together in close if len(together) > 1]
    sentence = f"{subject}, from the top: {', '.join(f'{n} {show(means[n])}' for n in ranked)}"
    if close:
        sentence += f" ({'; '.join(listed(together) for together in close)} too close to call)"
    return sentence + "."


def _left(comparison: Comparison) -> str:
    """All scenarios by their cash at the end: of several motions, each with prospects of its own, a prospect
    says nothing, and this is where another one starts to pay."""
    name = "cash_end"
    if name not in comparison.metrics:
        return ""
    found = [o.summary(name) for o in comparison.outcomes]
    scale = scale_of(found[0].unit, [summary.mean for summary in found])
    decimals = 0 if scale.factor == 1 else 1
    unit = f" {scale.unit}"
    return _order(comparison, name, "Cash at the end", lambda v: plain(v * scale.factor, decimals) + unit)


def _cash(comparison: Comparison) -> str:
    """Who runs out of money, and how often."""
    if "runout_probability" not in comparison.metrics:
        return ""
    found = []
    for o in comparison.outcomes:
        values = o.values["runout_probability"]
        known = defined(values)
        if known.any():
            month = o.summary("runout_month").mean
            found.append(f"{o.name} in {int(known.sum())} of {known.size}, around month {plain(month, 0)}")
    return f"Cash runs out: {'; '.join(found)}." if found else ""


def _per_prospect(comparison: Comparison) -> str:
    """What is left of a prospect of the market, against one scenario, replication by replication."""
    name = "contribution_per_prospect"
    if name not in comparison.metrics:
        return ""
    against = comparison[comparison.against]
    base = against.values[name]
    if np.isnan(base).all():
        return ""
    mean = float(np.nanmean(base))
    said = [
        f"A prospect of {against.name} leaves {against.header.currency} "
        f"{plain(mean, 0 if abs(mean) >= 100 else 2)} before the horizon, after all that was spent on it."
    ]
    for other in comparison.others:
        gaps = defined(other.values[name] - base)
        if gaps.size:
            said.append(_odds(other.name, against.name, gaps))
    return " ".join([*said, *_other_prospects(comparison)])


def _other_prospects(comparison: Comparison) -> list[str]:
    """Which scenarios have prospects of their own, so that one of them cannot be held against another."""
    if "leads" not in comparison.metrics:
        return []
    usual = comparison[comparison.against].summary("leads").mean
    others = [o.name for o in comparison.others if abs(o.summary("leads").mean - usual) > ALIKE * usual]
    if not others:
        return []
    return [f"But prospects are not as many in {listed(others)}: look at the cash at the end, too."]


def _odds(one: str, other: str, gaps: NDArray[np.float64]) -> str:
    """Who is ahead, how often, and what that is worth as a forecast."""
    ahead, behind, pairs = int((gaps > 0).sum()), int((gaps < 0).sum()), gaps.size
    if ahead == behind == 0:
        return f"{one} leaves exactly as much as {other}."
    more, often = ("more", ahead) if ahead >= behind else ("less", behind)
    sentence = f"{one} leaves {more} than {other} in {often} of {pairs} runs"
    if pairs < ENOUGH:
        return sentence + ": too few to tell odds from."
    if often == pairs:
        return sentence + "."
    words = (
        "nearly sure"
        if often >= SURE * pairs
        else "likely, not certain"
        if often >= LIKELY * pairs
        else "open"
    )
    return f"{sentence}: {words}."
