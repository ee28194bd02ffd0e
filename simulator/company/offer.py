"""Keys of an offer: prices, billing, term, and costs of delivery."""

import datetime as dt
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from simulator.company.section import Section, key
from simulator.quantity import kinds as k
from simulator.quantity.number import Number
from simulator.quantity.units import SHARE, QuantityError, read

_MOST_RISES, _MOST_STEPS = 100, 10
NOTHING_RECURS = "nothing recurs: there is no price, no fee and no maintenance"
_RECURS = {"recurs": NOTHING_RECURS}
_PER_UNIT = {"price or metered or licence": "nothing is paid per unit"}


class Metered(Section):
    """Use that is billed each month: it starts small, grows to full, and swings."""

    price: k.Price | None = key(
        None,
        "price of use, beside what is paid whatever is used; the offer's price if not given",
        label="use",
    )
    included: k.Share | None = key(
        None, "share of full use that is paid for with the rest", column="included", otherwise="0",
        label="included", says="{} of full use; what is beyond it is billed",
    )  # fmt: skip
    start: k.Share | None = key(
        None, "share of units used in the first month", column="use_start", otherwise="100%",
        label="begins with",
    )  # fmt: skip
    full_after: k.Months | None = key(
        None, "months until all units are used", column="use_ramp", otherwise="0"
    )
    swing: k.Swing | None = key(None, "standard deviation of the log of a month's use", column="use_swing")
    drift: k.Drift | None = key(
        None, "growth of use with age", otherwise="0", label="drift", says="use changes by {} with age"
    )


class Prepaid(Section):
    """Those who pay a whole term ahead, for a lower price."""

    share: k.Rate = key(
        ..., "share of customers who pay a whole term ahead", column="prepaid",
        label="prepaid", says="{} of customers pay the whole term ahead",
    )  # fmt: skip
    discount: k.Discount | None = key(
        None, "how much less they pay", column="discount", otherwise="0", says="... for {} less"
    )


class Introductory(Section):
    """Months at the beginning in which a new customer pays less than the price it has agreed to."""

    months: k.WholeMonths = key(
        ..., "how long: so many months from the beginning of the contract", column="introductory"
    )
    discount: k.Share = key(
        ..., "how much less it pays of what recurs whatever is used; at 100 % nothing",
        column="introductory_discount",
    )  # fmt: skip


class PriceRise(Section):
    """A change of list prices on a date."""

    from_: dt.date = key(..., "first day of the new prices", alias="from")
    by: k.Rise = key(..., "share by which prices rise; below 0 they fall", column="by")
    source: str | None = key(None, "name of an entry in the register of sources")
    where: str | None = key(None, "place in that source")
    note: str | None = key(None, "a remark, such as assumption")

    def entry(self, n: int, many: int) -> str:
        return f".{self.from_}"

    def noted(self, number: Number) -> Number:
        """A number of this entry, with what the entry says of where it comes from."""
        return number.noted(self.source, self.where, self.note)


class Retries(Section):
    """What is done about payments that fail, before they are given up (dunning)."""

    recovered: k.Rate = key(
        ..., "share of failed payments that a retry brings in; the contract then goes on", column="recovered",
        label="retries", says="bring in {} of the payments that failed",
    )  # fmt: skip
    after: k.Delay = key(
        ...,
        "time from when a payment was due until a retry brings it in, or the last one fails: then a contract "
        "that is not paid ends with the contract month that runs, at the latest with its term",
        column="retries_after", says="{} after they were due; with the others the contract ends",
    )  # fmt: skip


class Repurchase(Section):
    """Licences that are bought again when they are old."""

    share: k.Rate = key(
        ..., "share of licences bought again", column="repurchase",
        label="bought again", says="{} of licences",
    )  # fmt: skip
    after: k.Later = key(
        ..., "months from one purchase to the next", column="repurchase_after", says="after {}"
    )


def _ramp(value: Any) -> Any:
    text = (
        f'a list of 1 to {_MOST_STEPS} shares that rise, such as ["50%", "75%"], each between 0 % and 100 %'
    )
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= _MOST_STEPS:
        raise ValueError(text)
    try:
        shares = [read(SHARE, one)[0] for one in value]
    except QuantityError:
        raise ValueError(text) from None
    if any(low >= high for low, high in pairwise((0.0, *shares, 1.0))):
        raise ValueError(text)
    return tuple(shares)


_Shares = Annotated[list[str], Field(min_length=1, max_length=_MOST_STEPS)]
_Share = Annotated[float, "a share"]
Ramp = Annotated[tuple[_Share, ...], BeforeValidator(_ramp, json_schema_input_type=_Shares), "number"]


def _dated(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    if not 1 <= len(value) <= _MOST_RISES:
        raise ValueError(f"a list of 1 to {_MOST_RISES} dated rises")
    return tuple(value)


Rises = Annotated[tuple[PriceRise, ...], BeforeValidator(_dated), "number"]


class Offer(Section):
    """What an account pays, and how long it is bound."""

    licence: k.PriceOnce | None = key(None, "price paid once per unit", column="licence", label="once")
    once: k.Money | None = key(
        None, "price paid once per account", column="once",
        label=lambda offer: "" if offer.licence else "once", says="{} per account",
    )  # fmt: skip
    maintenance: k.Share | None = key(
        None, "share of the licence a year, for an owned licence",
        needs={"owned": "a share of the licence, instead of a price: give a licence, and no price"},
        label="maintenance", says="{} of the licence a year",
    )  # fmt: skip
    price: k.Price | None = key(
        None, "recurring price",
        label="price", says=lambda offer: "{} of use" if offer.metered and offer.per_unit is None else "{}",
    )  # fmt: skip
    fee: k.Fee | None = key(
        None, "recurring price of an account, whatever its size", column="flat",
        label="fee", says="{} per account",
    )  # fmt: skip
    metered: Metered | None = key(None, "each month's use is billed")
    size: k.Ratio | None = key(
        None, "billed units of one product unit", column="size", otherwise="1", needs=_PER_UNIT,
        label="size", says="{} billed units for each unit of the product",
    )  # fmt: skip
    lands: k.Landing | None = key(
        None, "share of its billed units that an account begins with; all if not given", column="lands",
        needs=_PER_UNIT, label="lands", says="with {} of its units; it grows to all of them at most",
    )  # fmt: skip
    term: k.WholeMonths | None = key(None, "length of a contract; none: every month decides", needs=_RECURS)
    notice: k.Ahead | None = key(None, "months before the end of a term", needs=_RECURS)
    recurring_from: Literal["signing", "live"] | None = key(
        None, "when recurring revenue begins", needs=_RECURS
    )
    billing: k.Billing | None = key(
        None, "how often the recurring part is billed; every month in advance if not given", needs=_RECURS
    )
    pays_after: k.Delay | None = key(
        None, "time from invoice to payment; none if not given", column="pays_after",
        label="paid", says="{} after the invoice",
    )  # fmt: skip
    failed_payments: k.Rate | None = key(
        None,
        "share of invoices for what recurs, after a contract's first, of which the payment fails: it is "
        "never made, unless retries bring it in, and ends the contract; what was served is written off",
        column="failed_payments", otherwise="0", needs=_RECURS, label="failed payments",
        says=lambda offer: "{} of invoices after a contract's first "
        + ("fail" if offer.retries else "are never paid, and end the contract"),
        address="fails",
    )  # fmt: skip
    retries: Retries | None = key(
        None,
        "what is done about failed payments; without it they are never made, and the contract ends at once",
        needs={"failed_payments": "of failed payments: there are none without failed_payments"},
    )  # fmt: skip
    prepaid: Prepaid | None = key(None, "those who pay a whole term ahead", needs=_RECURS)
    introductory: Introductory | None = key(
        None, "a discount of the first months of a new customer: off its invoices, not off recurring revenue",
        needs={"assured": "off what is paid whatever is used: there is no such price"},
    )  # fmt: skip
    escalator: k.YearlyRate | None = key(
        None, "rise of a customer's price on each anniversary of its contract, within a term too",
        column="escalator", otherwise="0", needs=_RECURS,
    )  # fmt: skip
    escalates: Literal["each year", "at renewal"] | None = key(
        None, "when the escalator raises the price: each year, if not given; or only when a term is renewed, "
        "then for all its years at once",
        needs={"escalator": "only with an escalator"},
    )  # fmt: skip
    ramp: Ramp | None = key(
        None, "a ramp deal: share of the recurring price that a new customer pays in its first year, in its "
        "second, and so on; all of it after that. A step moves recurring revenue, but no price of use",
        needs={"assured": "a share of what is paid whatever is used: there is no such price"},
    )  # fmt: skip
    price_rises: Rises = key((), "dated changes of list prices")
    repurchase: Repurchase | None = key(
        None, "licences bought again", needs={"licence": "only a licence is bought again"}
    )
    cost_of_goods: k.ShareOfPrice | None = key(
        None, "cost of what is paid once, as a share of it", column="goods", cost=True, otherwise="0",
        needs={"licence or once": "a share of what is paid once: there is no licence, and nothing else is"},
        label="costs us", says="{} of what is paid once",
    )  # fmt: skip
    hosting: k.ShareOfPrice | None = key(
        None, "cost of what recurs, as a share of it", column="hosting", cost=True, otherwise="0",
        needs=_RECURS, label="hosting", says="{} of what recurs",
    )  # fmt: skip
    cost_to_serve: k.Running | None = key(
        None, "cost of a customer in use", column="cost_to_serve", cost=True, otherwise="0",
        label="cost to serve", says="{} for each customer in use", address="serving",
    )  # fmt: skip

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
