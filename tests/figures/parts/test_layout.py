"""The page and its inks."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter, FixedLocator

from simulator.experiment import Interval, Outcomes
from simulator.figures.parts.ink import BLUE, FINDING, INK, ORANGE
from simulator.figures.parts.layout import note, page, panel, png, takes
from simulator.figures.parts.scenarios import in_title, short
from simulator.format import Scale
from tests.figures.pictures import crossing, spoilt, words


def lightness(ink: str) -> float:
    """Relative luminance: what a grey print keeps of a colour."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(ink)]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_inks_differ_on_a_grey_print() -> None:
    """Catches the two fills of the bowtie, and the ink of words, looking alike in black and white."""
    shades = [lightness(ink) for ink in (INK, BLUE, ORANGE)] + [1.0]
    for one, other in combinations(sorted(shades), 2):
        assert (other + 0.05) / (one + 0.05) > 1.8


@pytest.mark.parametrize("many", [1, 30, 60])
def test_a_heading_makes_room_for_itself(many: int) -> None:
    """Catches a long title that runs into the picture or out of the page."""
    picture = page(9.0, 2.0, "found " * many, "to read " * many)
    axes = panel(picture, 1.0, 0.5, 7.0, 1.5)
    assert spoilt(picture) == []
    above = axes.get_window_extent().y1
    boxes = [
        box for text, many in words(picture).items() if "found" in text or "read" in text for box in many
    ]
    assert len(boxes) == 2
    assert all(box.y0 > above for box in boxes)


def test_a_panel_lies_where_it_is_put() -> None:
    """Catches inches taken for shares of the page."""
    picture = page(10.0, 4.0, "found", "read")
    box = panel(picture, 1.0, 0.5, 7.0, 3.0).get_window_extent()
    assert (box.x0, box.y0, box.width, box.height) == pytest.approx((100, 50, 700, 300))


def test_a_name_with_dollar_signs_is_no_formula(outcomes: Outcomes) -> None:
    """Catches a name that would be set as a formula, its spaces lost: in words and at a tick."""

    @takes(Outcomes)
    def draw(_: Outcomes) -> Figure:
        picture = page(9.0, 2.0, "from $5 to $6", "read")
        axes = panel(picture, 1.0, 0.5, 7.0, 1.5)
        note(axes, 0.5, 0.5, "$a b$")
        axes.xaxis.set_major_locator(FixedLocator([0.5]))
        axes.xaxis.set_major_formatter(FixedFormatter(["$c d$"]))
        return picture

    picture = draw(outcomes)
    png(picture, 50)  # a tick comes to be when it is drawn
    texts = [t for t in picture.findobj(Text) if isinstance(t, Text) and "$" in t.get_text()]
    assert {t.get_text() for t in texts} == {"from $5 to $6", "$a b$", "$c d$"}
    assert not any(t.get_parse_math() for t in texts)


def test_short() -> None:
    """Catches a name that is cut though it fits, or longer than it may be."""
    assert short("subscription", 12) == "subscription"
    assert short("subscriptions", 12) == "subscriptio…"


def test_a_title_has_few_digits() -> None:
    """Catches 85.53 % in a title, or a number that is rounded away."""
    assert in_title(Scale(100.0, "%"), Interval(0.85531, 0.854, 0.8566)) == "85.5 %"
    assert in_title(Scale(1.0, "days"), Interval(0.97, 0.7, 1.2)) == "1.0 days"
    assert in_title(Scale(1.0, "days"), Interval(382.4, math.nan, math.nan)) == "382 days"


def test_overlaps_are_found() -> None:
    """Catches a search for hidden words that never finds any."""
    picture = page(9.0, 2.0, "found", "read")
    axes = panel(picture, 1.0, 0.5, 7.0, 1.5)
    note(axes, 0.5, 0.5, "one word", size=FINDING)
    assert spoilt(picture) == []
    note(axes, 0.51, 0.5, "another", size=FINDING)
    assert ("one word", "another") in crossing([(t, b) for t, bs in words(picture).items() for b in bs])
    note(axes, 1.1, 0.9, "out of the page, and far out of it")
    assert "out of the page, and far out of it" in spoilt(picture)
    axes.texts[-1].remove()
    axes.texts[-1].remove()
    axes.bar([0.52], [0.6], 0.02)
    assert spoilt(picture) != []
