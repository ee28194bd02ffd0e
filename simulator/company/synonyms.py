"""Synonyms: words of the field, and the keys that say what they mean."""

from collections.abc import Iterable

from simulator.errors import did_you_mean
from simulator.quantity.currency import said_once

_RENEWS = ("motion.NAME.renewal.overall", "shock.NAME.churn")
_PRICE = ("motion.NAME.offer.price",)
_SEATS = ("team.NAME.capacity", "motion.NAME.units")
_PASSES = ("motion.NAME.stage.NAME.passes", "shock.NAME.win")
_TAKES = ("motion.NAME.stage.NAME.takes", "motion.NAME.offer.term", "shock.NAME.lasts")

SYNONYMS: dict[str, tuple[str, ...]] = {
    "attrition": ("team.NAME.people", *_RENEWS),
    "churn": _RENEWS,
    "churn_rate": _RENEWS,
    "retention": _RENEWS,
    "renewal_rate": _RENEWS,
    "grr": _RENEWS,
    "upsell": ("motion.NAME.expansion",),
    "cross_sell": ("motion.NAME.expansion", "motion.NAME.move.NAME"),
    "downsell": ("motion.NAME.contraction",),
    "correlation": ("motion.NAME.stage.NAME.fit_correlation", "motion.NAME.impact.fit_correlation"),
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
    "overhead": ("team.NAME.benefits_and_taxes", "money.fixed_cost"),
    "opex": ("money.fixed_cost",),
    "burn": ("money.fixed_cost",),
    "cogs": ("motion.NAME.offer.cost_of_goods",),
    "segment": ("motion",),
    "funnel": ("motion.NAME.stage",),
    "pipeline": ("motion.NAME.stage", "opening.deals"),
    "stages": ("motion.NAME.stage",),
    "win_rate": _PASSES,
    "conversion": _PASSES,
    "conversion_rate": _PASSES,
    "duration": _TAKES,
    "cycle_time": (_TAKES[0], "shock.NAME.cycle"),
    "cac": ("motion.NAME.lead_cost", "motion.NAME.stage.NAME.cost"),
    "acv": _PRICE,
    "arpa": _PRICE,
    "pricing": _PRICE,
    "subscription": _PRICE,
    "setup_fee": ("motion.NAME.offer.once",),
    "uplift": ("motion.NAME.offer.escalator",),
    "dunning": ("motion.NAME.offer.retries",),
    "involuntary_churn": ("motion.NAME.offer.failed_payments",),
    "bad_debt": ("motion.NAME.offer.failed_payments",),
    "promotion": ("motion.NAME.offer.introductory",),
    "free_month": ("motion.NAME.offer.introductory",),
    "ramp_deal": ("motion.NAME.offer.ramp",),
    "step_up": ("motion.NAME.offer.ramp", "motion.NAME.offer.escalator"),
    "payment_terms": ("motion.NAME.offer.billing", "motion.NAME.offer.pays_after"),
}


def meant(keys: tuple[str, ...], known: Iterable[str]) -> str:
    """What may have been meant by an unknown key at a place, and the keys that there are.

    A word of the field is answered with the paths that say it, those of the same table of the company first.
    """
    if once := said_once(keys[-1]):
        return once
    word = keys[-1].lower().replace("-", "_").replace(" ", "_")
    paths = SYNONYMS.get(word) or SYNONYMS.get(word.removesuffix("s")) or ()
    mine = [path for path in paths if len(keys) > 1 and path.startswith(f"{keys[0]}.")]
    if not paths:
        return did_you_mean(keys[-1], known)
    return f"that is said with {' or '.join(mine or paths)}; there is {', '.join(known)}"
