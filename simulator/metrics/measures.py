"""Compute all metrics of a ledger."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.ledger import Ledger
from simulator.metrics.asked import PARTS, Parts, asked
from simulator.metrics.capacity import teams
from simulator.metrics.cohorts import cohorts
from simulator.metrics.cycle_times import by_days
from simulator.metrics.exposures import exposure
from simulator.metrics.funnel_times import journey
from simulator.metrics.impact import impact
from simulator.metrics.ledger_totals import by_motion, of_company
from simulator.metrics.lifetime import lives
from simulator.metrics.metric import value
from simulator.metrics.motions import motions
from simulator.metrics.ratio import ratios
from simulator.metrics.reading import Reading
from simulator.metrics.recurring import recurring
from simulator.metrics.renewals import renewals
from simulator.metrics.stage_visits import visits
from simulator.metrics.targets import by_month
from simulator.metrics.wings import wings
from simulator.numerics.jit import Floats, Ints, Rows

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
class Measures(Parts):
    """All metrics of one replication, or those that were asked for.

    Attributes:
        values: a number by name, in the order of printing, nan where it is undefined; money in units of the
            currency, shares from 0 to 1. Variants stand behind all plain names, as "cac:lagged".
        parts: names of what there is of the following.
        monthly: int64 (months, motions) by name, money in cents.
        company: int64 (months,) by name, money of the whole company in cents.
        cohorts: (quarters of signature, quarters of age), dtype COHORT.
        bowtie: (motions, 8, 3) volume, conversion into the next, mean days to it.
        stages: (stages,), dtype STAGES: observed beside stated rates.
        rates: (motions,), dtype RATES: the same of impact and renewal.
        worth: (85,), or a lifetime and one: mean present value of a customer's first 0, 1, 2 ... months.
        exposure: (months simulated and one, 2) at stake of buyers and of sellers by month since the first
            contact, per customer won.
        teams: (months, teams), dtype TEAMS.
        cycles: (motions,), dtype CYCLES: opportunities won and lost by CYCLE_DAYS since they were opened.
        motions: (motions,), dtype MOTIONS: customers won in each, what they cost and what they are worth.
        targets: (months, targets) the metric of each target at each month's end, nan where it is not known
            then.
        wings: (motions + 1, 8), dtype WINGS, the last of all motions: who came as far as a step of the
            bowtie, or farther, before the horizon, and what then is left of customers' recurring revenue.

    >>> company = simulator.load("scenarios/enterprise.toml")
    >>> measures = simulator.measure(simulator.simulate(company.model()))
    >>> measures.values["won"] == measures.monthly["won"].sum()
    np.True_
    """

    values: dict[str, float]
    monthly: dict[str, Ints]
    company: dict[str, Ints]
    cohorts: Rows
    bowtie: Floats
    stages: Rows
    rates: Rows
    worth: Floats
    exposure: Floats
    teams: Rows
    cycles: Rows
    motions: Rows
    targets: Floats
    wings: Rows


def measure(ledger: Ledger, *, only: Collection[str] | None = None) -> Measures:
    """Compute all metrics of a ledger; what each means, with its source, `simulator.definition` says.

    Or `only` some, and what they rest on: names of metrics ("won", "cac:lagged", "wait_days.ae"), of parts
    ("monthly", "cohorts"), or "values", all metrics. Any other part then says that it was not asked for.
    Raises TooMuchMoney where its cents are more than a whole number can hold, UnknownNameError (a
    ValueError) for a name that there is not.

    >>> company = simulator.load("scenarios/enterprise.toml")
    >>> ledger = simulator.simulate(company.model())
    >>> list(simulator.measure(ledger).values)[:3]
    ['leads', 'mql', 'sql']
    >>> list(simulator.measure(ledger, only=["cash_end", "won", "monthly"]).values)
    ['won', 'cash_end']
    """
    ((names, parts),) = asked(only, [ledger.header])
    of = Reading(ledger)
    values = {name: value(of, name) for name in names}
    there: dict[str, Any] = {part: _PARTS[part](of) if part in parts else None for part in PARTS}
    return Measures(values, **there)


def _rates(of: Reading) -> Rows:
    """What motions state, beside what was observed."""
    table = np.zeros(len(of.header.motions), RATES)
    clean, decided = impact(of).rates, renewals(of)
    for name, cycles in (("reached", "cycles"), ("first_reached", "first_cycles")):
        table[cycles], table[name] = clean[cycles], ratios(clean[name], clean[cycles])
    for name in ("stated_reached", "stated_renewal"):
        table[name] = of.header.motion[name]
    table["decisions"], table["renewal"] = decided["asked"], ratios(decided["stayed"], decided["asked"])
    return table


_PARTS: dict[str, Callable[[Reading], Any]] = {
    "monthly": lambda of: recurring(of).monthly | by_motion(of),
    "company": of_company,
    "cohorts": cohorts,
    "bowtie": lambda of: journey(of).bowtie(),
    "stages": lambda of: visits(of).stages,
    "rates": _rates,
    "worth": lambda of: lives(of).worth / 100,
    "exposure": exposure,
    "teams": teams,
    "cycles": by_days,
    "motions": motions,
    "targets": by_month,
    "wings": wings,
}
