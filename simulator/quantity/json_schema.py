"""Make the JSON Schema of a number: the pattern of its text, the keys of its table."""

import math
import re
import tomllib
from contextlib import suppress
from typing import Any

from simulator.quantity.forms import FORMS
from simulator.quantity.kind import Kind
from simulator.quantity.number import NOTES
from simulator.quantity.parse import NAMED, UNNAMED, read_number
from simulator.quantity.units import PriceUnits, QuantityError, RhythmUnits, Units

Schema = dict[str, Any]

_TOGETHER = {  # keys of a table that need each other
    "low": ["high"], "high": ["low"], "best": ["low", "high"], "median": ["sigma"], "sd": ["mean"],
    "shape": ["mean"], "a": ["b"], "b": ["a"],
}  # fmt: skip
_SAYS = {
    "value": "one value, or a range from the low to the high end (90 % interval)",
    "low": "low end; with `best` the lowest value that there can be",
    "best": "most likely value",
    "high": "high end; with `best` the highest value that there can be",
    "median": "half are below, half above",
    "mean": "mean",
    "sigma": "spread: standard deviation of the logarithm",
    "sd": "standard deviation",
    "shape": "1: exponential; above: more alike",
    "a": "first shape of a beta distribution",
    "b": "second shape of a beta distribution",
    "values": "a list of values, each as likely as the others",
    "distribution": "shape of the distribution, where the other keys do not tell",
    "varies": "whether each account has its own, or nobody knows the one that all have",
    "source": "id of what says so, in a register of sources",
    "where": "place in the source",
    "note": "what is to be known of it; what nobody published begins with: assumption",
}


def words_of(kind: Kind) -> str:
    """What is written there, and its bounds: `A duration, such as "5 days" or "2 to 9 days". ...`."""
    written = [f'"{example}"' if isinstance(example, str) else str(example) for example in examples_of(kind)]
    such = " or ".join(part for part in (", ".join(written[:-1]), *written[-1:]) if part)
    bounds = kind.bounds()
    return f"{_capital(kind.units.label)}, such as {such}. {_capital(bounds)}."


def examples_of(kind: Kind) -> list[Any]:
    """The examples of its units that are numbers of this kind, as values of a file."""
    found = []
    for text in re.findall(r'"[^"]*"|[\d.]+', kind.units.example):
        example = tomllib.loads(f"x = {text}")["x"]
        with suppress(QuantityError):
            read_number(kind, example)
            found.append(example)
    return found


def text_of(kind: Kind, *, ranges: bool = True) -> str:
    """The pattern of a text: a figure and its unit, or two with "to" between them.

    Units are to be in small letters with single blanks, as the product writes them; reading is laxer.
    """
    units = kind.units
    sign = "-?" if kind.low < 0.0 else ""
    figure = rf"{sign}[\d_]*\.?\d+{'( ?[kKmM])?' if units.suffixes else ''}"
    unit, begun = _unit_of(units), _unit_of(units, begun=True)
    if units.before:
        return rf"^{units.before} ({figure} )?{unit}$"
    first = rf"({figure}{f'( ?{begun})?' if begun else ''} to )?" if ranges and not kind.whole else ""
    return rf"^{first}{figure}{f' ?{unit}' if unit else ''}$"


def _unit_of(units: Units, *, begun: bool = False) -> str:
    """The words behind a figure; `begun`: behind a low end, which may leave the last ones to the high end."""
    if isinstance(units, RhythmUnits):
        return "(months?|years?) in (advance|arrears)"
    if isinstance(units, PriceUnits):
        many = r"(\d+ )?" if units.most_per > 1 else "(1 )?"
        per = f"per {many}units?" if units.per_unit else ""
        period = f"a ({'|'.join(units.periods)})" if units.periods else ""
        return f"{per}( {period})?" if per and period and begun else f"{per} {period}".strip()
    words = sorted(word for word in units.words if word)
    plural = {f"{word}s" for word in words}
    short = [f"{word}s?" if f"{word}s" in words else word for word in words if word not in plural]
    if begun:
        short = [f"%({word[1:]})?" if word.startswith("% ") else word for word in short]
    text = "|".join(short)
    if "" in units.words and text:
        return f"{text}?" if len(text) == 1 else f"({text})?"
    return f"({text})" if "|" in text else text


def figure_of(kind: Kind) -> Schema:
    """One figure with its unit."""
    return {"description": words_of(kind), **_plain(kind, ranges=False)}


def unknown_of(kind: Kind, figure: Schema) -> Schema:
    """A figure of a distribution that may itself be a range; `figure` describes each of its ends.

    Other tables are possible there, and seldom meant: neither offered nor flagged.
    """
    ends = ("value", *FORMS["pert"].needs)
    plain = _plain(kind)
    return {
        "description": words_of(kind),
        **plain,
        "type": [*plain["type"], "object"],
        "properties": dict.fromkeys(ends, figure) | {"value": {"description": said("value"), **plain}},
    }


def number_of(kind: Kind, figure: Schema, unknown: Schema, bare: Schema) -> Schema:
    """A number of a kind: a figure where it may stand alone, a text, or a table.

    In its table, `figure` describes a figure, `unknown` one that may be a range, `bare` one without a unit.
    """
    forms = [name for name in FORMS if _fits(kind, name)]
    keys: Schema = {}
    for form in (FORMS[name] for name in forms):
        for need in form.needs:
            inside = bare if need in form.plain else unknown if need in form.movable else figure
            if need == "values":
                inside = {"description": said(need), "type": "array", "items": figure}
            if need not in keys or need in form.movable:
                keys[need] = inside
    alone = _plain(kind)
    keys["value"] = {"description": said("value"), **alone}
    named = [name for name, shapes in NAMED.items() if set(shapes) & set(forms)]
    if named:
        keys["distribution"] = {"description": said("distribution"), "enum": named}
    keys["varies"] = {"description": said("varies"), "enum": list(kind.varies)}
    keys |= {name: {"description": said(name), "type": "string"} for name in NOTES}
    needs = {name: others for name, others in _TOGETHER.items() if name in keys}
    return {
        **alone,
        "type": [*alone["type"], "object"],
        "properties": keys,
        "additionalProperties": False,
        **({"dependencies": needs} if needs else {}),
    }


def _plain(kind: Kind, *, ranges: bool = True) -> Schema:
    """A text of a kind, or a figure alone where it needs no unit, within its bounds."""
    found: Schema = {"type": ["string"], "pattern": text_of(kind, ranges=ranges)}
    if kind.units.bare:
        found["type"] = ["integer" if kind.whole else "number", "string"]
        if math.isfinite(kind.low):
            found["exclusiveMinimum" if kind.above else "minimum"] = kind.low
        if math.isfinite(kind.high):
            found["maximum"] = kind.high
    return found


def _fits(kind: Kind, form: str) -> bool:
    """Whether numbers of this kind may have a form at all."""
    if kind.whole:
        return form == "value"
    if form in ("beta", "beta ab"):
        return kind.hard
    if form in ("median", "mean", "exponential", "gamma", "weibull"):
        return not kind.hard and kind.low >= 0.0
    return form in UNNAMED or any(form in shapes for shapes in NAMED.values())


def said(key: str) -> str:
    """What a key of a number's table means, in a sentence."""
    return sentence(_SAYS[key])


def sentence(words: str) -> str:
    """Words with a capital and a full stop; nothing of nothing."""
    return f"{_capital(words)}." if words else ""


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
