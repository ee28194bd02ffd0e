"""Words and numbers in the titles of a picture."""

from simulator.experiment import Interval
from simulator.format import Scale


def in_title(scale: Scale, interval: Interval) -> str:
    """A mean with its unit and no more than three digits or so: enough for a title."""
    half = max(interval.half, abs(interval.mean) / 100)
    return f"{scale.show(interval.mean, half)} {scale.unit}"


def capital(text: str) -> str:
    """A text with a capital at its beginning; the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def short(name: str, longest: int) -> str:
    """A name, cut where there is no room for more."""
    return name if len(name) <= longest else name[: longest - 1] + "…"
