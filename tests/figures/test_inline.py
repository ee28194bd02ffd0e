"""Figures within a page of HTML."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.figure import Figure

from simulator.experiment import Outcomes
from simulator.figures import bowtie, cash
from simulator.figures.inline import inline
from simulator.figures.parts.layout import page, panel
from simulator.figures.through_time import through_time
from simulator.format import Scale

MONEY = Scale(1e-3, "thousand EUR")


def titles(svg: str) -> list[str]:
    """What shows on hover."""
    tree = ElementTree.fromstring(svg)
    return [node.text or "" for node in tree.iter() if node.tag.rpartition("}")[2] == "title"]


def test_a_figure_leaves_its_heading_to_the_page(outcomes: Outcomes) -> None:
    """Catches a heading that is said twice, or is lost, and a picture that is cut with it."""
    drawn = bowtie(outcomes)
    finding, read = drawn.finding, drawn.read  # type: ignore[attr-defined]
    found = inline(bowtie(outcomes), "a")
    assert (found.finding, found.read) == (finding, read)
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", found.svg)
    assert not any(text and text in finding for text in texts if len(text) > 20)
    assert "prospects" in texts
    wide, tall = (
        float(part) for part in re.findall(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"', found.svg)[0]
    )
    assert wide == pytest.approx(drawn.get_size_inches()[0] * 72)
    assert 0 < tall < drawn.get_size_inches()[1] * 72 - 20


def test_no_two_pictures_of_a_page_have_a_part_in_common(outcomes: Outcomes) -> None:
    """Catches an id that stands twice, so that one picture is cut as another is."""
    one, other = inline(cash(outcomes), "a").svg, inline(cash(outcomes), "b").svg
    names = re.findall(r' id="([^"]+)"', one + other)
    assert names
    assert len(names) == len(set(names))
    for svg in (one, other):
        used = set(re.findall(r"""(?:url\(#|href="#)([^")]+)""", svg))
        assert used == set(re.findall(r' id="([^"]+)"', svg))


def test_numbers_show_where_they_are_drawn() -> None:
    """Catches a number of another point, without its unit, beside the point, or out of sight."""

    picture = page(5.0, 2.0, "found", "read")
    axes = panel(picture, 1.0, 0.5, 3.0, 1.0)
    axes.plot([0.0, 1.0, 9.0], [2.5, 5.0, 5.0], "o", label="a <b>")
    axes.set_xlim(0, 2)
    axes.set_ylim(0, 10)
    axes.set_xlabel("years")
    axes.set_ylabel("EUR")
    axes.axhline(3.0)  # a rule is no number
    svg = inline(picture, "a").svg
    assert titles(svg) == ["a <b>: 0 years, 2.5 EUR", "a <b>: 1 years, 5 EUR"]
    places = re.findall(r'class="hover" cx="([\d.]+)" cy="([\d.]+)"', svg)
    above = picture.get_size_inches()[1] * 72
    assert [tuple(map(float, place)) for place in places] == [
        pytest.approx((72.0, above - 36 - 18), abs=0.1),
        pytest.approx((72 + 108, above - 36 - 36), abs=0.1),
    ]


def test_a_name_along_an_axis_is_told_by_name() -> None:
    """Catches a row of names that shows as 0, 1, 2."""
    picture = page(5.0, 2.0, "found", "read")
    axes = panel(picture, 1.0, 0.5, 3.0, 1.0)
    axes.plot([3.0, 4.0], [0.0, 1.0], "o")
    axes.set_yticks([0, 1], ["sellers", "others"])
    assert titles(inline(picture, "a").svg) == ["3, sellers", "4, others"]


def test_any_figure_can_be_shown() -> None:
    """Catches a figure of matplotlib's own that is refused, or cut."""
    picture = Figure(figsize=(2.0, 1.0))
    picture.add_axes((0.1, 0.1, 0.8, 0.8)).plot([1, 2, 3])
    assert inline(picture, "a").svg.startswith('<svg viewBox="0 0.0 144.0 72.0"')


def test_a_fan_tells_each_month() -> None:
    """Catches quantiles of another month, or of the runs in which nothing is known; digits that hide how far
    runs lie apart."""
    values = np.array([[1000.0, 2000.0], [3000.0, np.nan], [5000.0, 4000.0]])
    found = through_time(values, ["2027-01", "2027-02"], MONEY, "Cash <of all>")
    assert titles(found.svg) == [
        "2027-01: 3.0 thousand EUR, eight of ten 1.4 to 4.6",
        "2027-02: 3.0 thousand EUR, eight of ten 2.2 to 3.8",
    ]
    assert found.finding == "Cash <of all> in 2027-02: 3.0 thousand EUR, eight of ten 2.2 to 3.8"
    assert 'aria-label="Cash &lt;of all&gt; in 2027-02' in found.svg


def test_a_fan_lies_within_its_axis() -> None:
    """Catches a line out of the picture, a month at the place of another, and zero where it is not."""
    values = np.array([[-20.0, 0.0, 35.0]] * 2)
    svg = through_time(values, ["2027-01", "2027-02", "2027-03"], Scale(1.0, "EUR"), "Cash").svg
    line = re.findall(r'<polyline points="([^"]+)"', svg)[0]
    (x1, y1), (x2, y2), (x3, y3) = (map(float, point.split(",")) for point in line.split())
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.11)
    assert 20 <= y3 < y2 < y1 <= 186
    assert (y1 - y2) / (y2 - y3) == pytest.approx(20 / 35, rel=0.01)
    numbers = {text: float(y) - 4 for y, text in re.findall(r'y="([\d.]+)" text-anchor="end">([^<]+)<', svg)}
    assert set(numbers) == {"−20", "0", "20", "40"}
    assert numbers["0"] == pytest.approx(y2, abs=0.1)


@pytest.mark.parametrize("value", [0.0, 1e-9, 1e12, np.nan])
def test_any_size_can_be_drawn(value: float) -> None:
    """Catches an axis without a step, one with thousands of lines, and nothing at all that is drawn."""
    found = through_time(np.full((2, 3), value), ["a", "b", "c"], Scale(1.0, "EUR"), "Cash")
    if np.isnan(value):
        assert (found.svg, found.finding) == ("", "Cash: nothing to tell")
    else:
        assert len(titles(found.svg)) == 3
        assert 2 <= found.svg.count('text-anchor="end"') <= 6
