"""A number changed by so much."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from simulator.quantity import units as q
from simulator.quantity.kind import PER_ACCOUNT, PER_REPLICATION, Kind
from simulator.quantity.parse import read_number
from simulator.quantity.relative import change_of
from simulator.quantity.units import QuantityError

TIME = Kind(q.DURATION, high=36_525.0, varies=(PER_ACCOUNT, PER_REPLICATION))
SHARE = Kind(q.SHARE, high=1.0, hard=True, says="a share lies between 0 % and 100 %")
SIGNED = Kind(q.PLAIN, low=-3.0, high=3.0)
GROWTH = Kind(q.GROWTH, low=-1.0, high=1.0)
PRICE = Kind(q.PRICE, high=1e12)
MONEY = Kind(q.MONEY, high=1e9)
LEADS = Kind(q.LEADS, high=1e7)
PEOPLE = Kind(q.PLAIN, high=1e5, whole=True, says="headcount is a whole number")
BILLING = Kind(q.RHYTHM, low=1.0, high=120.0, whole=True)

# What is there, the change, and the same worked out by hand.
MADE = [
    (PRICE, "49 per unit a month", "+10%", "53.9 per unit a month"),  # 53.900000000000006 in floats
    (PRICE, "49 per unit a month", "-9 per unit a month", "40 per unit a month"),
    (PRICE, "1200 per unit a year", "+10 per unit a month", "1320 per unit a year"),
    (PRICE, "2 per 1000 units a month", "+0.001 per unit a month", "3 per 1000 units a month"),
    (
        PRICE,
        "40 to 60 per unit a month",
        "+10%",
        {"low": "44 per unit a month", "high": "66 per unit a month"},
    ),
    (MONEY, "15k", "-500", 14_500),
    (LEADS, "380 to 460 a month", "+120 a year", {"low": "390 a month", "high": "470 a month"}),
    (TIME, "20 days", "-1 week", "13 days"),
    (TIME, "3 months", "+10% of it", "3.3 months"),
    (
        TIME,
        {"low": "10 days", "best": "20 days", "high": "40 days"},
        "-25%",
        {"low": "7.5 days", "best": "15 days", "high": "30 days"},
    ),
    (
        TIME,
        {"median": "20 to 40 days", "sigma": 0.6},
        "+10 days",
        {"median": {"low": "30 days", "high": "50 days"}, "sigma": 0.6},
    ),
    (
        TIME,
        {"median": "20 days", "sigma": "0.5 to 0.7"},
        "+50%",
        {"median": "30 days", "sigma": "0.5 to 0.7"},
    ),
    # an amount moves a distribution and leaves its spread; a percentage takes the spread along
    (
        TIME,
        {"distribution": "gamma", "mean": "30 days", "sd": "10 days"},
        "+6 days",
        {"distribution": "gamma", "mean": "36 days", "sd": "10 days"},
    ),
    (
        TIME,
        {"distribution": "gamma", "mean": "30 days", "sd": "10 days"},
        "+20%",
        {"distribution": "gamma", "mean": "36 days", "sd": "12 days"},
    ),
    (TIME, {"values": ["3 days", "5 days"]}, "+1 day", {"values": ["4 days", "6 days"]}),
    (SHARE, "80%", "+5 points", "85%"),
    (SHARE, "80%", "-1 point", "79%"),
    (SHARE, "80%", "+5% of it", "84%"),
    (SHARE, "80%", "+0.05", "85%"),
    (SHARE, "25% to 35%", "-5 percentage points", {"low": "20%", "high": "30%"}),
    (SIGNED, 0.5, {"by": "-0.75"}, -0.25),
    (GROWTH, "2% a month", {"by": "+1% a month"}, "3% a month"),
    (GROWTH, "2% a month", {"by": "+10% of it"}, "2.2% a month"),
    (PEOPLE, 4, "+2", 6),
    (PEOPLE, 4, "+50%", 6),
]


@pytest.mark.parametrize(("kind", "raw", "change", "right"), MADE)
def test_it_is_what_it_says(kind: Kind, raw: Any, change: Any, right: Any) -> None:
    """Catches an end of a range that stays, a unit that is taken for another, a percentage added as an
    amount, digits of floats in a price, and a spread that is moved like a place."""
    found = change_of(kind, change)
    assert found is not None
    there = read_number(kind, found.of(read_number(kind, raw)))
    by_hand = read_number(kind, right)
    assert there.form == by_hand.form
    for (name, value), (there_name, wanted) in zip(there.known, by_hand.known, strict=True):
        assert name == there_name
        assert value == pytest.approx(wanted, rel=1e-15)
    assert dict(there.unknown).keys() == dict(by_hand.unknown).keys()
    for name, inner in there.unknown:
        assert dict(inner.known) == pytest.approx(dict(dict(by_hand.unknown)[name].known), rel=1e-15)
    assert there.varies == read_number(kind, raw).varies


@pytest.mark.parametrize(
    ("kind", "raw", "change", "message"),
    [
        (SHARE, "80%", "+5%", 'say which: "+5 points" makes 85%, "+5% of it" 84%'),
        (SHARE, "80%", "-10%", 'say which: "-10 points" makes 70%, "-10% of it" 72%'),
        (SHARE, "80%", "+30 points", "of 80% it would make 110%: a share lies between"),
        (TIME, "20 days", "+5 points", "points are of shares"),
        (TIME, "20 days", "-2", 'an amount with its unit, such as "+5 days"'),
        (TIME, "20 days", "-30 days", "of 20 days it would make -10 days"),
        (PRICE, "49 per unit a month", "+5", 'an amount with its unit, such as "+5 per unit a month"'),
        (PEOPLE, 4, "+10%", "of 4 it would make 4.4: headcount is a whole number"),
        (SIGNED, 0.5, "+0.3", 'write "0.3" for the number itself, or { by = "+0.3" }'),
        (BILLING, "every 12 months in advance", "+1 month", "say how it is to be billed"),
        (SHARE, {"distribution": "beta", "a": 2, "b": 3}, "+1 point", "can not be moved"),
        (TIME, "20 days", "+ten days", "a part of it"),
        (TIME, "20 days", "+-5 days", "a change is written like"),
        (TIME, "20 days", f"+{'9' * 5000}%", "a change is written like"),
        (TIME, "20 days", "+5 days from soon", "a date is written like 2027-04"),
        (TIME, "20 days", "+5 days from 2027-13", "a date is written like 2027-04"),
        (TIME, "20 days", {"by": 5}, "by is a text with a sign"),
        (TIME, "20 days", {"by": "5 days"}, "by is a text with a sign"),
        (TIME, "20 days", {"by": "+5 days", "form": 1}, 'unknown key "form"'),
        (TIME, "20 days", {"by": "+5 days", "from": "2027"}, "from is a date"),
        (TIME, "20 days", {"by": "+5 days from 2027-04", "from": dt.date(2027, 4, 1)}, "two dates"),
        (TIME, "20 days", {"by": "+5 days", "note": 3}, '"note" is a short text'),
    ],
)
def test_what_cannot_mean_anything_says_what_would(kind: Kind, raw: Any, change: Any, message: str) -> None:
    """Catches a guess between two meanings, and a number that is silently taken as it stands."""

    def made() -> None:
        found = change_of(kind, change)
        assert found is not None
        read_number(kind, found.of(read_number(kind, raw)))

    with pytest.raises(QuantityError) as error:
        made()
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [(TIME, "5 days"), (TIME, 3), (SIGNED, -0.3), (SIGNED, "-0.2 to 0.4"), (TIME, {"value": "3 days"})],
)
def test_a_number_is_no_change(kind: Kind, raw: Any) -> None:
    """Catches a negative number taken for so much less."""
    assert change_of(kind, raw) is None


def test_its_day_and_its_notes() -> None:
    """Catches a day, a source or a note that is lost on the way."""
    text = change_of(PEOPLE, "+2 from 2027-04")
    table = change_of(PEOPLE, {"by": "+2", "from": dt.date(2027, 4, 15), "note": "assumption"})
    assert text is not None
    assert table is not None
    assert (text.from_, table.from_) == (dt.date(2027, 4, 1), dt.date(2027, 4, 15))
    number = read_number(PEOPLE, table.of(read_number(PEOPLE, {"value": 4, "source": "other"})))
    assert (number.whole, number.note("note"), number.note("source")) == (6, "assumption", "")


def test_a_sign_in_a_file_is_refused() -> None:
    """Catches "+2" where a number stands: it was two people, and is meant as two more."""
    with pytest.raises(QuantityError, match="a sign says a change"):
        read_number(PEOPLE, "+2")
    assert read_number(SIGNED, "+0.3").mean == 0.3
