"""One scenario's outcomes as a page to read."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.digits import percent, plain, scale_of
from simulator.experiment import CONFIDENCE
from simulator.experiment.groups import grouped, own
from simulator.metrics import RENEWAL, VOLUMES
from simulator.pages.counted import counted
from simulator.pages.meaning import meaning
from simulator.pages.metrics_table import metrics_table
from simulator.pages.money_tables import cohorts, money_by_year
from simulator.pages.paper import BROAD, lines_of, paragraph

if TYPE_CHECKING:
    from simulator.experiment import Outcomes

# Under the bowtie, where a reader would multiply.
FOLLOWED = "Volumes stop at the horizon, conversions are followed beyond it: volume x share is not the next."
LEVELS = "Of it live: of customers in use. Committed: with what is signed and not in force yet."

_MOVES = ("new", "expansion", "reactivation", "contraction", "churn")
_OF_A_STAGE = ("decided", "cold", "share", "stated", "days", "wait")


def report(outcomes: Outcomes) -> list[str]:
    """The bowtie, the stages, how revenue moved, the metrics, what they mean, and how each is counted."""
    header = outcomes.header
    lines = [*paragraph(outcomes.title), *heading(outcomes), ""]
    for play, name in enumerate(header.plays):
        followed = [] if play else paragraph(FOLLOWED, "  ")  # once is enough
        lines += [*_bowtie(outcomes, play, name), *followed, "", *_stages(outcomes, play, name), ""]
    lines += [*_movements(outcomes), "", *money_by_year(outcomes), "", *cohorts(outcomes), ""]
    lines += [*metrics_table(outcomes), "", *paragraph(meaning(outcomes)), ""]
    names = [name for group in grouped(own(outcomes)).values() for name in group]
    return lines + counted({name: outcomes.defined_as(name) for name in names})


def heading(outcomes: Outcomes) -> list[str]:
    """How it was run: what every number under it depends on."""
    return paragraph(
        f"{outcomes.how}, in {outcomes.header.currency}; ± is the {CONFIDENCE} interval of the mean"
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
    mine = [s for s, p in enumerate(outcomes.header.stage["play"]) if p == play]
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
        (f"  {RENEWAL[outcomes.header.offer['fixed'][play]]}", "decisions", "renewal", "stated_renewal"),
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
    return [*lines_of(rows, width=BROAD), *paragraph(LEVELS, "  ")]  # broad: with all movements, uncut
