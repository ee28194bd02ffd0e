"""Describe what changes with time: motions, hires, shocks, and the first day."""

from calendar import month_abbr
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from simulator.company.dynamics import Move, Shock
from simulator.company.schema import Company, Motion
from simulator.company.team import Headcount, Team
from simulator.quantity.spoken import Line, day_in_words, digits, in_words, months_in_words, source_of
from simulator.scenario.describe.told import told
from simulator.scenario.opening.accounts import OpeningAccounts


def people_lines(team: Team) -> Iterator[tuple[str, str]]:
    """How many people a team has, and who says so; steps under the same conditions are told at once."""
    first, *later = team.people
    yield _people(first), source_of(first.noted(first.count))
    what = "book is" if team.book is not None else "seats are"
    for (once, source), steps in groupby(
        later, lambda plan: (_once(plan, what), source_of(plan.noted(plan.count)))
    ):
        head, *others = steps
        told = ", ".join([_people(head) + _since(head), *(f"{p.count.whole:,}{_since(p)}" for p in others)])
        yield f"{told}{once.replace(', ', ', each step ', 1) if others else once}", source


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


def opening_lines(company: Company, book: OpeningAccounts) -> Iterator[Line]:
    """Who is there on the first day."""
    if company.opening is None:
        return
    if company.opening.customers is not None:
        arr = sum(one.arr for one in book.customers) / 100
        amount = f"{arr:,.2f}".removesuffix(".00")
        text = f"{len(book.customers):,}, who pay {amount} {company.currency} a year"
        yield "customers", text, Path(company.opening.customers).name
    if company.opening.deals is not None:
        yield "open deals", f"{len(book.deals):,}", Path(company.opening.deals).name
