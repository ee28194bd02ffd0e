"""Parse CSV cells. Raises ValueError, with what would be right, where one cannot be read."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from simulator.quantity.currency import ONE_CURRENCY, named_in
from simulator.visible import code_of, hidden

_MOST_UNITS, _MOST_MONEY = 10**9, 10**12
_LONGEST_NAME = 200
A_DATE = "a date, such as 2026-03-31"


def text(cell: Any) -> str:
    """A name."""
    if not isinstance(cell, str) or not cell.strip() or len(cell) > _LONGEST_NAME:
        raise ValueError("a short text")
    if sign := hidden(cell.strip()):
        raise ValueError(f"it holds {code_of(sign)}, a sign that nobody sees: take it out")
    return cell.strip()


def _decimal(cell: Any, right: str) -> Decimal:
    """A figure as it stands in a table: digits, perhaps with a decimal point."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal | str):
        raise ValueError(right)
    if isinstance(cell, str) and not re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,10})?", cell.strip(), re.ASCII):
        raise ValueError(f"{right}; only digits, and a point before decimals")
    figure = Decimal(str(cell).strip())
    if not figure.is_finite():
        raise ValueError(right)
    return figure


def units(cell: Any) -> int:
    """Whole units."""
    right = "a whole number of units, at least 1"
    figure = _decimal(cell, right)
    if figure != int(figure) or not 1 <= figure <= _MOST_UNITS:
        raise ValueError(right)
    return int(figure)


def money(cell: Any) -> int:
    """Cents a year, from money a year."""
    right = "money a year, in whole cents and not negative"
    if isinstance(cell, str) and named_in(cell):
        raise ValueError(f"{right}, without a currency: {ONE_CURRENCY}")
    figure = 100 * _decimal(cell, right)
    if figure > 100 * _MOST_MONEY:
        raise ValueError("too large")
    if isinstance(cell, float) and figure >= 0:
        figure = round(figure, 4)  # 0.1 + 0.2 is thirty cents
    if figure != int(figure) or figure < 0:
        raise ValueError(right)
    return int(figure)


def share(cell: Any) -> float:
    """A share, from a share or from percent with its sign."""
    right = "a share, such as 90% or 0.9"
    percent = isinstance(cell, str) and cell.strip().endswith("%")
    figure = _decimal(cell.strip().removesuffix("%").rstrip() if percent else cell, right)
    if not 0 <= figure <= (100 if percent else 1):
        raise ValueError(right)
    return float(figure / 100 if percent else figure)


def date(cell: Any) -> dt.date:
    """A day, as a date or as ISO 8601 writes it."""
    if isinstance(cell, dt.datetime):
        if cell.time() != dt.time():
            raise ValueError(f"{A_DATE}, without a time")
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if not isinstance(cell, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell.strip(), re.ASCII):
        raise ValueError(A_DATE)
    try:
        return dt.date.fromisoformat(cell.strip())
    except ValueError:
        raise ValueError("there is no such day") from None
