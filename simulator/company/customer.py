"""Keys of the life after the sale: impact, renewal, expansion, contraction."""

from simulator.company.section import Name, Section, key
from simulator.quantity import kinds as k


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
