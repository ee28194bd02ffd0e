"""Metrics of revenue: how much there is, how long it goes on, and what it took to get it."""

from simulator.metrics import efficiency
from simulator.metrics.costs import margin, selling
from simulator.metrics.ledger_totals import of_company
from simulator.metrics.lifetime import lives
from simulator.metrics.metric import METERED, MORE, NEITHER, OWNED, REVENUE, RUN_OFF, UNSTATED, metric
from simulator.metrics.ratio import ratio
from simulator.metrics.reading import Reading
from simulator.metrics.recurring import movements, recurring
from simulator.metrics.spend import of_cohort
from simulator.numerics.jit import Floats

_LENGTHS = {60: "", 36: "_36", 84: "_84"}  # months: 60 is the measure, the others stand beside


@metric("arr_end", unit="money a year", label="ARR at the end", group=REVENUE, better=MORE, unranked_if=OWNED)
def arr_end(of: Reading) -> float:
    """Recurring revenue a year of all contracts in force at the horizon, at the prices agreed for that day:
    an introductory discount does not lower it, escalators and steps of a ramp raise it when they come.
    Metered use counts as 12 times the mean of the last three months."""
    return recurring(of).look_back["arr"] / 100


@arr_end.by_month(motions=True)
def arr_by_month(of: Reading) -> Floats:
    """That of each month's end."""
    return recurring(of).monthly["closing"] / 100


@metric("arpa", unit="money", label="ARPA, per month", group=REVENUE, better=NEITHER)
def arpa(of: Reading) -> float:
    """Average recurring revenue per account and month: a twelfth of the ARR at the horizon, over the
    customers that then have any; who is signed and owes nothing yet, and an owner without maintenance, is not
    among them. It grows where customers pay more, and where small ones leave, so it ranks nothing. Source:
    help.chartmogul.com/hc/en-us/articles/203359301."""
    found = recurring(of).look_back
    return ratio(found["arr"], 1200 * found["paying"])


for _months, _behind in _LENGTHS.items():

    @metric(
        f"lifetime_revenue{_behind}",
        unit="money",
        label=f"revenue per customer, {_months} months",
        definition=f"Mean revenue earned from an account in the first {_months} months from its own "
        "signature: one-off amounts, and the charges of contract months and of use that end in them. "
        f"Accounts signed from the first day to the horizon whose {_months} months lie within the "
        f"simulation; undiscounted. {RUN_OFF}",
        group=REVENUE,
        better=MORE,
        beside=bool(_behind),
    )
    def lifetime_revenue(of: Reading, months: int = _months) -> float:
        return lives(of).revenue[months] / 100


for _months, _behind in _LENGTHS.items():

    @metric(
        f"after_close_share{_behind}",
        unit="share",
        label=f"revenue after the close, {_months} months",
        definition=f"Of the revenue in the first {_months} months from each account's signature, the share "
        "beyond the first twelve months. The same accounts as in the lifetime revenue; a ratio of sums. "
        + RUN_OFF,
        group=REVENUE,
        better=MORE,
        beside=bool(_behind),
    )
    def after_close_share(of: Reading, months: int = _months) -> float:
        return lives(of).beyond[months]


@metric("gross_margin", unit="share", label="gross margin", group=REVENUE, better=MORE, also=UNSTATED)
def gross_margin(of: Reading) -> float:
    """Revenue before the horizon less its cost (onboarding, care, service, hosting, goods), of revenue; what
    is written off of it, as it is never paid, comes off the result alone."""
    return margin(of)


@metric(
    "quick_ratio",
    unit="times",
    label="quick ratio",
    group=REVENUE,
    better=MORE,
    unranked_if=(OWNED, METERED),
)
def quick_ratio(of: Reading) -> float:
    """New, expanded and reactivated ARR over churned and contracted ARR, in the last twelve months before the
    horizon; undefined where nothing was lost. Where use is metered, each month in which an account uses less
    than before counts as lost, so that swings alone bring it near 1: it ranks nothing there. Source:
    saz.ca/tools/saas-quick-ratio/for/startups."""
    return efficiency.quick_ratio(movements(of))


@metric(
    "magic_number",
    "revenue",
    unit="times",
    label="magic number",
    group=REVENUE,
    better=MORE,
    unranked_if=OWNED,
    also=UNSTATED,
)
def magic_number(of: Reading) -> float:
    """Growth of quarterly revenue times four, over the cost to win, win back and grow customers (with idle
    months of teams that sell) a quarter earlier: sums over the last four quarters before the horizon. Source:
    scalevp.com/insights/from-0-to-1m-the-magic-number. Undefined before fifteen months."""
    return efficiency.magic_number(of_company(of)["revenue"], selling(of))


@magic_number.variant("arr", label="magic number by ARR", also=UNSTATED)
def arr_magic_number(of: Reading) -> float:
    """Net new ARR of the last four quarters before the horizon, over the cost to win, win back and grow
    customers (with idle months of teams that sell) in the four quarters that end a quarter earlier. Undefined
    before fifteen months."""
    return efficiency.growth_per_spend(movements(of), selling(of))


@magic_number.cohort(label="magic number of the cohort")
def cohort_magic_number(of: Reading) -> float:
    """ARR signed by the accounts born from the first day to the horizon, for one unit ever spent to win them:
    neither blended with what left, nor lagged."""
    return ratio(1.0, of_cohort(of).per_arr)
