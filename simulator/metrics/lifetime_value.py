"""Metrics of what a customer is worth, by several definitions, and what that is to what it cost."""

from simulator.metrics.acquisition import cac
from simulator.metrics.costs import margin
from simulator.metrics.lifetime import lives, lives_of_cohort
from simulator.metrics.metric import CUSTOMERS, MORE, RUN_OFF, UNSTATED, metric
from simulator.metrics.reading import Reading
from simulator.metrics.spend import blended, of_cohort
from simulator.metrics.unit_economics import expanding_value, rates, simple_value


def _worth(months: str) -> str:
    return (
        f"Mean present value at the signature of {months} months of a customer: payments received less what "
        "delivering to it cost (onboarding, care, service, goods, growing it, and winning it back), "
        "discounted by the day at the rate of [money] discount, 10 % a year unless stated. On the "
        "very last day counts what settles the time that ends (what is given back there, too), not what "
        "opens what follows: what is paid ahead, what is bought then and its goods. Accounts signed "
        "from the first day to the horizon whose months lie within the simulation. Costs as far as the "
        f"scenario states them. {RUN_OFF}"
    )


@metric(
    "ltv",
    "discounted",
    unit="money",
    label="lifetime value",
    definition=_worth("60 (or [measures] lifetime)"),
    group=CUSTOMERS,
    better=MORE,
)
def ltv(of: Reading) -> float:
    return float(lives(of).worth[of.lifetime]) / 100


@ltv.variant("simple", label="lifetime value, simple formula", also=UNSTATED)
def simple_ltv(of: Reading) -> float:
    """Recurring revenue per customer and month (ARR at month ends over twelve times customers at month ends)
    times gross margin, over the monthly rate at which customers leave (those who left, over customers at
    month ends), all of the months before the horizon; undiscounted, and undefined where nobody leaves.
    Source: forentrepreneurs.com/saas-metrics-2-definitions-2."""
    return simple_value(rates(of), margin(of))


@ltv.variant("expansion", label="lifetime value, linear expansion", also=UNSTATED)
def expanding_ltv(of: Reading) -> float:
    """a/c + m(1-c)/c^2, with a: signed recurring revenue of a new customer a month times gross margin, c:
    monthly rate at which customers leave (as in the simple formula), m: expansion less contraction of
    recurring revenue a month (what is new, comes back or ends is neither) per customer at month ends times
    gross margin, all of the months before the horizon; undiscounted.
    Source: forentrepreneurs.com/saas-metrics-2-definitions-2."""
    return expanding_value(rates(of), margin(of))


for _months in (36, 84):

    @metric(
        f"ltv_{_months}",
        unit="money",
        label=f"lifetime value, {_months} months",
        definition=_worth(f"{_months}"),
        group=CUSTOMERS,
        better=MORE,
        beside=True,
    )
    def ltv_over(of: Reading, months: int = _months) -> float:
        return float(lives(of).worth[months]) / 100


@metric(
    "ltv_to_cac",
    "blended",
    unit="times",
    label="lifetime value to cost",
    group=CUSTOMERS,
    better=MORE,
    also=UNSTATED,
)
def ltv_to_cac(of: Reading) -> float:
    """Lifetime value over acquisition cost (ltv and cac, as they are defined here)."""
    return ltv(of) / cac(of)


@ltv_to_cac.variant("simple", label="lifetime value to cost, simple", also=UNSTATED)
def simple_ltv_to_cac(of: Reading) -> float:
    """Lifetime value by the simple formula over blended acquisition cost."""
    return simple_ltv(of) / blended(of).per_customer


@ltv_to_cac.cohort(label="lifetime value to cost of the cohort")
def cohort_ltv_to_cac(of: Reading) -> float:
    """discounted lifetime value of customers born from the first day to the horizon, over the acquisition
    cost of the same cohort."""
    return float(lives_of_cohort(of).worth[of.lifetime]) / 100 / of_cohort(of).per_customer
