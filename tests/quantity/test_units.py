"""Figures with units: read, written, read again."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from simulator.quantity import units as q

FIXED_UNITS = [q.DURATION, q.MONTHS, q.SHARE, q.PLAIN, q.LEADS, q.GROWTH, q.GROWTH_A_YEAR, q.MONEY]
OWN_UNITS = [q.PRICE, q.ONCE, q.MONEY_AT_TIMES, q.MONEY_A_MONTH, q.VALUE, q.RHYTHM]
ANY = st.floats(min_value=-1e15, max_value=1e15, allow_subnormal=False)


@pytest.mark.parametrize("units", FIXED_UNITS, ids=lambda u: u.label)
@given(value=ANY)
def test_what_is_written_is_read_again_equal(units: q.Units, value: float) -> None:
    """A figure that loses its last digits, or its unit, on the way through words."""
    text = q.write(units, value, units.written[0])
    assert text
    assert q.read(units, text) == (value, units.written[0])


@given(
    value=st.floats(min_value=0, max_value=1e12, allow_subnormal=False),
    per=st.integers(1, 1_000_000),
    period=st.sampled_from(["a month", "a year"]),
)
def test_a_price_keeps_its_unit(value: float, per: int, period: str) -> None:
    unit = f"per {per} units {period}" if per > 1 else f"per unit {period}"
    assert q.read(q.PRICE, q.write(q.PRICE, value, unit)) == (value, unit)
    assert q.per_of(unit) == per
    assert q.months_of(unit) == (1 if period == "a month" else 12)


@given(
    months=st.integers(1, 120),
    when=st.sampled_from(["advance", "arrears"]),
)
def test_how_often_is_billed_is_written_as_it_is_said(months: int, when: str) -> None:
    text = q.write(q.RHYTHM, float(months), f"months in {when}")
    assert text == (f"every month in {when}" if months == 1 else f"every {months} months in {when}")
    assert q.read(q.RHYTHM, text) == (months, f"months in {when}")


@given(
    figure=st.decimals(min_value=0, max_value=10**6, places=3),
    unit=st.sampled_from(["hours", "days", "weeks", "months", "years", "day"]),
)
def test_what_was_read_is_printed_and_read_again_equal(figure: object, unit: str) -> None:
    value, _ = q.read(q.DURATION, f"{figure} {unit}")
    assert q.read(q.DURATION, q.write(q.DURATION, value, "days"))[0] == value


@pytest.mark.parametrize(
    ("units", "text", "value"),
    [
        (q.DURATION, "5 days", 5.0),
        (q.DURATION, "1 day", 1.0),
        (q.DURATION, "12 hours", 0.5),
        (q.DURATION, "2 weeks", 14.0),
        (q.DURATION, "3 months", 91.3125),
        (q.DURATION, "1 year", 365.25),
        (q.DURATION, "  1.5   Days ", 1.5),
        (q.MONTHS, "1 year", 12.0),
        (q.SHARE, "25%", 0.25),
        (q.SHARE, "25 %", 0.25),
        (q.SHARE, 0.25, 0.25),
        (q.SHARE, "0.1%", 0.001),
        (q.PLAIN, "20k", 20_000.0),
        (q.PLAIN, 7, 7.0),
        (q.LEADS, "1.2k a month", 1_200.0),
        (q.LEADS, "120 a year", 10.0),
        (q.LEADS, "1 a day", 30.4375),
        (q.GROWTH, "-2% a month", -0.02),
        (q.PRICE, "1.5m per unit a year", 1_500_000.0),
        (q.PRICE, "1_000 per unit a month", 1_000.0),
        (q.ONCE, "1200 per unit", 1_200.0),
        (q.MONEY, "2M", 2_000_000.0),
        (q.MONEY, 500, 500.0),
        (q.MONEY, "0.5", 0.5),
        (q.MONEY_AT_TIMES, "75k a year", 75_000.0),
        (q.MONEY_A_MONTH, "0.50 a month", 0.5),
        (q.GROWTH_A_YEAR, "3 % a year", 0.03),
        (q.RHYTHM, "every 12 months in advance", 12.0),
        (q.RHYTHM, "every year in arrears", 12.0),
        (q.RHYTHM, "Every month in advance", 1.0),
    ],
)
def test_words_mean_what_they_say(units: q.Units, text: object, value: float) -> None:
    """A month of 30 days, a thousand that is a million, a percentage point."""
    assert q.read(units, text)[0] == value


@pytest.mark.parametrize(
    ("units", "text", "ends"),
    [
        (q.DURATION, "5 to 20 days", (5.0, 20.0)),
        (q.DURATION, "12 hours to 3 days", (0.5, 3.0)),
        (q.SHARE, "25% to 35%", (0.25, 0.35)),
        (q.SHARE, "25 to 35%", (0.25, 0.35)),
        (q.GROWTH, "-1% to 3% a month", (-0.01, 0.03)),
        (q.GROWTH_A_YEAR, "2% to 4% a year", (0.02, 0.04)),
        (q.GROWTH_A_YEAR, "2% a month to 4% a year", None),
        (q.MONEY, "25 to 45", (25.0, 45.0)),
        (q.MONEY, "1.5M to 2.5M", (1.5e6, 2.5e6)),
        (q.MONEY_AT_TIMES, "70k to 80k a year", (70_000.0, 80_000.0)),
        (q.MONEY_AT_TIMES, "70k a month to 80k a year", None),
        (q.VALUE, "90 to 160 per unit a month", (90.0, 160.0)),
        (q.GROWTH, "-1% a month to 3% a month", (-0.01, 0.03)),
        (q.GROWTH, "-1 to 3% a month", (-0.01, 0.03)),
        (q.LEADS, "380 to 460 a month", (380.0, 460.0)),
        (q.PRICE, "10k to 20k per unit a year", (10_000.0, 20_000.0)),
        (q.PRICE, "10 to 20k per unit a year", None),
        (q.PRICE, "10 per unit a month to 20 per unit a year", None),
    ],
)
def test_a_range_has_one_unit(units: q.Units, text: str, ends: tuple[float, float] | None) -> None:
    if ends is None:
        with pytest.raises(q.QuantityError):
            q.read_range(units, text)
    else:
        found = q.read_range(units, text)
        assert found is not None
        assert found[:2] == ends


@pytest.mark.parametrize(
    ("units", "text"),
    [
        (q.DURATION, "1,5 days"), (q.DURATION, "five days"), (q.DURATION, "5d"), (q.DURATION, "5k days"),
        (q.DURATION, ""), (q.DURATION, "days"), (q.DURATION, "5 days days"), (q.DURATION, "1__0 days"),
        (q.SHARE, "5 percent"), (q.SHARE, "5%%"), (q.PLAIN, "1e5"), (q.PLAIN, "5 seats"), (q.PLAIN, "0x10"),
        (q.LEADS, "5"), (q.LEADS, "5 a decade"), (q.GROWTH, "2%"), (q.PRICE, "49 per 0 units a month"),
        (q.PRICE, "49 per unit a week"), (q.ONCE, "49 per unit a month"), (q.ONCE, "49 per 1000 units"),
        (q.PRICE, "49 a month"), (q.MONEY, "49 per unit"), (q.MONEY, "49 a month"), (q.MONEY_A_MONTH, "49"),
        (q.MONEY_A_MONTH, "49 a year"), (q.MONEY_AT_TIMES, "49 per unit a month"),
        (q.MONEY_AT_TIMES, "49 a day"),
        (q.VALUE, "49 a month"), (q.VALUE, "49 per 10 units a month"), (q.GROWTH_A_YEAR, "3% a month"),
        (q.RHYTHM, "12 months in advance"), (q.RHYTHM, "every 12 months"),
        (q.RHYTHM, "every week in advance"),
        (q.RHYTHM, "monthly in advance"), (q.RHYTHM, "every"), (q.RHYTHM, "every x months in arrears"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(units: q.Units, text: str) -> None:
    """A guess at what was meant: 1,5 days read as 15."""
    with pytest.raises(q.QuantityError, match=r"written like|per unit"):
        q.read(units, text)


@given(st.text(max_size=40))
def test_no_text_makes_a_traceback(text: str) -> None:
    for units in (*FIXED_UNITS, *OWN_UNITS):
        try:
            value, unit = q.read(units, text)
        except q.QuantityError:
            continue
        assert q.read(units, q.write(units, value, unit)) == (value, unit)
