"""An offer as a row of the model: first what no draw changes, then what is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from simulator.scenario.keys.offer import Offer
from simulator.scenario.keys.schema import Play
from simulator.scenario.numbers.number import Number
from simulator.scenario.numbers.quantities import months_of, per_of
from simulator.scenario.rows.draws import Drawn

Curve = Callable[[str], int]
Rate = Callable[[str, bool], int]


def cents(value: float) -> int:
    """Money of a file in whole cents."""
    return round(100.0 * value)


def cents_a_year(number: Number, value: float) -> int:
    """A drawn value of recurring money, in whole cents a year."""
    return 12 // months_of(number.unit) * cents(value)


def offer_row(path: str, play: Play, curve: Curve, rate: Rate) -> dict[str, Any]:
    """What no draw changes; `curve` and `rate` give the rows of numbers by their path."""
    offer, winback = play.offer, play.winback
    row: dict[str, Any] = {
        "owned": int(offer.owned),
        "term": offer.months,
        "fixed": int(offer.term is not None),
        "notice": offer.ahead,
        "from_live": int(offer.from_live),
        "metered": int(offer.metered is not None),
        "billing": offer.every,
        "arrears": int(offer.in_arrears),
    }
    if offer.lands:
        row["lands"] = curve(f"{path}.offer.lands")
    if offer.fails:
        row["fails"] = rate(f"{path}.offer.fails", offer.fails.per_account)
    if offer.prepaid:
        row["prepaid"] = rate(f"{path}.offer.prepaid.share", offer.prepaid.share.per_account)
    if offer.repurchase:
        row["repurchase"] = rate(f"{path}.offer.repurchase.share", offer.repurchase.share.per_account)
        row["repurchase_after"] = curve(f"{path}.offer.repurchase.after")
    if winback:
        row["winback"] = rate(f"{path}.winback.share", winback.share.per_account)
        row["winback_after"] = curve(f"{path}.winback.after")
    return row


def set_offer(row: Any, path: str, drawn: Drawn, offer: Offer) -> None:
    """What is drawn: money in whole cents, shares, days."""
    value = drawn.value
    row["licence"], row["once"] = cents(value(f"{path}.licence")), cents(value(f"{path}.once"))
    if offer.fee:
        row["flat"] = cents_a_year(offer.fee, value(f"{path}.fee"))
    if offer.maintenance:
        row["yearly"] = round(int(row["licence"]) * value(f"{path}.maintenance"))
    if offer.per_unit:
        row["yearly"] = cents_a_year(offer.per_unit, value(f"{path}.price"))
        row["per"] = per_of(offer.per_unit.unit)
    if offer.per_use and offer.metered:
        key = "metered.price" if offer.metered.price else "price"
        row["use"] = cents_a_year(offer.per_use, value(f"{path}.{key}"))
        row["use_per"] = per_of(offer.per_use.unit)
    row["included"] = value(f"{path}.metered.included")
    row["use_start"] = value(f"{path}.metered.start", 1.0)
    row["use_ramp"] = value(f"{path}.metered.full_after")
    row["use_swing"] = value(f"{path}.metered.swing")
    row["use_drift"] = math.log1p(value(f"{path}.metered.drift"))
    row["size"] = value(f"{path}.size", 1.0)
    row["pays_after"] = value(f"{path}.pays_after")
    row["discount"] = value(f"{path}.prepaid.discount")
    row["escalator"] = value(f"{path}.escalator")
    row["goods"] = value(f"{path}.cost_of_goods")
    row["hosting"] = value(f"{path}.hosting")
    row["serving"] = cents(value(f"{path}.serving"))


def rises_of(path: str, drawn: Drawn, offer: Offer, day: Callable[[Any], float]) -> list[dict[str, float]]:
    """The rises of list prices, in order of days."""
    return [
        {"day": day(rise.from_), "by": drawn.value(f"{path}.price_rises.{rise.from_}.by")}
        for rise in offer.price_rises
    ]
