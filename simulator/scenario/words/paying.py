"""Describe prices, costs and definitions of metrics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.scenario.keys.offer import Metered, Offer
from simulator.scenario.keys.people import Team
from simulator.scenario.keys.schema import Company, Play, Stage
from simulator.scenario.numbers.number import Number
from simulator.scenario.rows.costs import lifetime_of
from simulator.scenario.words.spoken import Line, day_in_words, in_words, months_in_words, source_of

_Part = tuple[str, str, Number | None]  # label, text with a place for the number, number


def _lines(parts: Iterable[_Part]) -> Iterator[Line]:
    """Those that the file states."""
    for label, text, number in parts:
        if number is not None:
            yield label, text.format(in_words(number)), source_of(number)


def offer_lines(offer: Offer) -> Iterator[Line]:
    """What an account pays, and how long it is bound."""
    licence = (
        ("once", "{}", offer.licence),
        ("", "{} per account", offer.once),
        ("maintenance", "{} of the licence a year", offer.maintenance),
    )
    yield from _lines(licence if offer.licence else (("once", "{} per account", offer.once),))
    recurring = "{} of use" if offer.metered and offer.per_unit is None else "{}"
    yield from _lines((("price", recurring, offer.price), ("fee", "{} per account", offer.fee)))
    if offer.metered is not None:
        yield from _metered_lines(offer.metered)
    yield from _lines(
        (
            ("size", "{} billed units for each unit of the product", offer.size),
            ("lands", "with {} of its units; it grows to all of them at most", offer.lands),
        )
    )
    if offer.term is not None:
        notice = f", notice {months_in_words(offer.ahead)} before its end" if offer.ahead else ""
        yield "term", f"{months_in_words(offer.months)}{notice}", source_of(offer.term)
    elif offer.recurs:
        yield "term", "none: every month decides", ""
    if offer.recurs:
        yield "recurring", f"from {'go-live' if offer.from_live else 'signing'} on", ""
    yield from _billing(offer)
    yield from _prices(offer)
    yield from _lines(
        (
            ("costs us", "{} of what is paid once", offer.cost_of_goods),
            ("hosting", "{} of what recurs", offer.hosting),
            ("serving", "{} for each customer in use", offer.serving),
        )
    )


def _metered_lines(metered: Metered) -> Iterator[Line]:
    yield "metered", "each month's use is billed", ""
    yield from _lines(
        (
            ("use", "{}", metered.price),
            ("included", "{} of full use; what is beyond it is billed", metered.included),
            ("begins with", "{}", metered.start),
            ("full after", "{}", metered.full_after),
            ("swing", "{}", metered.swing),
            ("drift", "use changes by {} with age", metered.drift),
        )
    )


def _billing(offer: Offer) -> Iterator[Line]:
    if offer.billing is not None:
        yield "billed", f"every {_rhythm(offer)}", source_of(offer.billing)
    elif offer.assured:
        yield "billed", "every month in advance", ""
    if offer.pays_after is not None and offer.pays_after.certain and offer.pays_after.mean == 0.0:
        yield "paid", "on the day of the invoice", source_of(offer.pays_after)
    else:
        yield from _lines((("paid", "{} after the invoice", offer.pays_after),))
    yield from _lines(
        (("fails", "{} of invoices after the first are never paid, and end the contract", offer.fails),)
    )
    if offer.prepaid is not None:
        share = offer.prepaid.share
        yield "prepaid", f"{in_words(share)} of customers pay the whole term ahead", source_of(share)
        yield from _lines((("", "... for {} less", offer.prepaid.discount),))


def _rhythm(offer: Offer) -> str:
    months = "month" if offer.every == 1 else f"{offer.every} months"
    return f"{months} in {'arrears' if offer.in_arrears else 'advance'}"


def _prices(offer: Offer) -> Iterator[Line]:
    when = "at each renewal" if offer.term else "at each anniversary"
    yield from _lines((("escalator", f"a customer's price rises by {{}} {when}", offer.escalator),))
    for n, rise in enumerate(offer.price_rises):
        text = f"change by {in_words(rise.by)} from {day_in_words(rise.from_)} on"
        yield "list prices" if n == 0 else "", text, source_of(rise.noted(rise.by))
    if offer.repurchase is not None:
        share, after = offer.repurchase.share, offer.repurchase.after
        yield "bought again", f"{in_words(share)} of licences", source_of(share)
        yield "", f"after {in_words(after)}", source_of(after)


def winback_lines(play: Play) -> Iterator[Line]:
    """Customers that left and come back."""
    if play.winback is not None:
        share, after = play.winback.share, play.winback.after
        yield "won back", f"{in_words(share)} of those who left", source_of(share)
        yield "", f"after {in_words(after)}", source_of(after)


def pay_of(team: Team) -> Iterator[Line]:
    """What a person of a team costs."""
    growth = "growth of its customers" if team.book else "new recurring revenue"
    yield from _lines(
        (
            ("", "paid {}", team.base),
            ("", "and {} more at full quota" if team.quota else "and {} variable", team.variable),
            ("", f"quota: {growth} of {{}} a person", team.quota),
            ("", "{} of pay on top of it", team.burden),
            ("", "{} for each person hired", team.recruiting),
            ("", "commission comes back if a customer leaves within {}", team.clawback),
            ("", "{} of the time goes into growth", team.selling),
        )
    )


def stage_costs(stage: Stage) -> Iterator[Line]:
    """What a visit costs, and those who use the product for nothing."""
    yield from _lines(
        (
            ("costs", "{} a visit", stage.cost),
            ("free", "{} for an account that uses the product for nothing", stage.free),
            ("stays", "{} longer, for nothing, after it is lost here", stage.stays),
        )
    )


def play_costs(play: Play) -> Iterator[Line]:
    """What a play costs beside its people."""
    yield from _lines(
        (
            ("a lead costs", "{}", play.lead_cost),
            ("launch costs", "{}", play.launch_cost),
            ("standing cost", "{}", play.standing_cost),
        )
    )


def money_lines(company: Company) -> Iterator[Line]:
    """What the company has, what it needs, and what its product is worth to a buyer."""
    money, product = company.money, company.product
    yield from _lines(
        (
            ("cash", "{} on the first day", money.cash),
            ("standing cost", "{}", money.standing_cost),
            ("pay rises", "by {}", money.inflation),
            ("discount", "{}: so much less is later money worth", money.discount),
            ("impact", "worth {} to the buyer while it is reached", product.impact_value),
            ("effort", "a buyer puts in {} itself at the signature", product.effort),
        )
    )
    lifetime = company.measures.lifetime
    if lifetime is not None:
        text = f"{months_in_words(lifetime_of(company))} of a customer's life are valued"
        yield "lifetime", text, source_of(lifetime)
    for metric, variant in company.measures.variants.items():
        yield metric, f"measured as {variant}", ""
