"""What each metric means, in one sentence, and its unit."""

from __future__ import annotations

from typing import NamedTuple

# What the steps of the bowtie are called, VM1 to VM8.
VOLUMES = ("prospects", "MQL", "SQL", "SAL (qualified)", "won", "live", "impact", "expanded")
# Which rate is held against the stated renewal rate, by `fixed` of the offer.
RENEWAL = ("staying, first twelve months", "renewal, first decision")

_RUN_OFF = "After the horizon no new leads come, and headcount and the fullness of books stay as they were."


class Definition(NamedTuple):
    """`unit`: "accounts", "share", "days", "money" or "money a year"; `label`: a few words for a table."""

    unit: str
    label: str
    text: str


def _lifetime(months: int) -> Definition:
    return Definition(
        "money",
        f"revenue per customer, {months} months",
        f"Mean revenue of an account in the first {months} months from its own signature: one-off amounts, "
        "the charges of contract months that begin in them and the metered use that ends in them. Accounts "
        f"signed before the horizon whose {months} months lie within the simulation; undiscounted. "
        + _RUN_OFF,
    )


def _after_close(months: int) -> Definition:
    return Definition(
        "share",
        f"revenue after the close, {months} months",
        f"Of the revenue in the first {months} months from each account's signature, the share beyond the "
        "first twelve months. The same accounts as in the lifetime revenue; a ratio of sums. " + _RUN_OFF,
    )


def _promise(months: int) -> Definition:
    return Definition(
        "share",
        f"promised impact after {months} months",
        f"Of all accounts signed before the horizon, the share whose latest impact cycle ended by {months} "
        "months after the signature was one with impact. Not live, no cycle yet, or gone before: not kept. "
        + _RUN_OFF,
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

NAMES = tuple(_DEFINITIONS)  # of the company; behind them come those of its teams
TEAM_NAMES = tuple(_OF_A_TEAM)


def definition(name: str) -> Definition:
    """Unit, label and meaning of a metric of `Measures.values`; KeyError for a name that is none."""
    family, _, team = name.partition(".")
    if team and family in _OF_A_TEAM:
        found = _OF_A_TEAM[family]
        return found._replace(label=found.label.format(team=team))
    if name not in _DEFINITIONS:
        known = [*_DEFINITIONS, *(f"{family}.TEAM" for family in _OF_A_TEAM)]
        raise KeyError(f"no metric {name!r}: there are {', '.join(known)}")
    return _DEFINITIONS[name]
