"""Keys of an offer: prices, billing, term, and costs of delivery."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from simulator.scenario.keys.section import Section, key
from simulator.scenario.numbers import kinds as k
from simulator.scenario.numbers.number import Number

_MOST_RISES = 100
NOTHING_RECURS = "nothing recurs: there is no price, no fee and no maintenance"


class Metered(Section):
    """Use that is billed each month: it starts small, grows to full, and swings."""

    price: k.Price | None = key(
        None, description="price of use, beside what is paid whatever is used; the offer's price if not given"
    )
    start: k.Share | None = key(
        None, column="use_start", otherwise="100%", description="share of units used in the first month"
    )
    full_after: k.Months | None = key(
        None, column="use_ramp", otherwise="0", description="months until all units are used"
    )
    swing: k.Swing | None = key(
        None, column="use_swing", description="standard deviation of the log of a month's use"
    )
    drift: k.Drift | None = key(None, otherwise="0", description="growth of use with age")
    included: k.Share | None = key(
        None,
        column="included",
        otherwise="0",
        description="share of full use that is paid for with the rest",
    )


class Prepaid(Section):
    """Those who pay a whole term ahead, for a lower price."""

    share: k.Rate = key(column="prepaid", description="share of customers who pay a whole term ahead")
    discount: k.Discount | None = key(
        None, column="discount", otherwise="0", description="how much less they pay"
    )


class PriceRise(Section):
    """A change of list prices on a date."""

    from_: dt.date = key(alias="from", description="first day of the new prices")
    by: k.Rise = key(column="by", description="share by which prices rise; below 0 they fall")
    source: str | None = key(None, description="name of an entry in the register of sources")
    where: str | None = key(None, description="place in that source")
    note: str | None = key(None, description="a remark, such as assumption")

    def entry(self, n: int, many: int) -> str:
        return f".{self.from_}"

    def noted(self, number: Number) -> Number:
        """A number of this entry, with what the entry says of where it comes from."""
        return number.noted(self.source, self.where, self.note)


class Repurchase(Section):
    """Licences that are bought again when they are old."""

    share: k.Rate = key(column="repurchase", description="share of licences bought again")
    after: k.Later = key(column="repurchase_after", description="months from one purchase to the next")


class Winback(Section):
    """Customers that left and come back."""

    share: k.Rate = key(column="winback", description="share of those who left that come back")
    after: k.Time = key(column="winback_after", description="time until they are back")


def _dated(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    if not 1 <= len(value) <= _MOST_RISES:
        raise ValueError(f"a list of 1 to {_MOST_RISES} dated rises")
    return tuple(value)


Rises = Annotated[tuple[PriceRise, ...], BeforeValidator(_dated), "number"]


class Offer(Section):
    """What an account pays, and how long it is bound."""

    price: k.Price | None = key(None, description="recurring price")
    fee: k.Fee | None = key(
        None, column="flat", description="recurring price of an account, whatever its size"
    )
    once: k.Money | None = key(None, column="once", description="price paid once per account")
    licence: k.PriceOnce | None = key(None, column="licence", description="price paid once per unit")
    maintenance: k.Share | None = key(
        None,
        needs={"owned": "a share of the licence, instead of a price: give a licence, and no price"},
        description="share of the licence a year, for an owned licence",
    )
    term: k.Period | None = key(
        None, needs={"recurs": NOTHING_RECURS}, description="length of a contract; none: every month decides"
    )
    notice: k.Ahead | None = key(
        None, needs={"recurs": NOTHING_RECURS}, description="months before the end of a term"
    )
    recurring_from: Literal["signing", "live"] | None = key(
        None, needs={"recurs": NOTHING_RECURS}, description="when recurring revenue begins"
    )
    metered: Metered | None = key(None, description="each month's use is billed")
    size: k.Ratio | None = key(
        None,
        needs={"price or metered or licence": "nothing is paid per unit"},
        column="size",
        otherwise="1",
        description="billed units of one product unit",
    )
    lands: k.Landing | None = key(
        None,
        needs={"price or metered or licence": "nothing is paid per unit"},
        column="lands",
        description="share of its billed units that an account begins with; all if not given",
    )
    billing: k.Billing | None = key(
        None,
        needs={"recurs": NOTHING_RECURS},
        description="how often the recurring part is billed; every month in advance if not given",
    )
    pays_after: k.Delay | None = key(
        None, column="pays_after", description="time from invoice to payment; none if not given"
    )
    fails: k.Rate | None = key(
        None,
        needs={"recurs": NOTHING_RECURS},
        column="fails",
        otherwise="0",
        description="share of invoices after the first that are never paid",
    )
    prepaid: Prepaid | None = key(
        None, needs={"recurs": NOTHING_RECURS}, description="those who pay a whole term ahead"
    )
    escalator: k.YearlyRate | None = key(
        None,
        needs={"recurs": NOTHING_RECURS},
        column="escalator",
        otherwise="0",
        description="rise of a customer's price at each renewal, a year",
    )
    price_rises: Rises = key((), description="dated changes of list prices")
    repurchase: Repurchase | None = key(
        None, needs={"licence": "only a licence is bought again"}, description="licences bought again"
    )
    cost_of_goods: k.ShareOfPrice | None = key(
        None,
        needs={"licence or once": "a share of what is paid once: there is no licence, and nothing else is"},
        column="goods",
        otherwise="0",
        description="cost of what is paid once, as a share of it",
    )
    hosting: k.ShareOfPrice | None = key(
        None,
        needs={"recurs": NOTHING_RECURS},
        column="hosting",
        otherwise="0",
        description="cost of what recurs, as a share of it",
    )
    serving: k.Running | None = key(
        None, column="serving", otherwise="0", description="cost of a customer in use"
    )

    @property
    def months(self) -> int:
        """Months from decision to decision."""
        return self.term.whole if self.term else 1

    @property
    def ahead(self) -> int:
        """Months of notice."""
        return self.notice.whole if self.notice else 0

    @property
    def per_use(self) -> Number | None:
        """The price of use: its own, else the price."""
        return None if self.metered is None else self.metered.price or self.price

    @property
    def per_unit(self) -> Number | None:
        """The recurring price per unit, whatever is used."""
        return self.price if self.metered is None or self.metered.price is not None else None

    @property
    def assured(self) -> bool:
        """Whether something is paid again and again whatever is used."""
        parts = (self.per_unit, self.fee, self.maintenance)
        return any(part is not None and part.mean > 0.0 for part in parts)

    @property
    def recurs(self) -> bool:
        """Whether anything is paid again and again."""
        return any(part is not None for part in (self.price, self.fee, self.maintenance, self.per_use))

    @property
    def owned(self) -> bool:
        """Whether a licence is bought for ever, so that only its maintenance may end."""
        return self.licence is not None and self.price is None

    @property
    def from_live(self) -> bool:
        """Whether recurring revenue begins at go-live, as use alone always does."""
        return self.recurring_from == "live" or (self.metered is not None and not self.assured)

    @property
    def every(self) -> int:
        """Months of an invoice."""
        return self.billing.whole if self.billing else 1

    @property
    def in_arrears(self) -> bool:
        """Whether an invoice is for the months before it."""
        return self.billing is not None and self.billing.unit.endswith("arrears")
