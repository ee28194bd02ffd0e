"""What must hold between the keys of an offer, and of those who come back to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from simulator.scenario.errors import Found
from simulator.scenario.keys.offer import Offer
from simulator.scenario.keys.schema import Play
from simulator.scenario.numbers.number import said

_NOTHING_RECURS = "nothing recurs: there is no price, no fee and no maintenance"
_RECURRING = ("term", "notice", "recurring_from", "billing", "fails", "prepaid", "escalator", "hosting")


def offer_problems(play_path: str, play: Play, start: dt.date, end: dt.date) -> Iterator[Found]:
    """Everything that is wrong between the keys of an offer; rises lie after `start` and before `end`."""
    path, offer = f"{play_path}.offer", play.offer
    if not (offer.recurs or offer.licence or offer.once):
        yield path, None, "an offer has a price, a fee or a licence, or something paid once"
        return
    for key in _RECURRING:
        if getattr(offer, key) is not None and not offer.recurs:
            value = getattr(offer, key)
            yield f"{path}.{key}", None if key == "prepaid" else said(value), _NOTHING_RECURS
    if offer.maintenance is not None and not offer.owned:
        yield (
            f"{path}.maintenance",
            None,
            "a share of the licence, instead of a price: give a licence, and no price",
        )
    yield from _parts(path, offer)
    if offer.metered is not None:
        yield from _metered(path, offer)
    if offer.recurs:
        yield from _bound(path, offer)
        yield from _billed(path, offer)
    yield from _rises(path, offer, start, end)
    if play.winback is not None and not offer.recurs:
        yield f"{play_path}.winback", None, _NOTHING_RECURS
    elif play.winback is not None and offer.owned:
        text = "nobody comes back who owns a licence: its maintenance lapses, and its use goes on"
        yield f"{play_path}.winback", None, text


def _parts(path: str, offer: Offer) -> Iterator[Found]:
    if not any((offer.price, offer.metered, offer.licence)):
        for key, number in (("size", offer.size), ("lands", offer.lands)):
            if number is not None:
                yield f"{path}.{key}", said(number), "nothing is paid per unit"
    if offer.cost_of_goods is not None and offer.licence is None and offer.once is None:
        text = "a share of what is paid once: there is no licence, and nothing else is"
        yield f"{path}.cost_of_goods", said(offer.cost_of_goods), text
    if offer.repurchase is not None and offer.licence is None:
        yield f"{path}.repurchase", None, "only a licence is bought again"
    elif offer.repurchase is not None and offer.repurchase.after.mean < 1.0:
        yield f"{path}.repurchase.after", said(offer.repurchase.after), "at least a month"


def _metered(path: str, offer: Offer) -> Iterator[Found]:
    if offer.per_use is None:
        text = 'use has a price: give a price, or in metered one of its own: price = "2 per unit a month"'
        yield f"{path}.metered", None, text
        return
    if offer.assured:
        return
    if offer.term is not None:
        yield f"{path}.term", said(offer.term), "a metered offer has no term: every month decides"
    if offer.recurring_from == "signing":
        yield f"{path}.recurring_from", "signing", "a metered offer recurs from go-live on"
    if offer.billing is not None and not offer.in_arrears:
        yield f"{path}.billing", said(offer.billing), "use is billed when it is over: in arrears"
    if offer.metered is not None and offer.metered.included is not None:
        text = "a share of use is included in what else is paid: a fee, or a price beside metered.price"
        yield f"{path}.metered.included", said(offer.metered.included), text


def _bound(path: str, offer: Offer) -> Iterator[Found]:
    if offer.notice is not None and offer.ahead > 0:
        if offer.term is None:
            yield f"{path}.notice", said(offer.notice), "only with a term"
        elif offer.ahead >= offer.months:
            yield f"{path}.notice", said(offer.notice), f"shorter than the term of {said(offer.term)}"
    if offer.prepaid is not None:
        if offer.term is None:
            yield f"{path}.prepaid", None, "only with a term: it is what is paid ahead"
        elif offer.every == offer.months and not offer.in_arrears:
            text = f"everybody pays the whole term of {said(offer.term)} ahead"
            yield f"{path}.prepaid", None, text


def _billed(path: str, offer: Offer) -> Iterator[Found]:
    if offer.billing is None:
        return
    if offer.term is not None and offer.months % offer.every:
        text = f"a term is a whole number of invoices: months that divide {said(offer.term)}"
        yield f"{path}.billing", said(offer.billing), text
    if offer.term is None and offer.assured and offer.every > 1 and not offer.in_arrears:
        text = "without a term every month decides: nobody pays more than a month in advance"
        yield f"{path}.billing", said(offer.billing), text


def _rises(path: str, offer: Offer, start: dt.date, end: dt.date) -> Iterator[Found]:
    before = start
    for n, rise in enumerate(offer.price_rises):
        where = f"{path}.price_rises[{n + 1}].from"
        if rise.from_ <= start:
            yield where, rise.from_, f"after {start}: until then the price is the one stated"
        elif rise.from_ <= before:
            yield where, rise.from_, "dates come in order"
        elif rise.from_ >= end:
            yield where, rise.from_, f"before {end}, the end of the years with leads"
        before = max(before, rise.from_)
