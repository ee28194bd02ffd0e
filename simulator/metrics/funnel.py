"""Metrics of the way from a lead to a customer: how many get how far, how fast, what is in the pipeline."""

import math

from simulator import ledger
from simulator.metrics.funnel_times import QUALIFIED, SIGNED, born_and_won, journey, to_signature
from simulator.metrics.metric import ACQUIRE, LESS, MORE, NEITHER, SIGNED_USE, metric
from simulator.metrics.opportunities import cycles, judged, opportunities
from simulator.metrics.ratio import mean, median, ratio
from simulator.metrics.reading import Reading
from simulator.metrics.recurring import recurring
from simulator.metrics.spend import blended, signed
from simulator.numerics.jit import Ints
from simulator.numerics.months import MONTH


@metric("leads", unit="accounts", label="leads", group=ACQUIRE, better=MORE)
def leads(of: Reading) -> float:
    """Accounts born before the horizon: prospects, VM1."""
    return journey(of).volume(0)


@leads.by_month(motions=True)
def leads_so_far(of: Reading) -> Ints:
    """Up to each month's end."""
    return recurring(of).monthly["leads"].cumsum(axis=0)


@metric("mql", unit="accounts", label="MQL", group=ACQUIRE, better=MORE)
def mql(of: Reading) -> float:
    """Accounts that passed a stage marking MQL before the horizon, VM2; none where no stage marks it."""
    return journey(of).volume(1)


@metric("sql", unit="accounts", label="SQL", group=ACQUIRE, better=MORE)
def sql(of: Reading) -> float:
    """Accounts that passed a stage marking SQL before the horizon, VM3; none where no stage marks it."""
    return journey(of).volume(2)


@metric("sal", unit="accounts", label="qualified (SAL)", group=ACQUIRE, better=MORE)
def sal(of: Reading) -> float:
    """Accounts qualified before the horizon: passed the stage marking SAL, VM4."""
    return journey(of).volume(QUALIFIED)


@metric("won", unit="accounts", label="won", group=ACQUIRE, better=MORE)
def won(of: Reading) -> float:
    """Accounts signed before the horizon, VM5."""
    return journey(of).volume(SIGNED)


@won.by_month(motions=True)
def won_so_far(of: Reading) -> Ints:
    """Up to each month's end."""
    return recurring(of).monthly["won"].cumsum(axis=0)


@metric("brought", unit="share", label="won, brought by customers", group=ACQUIRE, better=NEITHER)
def brought(of: Reading) -> float:
    """Share of the accounts signed before the horizon whom customers brought: they recommended us, or their
    champion called from a new employer. Who is back as a lead is among the signed, but brought by nobody.
    Undefined where no motion has recommendations or champions."""
    if (of.header.motion["referral"] < 0).all() and (of.header.motion["champion"] < 0).all():
        return math.nan
    by_customer = of.ledger.parent >= 0
    by_customer[of.mine.rows["account"][of.mine.events == ledger.BACK_AS_LEAD]] = False
    won = born_and_won(of)[1]
    signed = (won >= 0.0) & (won < of.horizon)
    return ratio(float((signed & by_customer).sum()), float(signed.sum()))


@metric("live", unit="accounts", label="live", group=ACQUIRE, better=MORE)
def live(of: Reading) -> float:
    """Accounts that began to use as customers before the horizon, VM6."""
    return journey(of).volume(SIGNED + 1)


OPPORTUNITY = (
    "An opportunity opens as an account passes the stage marking SAL, or comes to a stage beyond it, and "
    "closes as won or as lost: also where the account rests, to come back from nurture, or goes on at "
    "another stage or in another motion, which opens another."
)


@metric(
    "win_rate",
    "opportunities",
    unit="share",
    label="win rate of deals",
    group=ACQUIRE,
    better=MORE,
    also=OPPORTUNITY,
)
def win_rate(of: Reading) -> float:
    """Won of the opportunities opened from the first day to the horizon, judged by what became of them by the
    end of the run-off; those still open then, and those under way on the first day, are left out. As in every
    CRM each loss counts, whether or not the account comes back; but a CRM mostly goes by the date of the
    close, which growth moves, and this by that of the opening. Source:
    https://help.salesforce.com/s/articleView?id=000387867&type=1."""
    return judged(of).win_rate


@win_rate.variant("accounts", label="win rate of accounts")
def win_rate_of_accounts(of: Reading) -> float:
    """Won of the accounts qualified before the horizon, each once, however often it came back, judged by what
    became of it by the end of the run-off; those still undecided or at rest then are left out. It says how
    many of the qualified buy in the end, and the more losses come back, the more that are; where rests are
    long it is too high, as wins are known before losses for good."""
    decided, converted, _ = journey(of).converted(QUALIFIED)
    return ratio(converted, decided)


@metric(
    "cycle_days_median",
    "opportunities",
    unit="days",
    label="sales cycle, median",
    group=ACQUIRE,
    better=LESS,
    also=OPPORTUNITY,
)
def cycle_days_median(of: Reading) -> float:
    """Median days from opening to signature, of the won opportunities among those opened from the first day
    to the horizon. Of an account that came back only the attempt that won counts, as in every CRM. Source:
    imboard.ai/kpis/avg-sales-cycle-days."""
    return median(cycles(of))


@cycle_days_median.variant("accounts", label="sales cycle, median, of accounts")
def cycle_days_median_of_accounts(of: Reading) -> float:
    """Median days from first qualified to won, of the won among the accounts qualified before the horizon:
    attempts that were lost, and rests between them, are in it."""
    return median(to_signature(of))


@metric(
    "cycle_days_mean",
    "opportunities",
    unit="days",
    label="sales cycle, mean",
    group=ACQUIRE,
    better=LESS,
    also=OPPORTUNITY,
)
def cycle_days_mean(of: Reading) -> float:
    """Mean days from opening to signature, of the won opportunities among those opened from the first day to
    the horizon. Of an account that came back only the attempt that won counts, as in every CRM. Source:
    imboard.ai/kpis/avg-sales-cycle-days."""
    return mean(cycles(of))


@cycle_days_mean.variant("accounts", label="sales cycle, mean, of accounts")
def cycle_days_mean_of_accounts(of: Reading) -> float:
    """Mean days from first qualified to won, of the won among the accounts qualified before the horizon:
    attempts that were lost, and rests between them, are in it."""
    return mean(to_signature(of))


QUARTER = 3 * MONTH


def velocity(deals: float, win_rate: float, value: float, cycle: float) -> float:
    """First-year value that a pipeline turns into contracts each day:
    https://thecroreport.com/glossary/sales-cycle-length"""
    return ratio(deals * win_rate * value, cycle)


@metric(
    "velocity",
    "formula",
    unit="money a day",
    label="sales velocity",
    group=ACQUIRE,
    better=MORE,
    also=f"{OPPORTUNITY} {SIGNED_USE}",
)
def sales_velocity(of: Reading) -> float:
    """Opportunities open (those under way on the first day from then on) on average before the horizon, times
    their win rate, times mean first-year value of a customer (recurring revenue signed and what is paid
    once), over the mean cycle of won opportunities. The default, since it is what sales teams work out from a
    CRM. It multiplies means, as if deals were alike and as many came as go: `observed` is what was signed in
    fact, and lies apart where lost deals stay open longer than won ones, or the pipeline grows. Source:
    thecroreport.com/glossary/sales-cycle-length."""
    open_deals = opportunities(of).open_on_average(of.horizon)
    return velocity(open_deals, judged(of).win_rate, blended(of).on.first_year_value, mean(cycles(of)))


@sales_velocity.variant("observed", label="sales velocity, observed", true="observed", also=SIGNED_USE)
def observed_velocity(of: Reading) -> float:
    """First-year value of the customers signed before the horizon, per day: what the formula is to give."""
    return blended(of).on.first_year / 100 / of.horizon


@metric(
    "pipeline_coverage",
    unit="times",
    label="pipeline coverage",
    group=ACQUIRE,
    better=NEITHER,  # a full or a lean pipeline
    also=f"{OPPORTUNITY} {SIGNED_USE}",
)
def coverage(of: Reading) -> float:
    """Opportunities open three months before the horizon (who rests in nurture has none), each at the mean
    first-year value of a customer signed before the horizon, over the first-year value signed in those three
    months."""
    start = of.horizon - QUARTER
    if start < 0:
        return math.nan
    late = signed(of, start)
    return ratio(opportunities(of).open_on(start) * blended(of).on.first_year_value, late.first_year / 100)
