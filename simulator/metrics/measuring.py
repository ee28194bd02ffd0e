"""All metrics of one ledger, in one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.jit import to_read
from simulator.ledger import Ledger
from simulator.metrics import renewals
from simulator.metrics.cohorts import cohorts
from simulator.metrics.deals import deals
from simulator.metrics.definitions import NAMES
from simulator.metrics.finance import finance
from simulator.metrics.impact import PROMISES, cycles
from simulator.metrics.journey import QUALIFIED, SIGNED, journey
from simulator.metrics.ratio import ratio, ratios
from simulator.metrics.recurring import recurring
from simulator.metrics.risk import risk
from simulator.metrics.seats import Seats, seat_days
from simulator.metrics.teams import teams as through_time
from simulator.metrics.visits import visits
from simulator.money import journal
from simulator.months import begun

RATES = np.dtype(
    [
        ("cycles", "i8"),  # impact cycles that somebody attended (any, where nobody is to), clean accounts
        ("reached", "f8"),  # share of them with impact
        ("first_cycles", "i8"),  # the same of accounts' first cycles, before anybody left
        ("first_reached", "f8"),
        ("stated_reached", "f8"),
        ("decisions", "i8"),  # of a fixed term the first of each account, else all of its first twelve months
        ("renewal", "f8"),  # share of them to stay
        ("stated_renewal", "f8"),
    ]
)


@dataclass(frozen=True, eq=False)
class Measures:
    """Metrics of one replication.

    `values`: name to number in the order of printing, nan where undefined; money in units of the
    currency; variants behind all plain names, as "cac:lagged". `monthly`: name to int64 (months, plays),
    money in cents; `company`: the same of the whole company, (months,). `cohorts`: dtype COHORT, (quarters
    of signature, quarters of age). `bowtie`: (plays, 8, 3) volume, conversion into the next, mean days to
    it. `stages`: dtype STAGES. `rates`: dtype RATES, per play. `worth`: mean present value of a customer
    over its first 0, 1, 2 ... months, (85,) or a lifetime and one. `exposure`: of buyers and of sellers by
    month since the first contact, all accounts together, per customer won, (months simulated and one, 2).
    `teams`: dtype TEAMS, (months, teams). `cycles`: dtype CYCLES, per play: deals won and lost by
    CYCLE_DAYS since qualification.
    """

    values: dict[str, float]
    monthly: dict[str, NDArray[np.int64]]
    company: dict[str, NDArray[np.int64]]
    cohorts: NDArray[Any]
    bowtie: NDArray[np.float64]
    stages: NDArray[Any]
    rates: NDArray[Any]
    worth: NDArray[np.float64]
    exposure: NDArray[np.float64]
    teams: NDArray[Any]
    cycles: NDArray[Any]


def _whole(values: NDArray[Any]) -> NDArray[np.int64]:
    return to_read(values.astype(np.int64))


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if values.size else float("nan")


def measure(ledger: Ledger) -> Measures:
    """All metrics of a ledger, and of nothing else."""
    header = ledger.header
    plays, teams = len(header.plays), len(header.teams)
    horizon, until = float(header.horizon), float(header.until)
    months = begun(0.0, horizon)
    rows, play = to_read(ledger.rows), to_read(ledger.play)
    marks, csm = _whole(header.stage["marks"]), _whole(header.play["csm"])
    offer = header.offer
    alone = (offer["metered"] == 1) & (offer["yearly"] == 0) & (offer["flat"] == 0)
    of_play = _whole(header.stage["play"])

    walk = journey(rows, play, marks, of_play, header.play["every"], horizon)
    seen = visits(rows, len(play), header.stage["stated"], teams, months, horizon)
    seats = Seats(*seat_days(rows, teams, months, horizon))
    books, reached, promises = cycles(rows, play, csm, teams, months, horizon, until)
    revenue = recurring(rows, play, plays, horizon)
    decided = renewals.decide(rows, play, _whole(offer["fixed"]), _whole(alone), horizon)
    entries = to_read(journal(ledger).entries)
    money = finance(header, rows, entries, walk, revenue.monthly)

    decided_deals, won_deals, _ = walk.converted(QUALIFIED)
    _, started, start_days = walk.converted(SIGNED)
    values = {
        "leads": walk.volume(0),
        "mql": walk.volume(1),
        "sql": walk.volume(2),
        "sal": walk.volume(QUALIFIED),
        "won": walk.volume(SIGNED),
        "live": walk.volume(SIGNED + 1),
        "customers_end": float(revenue.customers),
        "arr_end": revenue.arr / 100,
        "win_rate": ratio(won_deals, decided_deals),
        "cycle_days_median": float(np.median(walk.cycles)) if walk.cycles.size else float("nan"),
        "cycle_days_mean": _mean(walk.cycles),
        "first_use_days": ratio(start_days, started),
        "time_to_impact_days": _mean(walk.to_impact),
        "grr": ratio(revenue.kept, revenue.arr_then),
        "nrr": ratio(revenue.grown, revenue.arr_then),
        "logo_churn": ratio(revenue.gone, revenue.customers_then),
        "renewal_rate": ratio(decided[:, renewals.KEPT].sum(), decided[:, renewals.BASE].sum()),
    }
    for life, name in {60: "", 36: "_36", 84: "_84"}.items():  # 60 is the measure, the others stand beside
        values[f"lifetime_revenue{name}"] = money.lives.revenue[life] / 100
        values[f"after_close_share{name}"] = money.lives.beyond[life]
    for k, promised in enumerate(PROMISES):
        followed = promises[k, 0] if header.play["every"].any() else 0  # where nobody looks, nothing is known
        values[f"promise_kept_{promised}"] = ratio(promises[k, 1], followed)
    at_stake = risk(ledger, entries)
    values |= money.values | at_stake.values
    values = {name: values[name] for name in NAMES}
    serving = [t for t in range(teams) if not header.books[t]]
    for t in serving:
        values[f"utilisation.{header.teams[t]}"] = ratio(seats.used[t].sum(), seats.seats[t].sum())
    for t in serving:
        values[f"wait_days.{header.teams[t]}"] = ratio(seen.waits[t, :, 1].sum(), seen.waits[t, :, 0].sum())
    for t in range(teams):
        if header.books[t]:
            values[f"attention.{header.teams[t]}"] = ratio(books[t, :, 1].sum(), books[t, :, 0].sum())

    rates = np.zeros(plays, RATES)
    rates["cycles"], rates["first_cycles"] = reached[:, 0], reached[:, 2]
    rates["reached"] = ratios(reached[:, 1], reached[:, 0])
    rates["first_reached"] = ratios(reached[:, 3], reached[:, 2])
    for name in ("stated_reached", "stated_renewal"):
        rates[name] = header.play[name]
    rates["decisions"] = decided[:, renewals.ASKED]
    rates["renewal"] = ratios(decided[:, renewals.STAYED], decided[:, renewals.ASKED])
    for name, variants in money.variants.items():
        values |= {f"{name}:{variant}": value for variant, value in variants.items()}
    monthly = revenue.monthly | money.monthly
    quarters = cohorts(rows, len(play), horizon, until)
    return Measures(
        values,
        monthly,
        money.company,
        quarters,
        walk.bowtie(),
        seen.stages,
        rates,
        worth=money.lives.worth / 100,
        exposure=at_stake.exposure,
        teams=through_time(seats, seen.waits, books, header.team["book"]),
        cycles=deals(walk, plays, horizon),
    )
