"""Keys of the life after the sale: impact, renewal, growth, whom customers bring, coming back, the market."""

from simulator.company.section import Name, Section, key
from simulator.quantity import kinds as k

ENTERS = "stage at which the new lead comes in, up to the one that marks sal"


class Impact(Section):
    """Cycles from go-live on: did the account get the impact that it bought?"""

    every: k.WholeMonths = key(..., "length of a cycle", column="every")
    team: Name | None = key(None, "team that keeps the book of these customers")
    load: k.Load | None = key(
        None, "how much of a book one of these customers takes", column="load", otherwise="1",
        needs={"team": "only with a team that keeps their book"},
        says="takes as much of a book as {} usual ones",
    )  # fmt: skip
    priority: int = key(
        0, "within a book, lower is attended first",
        needs={"team": "only with a team that keeps their book"}, ge=-1_000, le=1_000,
    )  # fmt: skip
    reached: k.Rate = key(
        ..., "share of cycles with impact, after clean onboarding and attended",
        column="reached", settled=True, label="reached", says="{} of cycles",
    )  # fmt: skip
    unattended: k.Share | None = key(
        None, "share where nobody found time; as `reached` if not given", settled=True,
        needs={"team": "only with a team"}, label="unattended", says="{} of cycles",
    )  # fmt: skip
    after_setback: k.Share | None = key(
        None, "share after a failed stage of onboarding; as `reached` if not given", settled=True,
        label="after setback", says="{} of cycles",
    )  # fmt: skip
    unneeded: k.Share | None = key(
        None, "share in cycles of customers that were talked into it, while they have no need; as `reached` "
        "if not given", settled=True, label="unneeded", says="{} of cycles of who has no need",
    )  # fmt: skip
    fit_correlation: k.FitCorrelation | None = key(
        None, "how well impact follows fit", otherwise="0",
        label="fit correlation", says="{} (how well it follows fit)", address="accuracy",
    )  # fmt: skip


class Renewal(Section):
    """The decision to stay, at each end of a term (each month without one)."""

    overall: k.Rate = key(
        ...,
        "share of decisions to stay, all cycles attended: of an account's first decision with a "
        "term, of all its decisions in its first twelve months without one",
        column="renewal",
        settled=True,
    )
    lift: k.Odds | None = key(
        None, "odds of staying with full impact against none", otherwise="1", settled=True,
        says="with full impact the odds are {} times those without",
    )  # fmt: skip


class Expansion(Section):
    """Growth of customers with impact."""

    with_impact: k.Rate = key(
        ..., "chance per cycle with impact", column="expansion",
        label="expansion", says="after {} of cycles with impact",
    )  # fmt: skip
    by: k.GrowthBy = key(..., "growth as a share of its units", column="expansion_by", says="by {}")


class Contraction(Section):
    """Shrinking of customers that stay, the likelier the less impact they had."""

    without_impact: k.Rate = key(
        ...,
        "chance per decision to stay, without any impact since the last; impact in a share of the cycles "
        "lowers it by that share",
        column="contraction",
        label="contraction",
        says="{} of decisions to stay without any impact; impact in a share of the cycles takes off "
        "that share",
    )
    by: k.ShrinkBy = key(..., "cut as a share of its units", column="contraction_by", says="by {}")


class Referral(Section):
    """Customers with impact recommend us."""

    with_impact: k.Rate = key(
        ..., "chance per cycle with impact", column="referral",
        label="referral", says="after {} of cycles with impact",
    )  # fmt: skip
    fit: k.Fit | None = key(
        None, "mean fit of those who are recommended", column="referral_fit", otherwise="0",
        says="mean fit of the new lead {}",
    )  # fmt: skip
    enters: Name | None = key(None, f"{ENTERS}; its first if not given")


class Champion(Section):
    """Who stands for us at a customer changes employer, and may bring the new one."""

    leaves: k.Rate = key(
        ..., "chance per cycle that the champion changes employer", column="champion",
        label="champion", says="changes employer in {} of cycles",
    )  # fmt: skip
    calls: k.Share | None = key(
        None,
        "share of those who call from the new employer, of champions that leave after a cycle with impact",
        column="calls", otherwise="100%", says="... of whom {} call, if the cycle was one with impact",
    )  # fmt: skip
    renewal_odds: k.Odds | None = key(
        None, "odds of staying at the customer's next decision, against those with its champion",
        column="champion_odds", otherwise="1",
        says="the odds that the old customer then stays are {} times those before",
    )  # fmt: skip
    fit: k.Fit | None = key(
        None, "mean fit of those who are brought", column="champion_fit", otherwise="0",
        says="mean fit of the new lead {}",
    )  # fmt: skip
    enters: Name | None = key(None, f"{ENTERS}; its first if not given")


class Winback(Section):
    """Customers that left and come back."""

    share: k.Rate = key(
        ..., "share of those who left that come back", column="winback",
        label="won back", says="{} of those who left",
    )  # fmt: skip
    after: k.Time = key(..., "time until they are back", column="winback_after", says="after {}")
    cost: k.Money | None = key(
        None, "cost of winning a customer back, on the day on which it is back or comes in as a lead",
        column="winback_cost",
        cost=True, otherwise="0", says="at a cost of {} each",
    )  # fmt: skip
    enters: Name | None = key(
        None, "stage at which they come in, to be won like any lead; if not given they sign on that day"
    )


class Market(Section):
    """Accounts that there are to be won: leads are met at random, and who was met before is no new one."""

    accounts: k.Accounts = key(
        ...,
        "how many there are",
        column="accounts",
        label="market",
        says="{} accounts; who was met before is no new lead",
    )
    returns_after: k.Months | None = key(
        None, "months until an account that was lost or has left can be met again; without them never",
        column="returns_after", absent=-1,
        says="one that was lost or has left can be met again after {}",
    )  # fmt: skip
