"""What scenarios side by side say, in a few sentences, and with which odds."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Comparison, defined, paired
from simulator.format import listed, percent, plain, scale_of

ENOUGH = 20  # replications: fewer tell no odds
ALIKE = 0.05  # share by which prospects may differ in number and still be those of the same market
SURE, LIKELY = 0.95, 2 / 3  # of the replications that a scenario has to win for these words


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
