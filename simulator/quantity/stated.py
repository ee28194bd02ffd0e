"""Format a number as the file states it."""

import re

from simulator.quantity.forms import FORMS
from simulator.quantity.kind import WITH_FIT
from simulator.quantity.number import Number
from simulator.quantity.units import write_alike

_FEW = 6  # values of a list that are said
_LONG = re.compile(r"(?<![\d.,])\d{4,}")  # figures of which thousands are set apart


def stated(number: Number) -> str:
    """A number as the file states it, without its notes: `45 to 90 days, best 70 days`."""
    parts = _parts(number)
    match number.form:
        case "value":
            return parts["value"]
        case "range" | "pert":
            low, high = parts["low"], parts["high"]
            figure, _, unit = low.partition(" ")
            alike = bool(unit) and high.endswith((f" {unit}", f" {unit}s"))
            text = f"{figure if alike else low} to {high}"
            text += f", best {parts['best']}" if "best" in parts else ""
        case "values":
            text = f"one of {parts['values']}"
        case "median" | "mean":
            text = ", ".join(f"{name} {part}" for name, part in parts.items())
        case form:
            text = ", ".join([form.split()[0], *(f"{name} {part}" for name, part in parts.items())])
    if not number.per_account:
        return text
    return f"{text}; differs with fit" if number.varies == WITH_FIT else f"{text}; differs"


def _parts(number: Number) -> dict[str, str]:
    """The parameters in words by their names, those with a unit in the same one."""
    form, known, unknown = FORMS[number.form], dict(number.known), dict(number.unknown)
    values = [v for name, v in known.items() if name not in (*form.plain, "values")]
    alike = iter(write_alike(number.kind.units, values, number.unit)) if values else iter(())
    parts = {}
    for name in form.needs:
        if name in unknown:
            parts[name] = stated(unknown[name])
        elif name == "values":
            texts = write_alike(number.kind.units, known[name], number.unit)
            parts[name] = ", ".join(texts[:_FEW]) + (f" and {len(texts) - _FEW} more" if texts[_FEW:] else "")
        else:
            parts[name] = f"{known[name]:g}" if name in form.plain else next(alike)
    return {name: _LONG.sub(lambda found: f"{int(found[0]):,}", text) for name, text in parts.items()}
