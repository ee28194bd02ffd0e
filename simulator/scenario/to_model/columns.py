"""Numbers of a file as columns of the model: each goes where its key says, in the unit of the model."""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from simulator.company.offer import Offer
from simulator.company.schema import Company, Motion
from simulator.company.section import Section, columns_of
from simulator.company.team_order import team_order
from simulator.quantity.kind import PER_ACCOUNT
from simulator.quantity.number import Number
from simulator.quantity.units import PriceUnits, months_of, per_of
from simulator.scenario.to_model.draws import Drawn


def stated(*sections: Section | None) -> Iterator[tuple[str, Number]]:
    """The numbers that tables state and that have a column of their own, with its name."""
    for section in sections:
        if section is not None:
            for name, column in columns_of(type(section)).items():
                number = getattr(section, name)
                if number is not None:
                    yield column.name, number


class Cell(NamedTuple):
    """Where a number stands in the model: in which of its lists, in which row and column."""

    list: str
    row: int
    column: str
    number: Number


def cells_of(company: Company) -> Iterator[Cell]:
    """Where the numbers of a company stand that are neither rates nor curves."""
    for name, rows in _tables_of(company).items():
        for n, tables in enumerate(rows):
            for column, number in stated(*tables):
                if PER_ACCOUNT not in number.kind.varies:
                    yield Cell(name, n, column, number)


def _tables_of(company: Company) -> dict[str, list[tuple[Section | None, ...]]]:
    """The tables that are stated in each row of the lists of the model."""
    motions, teams = list(company.motion.values()), [company.team[name] for name in team_order(company)]
    offers = [motion.offer for motion in motions]
    return {
        "teams": [(team,) for team in teams],
        "plans": [(plan, plan.when) for team in teams for plan in team.people],
        "stages": [(stage,) for motion in motions for stage in motion.stage],
        "channels": [(way, way and way.at_birth) for motion in motions for way in motion.ways.values()],
        "motions": [(*_of_motion(one), company.product) for one in motions],
        "moves": [(move,) for motion in motions for move in motion.move.values()],
        "offers": [
            (offer, offer.metered, offer.prepaid, offer.retries, offer.introductory, motion.winback)
            for offer, motion in zip(offers, motions, strict=True)
        ],
        "rises": [(rise,) for offer in offers for rise in offer.price_rises],
        "shocks": [(shock,) for shock in company.shock.values()],
        "money": [(company.money, company.measures)],
    }


def _of_motion(motion: Motion) -> tuple[Section | None, ...]:
    """Its tables that are stated in the list of motions."""
    born = motion.need and motion.need.at_birth
    after = motion.impact, motion.referral, motion.champion
    return motion, motion.need, born, motion.learning, motion.market, *after


def in_model(number: Number, value: float) -> float | int:
    """A value of a number as the model has it: money in whole cents, what recurs a year; months whole."""
    if isinstance(number.kind.units, PriceUnits):
        return cents_a_year(number, value) if "year" in number.kind.units.periods else cents(value)
    return round(value) if number.kind.whole else value


def cents(value: float) -> int:
    """Money of a file in whole cents."""
    return round(100.0 * value)


def cents_a_year(number: Number, value: float) -> int:
    """A drawn value of recurring money, in whole cents a year."""
    return 12 // months_of(number.unit) * cents(value)


def offer_row(offer: Offer) -> dict[str, Any]:
    """What no draw changes."""
    return {
        "owned": int(offer.owned),
        "term": offer.months,
        "fixed": int(offer.term is not None),
        "notice": offer.ahead,
        "from_live": int(offer.from_live),
        "metered": int(offer.metered is not None),
        "billing": offer.every,
        "arrears": int(offer.in_arrears),
        "escalates": int(offer.escalates == "at renewal"),
    }


def set_offer(row: Any, drawn: Drawn, offer: Offer) -> None:
    """Prices, which go by their unit and by what they are for; and use as the rules want it."""
    if offer.maintenance:
        row["yearly"] = round(int(row["licence"]) * drawn(offer.maintenance))
    if offer.per_unit:
        row["yearly"] = cents_a_year(offer.per_unit, drawn(offer.per_unit))
        row["per"] = per_of(offer.per_unit.unit)
    if offer.per_use:
        row["use"] = cents_a_year(offer.per_use, drawn(offer.per_use))
        row["use_per"] = per_of(offer.per_use.unit)
    if offer.metered and offer.metered.drift:
        row["use_drift"] = math.log1p(drawn(offer.metered.drift))
