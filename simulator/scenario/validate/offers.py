"""Check keys of an offer, of costs, and of how metrics are defined."""

import datetime as dt
from collections.abc import Iterator

from simulator.company.offer import NOTHING_RECURS, Metered, Offer
from simulator.company.schema import Company, Motion, numbers_of
from simulator.company.stage import Stage
from simulator.errors import Found, did_you_mean
from simulator.quantity.number import said
from simulator.quantity.units import PriceUnits

_MOST_CHOSEN = 100  # metrics that are counted in another way


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
    if offer.escalates == "at renewal" and offer.term is None:
        yield f"{offer.path}.escalates", offer.escalates, "only with a term: without one nothing is renewed"
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


def cost_problems(company: Company) -> Iterator[Found]:
    """What is wrong with costs, the value of impact, measures, and cents."""
    value = company.product.impact_value
    if value is not None and not any(motion.impact for motion in company.motion.values()):
        yield value.path, said(value), "no motion looks at impact"
    yield from _measures(company)
    yield from _cents(company)


def time_problems(stage: Stage, after_close: bool) -> Iterator[Found]:
    """What is wrong with the time that a stage takes, and with those who use the product for nothing."""
    if stage.takes is None and stage.trial is None:
        text = "missing: time from the start of the work to the decision"
        yield f"{stage.path}.takes", None, text
    for number in (stage.trial, stage.free_user_cost):
        if number is not None and after_close:
            yield number.path, said(number), "only before the close: after it an account is a customer"


def _measures(company: Company) -> Iterator[Found]:
    chosen = company.measures.variants
    if not chosen:
        return
    if len(chosen) > _MOST_CHOSEN:
        yield company.measures.path, None, f"at most {_MOST_CHOSEN} metrics, of which there are fewer"
        return
    from simulator.metrics import VARIANTS  # a list of names, needed by few files

    for metric, variant in chosen.items():
        path = f"{company.measures.path}.{metric}"
        if metric not in VARIANTS:
            yield path, variant, f"no metric with variants; {did_you_mean(metric, ['lifetime', *VARIANTS])}"
        elif variant not in VARIANTS[metric]:
            near = did_you_mean(str(variant), VARIANTS[metric])
            yield path, variant, f"no variant of {metric}; {near}"


def _cents(company: Company) -> Iterator[Found]:
    """Money below a cent, or in parts of one."""
    for path, number in numbers_of(company):
        if not isinstance(number.kind.units, PriceUnits):
            continue
        low = 100.0 * number.curve.at(0.05)
        whole = not number.certain or abs(low - round(low)) < 1e-6
        if 0.0 < low < 1.0 or not whole:
            more = "; what costs less than a cent is priced per 1000 units or more"
            yield path, said(number), f"whole cents{more if number.kind.units.most_per > 1 else ''}"
