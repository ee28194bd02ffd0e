"""Solve how well the leads of each channel fit from how many of them become opportunities.

Nothing here is the simulator's: a decision follows fit through a normal curve, and fit is integrated on a
grid. What it says of lead-to-deal rates is a prediction, for those were not used.
`python -m tests.scenarios.channel_fits` prints them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, fsolve
from scipy.special import ndtr

Grid = NDArray[np.float64]

FITS = np.linspace(-9.0, 9.0, 3601)

# Implisit 2014, by eMarketer: lead to opportunity, and lead to deal in percent of leads.
ALL, OPPORTUNITY_TO_DEAL = 0.13, 0.06
OPPORTUNITIES = {"web": 0.313, "ads": 0.153, "outbound": 0.139, "referral": 0.25}
DEALS = {"web": 0.0155, "ads": 0.008, "referral": 0.0363}

# Assumptions of scenarios/channels.toml: leads a month, how a decision follows fit, and a partner's fit.
BOUGHT = {"web": 80.0, "ads": 120.0, "lists": 400.0}
MADE, BROUGHT = 2 * 13.0, 8.0  # at the second gate: by two people, and by partners
SHOW = 0.6  # of those who come to the second gate
FOLLOWS = (0.4, 0.3, 0.4)
PARTNER = 0.2


class Solved(NamedTuple):
    """What the published rates say: the share that the first gate lets through, and mean fit by channel."""

    qualify: float
    fits: Mapping[str, float]
    bars: Sequence[float]


def crowd(fit: float) -> Grid:
    """The density of the leads of a channel over fit."""
    return np.exp(-0.5 * (FITS - fit) ** 2) * (FITS[1] - FITS[0]) / np.sqrt(2.0 * np.pi)


def passing(gate: int, bar: float) -> Grid:
    """The chance at each fit."""
    a = FOLLOWS[gate]
    return ndtr((a * FITS - bar) / np.sqrt(1.0 - a * a))


def bar_of(gate: int, comers: Grid, share: float) -> float:
    """The threshold at which so many of these pass."""
    return float(brentq(lambda b: (comers @ passing(gate, b)) / comers.sum() - share, -9.0, 9.0))


def opportunity(solved: Solved, channel: str) -> float:
    """Share of its leads that become opportunities, had they come to the first gate."""
    return float(crowd(solved.fits[channel]) @ (passing(0, solved.bars[0]) * passing(1, solved.bars[1])))


def won(solved: Solved, channel: str, first: int = 0) -> float:
    """Share of its leads that become customers, of those who come in at a gate."""
    share = crowd(solved.fits[channel])
    for gate in range(first, len(FOLLOWS)):
        share = share * passing(gate, solved.bars[gate])
    return float(share.sum())


def settled(qualify: float, fits: Mapping[str, float]) -> Solved:
    """Thresholds at which the rates of the mix are those that are stated."""
    comers = sum((BOUGHT[name] * crowd(fits[name]) for name in BOUGHT), np.zeros(len(FITS)))
    bars = [bar_of(0, comers, qualify)]
    comers = comers * passing(0, bars[0]) + MADE * crowd(fits["outbound"]) + BROUGHT * crowd(fits["partner"])
    bars.append(bar_of(1, comers, SHOW))
    comers = comers * passing(1, bars[1])
    bars.append(bar_of(2, comers, OPPORTUNITY_TO_DEAL))
    return Solved(qualify, fits, bars)


@cache
def solve() -> Solved:
    """Fits at which each channel's share of opportunities is the published one; those of lists follow, since
    all leads together are known. The leads that are bought fit by 0 on average: that sets the scale."""
    leads = sum(BOUGHT.values())

    def given(x: NDArray[np.float64]) -> Solved:
        lists = (
            -sum(BOUGHT[name] * fit for name, fit in zip(("web", "ads"), x, strict=False)) / BOUGHT["lists"]
        )
        fits = {
            "web": x[0],
            "ads": x[1],
            "outbound": x[2],
            "referral": x[3],
            "lists": lists,
            "partner": PARTNER,
        }
        return settled(x[4], fits)

    def misses(x: NDArray[np.float64]) -> list[float]:
        solved = given(x)
        off = [opportunity(solved, name) - rate for name, rate in OPPORTUNITIES.items()]
        everybody = sum(BOUGHT[name] * opportunity(solved, name) for name in BOUGHT) / leads
        return [*off, everybody - ALL]

    return given(fsolve(misses, [1.2, 0.2, 0.1, 0.9, 0.22], xtol=1e-12))


if __name__ == "__main__":
    found = solve()
    print(f"qualify passes {found.qualify:.4f}; thresholds {', '.join(f'{bar:.3f}' for bar in found.bars)}")
    for channel, fit in found.fits.items():
        published = f", published {100 * DEALS[channel]:.2f} %" if channel in DEALS else ""
        print(
            f"{channel}: fit {fit:.2f}; opportunities {opportunity(found, channel):.1%}; "
            f"deals {won(found, channel):.2%}{published}; entering late {won(found, channel, 1):.2%}"
        )
    every = sum(BOUGHT[name] * won(found, name) for name in BOUGHT) / sum(BOUGHT.values())
    print(f"all that are bought: deals {every:.2%}, published 0.78 %")
