"""Keys of a channel: a way by which leads come to a motion, with a cost and a fit of its own."""

from simulator.company.need import AtBirth
from simulator.company.section import Name, Section, key
from simulator.quantity import kinds as k

OWN = "own"  # what the leads of a motion itself are called beside its channels
_PEOPLE = "people make its leads (each): how many come follows from the team"
_CURVE = {"lead_cost": 'of the cost of a lead: give it, such as lead_cost = "60"'}
_MADE = {"each": 'of leads that people make: give each, such as each = "13 a month"'}


class Channel(Section):
    """Leads that come to a motion by one way; growth and season of the motion hold for them, too.

    Either so many come (`leads`), or what is spent brings them (`spend`), or people make them (`each`).
    """

    leads: k.LeadsAMonth | None = key(
        None, "leads a month, each at the cost that is stated", excludes={"each": _PEOPLE}
    )
    spend: k.Running | None = key(
        None, "what is spent on leads, in place of how many come; where both stand, leads are how many come "
        "at the cost that is stated",
        needs=_CURVE, excludes={"each": _PEOPLE}, label="spends", says="{} on leads",
    )  # fmt: skip
    lead_cost: k.Money | None = key(
        None, "cost of a lead", column="lead_cost", cost=True, otherwise="0", label="a lead costs"
    )
    dearer: k.Dearer | None = key(
        None, "how much more a lead costs on average when twice as many are bought", column="dearer",
        otherwise="0%", needs=_CURVE, excludes={"each": _PEOPLE},
        label="dearer", says="by {}, on average",
    )  # fmt: skip
    poorer: k.Poorer | None = key(
        None, "how much worse leads fit when twice as many are bought, in standard deviations",
        column="poorer", otherwise="0", excludes={"each": _PEOPLE},
        label="poorer", says="mean fit falls by {}",
    )  # fmt: skip
    each: k.LeadsAMonth | None = key(
        None, "leads a month that a person makes who does nothing else", column="each",
        needs={"team": "made by people: name their team"}, label="people", says="make {} each",
    )  # fmt: skip
    team: Name | None = key(None, "team whose people make its leads", needs=_MADE)
    time: k.Share | None = key(
        None, "share of the time of that team; the rest are its seats", column="time", otherwise="100%",
        needs=_MADE, label="time", says="{} of the time of the team",
    )  # fmt: skip
    fit: k.Fit | None = key(
        None, "mean fit of its leads, in standard deviations", otherwise="0",
        label="mean fit", says="{} standard deviations",
    )  # fmt: skip
    enters: Name | None = key(None, "stage at which its leads come in; the first if not given")
    at_birth: AtBirth | None = key(
        None,
        "how far its leads are when they come, where the motion follows need; as the motion's if not given",
    )
    margin: k.Share | None = key(
        None, "a partner's share of what customers pay who came by it", column="margin", cost=True,
        otherwise="0", label="partner", says="keeps {} of what they pay",
    )  # fmt: skip

    @property
    def is_bought(self) -> bool:
        """Whether so many leads come a month, or as many as are paid for; else people make them."""
        return self.leads is not None or self.spend is not None

    @property
    def brings_any(self) -> bool:
        """Whether more than no lead may come."""
        return any(one is not None and one.curve.ends[1] > 0.0 for one in (self.leads, self.spend, self.each))
