"""Keys of what brings accounts beside leads: recommendations, champions, coming back; and their market."""

from simulator.company.section import Name, Section, key
from simulator.quantity import kinds as k

ENTERS = "stage at which the new lead comes in, up to the one that marks sal"


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
