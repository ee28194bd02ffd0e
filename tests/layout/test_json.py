"""Blocks and answers as JSON."""

from __future__ import annotations

import datetime as dt
import json
import math

from simulator.format import Scale
from simulator.layout.json import text_of
from simulator.layout.page import Heading, Paragraph, Picture
from simulator.layout.table import Column, Estimate, Kind, Table


def test_values_are_strict() -> None:
    """Catches NaN, which is no JSON, a date that is not ISO, and letters as escapes."""
    document = {"mean": math.nan, "cells": (1.5, math.inf), "day": dt.date(2027, 1, 2), "unit": "€"}
    assert json.loads(text_of(document)) == {
        "mean": None,
        "cells": [1.5, None],
        "day": "2027-01-02",
        "unit": "€",
    }
    assert "€" in text_of(document)


def test_a_page_is_told_with_its_values() -> None:
    """Catches a block that does not say what it is, and numbers that are rounded or have lost their unit."""
    estimate = Estimate(1234.5678, math.nan, math.nan, Scale(1e-3, "thousand EUR"))
    columns = (Column("who"), Column("cash", Kind.ESTIMATE))
    page = [[Heading("A"), Paragraph("b", 2)], [Table(columns, (("a", estimate), "more")), Picture("cash")]]
    (heading, paragraph), (table, picture) = json.loads(text_of(page))
    assert heading == {"is": "heading", "text": "A", "level": 1, "breaks": False}
    assert paragraph["text"] == "b"
    assert [column["kind"] for column in table["columns"]] == ["text", "estimate"]
    (who, cash), more = table["rows"]
    assert (who, more) == ("a", "more")
    assert cash["mean"] == 1234.5678
    assert cash["low"] is None
    assert cash["scale"] == {"factor": 1e-3, "unit": "thousand EUR"}
    assert picture == {"is": "picture", "name": "cash", "of": ""}
