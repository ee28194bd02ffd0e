"""What is too much, or cannot be shown, in the text of any file: known before its tables are looked at."""

from collections.abc import Iterator
from typing import Any

from simulator.quantity.parse import plain_value
from simulator.read_file import DEEPEST, MOST_DIGITS
from simulator.visible import code_of, hidden, visible

MOST_KEYS = 50_000  # of a file: twenty motions of sixty stages have half of them


def refused(tree: Any) -> Iterator[tuple[str, str, str]]:
    """Path, value and what would be right, of all in a file that no file may hold."""
    if _is_deeper(tree, DEEPEST):
        yield "", "", f"tables within tables, deeper than {DEEPEST}"
    elif _keys_in(tree) > MOST_KEYS:
        yield "", "", f"too large: more than {MOST_KEYS:,} keys"
    else:
        yield from _signs(tree)


def _is_deeper(tree: Any, levels: int) -> bool:
    """Whether tables and lists lie deeper within each other; what lies deeper is not looked at."""
    inside = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return levels < 0 or any(_is_deeper(value, levels - 1) for value in inside)


def _keys_in(tree: Any) -> int:
    """How many keys there are, those of tables in it included."""
    if isinstance(tree, dict):
        return len(tree) + sum(_keys_in(value) for value in tree.values())
    return sum(_keys_in(value) for value in tree) if isinstance(tree, list) else 0


def _signs(tree: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Hidden signs, and whole numbers that are too large."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            here = f"{path}.{key}" if path else key
            if sign := hidden(key):
                yield here, "", f"its name holds {_told(sign)}"
            else:
                yield from _signs(value, here)
    elif isinstance(tree, list):
        for n, value in enumerate(tree, start=1):
            yield from _signs(value, f"{path}[{n}]")
    elif isinstance(tree, str) and (sign := hidden(tree, "\n\t")):
        yield path, visible(plain_value(tree)), f"it holds {_told(sign)}"
    elif isinstance(tree, int) and abs(tree) >= 2**63:
        yield path, plain_value(tree), f"too large: a whole number has at most {MOST_DIGITS} digits"


def _told(sign: str) -> str:
    return f"{code_of(sign)}, a sign that nobody sees: take it out"
