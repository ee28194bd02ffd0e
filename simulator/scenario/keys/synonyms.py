"""Synonyms: words of the field, and the keys that say what they mean."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.scenario.errors import did_you_mean

_RENEWS = ("play.NAME.renewal.overall", "shock.NAME.churn")
_PRICE = ("play.NAME.offer.price",)
_SEATS = ("team.NAME.at_once", "play.NAME.units")
_PASSES = ("play.NAME.stage.NAME.passes", "shock.NAME.win")
_TAKES = ("play.NAME.stage.NAME.takes", "play.NAME.offer.term", "shock.NAME.lasts")

SYNONYMS: dict[str, tuple[str, ...]] = {
    "attrition": ("team.NAME.people", *_RENEWS),
    "churn": _RENEWS,
    "churn_rate": _RENEWS,
    "retention": _RENEWS,
    "renewal_rate": _RENEWS,
    "grr": _RENEWS,
    "upsell": ("play.NAME.expansion",),
    "cross_sell": ("play.NAME.expansion", "play.NAME.move.NAME"),
    "downsell": ("play.NAME.contraction",),
    "headcount": ("team.NAME.people",),
    "hiring": ("team.NAME.people", "team.NAME.recruiting"),
    "seats": _SEATS,
    "capacity": _SEATS[:1],
    "accounts_per_person": ("team.NAME.book",),
    "target": ("team.NAME.quota",),
    "quota_attainment": ("team.NAME.quota",),
    "ote": ("team.NAME.base", "team.NAME.variable"),
    "salary": ("team.NAME.base",),
    "commission": ("team.NAME.variable",),
    "bonus": ("team.NAME.variable",),
    "overhead": ("team.NAME.burden", "money.standing_cost"),
    "opex": ("money.standing_cost",),
    "burn": ("money.standing_cost",),
    "cogs": ("play.NAME.offer.cost_of_goods",),
    "motion": ("play",),
    "segment": ("play",),
    "funnel": ("play.NAME.stage",),
    "pipeline": ("play.NAME.stage", "opening.deals"),
    "stages": ("play.NAME.stage",),
    "win_rate": _PASSES,
    "conversion": _PASSES,
    "conversion_rate": _PASSES,
    "duration": _TAKES,
    "cycle_time": (_TAKES[0], "shock.NAME.cycle"),
    "cac": ("play.NAME.lead_cost", "play.NAME.stage.NAME.cost"),
    "acv": _PRICE,
    "arpa": _PRICE,
    "pricing": _PRICE,
    "subscription": _PRICE,
    "setup_fee": ("play.NAME.offer.once",),
    "uplift": ("play.NAME.offer.escalator",),
    "payment_terms": ("play.NAME.offer.billing", "play.NAME.offer.pays_after"),
}


def meant(keys: tuple[str, ...], known: Iterable[str]) -> str:
    """What may have been meant by an unknown key at a place, and the keys that there are.

    A word of the field is answered with the paths that say it, those of the same table of the company first.
    """
    word = keys[-1].lower().replace("-", "_").replace(" ", "_")
    paths = SYNONYMS.get(word) or SYNONYMS.get(word.removesuffix("s")) or ()
    mine = [path for path in paths if len(keys) > 1 and path.startswith(f"{keys[0]}.")]
    if not paths:
        return did_you_mean(keys[-1], known)
    return f"that is said with {' or '.join(mine or paths)}; there is {', '.join(known)}"
