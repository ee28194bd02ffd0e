"""Metrics of what it costs to win a customer, and how soon that comes back, by several definitions."""

from simulator.metrics.costs import margin, stated, winning
from simulator.metrics.efficiency import growth_per_spend
from simulator.metrics.funnel_times import born_and_won
from simulator.metrics.lifetime import lives, lives_of_cohort
from simulator.metrics.metric import (
    ACQUIRE,
    COHORT,
    LESS,
    MORE,
    OWNED,
    RUN_OFF,
    SIGNED_USE,
    TRUE,
    UNSTATED,
    metric,
)
from simulator.metrics.ratio import ratio
from simulator.metrics.reading import Reading
from simulator.metrics.recurring import movements
from simulator.metrics.spend import blended, lagged, loaded, of_cohort, prospects, worked
from simulator.metrics.unit_economics import rates, simple_payback

_SPEND = (
    "leads, people and other cost of stages before the close, commission less what is clawed back, and free "
    "and trial users; lost deals are in it, and all time of teams that sell, months without any work too"
)
_NEW = "Those won back, and what winning them back cost, are in neither."
_WORKED = (
    "As blended, without the months in which a team that sells had nothing to do: what was spent on "
    "accounts, as in the contribution per prospect. For what a customer costs where teams are busy; a day's "
    "work in a month brings in the whole of it, and where sellers wait for leads it is far below what is "
    "spent. "
)
_LOADED = "As blended, with the launch and fixed costs of motions. "


@metric(
    "cac",
    "blended",
    unit="money",
    label="acquisition cost",
    definition=f"All that was spent to win customers from the first day to the horizon ({_SPEND}), over "
    "customers signed in that time; deals open on the first day are among them without what they "
    f"cost before. {_NEW} The default, for sellers are paid whether or not there is work: it is the same "
    "spend as in the CAC ratios and the payback. "
    f"Source: forentrepreneurs.com/saas-metrics-2-definitions-2. {UNSTATED}",
    group=ACQUIRE,
    better=LESS,
)
def cac(of: Reading) -> float:
    return blended(of).per_customer


@cac.variant("lagged", label="acquisition cost, lagged", also=UNSTATED)
def lagged_cac(of: Reading) -> float:
    """As blended, but the spend is that of a median sales cycle earlier, rounded to whole months: spend up to
    a cycle before the horizon, over customers signed from a cycle after the first day on. Undefined where no
    opportunity was won whose cycle is known."""
    return lagged(of).per_customer


@cac.variant("worked", label="acquisition cost without idle months", definition=_WORKED + UNSTATED)
def worked_cac(of: Reading) -> float:
    return worked(of).per_customer


@cac.variant("loaded", label="acquisition cost, fully loaded", definition=_LOADED + UNSTATED)
def loaded_cac(of: Reading) -> float:
    return loaded(of).per_customer


@cac.variant(
    "cohort",
    label="acquisition cost of the cohort",
    definition=f"{TRUE}all that was ever spent to win the accounts born from the first day to the horizon "
    f"({_SPEND}), run-off included, over those of them that signed. {UNSTATED} {RUN_OFF}",
    true=COHORT,
)
def cohort_cac(of: Reading) -> float:
    return of_cohort(of).per_customer


@metric(
    "cac_ratio",
    "blended",
    unit="times",
    label="CAC ratio",
    group=ACQUIRE,
    better=LESS,
    unranked_if=OWNED,
    also=f"{SIGNED_USE} {UNSTATED}",
)
def cac_ratio(of: Reading) -> float:
    """Spent to win customers before the horizon (as in cac, blended), for one unit of ARR signed before it;
    the less the better. Source: benchmarkit.ai/2025benchmarks."""
    return blended(of).per_arr


@cac_ratio.variant("lagged", label="CAC ratio, lagged", also=UNSTATED)
def lagged_cac_ratio(of: Reading) -> float:
    """As blended, but the spend is that of a median sales cycle earlier, in whole months."""
    return lagged(of).per_arr


@cac_ratio.variant("worked", label="CAC ratio without idle months", definition=_WORKED + UNSTATED)
def worked_cac_ratio(of: Reading) -> float:
    return worked(of).per_arr


@cac_ratio.variant("loaded", label="CAC ratio, fully loaded", definition=_LOADED + UNSTATED)
def loaded_cac_ratio(of: Reading) -> float:
    return loaded(of).per_arr


@cac_ratio.cohort(label="CAC ratio of the cohort")
def cohort_cac_ratio(of: Reading) -> float:
    """all that was ever spent to win the accounts born from the first day to the horizon, for one unit of ARR
    that they signed."""
    return of_cohort(of).per_arr


@metric(
    "bessemer_cac_ratio",
    "net",
    unit="times",
    label="CAC ratio, Bessemer's",
    group=ACQUIRE,
    better=MORE,
    unranked_if=OWNED,
)
def bessemer_cac_ratio(of: Reading) -> float:
    """Net new ARR of the last four quarters before the horizon times gross margin, over the cost to win
    customers (as in cac, blended) and to win them back (without growing them) in the four quarters that end a
    quarter earlier: the inverse of the CAC ratio, after margin; the more the better. Source:
    plantactic-web.pages.dev/docs/bessemer-cac-ratio. Undefined before fifteen months."""
    return margin(of) * growth_per_spend(movements(of), winning(of))


@bessemer_cac_ratio.cohort(label="CAC ratio of the cohort, Bessemer's")
def cohort_bessemer_cac_ratio(of: Reading) -> float:
    """ARR signed by the accounts born from the first day to the horizon, times gross margin, for one unit
    ever spent to win them."""
    return margin(of) * ratio(1.0, of_cohort(of).per_arr)


@metric(
    "payback_months",
    "as_billed",
    unit="months",
    label="payback",
    group=ACQUIRE,
    better=LESS,
    unranked_if=OWNED,
    also=UNSTATED,
)
def payback_months(of: Reading) -> float:
    """Where any motion bills use, the months in which the mean customer earns its cost (earned): use starts
    small, and who pays for nothing else can leave any month, so no price a month tells when it has paid.
    Elsewhere acquisition cost over margin a month (simple), as it is published."""
    return earned_payback(of) if of.header.offer["metered"].any() else simple_payback_months(of)


@payback_months.variant("simple", label="payback, simple formula", also=f"{SIGNED_USE} {UNSTATED}")
def simple_payback_months(of: Reading) -> float:
    """Acquisition cost (cac, as it is defined here) over a new customer's signed recurring revenue a month
    times gross margin; what is paid once plays no part. Undefined where that margin is not above nothing.
    Source: bvp.com/blog/bessemer-cloud-computing-law-6-build-revenue-engine."""
    return simple_payback(cac(of), rates(of).first, margin(of))


@payback_months.variant("earned", label="payback, as earned", also=f"{UNSTATED} {RUN_OFF}")
def earned_payback(of: Reading) -> float:
    """Months from the signature until the revenue, one-off amounts included, less the cost (onboarding, care,
    service, goods) of the mean customer has earned the acquisition cost (cac, as it is defined here), evenly
    within each month. The mean is over accounts signed from the first day to the horizon whose lifetime lies
    within the simulation: its start, its ramp and swings of use, and that some leave are in it. Undefined
    where a lifetime is too short for that."""
    return lives(of).earned_after(100 * cac(of))


@payback_months.cohort(label="payback of the cohort")
def cohort_payback_months(of: Reading) -> float:
    """whole months from the signature until the revenue, one-off amounts included, less the cost (onboarding,
    care, service, goods) of an average customer of the cohort (born from the first day to the horizon, its
    lifetime within the simulation) has earned the acquisition cost of the cohort; undefined where a lifetime
    is too short for that."""
    return lives_of_cohort(of).months_to_earn(100 * of_cohort(of).per_customer)


@metric(
    "contribution_per_prospect",
    unit="money",
    label="contribution per prospect",
    group=ACQUIRE,
    better=MORE,
    also=UNSTATED,
)
def contribution_per_prospect(of: Reading) -> float:
    """What all accounts born from the first day to the horizon paid before the horizon, less all that was
    spent on them before it, lost ones included, per account born. Costs of no account (idle months, which are
    in the acquisition cost; launch, fixed costs) are not in it: it tells what one prospect more brings."""
    born, _ = born_and_won(of)
    count = int(((born >= 0) & (born < of.horizon)).sum())
    return stated(of) * ratio(prospects(of)[1] / 100, count)
