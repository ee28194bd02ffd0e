"""Compute all metrics of a ledger."""

from dataclasses import dataclass

import numpy as np

from simulator.ledger import Ledger
from simulator.metrics.capacity import teams
from simulator.metrics.cohorts import cohorts
from simulator.metrics.cycle_times import deals
from simulator.metrics.definitions import METRICS, NAMES, TEAM_NAMES, VARIANTS
from simulator.metrics.exposures import exposure
from simulator.metrics.funnel_times import journey
from simulator.metrics.impact import impact
from simulator.metrics.ledger_totals import by_motion, of_company
from simulator.metrics.lifetime import lives
from simulator.metrics.ratio import ratios
from simulator.metrics.reading import Reading
from simulator.metrics.recurring import recurring
from simulator.metrics.renewals import ASKED, STAYED, renewals
from simulator.metrics.stage_visits import visits
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
class Measures:
    """All metrics of one replication.

    Attributes:
        values: a number by name, in the order of printing, nan where it is undefined; money in units of the
            currency, shares from 0 to 1. Variants stand behind all plain names, as "cac:lagged".
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
        cycles: (motions,), dtype CYCLES: deals won and lost by CYCLE_DAYS since qualification.

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


def measure(ledger: Ledger) -> Measures:
    """Compute all metrics of a ledger; what each means, with its source, `simulator.definition` says.

    Raises TooMuchMoney where its cents are more than a whole number can hold.

    >>> company = simulator.load("scenarios/enterprise.toml")
    >>> measures = simulator.measure(simulator.simulate(company.model()))
    >>> list(measures.values)[:3]
    ['leads', 'mql', 'sql']
    """
    of = Reading(ledger)
    return Measures(
        values=_values(of),
        monthly=recurring(of).monthly | by_motion(of),
        company=of_company(of),
        cohorts=cohorts(of),
        bowtie=journey(of).bowtie(),
        stages=visits(of).stages,
        rates=_rates(of),
        worth=lives(of).worth / 100,
        exposure=exposure(of),
        teams=teams(of),
        cycles=deals(of),
    )


def _values(of: Reading) -> dict[str, float]:
    """Those of the company, then of its teams, then all variants."""
    values = {name: METRICS[name](of) for name in NAMES}
    for name in TEAM_NAMES:
        for team, keeps_book in enumerate(of.header.books):
            if keeps_book == METRICS[name].books:
                values[f"{name}.{of.header.teams[team]}"] = METRICS[name].of_team(of, team)
    for name, variants in VARIANTS.items():
        values |= {f"{name}:{variant}": METRICS[name].variants[variant].compute(of) for variant in variants}
    return values


def _rates(of: Reading) -> Rows:
    """What motions state, beside what was observed."""
    table = np.zeros(len(of.header.motions), RATES)
    cycles, reached, first_cycles, first_reached = impact(of).rates.T
    table["cycles"], table["first_cycles"] = cycles, first_cycles
    table["reached"], table["first_reached"] = ratios(reached, cycles), ratios(first_reached, first_cycles)
    for name in ("stated_reached", "stated_renewal"):
        table[name] = of.header.motion[name]
    decided = renewals(of)
    table["decisions"] = decided[:, ASKED]
    table["renewal"] = ratios(decided[:, STAYED], decided[:, ASKED])
    return table
