"""Check keys of an offer, and of winning customers back."""

import datetime as dt
from collections.abc import Iterator

from simulator.company.offer import NOTHING_RECURS, Metered, Offer
from simulator.company.schema import Motion
from simulator.errors import Found
from simulator.quantity.number import said


def offer_problems(motion: Motion, start: dt.date, end: dt.date) -> Iterator[Found]:
    """Everything that is wrong between the keys of an offer; rises lie after `start` and before `end`."""
    offer = motion.offer
    if not (offer.recurs or offer.licence or offer.once):
        yield offer.path, None, "an offer has a price, a fee or a licence, or something paid once"
        return
    repurchase = offer.repurchase
    if repurchase is not None and offer.licence is not None and repurchase.after.mean < 1.0:
        yield repurchase.after.path, said(repurchase.after), "at least a month"
    if offer.metered is not None:
        yield from _metered(offer, offer.metered)
    if offer.recurs:
        yield from _bound(offer)
        yield from _billed(offer)
    yield from _rises(offer, start, end)
    if motion.winback is not None and not offer.recurs:
        yield motion.winback.path, None, NOTHING_RECURS
    elif motion.winback is not None and offer.owned:
        text = "nobody comes back who owns a licence: its maintenance lapses, and its use goes on"
        yield motion.winback.path, None, text


def _metered(offer: Offer, metered: Metered) -> Iterator[Found]:
    if offer.per_use is None:
        text = 'use has a price: give a price, or in metered one of its own: price = "2 per unit a month"'
        yield metered.path, None, text
        return
    if offer.assured:
        return
    if offer.term is not None:
        yield offer.term.path, said(offer.term), "a metered offer has no term: every month decides"
    if offer.recurring_from == "signing":
        yield f"{offer.path}.recurring_from", "signing", "a metered offer recurs from go-live on"
    if offer.billing is not None and not offer.in_arrears:
        yield offer.billing.path, said(offer.billing), "use is billed when it is over: in arrears"
    if metered.included is not None:
        text = "a share of use is included in what else is paid: a fee, or a price beside metered.price"
        yield metered.included.path, said(metered.included), text


def _bound(offer: Offer) -> Iterator[Found]:
    if offer.notice is not None and offer.ahead > 0:
        if offer.term is None:
            yield offer.notice.path, said(offer.notice), "only with a term"
        elif offer.ahead >= offer.months:
            yield offer.notice.path, said(offer.notice), f"shorter than the term of {said(offer.term)}"
    if offer.prepaid is not None:
        if offer.term is None:
            yield offer.prepaid.path, None, "only with a term: it is what is paid ahead"
        elif offer.every == offer.months and not offer.in_arrears:
            text = f"everybody pays the whole term of {said(offer.term)} ahead"
            yield offer.prepaid.path, None, text


def _billed(offer: Offer) -> Iterator[Found]:
    if offer.billing is None:
        return
    if offer.term is not None and offer.months % offer.every:
        text = f"a term is a whole number of invoices: months that divide {said(offer.term)}"
        yield offer.billing.path, said(offer.billing), text
    if offer.term is None and offer.assured and offer.every > 1 and not offer.in_arrears:
        text = "without a term every month decides: nobody pays more than a month in advance"
        yield offer.billing.path, said(offer.billing), text


def _rises(offer: Offer, start: dt.date, end: dt.date) -> Iterator[Found]:
    before = start
    for n, rise in enumerate(offer.price_rises):
        where = f"{offer.path}.price_rises[{n + 1}].from"
        if rise.from_ <= start:
            yield where, rise.from_, f"after {start}: until then the price is the one stated"
        elif rise.from_ <= before:
            yield where, rise.from_, "dates come in order"
        elif rise.from_ >= end:
            yield where, rise.from_, f"before {end}, the end of the years with leads"
        before = max(before, rise.from_)
