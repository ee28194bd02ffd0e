"""All figures that the accountant finds, by the names of metrics."""

from __future__ import annotations

from .books import NAN, Books, ratio
from .risk import risk_of_both_sides
from .winning import cac
from .worth import formula_ltv, ltv, payback


def figures(books: Books) -> dict[str, float]:
    """All metrics that are worked out here, by name."""
    cash = [cents / 100 if books.states_cost else NAN for cents in books.cash]
    return {
        "cash_end": cash[-1],
        "cash_low": min(cash),
        "cash_low_month": cash.index(min(cash)) if books.states_cost else NAN,
        "cac": cac(books),
        **{f"cac:{how}": cac(books, how) for how in ("lagged", "worked", "loaded", "cohort")},
        "payback_months": payback(books),
        **{f"payback_months:{how}": payback(books, how) for how in ("simple", "earned", "cohort")},
        "ltv": ltv(books, books.lifetime),
        "ltv_36": ltv(books, 36),
        "ltv_84": ltv(books, 84),
        "ltv:simple": formula_ltv(books, "simple"),
        "ltv:expansion": formula_ltv(books, "expansion"),
        "ltv_to_cac": ratio(ltv(books, books.lifetime), cac(books)),
        "ltv_to_cac:simple": ratio(formula_ltv(books, "simple"), cac(books)),
        "ltv_to_cac:cohort": ratio(ltv(books, books.lifetime, books.cohort), cac(books, "cohort")),
        **risk_of_both_sides(books),
    }
