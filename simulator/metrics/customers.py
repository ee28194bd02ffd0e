"""Metrics of customers: whether they get what they came for, stay, and grow."""

from simulator.metrics.funnel_times import SIGNED, journey, to_impact
from simulator.metrics.impact import PROMISES, impact
from simulator.metrics.metric import CUSTOMERS, LESS, METERED, MORE, NEITHER, OWNED, RUN_OFF, TERM, metric
from simulator.metrics.ratio import mean, ratio
from simulator.metrics.reading import Reading
from simulator.metrics.recurring import movements, recurring
from simulator.metrics.renewals import renewals


@metric("customers_end", unit="accounts", label="customers at the end", group=CUSTOMERS, better=MORE)
def customers_end(of: Reading) -> float:
    """Accounts signed and not gone at the horizon; an owner whose maintenance lapsed still is a customer."""
    return float(recurring(of).customers)


@metric("won_back", unit="accounts", label="customers won back", group=CUSTOMERS, better=NEITHER)
def won_back(of: Reading) -> float:
    """Customers that had left and came back before the horizon, each time counted. They are not
    among the customers won, nor is what winning them back costs in the acquisition cost: both are of new
    customers."""
    return float(movements(of)["won_back"].sum())


@metric("first_use_days", unit="days", label="signature to first use", group=CUSTOMERS, better=LESS)
def first_use_days(of: Reading) -> float:
    """Mean days from signature to go-live, of accounts signed before the horizon and live by the end of the
    run-off; those who never get there are not in it."""
    _, started, days = journey(of).converted(SIGNED)
    return ratio(days, started)


@metric("time_to_impact_days", unit="days", label="signature to first impact", group=CUSTOMERS, better=LESS)
def time_to_impact_days(of: Reading) -> float:
    """Mean days from signature to the first impact cycle with impact, of accounts signed before the horizon
    that reach it by the end of the run-off; those who never get there are not in it."""
    return mean(to_impact(of))


@metric(
    "grr", unit="share", label="gross retention, 12 months", group=CUSTOMERS, better=MORE, unranked_if=METERED
)
def grr(of: Reading) -> float:
    """ARR at the horizon, account by account at most what it was 12 months before, of the ARR then; where use
    is metered, its ramp and swings count."""
    return ratio(recurring(of).kept, recurring(of).arr_then)


@metric(
    "nrr", unit="share", label="net retention, 12 months", group=CUSTOMERS, better=MORE, unranked_if=METERED
)
def nrr(of: Reading) -> float:
    """ARR at the horizon of the customers that had some 12 months before, of their ARR then: with escalators
    and steps of a ramp, but the end of an introductory discount is no growth. Where use is metered, its ramp
    and swings count."""
    return ratio(recurring(of).grown, recurring(of).arr_then)


@metric(
    "logo_churn",
    unit="share",
    label="customers lost, 12 months",
    group=CUSTOMERS,
    better=LESS,
    unranked_if=OWNED,
)
def logo_churn(of: Reading) -> float:
    """Of the customers 12 months before the horizon, the share that is gone at the horizon."""
    return ratio(recurring(of).gone, recurring(of).customers_then)


@metric("renewal_rate", unit="share", label="renewal rate", group=CUSTOMERS, better=MORE, unranked_if=TERM)
def renewal_rate(of: Reading) -> float:
    """ARR renewed of the ARR up for decision before the horizon, per term, or per month where there is no
    term; what shrinks at a renewal is not renewed, growth does not count."""
    decided = renewals(of)
    return ratio(decided["kept"].sum(), decided["base"].sum())


for _place, _months in enumerate(PROMISES):

    @metric(
        f"promise_kept_{_months}",
        unit="share",
        label=f"promised impact after {_months} months",
        definition="Of all accounts signed before the horizon, the share whose latest impact cycle ended by "
        f"{_months} months after the signature was one with impact. Not live, no cycle yet, or gone before: "
        f"not kept. {RUN_OFF}",
        group=CUSTOMERS,
        better=MORE,
    )
    def promise_kept(of: Reading, place: int = _place) -> float:
        signed, kept = impact(of).promises[place]
        looks = of.header.motion["every"].any()  # where nobody looks, nothing is known
        return ratio(kept, signed if looks else 0)
