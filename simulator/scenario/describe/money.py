"""Describe prices, costs and definitions of metrics."""

from collections.abc import Iterator

from simulator.company.money import Measured
from simulator.company.offer import Offer
from simulator.company.schema import Company
from simulator.quantity.spoken import Line, day_in_words, in_words, months_in_words, source_of
from simulator.scenario.describe.told import told


def offer_lines(offer: Offer) -> Iterator[Line]:
    """What an account pays, and how long it is bound."""
    return told(
        offer,
        metered=_metered(offer),
        term=_term(offer),
        notice=(),
        recurring_from=_recurring(offer),
        billing=_billing(offer),
        pays_after=_pays_after(offer),
        escalator=_escalator(offer),
        price_rises=_rises(offer),
    )


def _metered(offer: Offer) -> Iterator[Line]:
    if offer.metered is not None:
        yield "metered", "each month's use is billed", ""
        yield from told(offer.metered)


def _term(offer: Offer) -> Iterator[Line]:
    if offer.term is not None:
        notice = f", notice {months_in_words(offer.ahead)} before its end" if offer.ahead else ""
        yield "term", f"{months_in_words(offer.months)}{notice}", source_of(offer.term)
    elif offer.recurs:
        yield "term", "none: every month decides", ""


def _recurring(offer: Offer) -> Iterator[Line]:
    if offer.recurs:
        yield "recurring", f"from {'go-live' if offer.from_live else 'signing'} on", ""


def _billing(offer: Offer) -> Iterator[Line]:
    if offer.billing is not None:
        months = "month" if offer.every == 1 else f"{offer.every} months"
        rhythm = f"every {months} in {'arrears' if offer.in_arrears else 'advance'}"
        yield "billed", rhythm, source_of(offer.billing)
    elif offer.assured:
        yield "billed", "every month in advance", ""


def _pays_after(offer: Offer) -> Iterator[Line]:
    delay = offer.pays_after
    if delay is not None:
        capacity = delay.certain and delay.mean == 0.0
        text = "on the day of the invoice" if capacity else f"{in_words(delay)} after the invoice"
        yield "paid", text, source_of(delay)


def _escalator(offer: Offer) -> Iterator[Line]:
    if offer.escalator is not None:
        when = "at each renewal" if offer.term else "at each anniversary"
        text = f"a customer's price rises by {in_words(offer.escalator)} {when}"
        yield "escalator", text, source_of(offer.escalator)


def _rises(offer: Offer) -> Iterator[Line]:
    for n, rise in enumerate(offer.price_rises):
        text = f"change by {in_words(rise.by)} from {day_in_words(rise.from_)} on"
        yield "list prices" if n == 0 else "", text, source_of(rise.noted(rise.by))


def money_lines(company: Company) -> Iterator[Line]:
    """What the company has, what it needs, and what its product is worth to a buyer."""
    yield from told(company.money)
    yield from told(company.product)
    yield from told(company.measures, lifetime=_lifetime(company.measures))
    for metric, variant in company.measures.variants.items():
        yield metric, f"measured as {variant}", ""


def _lifetime(measures: Measured) -> Iterator[Line]:
    if measures.lifetime is not None:
        text = f"{months_in_words(measures.months)} of a customer's life are valued"
        yield "lifetime", text, source_of(measures.lifetime)
