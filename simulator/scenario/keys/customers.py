"""Keys of the life after the sale: impact, renewal, expansion, contraction, referral."""

from __future__ import annotations

from simulator.scenario.keys.section import Name, Section, key
from simulator.scenario.numbers import kinds as k


class Impact(Section):
    """Cycles from go-live on: did the account get the impact that it bought?"""

    every: k.Period = key(column="every", description="length of a cycle")
    team: Name | None = key(None, description="team that keeps the book of these customers")
    reached: k.Rate = key(
        settled=True,
        column="reached",
        description="share of cycles with impact, after clean onboarding and attended",
    )
    unattended: k.Share | None = key(
        None,
        settled=True,
        needs={"team": "only with a team"},
        description="share where nobody found time; as `reached` if not given",
    )
    after_setback: k.Share | None = key(
        None, settled=True, description="share after a failed stage of onboarding; as `reached` if not given"
    )
    accuracy: k.Accuracy | None = key(None, otherwise="0", description="how well impact follows fit")


class Renewal(Section):
    """The decision to stay, at each end of a term (each month without one)."""

    overall: k.Rate = key(
        settled=True,
        column="renewal",
        description="share of decisions to stay, all cycles attended: of an account's first decision with a "
        "term, of all its decisions in its first twelve months without one",
    )
    lift: k.Odds | None = key(
        None, settled=True, otherwise="1", description="odds of staying with full impact against none"
    )


class Expansion(Section):
    """Growth of customers with impact."""

    with_impact: k.Rate = key(column="expansion", description="chance per cycle with impact")
    by: k.GrowthBy = key(column="expansion_by", description="growth as a share of its units")


class Contraction(Section):
    """Shrinking of customers that stay without impact."""

    without_impact: k.Rate = key(
        column="contraction", description="chance per decision to stay, without any impact since the last"
    )
    by: k.ShrinkBy = key(column="contraction_by", description="cut as a share of its units")


class Referral(Section):
    """Customers with impact recommend us."""

    with_impact: k.Rate = key(column="referral", description="chance per cycle with impact")
    fit: k.Fit | None = key(
        None, column="referral_fit", otherwise="0", description="mean fit of those who are recommended"
    )
