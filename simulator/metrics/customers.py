"""Metrics of customers: whether they get what they came for, stay, and grow."""

from simulator.metrics.efficiency import monthly_share
from simulator.metrics.funnel_times import SIGNED, journey, to_impact
from simulator.metrics.impact import PROMISES, impact
from simulator.metrics.metric import CUSTOMERS, LESS, METERED, MORE, NEITHER, OWNED, RUN_OFF, TERM, metric
from simulator.metrics.ratio import mean, ratio
from simulator.metrics.reading import Reading
from simulator.metrics.recurring import movements, recurring
from simulator.metrics.renewals import renewals
from simulator.numerics.jit import Ints

# Ways to count what became of the customers of a year before.
STATES, MOVES = "point_to_point", "movements"
_MOVED = (
    "Of each of these customers the movements of the 12 months count up to the first end of its contract: "
    "what comes back after that is reactivation, which retains nothing."
)
_BACK = "Who left and came back within the 12 months is not seen: `movements` tells of it."


@metric("customers_end", unit="accounts", label="customers at the end", group=CUSTOMERS, better=MORE)
def customers_end(of: Reading) -> float:
    """Accounts signed and not gone at the horizon; an owner whose maintenance lapsed still is a customer."""
    return float(recurring(of).look_back["customers"])


@customers_end.by_month(motions=True)
def customers_by_month(of: Reading) -> Ints:
    """Those of each month's end."""
    return recurring(of).monthly["customers"]


@metric("won_back", unit="accounts", label="customers won back", group=CUSTOMERS, better=NEITHER)
def won_back(of: Reading) -> float:
    """Customers that had left and signed on the day on which they came back, before the horizon, each time
    counted. They are not among the customers won, nor is what winning them back costs in the acquisition
    cost: both are of new customers, as who comes back as a lead is."""
    return float(movements(of)["won_back"].sum())


@won_back.by_month(motions=True)
def won_back_so_far(of: Reading) -> Ints:
    """Up to each month's end."""
    return recurring(of).monthly["won_back"].cumsum(axis=0)


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
    "grr", STATES, unit="share", label="gross retention, 12 months", group=CUSTOMERS, better=MORE,
    unranked_if=METERED, also=_BACK,
)  # fmt: skip
def grr(of: Reading) -> float:
    """ARR at the horizon, account by account at most what it was 12 months before, of the ARR then. The
    default, since surveys count so, and renewal rates of shipped files are solved from what they found; and
    since what comes and goes in between, seats or use, is no loss. It errs where prices rise, which makes up
    for seats given back. Where use is metered, its ramp and swings count at both ends: there it ranks
    nothing. Source: edocr.com/v/yol7ozkn."""
    return _of_then(of, "kept")


@grr.variant(MOVES, label="gross retention, 12 months, by movements", also=_MOVED)
def gross_movements(of: Reading) -> float:
    """ARR 12 months before the horizon less what contracted and churned of it since, of the ARR then; an
    account loses at most what it had. So billing tools count: no gain makes up for a loss, be it a rise in
    prices or a return, so it is never above `point_to_point`. But a customer that adds ten seats and gives
    them back has lost ten, and where use is metered each month of less use is a loss. Source:
    help.chartmogul.com/hc/en-us/articles/204898491."""
    return _of_then(of, "held")


@grr.variant("trailing", label="gross retention, 12 months, of yearly means")
def gross_trailing(of: Reading) -> float:
    """Of the accounts with recurring revenue 24 months before the horizon: the mean ARR at the last twelve
    month ends, account by account at most what it was at the twelve before, of those. A year of use that
    swings is steadier than a month, but not steady: by 30 % a month it shows about 95 % where nothing is
    lost. Undefined before 24 months."""
    return _of_year_before(of, "year_kept")


@metric(
    "nrr", STATES, unit="share", label="net retention, 12 months", group=CUSTOMERS, better=MORE,
    unranked_if=METERED, also=_BACK,
)  # fmt: skip
def nrr(of: Reading) -> float:
    """ARR at the horizon of the customers that had some 12 months before, of their ARR then, with
    escalators and steps of a ramp, but the end of an introductory discount is no growth: what companies
    report. Where use is metered, its ramp and swings count, so it ranks nothing there; `trailing` does.
    Source: edocr.com/v/yol7ozkn."""
    return _of_then(of, "grown")


@nrr.variant(MOVES, label="net retention, 12 months, by movements", also=_MOVED)
def net_movements(of: Reading) -> float:
    """ARR 12 months before the horizon plus its customers' expansion less their contraction and churn since,
    of the ARR then; as billing tools count, never above `point_to_point`. Source:
    support.recurly.com/hc/en-us/articles/360041810792."""
    return _of_then(of, "carried")


@nrr.variant("trailing", label="net retention, 12 months, of yearly means", steady=True)
def net_trailing(of: Reading) -> float:
    """Of the accounts with recurring revenue 24 months before the horizon: the sum of their ARR at the last
    twelve month ends, over that at the twelve before, as sellers of metered use report it. Swings even out in
    it, so it ranks companies that bill use, too. Undefined before 24 months. Source:
    businessquant.com/snowflake-net-revenue-retention-rate."""
    return _of_year_before(of, "year")


@metric(
    "logo_churn", STATES, unit="share", label="customers lost, 12 months", group=CUSTOMERS, better=LESS,
    unranked_if=OWNED, also=_BACK,
)  # fmt: skip
def logo_churn(of: Reading) -> float:
    """Of the customers 12 months before the horizon, the share that is gone at the horizon. The default, as
    gross and net retention are counted from point to point, too, and who is back by then is a customer again;
    by movements whoever left counts, so that reading is never lower."""
    return _of_customers_then(of, "gone")


@logo_churn.variant(MOVES, label="customers lost, 12 months, by movements")
def lost_movements(of: Reading) -> float:
    """Of the customers 12 months before the horizon, the share that left since, be they back or not: the
    unpaid and the voluntary churn together."""
    return _of_customers_then(of, "left")


@metric(
    "unpaid_churn",
    unit="share",
    label="unpaid churn, 12 months",
    group=CUSTOMERS,
    better=LESS,
    unranked_if=OWNED,
)
def unpaid_churn(of: Reading) -> float:
    """Involuntary churn: of the customers 12 months before the horizon, the share that left since, be they
    back or not, because an invoice was never paid. Who left several times counts by the first time. Source:
    chargebee.com/resources/glossaries/what-is-involuntary-churn."""
    return _of_customers_then(of, "unpaid")


@metric(
    "voluntary_churn",
    unit="share",
    label="voluntary churn, 12 months",
    group=CUSTOMERS,
    better=LESS,
    unranked_if=OWNED,
)
def voluntary_churn(of: Reading) -> float:
    """As the unpaid churn, for any other reason: they cancelled, were never started, or their use fell to
    nothing. With the unpaid churn it is `logo_churn:movements`. Tables of months have each reason apart."""
    found = recurring(of).look_back
    return ratio(found["left"] - found["unpaid"], found["customers_then"])


@metric(
    "monthly_churn", "customers", unit="share", label="monthly churn", group=CUSTOMERS, better=LESS,
    unranked_if=OWNED,
)  # fmt: skip
def monthly_churn(of: Reading) -> float:
    """Customers lost in a month over customers at its start, mean over the last twelve months before the
    horizon that start with any; who comes back is lost nevertheless. A year at this rate keeps (1 - rate)^12,
    not 1 - 12 x rate, of customers who are all alike. Of customers by default, since benchmarks of monthly
    churn are; `revenue` weighs each by what it pays, and is lower where it is the small ones that leave.
    Source: help.chartmogul.com/hc/en-us/articles/203359321-Chart-Customer-Churn-Rate."""
    return monthly_share(movements(of)["left"], recurring(of).customers)


@monthly_churn.variant("revenue", label="monthly churn of revenue")
def monthly_revenue_churn(of: Reading) -> float:
    """ARR that churned in a month, as its contract ended, over ARR at its start, mean over the last twelve
    months before the horizon that start with any. What contracts is not in it, else swings of metered use
    would be. Source: metrickittools.com/guides/mrr-churn-rate-guide."""
    arr = movements(of)
    return monthly_share(arr["churn"], arr["opening"])


def _of_then(of: Reading, what: str) -> float:
    found = recurring(of).look_back
    return ratio(found[what], found["arr_then"])


def _of_customers_then(of: Reading, what: str) -> float:
    found = recurring(of).look_back
    return ratio(found[what], found["customers_then"])


def _of_year_before(of: Reading, what: str) -> float:
    found = recurring(of).look_back
    return ratio(found[what], found["year_before"])


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
