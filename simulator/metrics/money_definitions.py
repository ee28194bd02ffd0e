"""What each metric on money means, and the variants of those that authorities define in several ways.

Cost is cost as far as the scenario states it: where it states none at all, nobody is to read free
customers from it, and what rests on cost is undefined.
"""

from __future__ import annotations

from simulator.metrics.meaning import RUN_OFF, Definition

_UNSTATED = "Undefined where the scenario states no cost."
_SPEND = (
    "leads, people and other cost of stages before the close, commission less what is clawed back, and free "
    "and trial users; idle time within a month in which a team worked, and lost deals, are in it"
)
_TRUE = "The true value, which only a simulator knows: "


def _worth(months: str) -> str:
    return (
        f"Mean present value at the signature of {months} months of a customer: payments received less what "
        "delivering to it cost (onboarding, care, service, goods, and growing it), discounted by the day at "
        "the rate of [money] discount, 10 % a year unless stated. On the very last day counts what settles "
        "the month that ends, not what is paid ahead. Accounts signed from the first day to the "
        "horizon whose months lie within the simulation. Costs as far as the scenario states them. " + RUN_OFF
    )


MONEY = {
    "contribution_per_prospect": Definition(
        "money",
        "contribution per prospect",
        "What all accounts born from the first day to the horizon paid before the horizon, less all that was "
        "spent on them before it, lost ones included, per account born. Costs of no account (idle months, "
        "launch, standing costs) are not in it. " + _UNSTATED,
    ),
    "gross_margin": Definition(
        "share",
        "gross margin",
        "Revenue before the horizon less its cost (onboarding, care, service, hosting, goods), of revenue. "
        + _UNSTATED,
    ),
    "ltv_36": Definition("money", "lifetime value, 36 months", _worth("36")),
    "ltv_84": Definition("money", "lifetime value, 84 months", _worth("84")),
    "quick_ratio": Definition(
        "times",
        "quick ratio",
        "New, expanded and reactivated ARR over churned and contracted ARR, in the last twelve months before "
        "the horizon; undefined where nothing was lost. Source: saz.ca/tools/saas-quick-ratio/for/startups.",
    ),
    "burn_multiple": Definition(
        "times",
        "burn multiple",
        "Cash spent less cash received, over net new ARR, both in the last twelve months before the horizon; "
        "below 0 where cash comes in, undefined where ARR does not grow. Source: "
        f"winsabove.com/glossary/burn-multiple. {_UNSTATED}",
    ),
    "coverage": Definition(
        "times",
        "pipeline coverage",
        "Deals open (qualified, or beyond that on the first day; neither won nor lost for good) three months "
        "before the horizon, each at the "
        "mean first-year value of a customer signed before the horizon, over the first-year value signed in "
        "those three months.",
    ),
    "cash_end": Definition(
        "money",
        "cash at the end",
        "Cash on the first day and all payments received, less all costs, at the horizon; costs are paid "
        f"when they arise. {_UNSTATED}",
    ),
    "cash_low": Definition(
        "money",
        "cash at its lowest",
        "The least cash on the first day or at a month end up to the horizon: how deep the trough is. "
        + _UNSTATED,
    ),
    "cash_low_month": Definition(
        "months",
        "month of the lowest cash",
        f"Months from the first day to the month end with the least cash, 0 for the first day. {_UNSTATED}",
    ),
    "break_even_month": Definition(
        "months",
        "month of break-even",
        "The first month, counted from 1, from which on up to the horizon the revenue of three months (it "
        "and the two before) always covers all their costs; undefined where it never does, so that the mean "
        f"is of the replications in which it does. {_UNSTATED}",
    ),
    "runout_probability": Definition(
        "share",
        "chance that cash runs out",
        "Share of replications in which cash is below 0 at a month end up to the horizon. Undefined where "
        f"the scenario states no cash on the first day. {_UNSTATED}",
    ),
    "runout_month": Definition(
        "months",
        "month in which cash runs out",
        "The first month, counted from 1, at whose end cash is below 0; undefined where it never is, so that "
        "the mean is of the replications in which it runs out.",
    ),
}  # fmt: skip

# The first variant of each stands under its plain name, unless the scenario's [measures] say otherwise.
VARIED = {
    "cac": {
        "blended": Definition(
            "money",
            "acquisition cost",
            f"All that was spent to win customers from the first day to the horizon ({_SPEND}), over "
            "customers signed in that time; deals open on the first day are among them without what they "
            f"cost before. Source: forentrepreneurs.com/saas-metrics-2-definitions-2. {_UNSTATED}",
        ),
        "lagged": Definition(
            "money",
            "acquisition cost, lagged",
            "As blended, but the spend is that of a median sales cycle earlier, in whole months: spend up to "
            "a cycle before the horizon, over customers signed from a cycle after the first day on. "
            f"{_UNSTATED}",
        ),
        "loaded": Definition(
            "money",
            "acquisition cost, fully loaded",
            "As blended, with the idle months of teams that sell, and the launch and standing costs of "
            "plays. "
            + _UNSTATED,
        ),
        "cohort": Definition(
            "money",
            "acquisition cost of the cohort",
            f"{_TRUE}all that was ever spent to win the accounts born from the first day to the horizon "
            f"({_SPEND}), run-off included, over those of them that signed. {_UNSTATED} {RUN_OFF}",
        ),
    },
    "cac_ratio": {
        "blended": Definition(
            "times",
            "CAC ratio",
            "Spent to win customers before the horizon, for one unit of ARR signed before it; the less the "
            f"better. Source: benchmarkit.ai/2025benchmarks. {_UNSTATED}",
        ),
        "lagged": Definition(
            "times",
            "CAC ratio, lagged",
            "As blended, but the spend is that of a median sales cycle earlier, in whole months. "
            + _UNSTATED,
        ),
        "loaded": Definition(
            "times",
            "CAC ratio, fully loaded",
            "As blended, with the idle months of teams that sell, and the launch and standing costs of "
            "plays. "
            + _UNSTATED,
        ),
        "cohort": Definition(
            "times",
            "CAC ratio of the cohort",
            f"{_TRUE}all that was ever spent to win the accounts born from the first day to the horizon, for "
            f"one unit of ARR that they signed. {_UNSTATED} {RUN_OFF}",
        ),
    },
    "payback_months": {
        "simple": Definition(
            "months",
            "payback",
            "Acquisition cost (cac, as it is defined here) over a new customer's signed recurring revenue a "
            "month times gross margin; what is paid once plays no part. Source: "
            f"bvp.com/blog/bessemer-cloud-computing-law-6-build-revenue-engine. {_UNSTATED}",
        ),
        "cohort": Definition(
            "months",
            "payback of the cohort",
            f"{_TRUE}whole months from the signature until the revenue, one-off amounts included, less the "
            "cost (onboarding, care, service, goods) of an average customer of the cohort (born from the "
            "first day to the horizon, its lifetime within the simulation) has earned the acquisition cost "
            f"of the cohort; undefined where a lifetime is too short for that. {_UNSTATED} {RUN_OFF}",
        ),
    },
    "ltv": {
        "discounted": Definition(
            "money",
            "lifetime value",
            _worth("60 (or [measures] lifetime)"),
        ),
        "simple": Definition(
            "money",
            "lifetime value, simple formula",
            "Recurring revenue per customer and month (ARR at month ends over twelve times customers at "
            "month ends) times gross margin, over the monthly rate at which customers leave (those who left, "
            "over customers at month ends), all of the months before the horizon; undiscounted, and "
            "undefined where nobody leaves."
            f" Source: forentrepreneurs.com/saas-metrics-2-definitions-2. {_UNSTATED}",
        ),
        "expansion": Definition(
            "money",
            "lifetime value, linear expansion",
            "a/c + m(1-c)/c^2, with a: signed recurring revenue of a new customer a month times gross "
            "margin, "
            "c: monthly rate at which customers leave (as in the simple formula), m: expansion less "
            "contraction of recurring revenue per customer at month ends times gross margin, all of the "
            "months before the horizon; undiscounted. Source: "
            f"forentrepreneurs.com/saas-metrics-2-definitions-2. {_UNSTATED}",
        ),
    },
    "ltv_to_cac": {
        "blended": Definition(
            "times",
            "lifetime value to cost",
            f"Lifetime value over acquisition cost (ltv and cac, as they are defined here). {_UNSTATED}",
        ),
        "simple": Definition(
            "times",
            "lifetime value to cost, simple",
            f"Lifetime value by the simple formula over blended acquisition cost. {_UNSTATED}",
        ),
        "cohort": Definition(
            "times",
            "lifetime value to cost of the cohort",
            f"{_TRUE}discounted lifetime value of customers born from the first day to the horizon, over the "
            f"acquisition cost of the same cohort. {_UNSTATED} {RUN_OFF}",
        ),
    },
    "bessemer_cac_ratio": {
        "net": Definition(
            "times",
            "CAC ratio, Bessemer's",
            "Net new ARR of the last four quarters before the horizon times gross margin, over the cost to "
            "win customers in the four quarters that end a quarter earlier (with idle months of teams that "
            "sell; without growing customers): the inverse of the CAC ratio, after margin; the more the "
            "better. "
            "Source: plantactic-web.pages.dev/docs/bessemer-cac-ratio. Undefined before fifteen months.",
        ),
        "cohort": Definition(
            "times",
            "CAC ratio of the cohort, Bessemer's",
            f"{_TRUE}ARR signed by the accounts born from the first day to the horizon, times gross margin, "
            f"for one unit ever spent to win them. {_UNSTATED} {RUN_OFF}",
        ),
    },
    "magic_number": {
        "revenue": Definition(
            "times",
            "magic number",
            "Growth of quarterly revenue times four, over the cost to win and grow customers (with idle "
            "months "
            "of teams that sell) a quarter earlier: sums over the last four quarters before the horizon. "
            f"Source: scalevp.com/insights/from-0-to-1m-the-magic-number. Undefined before fifteen months. "
            f"{_UNSTATED}",
        ),
        "arr": Definition(
            "times",
            "magic number by ARR",
            "Net new ARR of the last four quarters before the horizon, over the cost to win and grow "
            "customers "
            "(with idle months of teams that sell) in the four quarters that end a quarter earlier. "
            "Undefined "
            f"before fifteen months. {_UNSTATED}",
        ),
        "cohort": Definition(
            "times",
            "magic number of the cohort",
            f"{_TRUE}ARR signed by the accounts born from the first day to the horizon, for one unit ever "
            f"spent to win them: neither blended with what left, nor lagged. {_UNSTATED} {RUN_OFF}",
        ),
    },
    "velocity": {
        "formula": Definition(
            "money a day",
            "sales velocity",
            "Deals open (qualified, or beyond that on the first day; neither won nor lost for good) on "
            "average before the horizon, times win rate, times mean first-year value (recurring revenue "
            "signed and what is paid once), over the mean cycle of won deals. "
            "Source: thecroreport.com/glossary/sales-cycle-length.",
        ),
        "observed": Definition(
            "money a day",
            "sales velocity, observed",
            "First-year value of the customers signed before the horizon, per day: what the formula is "
            "to give.",
        ),
    },
}  # fmt: skip
