"""An offer as a row of the model."""

import math
from typing import Any

from simulator.company.offer import Offer
from simulator.quantity.units import per_of
from simulator.scenario.build.columns import cents_a_year
from simulator.scenario.build.draws import Drawn


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
