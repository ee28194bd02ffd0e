"""Describe the tables of a company, line by line."""

from calendar import month_abbr
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.company.dynamics import Move, Shock
from simulator.company.money import Measured
from simulator.company.offer import Offer
from simulator.company.schema import Company, Motion
from simulator.company.section import Key, Section, declared
from simulator.company.team import Headcount, Team
from simulator.format import listed
from simulator.numerics.jit import Floats
from simulator.quantity.number import Number
from simulator.quantity.parse import plain_value
from simulator.quantity.spoken import Line, day_in_words, digits, in_words, months_in_words, source_of
from simulator.scenario.opening.accounts import OpeningAccounts
from simulator.scenario.to_model.beforehand import is_under_way, months_beforehand, overloaded


def told(section: Section | None, **own: Iterable[Line]) -> Iterator[Line]:
    """The keys that a table states, in their order; in place of those named in `own` the lines given there.

    Whatever has neither a sentence nor lines of its own is told as it stands in the file: no key is silent.
    """
    if section is None:
        return
    fields = type(section).model_fields
    if own.keys() - fields.keys():
        raise TypeError(f"{type(section).__name__} has no {', '.join(own.keys() - fields.keys())}")
    for name, key in declared(type(section)).items():
        value = getattr(section, name)
        if name in own:
            yield from own[name]
        elif isinstance(value, Section):
            yield from told(value)
        elif isinstance(value, Number):
            yield _line(section, name, key, value)
        elif value is not None and value != fields[name].get_default(call_default_factory=True):
            yield fields[name].alias or name, plain_value(value), ""


def _line(section: Section, name: str, key: Key, number: Number) -> Line:
    label = key.label(section) if callable(key.label) else key.label
    says = key.says(section) if callable(key.says) else key.says
    label = name.rstrip("_").replace("_", " ") if label is None else label
    return label, says.format(in_words(number)), source_of(number)


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
        introductory=_introductory(offer),
        escalator=_escalator(offer),
        escalates=(),
        ramp=_ramp(offer),
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


def _introductory(offer: Offer) -> Iterator[Line]:
    first = offer.introductory
    if first is not None:
        months = "month" if first.months.whole == 1 else months_in_words(first.months.whole)
        text = f"{in_words(first.discount)} off the first {months} of a new customer"
        yield "introductory", text, source_of(first.discount)


def _escalator(offer: Offer) -> Iterator[Line]:
    if offer.escalator is not None:
        when = "when a term is renewed" if offer.escalates == "at renewal" else "on each anniversary"
        text = f"a customer's price rises by {in_words(offer.escalator)}, {when}"
        yield "escalator", text, source_of(offer.escalator)


def _ramp(offer: Offer) -> Iterator[Line]:
    if offer.ramp is not None:
        years = ", ".join(f"{_percent(share)} in year {n}" for n, share in enumerate(offer.ramp, start=1))
        yield (
            "ramp",
            f"a new customer pays {years} of its contract, all of the price after that",
            "assumption",
        )


def _percent(share: float) -> str:
    return f"{digits(100.0 * share)} %"


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


def people_lines(team: Team) -> Iterator[tuple[str, str]]:
    """How many people a team has, and who says so; steps under the same conditions are told at once."""
    first, *later = team.people
    yield _people(first), source_of(first.noted(first.count))
    what = "time is" if team.serves_and_keeps else "book is" if team.only_keeps else "seats are"
    for (once, source), steps in groupby(
        later, lambda plan: (_once(plan, what), source_of(plan.noted(plan.count)))
    ):
        head, *others = steps
        told = ", ".join([_people(head) + _since(head), *(f"{p.count.whole:,}{_since(p)}" for p in others)])
        yield f"{told}{once.replace(', ', ', each step ', 1) if others else once}", source


def who_comes_first(team: Team) -> Iterator[Line]:
    """Of a team that serves and keeps a book, for whom it takes time first, and what that leaves."""
    if team.first == "customers":
        yield "", "customers come first: deals have the seats that these leave at each month end", ""
    elif team.first == "deals":
        yield "", "deals come first: customers have the time that these leave", ""


def _people(plan: Headcount) -> str:
    return f"{plan.count.whole:,} {'person' if plan.count.whole == 1 else 'people'}"


def _since(plan: Headcount) -> str:
    return f" from {day_in_words(plan.from_)}" if plan.from_ is not None else ""


def _once(plan: Headcount, what: str) -> str:
    """What must hold before people are hired."""
    when, conditions = plan.when, []
    if when is not None and when.arr is not None:
        conditions.append(f"the company's ARR is {in_words(when.arr)} or more")
    if when is not None and when.utilisation is not None:
        conditions.append(f"{in_words(when.utilisation)} or more of their {what} in use")
    if when is not None and when.cash_months is not None:
        conditions.append(f"the cash lasts {in_words(when.cash_months)} months or more")
    return f", once {' and '.join(conditions)}" if conditions else ""


def season_of(motion: Motion) -> Iterator[Line]:
    """How leads swing within a year."""
    if motion.season is not None:
        shares = (f"{month_abbr[n + 1]} {digits(round(motion.season_of(n), 2))}" for n in range(12))
        yield "season", f"leads beside those of a mean month: {', '.join(shares)}", "assumption"


def taken_by(motion: Motion) -> Iterator[Line]:
    """Whom a motion takes from others."""
    for other, share in motion.takes_from.items():
        text = f"{in_words(share)} of the prospects of motion {other}, while this one is open"
        yield "takes", text, source_of(share)


def moves_of(motion: Motion) -> Iterator[Line]:
    """Who moves on to others."""
    for other, move in motion.move.items():
        source = source_of(move.chance) if move.chance is not None else ""
        yield "moves", f"{_who(move)} go to motion {other}{_where(move)}", source


def _who(move: Move) -> str:
    share = f"{in_words(move.chance)} of" if move.chance is not None else "all"
    units = f" with {in_words(move.units)} units or more" if move.units is not None else ""
    if move.at == "loss":
        return f"{share} lost prospects{units}"
    who = f"customers{units}"
    return f"{share} {who} that {'decide to stay' if move.at == 'decision' else 'have grown'}"


def _where(move: Move) -> str:
    return f", stage {move.stage}" if move.stage is not None else ""


def correlation_lines(company: Company) -> Iterator[Line]:
    """Numbers that are not known and go together."""
    for name, one in company.correlation.items():
        yield name, f"rank correlation {in_words(one.rank)}: {listed(one.between)}", source_of(one.rank)


def shock_lines(company: Company) -> Iterator[Line]:
    """What befalls the company."""
    for name, shock in company.shock.items():
        yield from told(shock, from_=(), odds=_begins(name, shock), lasts=())


def _begins(name: str, shock: Shock) -> Iterator[Line]:
    lasts = months_in_words(shock.lasts.whole)
    if shock.from_ is not None:
        yield name, f"from {day_in_words(shock.from_)} on, for {lasts}", source_of(shock.lasts)
    elif shock.odds is not None:
        text = f"begins by chance, {in_words(shock.odds)}, and lasts {lasts}"
        yield name, text, source_of(shock.odds)


def opening_lines(company: Company, book: OpeningAccounts, today: Company) -> Iterator[Line]:
    """Who is there on the first day; `today`: the company before anything is changed in it."""
    if company.opening is None:
        return
    if company.opening.customers is not None:
        yield from _customers(company, book, Path(company.opening.customers).name)
    if company.opening.deals is not None:
        yield "open deals", f"{len(book.deals):,}", Path(company.opening.deals).name
        yield "", _odds(book.deals["probability"]), ""
    else:
        yield from _pipeline(company, today)


def _customers(company: Company, book: OpeningAccounts, file: str) -> Iterator[Line]:
    starting = np.isnat(book.customers["live"])
    from_live = [n for n, motion in enumerate(company.motion.values()) if motion.offer.from_live]
    yet = starting & np.isin(book.customers["motion"], from_live)
    amount = _money(book.customers["arr"][~yet], company)
    yield "customers", f"{len(book.customers):,}, who pay {amount} a year", file
    if starting.any():
        more = f"; {_money(book.customers['arr'][yet], company)} a year begin when they are"
        yield "", f"{int(starting.sum()):,} of them signed and not yet live{more if yet.any() else ''}", ""


def _pipeline(company: Company, today: Company) -> Iterator[Line]:
    """Whether prospects are under way whom no table lists, and with how many people they came so far."""
    months = months_beforehand(today)
    if not is_under_way(company) or months == 0:
        leads = any(motion.has_leads for motion in company.motion.values())
        later = ": deals are won once new leads have got so far" if leads else ", and no leads are to come"
        yield "pipeline", f"empty on the first day{later}", ""
        return
    lived = f"under way: lived for {months_in_words(months)} before the first day, by the same rules"
    yield "pipeline", lived, ""
    for team, (asked, seats) in overloaded(today, lambda number: number.mean).items():
        needed = f"{digits(asked)} seats of {team} would be needed, there are {seats:,.0f}"
        yield "", f"{needed}: the queue would have grown without end, so {team} has enough until then", ""


def _money(cents: NDArray[np.int64], company: Company) -> str:
    amount = f"{int(cents.sum()) / 100:,.2f}".removesuffix(".00")
    return f"{amount} {company.currency}"


def _odds(given: Floats) -> str:
    """Whose odds decide open deals: those of the table, or the model's own."""
    dated = given[given >= 0.0]
    if not len(dated):
        return "the model's own odds decide them"
    others = "; the model's own odds decide the others" if len(dated) < len(given) else ""
    return (
        f"{len(dated):,} with the probability and on the close date of the table, "
        f"{digits(float(dated.sum()))} of them won on average{others}"
    )
