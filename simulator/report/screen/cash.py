"""Whether cash lasts: how low it gets, when, and how often it runs out."""

import math

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Outcomes, defined
from simulator.layout.page import Section
from simulator.ledger import Header
from simulator.report.screen.words import labelled, likely, month, odds, span

# Two times of the year in which cash may be lowest are told apart where, of the runs by month smoothed over
# five of them, there are hardly any between two hills, and on each side at least a fifth.
SMOOTH = 5  # months
APART = 6  # months between the tops of the hills, at least
HILL = 0.2  # of the runs
VALLEY = 0.25  # of the lower top, at most


def cash(outcomes: Outcomes) -> Section:
    """One or two lines; a company without costs has none to speak of."""
    lows = defined(outcomes.values["cash_low"])
    if not lows.size:
        return labelled("CASH", ["not known, as the file states no cost"])
    header = outcomes.header
    end, range_ = likely(header.currency, outcomes.values["cash_end"])
    at_end = f"at the end {end} (8 in 10: {range_})" if header.targets else ""  # else it stands above
    lowest = f"lowest {likely(header.currency, lows)[0]} ({when(header, outcomes.values['cash_low_month'])})"
    return labelled("CASH", [" · ".join(filter(None, (lowest, _runs_out(outcomes), at_end)))])


def _runs_out(outcomes: Outcomes) -> str:
    values = defined(outcomes.values["runout_probability"])
    if not values.size:
        return "whether it runs out: no cash is stated for the first day"
    found = outcomes.summary("runout_probability").interval
    often = f"runs out in {int(values.sum())} of {values.size}"
    if found.mean in (0.0, 1.0):
        chance = odds(found).partition("(")[2].rstrip(")")
        out = f"{often} ({chance})"
    else:
        out = f"{often} ({odds(found)[:-1].replace('(', '')})".replace(" % ", " %, ", 1)
    first = defined(outcomes.values["runout_month"])
    return out + (f", around {month(outcomes.header, round(float(np.median(first))))}" if first.size else "")


def when(header: Header, months: NDArray[np.float64]) -> str:
    """The month of the median run; where runs fall into two groups far apart, that of each."""
    known = defined(months).astype(np.int64)
    parts = groups(known)
    if len(parts) == 1:
        low, middle, high = (round(x) for x in np.quantile(known, (0.1, 0.5, 0.9)).tolist())
        wide = high - low >= APART and low > 0
        return month(header, middle) + (f"; 8 in 10: {span(header, low, high)}" if wide else "")
    told = [
        f"{month(header, round(float(np.median(part))))} in {100 * part.size / known.size:.0f} %"
        for part in parts
    ]
    return " or ".join(told)


def groups(months: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The runs in one group, or in two that are far apart; months counted from 0."""
    counts = np.bincount(months)
    smooth = np.convolve(counts, np.ones(SMOOTH) / SMOOTH, mode="same")
    best, depth = 0, math.inf
    for between in range(1, len(counts)):
        left, right = counts[:between].sum(), counts[between:].sum()
        if min(left, right) < HILL * months.size:
            continue
        tops = int(np.argmax(smooth[:between])), between + int(np.argmax(smooth[between:]))
        lower = min(smooth[tops[0]], smooth[tops[1]])
        deep = smooth[between] / lower if lower else math.inf
        if tops[1] - tops[0] >= APART and deep <= VALLEY and deep < depth:
            best, depth = between, deep
    return [months[months < best], months[months >= best]] if best else [months]
