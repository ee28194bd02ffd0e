"""What each metric means, in one sentence, and its unit."""

from __future__ import annotations

from simulator.metrics.meaning import RUN_OFF, Definition
from simulator.metrics.money_definitions import MONEY, VARIED

# What the steps of the bowtie are called, VM1 to VM8.
VOLUMES = ("prospects", "MQL", "SQL", "SAL (qualified)", "won", "live", "impact", "expanded")
# Which rate is held against the stated renewal rate, by `fixed` of the offer.
RENEWAL = ("staying, first twelve months", "renewal, first decision")


def _lifetime(months: int) -> Definition:
    return Definition(
        "money",
        f"revenue per customer, {months} months",
        f"Mean revenue earned from an account in the first {months} months from its own signature: one-off "
        "amounts, and the charges of contract months and of use that end in them. Accounts signed from the "
        f"first day to the horizon whose {months} months lie within the simulation; undiscounted. " + RUN_OFF,
    )


def _after_close(months: int) -> Definition:
    return Definition(
        "share",
        f"revenue after the close, {months} months",
        f"Of the revenue in the first {months} months from each account's signature, the share beyond the "
        "first twelve months. The same accounts as in the lifetime revenue; a ratio of sums. " + RUN_OFF,
    )


def _promise(months: int) -> Definition:
    return Definition(
        "share",
        f"promised impact after {months} months",
        f"Of all accounts signed before the horizon, the share whose latest impact cycle ended by {months} "
        "months after the signature was one with impact. Not live, no cycle yet, or gone before: not kept. "
        + RUN_OFF,
    )


_DEFINITIONS = {
    "leads": Definition("accounts", "leads", "Accounts born before the horizon: prospects, VM1."),
    "mql": Definition(
        "accounts",
        "MQL",
        "Accounts that passed a stage marking MQL before the horizon, VM2; none where no stage marks it.",
    ),
    "sql": Definition(
        "accounts",
        "SQL",
        "Accounts that passed a stage marking SQL before the horizon, VM3; none where no stage marks it.",
    ),
    "sal": Definition(
        "accounts",
        "qualified (SAL)",
        "Accounts qualified before the horizon: passed the stage marking SAL, VM4.",
    ),
    "won": Definition("accounts", "won", "Accounts signed before the horizon, VM5."),
    "live": Definition(
        "accounts", "live", "Accounts that began to use as customers before the horizon, VM6."
    ),
    "customers_end": Definition(
        "accounts",
        "customers at the end",
        "Accounts signed and not gone at the horizon; an owner whose maintenance lapsed still is a customer.",
    ),
    "arr_end": Definition(
        "money a year",
        "ARR at the end",
        "Recurring revenue a year of all contracts in force at the horizon; metered use counts as 12 times "
        "the mean of the last three months.",
    ),
    "win_rate": Definition(
        "share",
        "win rate of qualified leads",
        "Won of the accounts qualified before the horizon, judged by what became of them by the end of "
        "the run-off; those still undecided then are left out.",
    ),
    "cycle_days_median": Definition(
        "days",
        "sales cycle, median",
        "Median days from qualified to won, of the won deals among accounts qualified before the horizon.",
    ),
    "cycle_days_mean": Definition(
        "days",
        "sales cycle, mean",
        "Mean days from qualified to won, of the won deals among accounts qualified before the horizon.",
    ),
    "first_use_days": Definition(
        "days",
        "signature to first use",
        "Mean days from signature to go-live, of accounts signed before the horizon and live by the end of "
        "the run-off; those who never get there are not in it.",
    ),
    "time_to_impact_days": Definition(
        "days",
        "signature to first impact",
        "Mean days from signature to the first impact cycle with impact, of accounts signed before the "
        "horizon that reach it by the end of the run-off; those who never get there are not in it.",
    ),
    "grr": Definition(
        "share",
        "gross retention, 12 months",
        "ARR at the horizon, account by account at most what it was 12 months before, of the ARR then; "
        "where use is metered, its ramp and swings count.",
    ),
    "nrr": Definition(
        "share",
        "net retention, 12 months",
        "ARR at the horizon of the customers that had some 12 months before, of their ARR then; where use is "
        "metered, its ramp and swings count.",
    ),
    "logo_churn": Definition(
        "share",
        "customers lost, 12 months",
        "Of the customers 12 months before the horizon, the share that is gone at the horizon.",
    ),
    "renewal_rate": Definition(
        "share",
        "renewal rate",
        "ARR renewed of the ARR up for decision before the horizon, per term, or per month where there is no "
        "term; what shrinks at a renewal is not renewed, growth does not count.",
    ),
    "lifetime_revenue": _lifetime(60),
    "lifetime_revenue_36": _lifetime(36),
    "lifetime_revenue_84": _lifetime(84),
    "after_close_share": _after_close(60),
    "after_close_share_36": _after_close(36),
    "after_close_share_84": _after_close(84),
    "promise_kept_6": _promise(6),
    "promise_kept_9": _promise(9),
    "promise_kept_12": _promise(12),
}

_EXPOSED = (
    "Accounts born before the horizon and decided, won or lost, a lifetime (60 months unless stated) before "
    "the end of the run-off; exposures from birth to a loss or a lifetime after the signature. Of who stays "
    "counts what is booked before that last day; who left still pays what it owes."
)
# Exposures of both sides: docs/risk.md. There is no published formula.
_RISK = {
    "buyer_risk": Definition(
        "money",
        "buyer's risk",
        "What a customer has paid or is bound to pay, plus its own effort, less the value of impact it got, "
        "where positive: its mean over all days of all customers. Prospects buy nothing and are not in it. "
        + _EXPOSED,
    ),
    "seller_risk": Definition(
        "money",
        "seller's risk",
        "What was spent on winning, starting and serving an account less what it has paid, where positive: "
        "summed over the days of all accounts, lost prospects included, per day of a customer. " + _EXPOSED,
    ),
    "buyer_risk_peak": Definition(
        "money",
        "buyer's risk, peak",
        "Mean over customers of the buyer's largest exposure. " + _EXPOSED,
    ),
    "seller_risk_peak": Definition(
        "money",
        "seller's risk, peak",
        "Mean over customers of the seller's largest exposure; lost prospects are not in it. " + _EXPOSED,
    ),
    "seller_share_of_risk": Definition(
        "share",
        "seller's share of the risk",
        "The seller's exposure summed over days, lost prospects included, of the sum of both sides'. "
        + _EXPOSED,
    ),
    "months_until_whole": Definition(
        "months",
        "months until the seller is whole",
        "Median over customers of the months from the signature until payments cover, for good, all that was "
        "spent on it; those who never get there count as a lifetime, so that a lifetime means: half never "
        "do. Lost prospects are not in it. " + _EXPOSED,
    ),
    "spend_never_recovered": Definition(
        "share",
        "spend never recovered",
        "Of all spent on accounts, lost prospects included, the share that their own payments did not cover: "
        "when the last invoice of a lost account was due, or a lifetime after the signature. " + _EXPOSED,
    ),
    "buyer_loss_share": Definition(
        "share",
        "customers who lose",
        "Of all customers, the share that left for good with less value than they had paid and put in, or "
        "own the product and stand there a lifetime after the signature. " + _EXPOSED,
    ),
    "seller_loss_share": Definition(
        "share",
        "customers at a loss",
        "Of all customers, the share that left for good, or own the product, and paid less than was spent on "
        "them; lost prospects, nearly always a loss, are not in it. " + _EXPOSED,
    ),
}

_OF_A_TEAM = {
    "utilisation": Definition(
        "share",
        "utilisation of {team}",
        "Seat-days in use of the seat-days there were before the horizon; above 1 while a team that shrank "
        "finishes its work.",
    ),
    "wait_days": Definition(
        "days",
        "wait for {team}",
        "Mean days from asking for a seat to getting it, of those who asked before the horizon, whenever "
        "they got it; those who went cold waiting, or still wait at the very end, are not in it.",
    ),
    "attention": Definition(
        "share",
        "attention of {team}",
        "Of the impact cycles before the horizon of the accounts in the team's book, the share in which "
        "somebody found time; owners whose maintenance lapsed are not in the book.",
    ),
}

_DEFINITIONS |= MONEY | {name: next(iter(of.values())) for name, of in VARIED.items()} | _RISK
# Of each metric that authorities define in several ways: the names of its variants, the usual one first.
VARIANTS = {name: tuple(of) for name, of in VARIED.items()}
NAMES = tuple(_DEFINITIONS)  # of the company; behind them come those of its teams
TEAM_NAMES = tuple(_OF_A_TEAM)


def definition(name: str, variant: str | None = None) -> Definition:
    """Unit, label and meaning of a metric of `Measures.values`; KeyError for a name that is none.

    A variant is named apart or behind a colon: `definition("cac", "lagged")`, `definition("cac:lagged")`.
    """
    plain, colon, behind = name.partition(":")
    variant = behind if colon else variant
    if variant is not None:
        if variant not in VARIED.get(plain, {}):
            known = ", ".join(VARIANTS.get(plain, ())) or "none"
            raise KeyError(f"no variant {variant!r} of {plain!r}: there are {known}")
        return VARIED[plain][variant]
    family, _, team = name.partition(".")
    if team and family in _OF_A_TEAM:
        found = _OF_A_TEAM[family]
        return found._replace(label=found.label.format(team=team))
    if name not in _DEFINITIONS:
        known = ", ".join([*_DEFINITIONS, *(f"{family}.TEAM" for family in _OF_A_TEAM)])
        raise KeyError(f"no metric {name!r}: there are {known}")
    return _DEFINITIONS[name]
