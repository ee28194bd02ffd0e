"""Several currencies: how they are written, and why there is one."""

import re

ONE_CURRENCY = "no rates of exchange are simulated, so state all money in one"

_SIGN = re.compile(
    r"[$€£¥₹₩₽]|(?<![A-Za-z])(?:(?!PER|DAY)[A-Z]{3}|(?i:usd|eur|gbp|chf|dollars?|euros?|pounds?|francs?))"
    r"(?![A-Za-z])"
)
_KEYS = ("currency", "currencies", "fx", "fx_rate", "fx_rates", "forex", "exchange_rate", "exchange_rates")


def named_in(text: str) -> bool:
    """Whether an amount of money bears a currency, as a sign, a code or a word."""
    return _SIGN.search(text) is not None


def said_once(word: str) -> str:
    """What to do with a key or a column for a currency; empty where it is none."""
    if re.sub(r"[\s-]", "_", word.lower()) not in _KEYS:
        return ""
    return f"the currency is said once, at the top of the file: {ONE_CURRENCY}"
