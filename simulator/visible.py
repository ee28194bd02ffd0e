"""Text that is safe to show: what nobody would see, or a terminal would obey, is told by its code."""

import json
import unicodedata
from collections.abc import Iterator

_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # control, format, half a sign, ends of lines and of paragraphs
_JOINERS = "\u200c\u200d"  # which some scripts need between their letters, and signs made of several


def hidden(text: str, allowed: str = "") -> str:
    """The first sign of a text that is none to be seen, and not allowed; empty where there is none."""
    if text.isprintable():
        return ""
    return next((sign for sign, is_hidden in _looked_at(text, allowed) if is_hidden), "")


def code_of(sign: str) -> str:
    """How a sign is spoken of that cannot be shown: U+001B."""
    return f"U+{ord(sign):04X}"


def visible(text: str, allowed: str = "") -> str:
    """A text with its hidden signs, but those allowed, written as JSON writes them.

    So a document stays one: within a text of JSON these codes mean what they stand for.

    >>> print(visible("\\x1b[31mred"))
    \\u001b[31mred
    """
    if text.isprintable():
        return text
    return "".join(json.dumps(s)[1:-1] if is_hidden else s for s, is_hidden in _looked_at(text, allowed))


def _looked_at(text: str, allowed: str) -> Iterator[tuple[str, bool]]:
    """Each sign, and whether it is hidden: a joiner is where it joins nothing."""
    before = ""
    for sign in text:
        joins = sign in _JOINERS and not before.isascii()
        yield sign, unicodedata.category(sign) in _HIDDEN and sign not in allowed and not joins
        before = sign
