"""The numbers under the bowtie."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import figures
from simulator.experiment import Outcomes, t_interval
from simulator.figures.bowtie import ACCOUNTS, CODE, DAYS, NAME, SHARE


def line(outcomes: Outcomes, height: float) -> dict[float, str]:
    """What stands at a height, by its place from left to right."""
    steps = figures.bowtie(outcomes).axes[2]
    found = [t for t in steps.texts if t.get_position()[1] == height and t.get_position()[0] > 0]
    return {t.get_position()[0]: t.get_text() for t in found}


def numbers(text: str) -> tuple[float, float]:
    """Mean and half of its interval."""
    mean, _, half = text.replace(",", "").partition(" ±")
    return float(mean), float(half)


@pytest.mark.slow
def test_all_eight_volumes_have_their_name_and_accounts(outcomes: Outcomes) -> None:
    """Catches a stage that is missing, named twice, or shown with a neighbour's accounts."""
    assert list(line(outcomes, CODE).values()) == [f"VM{k}" for k in range(1, 9)]
    names = ["prospects", "MQL", "SQL", "SAL (qualified)", "won", "live", "impact", "expanded"]
    assert list(line(outcomes, NAME).values()) == names
    for place, text in line(outcomes, ACCOUNTS).items():
        values = outcomes.bowtie[:, 0, int(place) - 1, 0]
        if np.isnan(values).any():
            assert text == "no such step"
        else:
            interval = t_interval(values)
            assert numbers(text) == pytest.approx((interval.mean, interval.half), abs=1)


@pytest.mark.parametrize(("height", "column", "factor"), [(SHARE, 1, 100), (DAYS, 2, 1)])
def test_between_two_volumes_stand_conversion_and_days(
    outcomes: Outcomes, height: float, column: int, factor: float
) -> None:
    """Catches a rate under the wrong arrow, a share without its percent, an interval of something else."""
    shown = line(outcomes, height)
    assert list(shown) == [2.5, 4.5, 5.5, 6.5, 7.5]  # from prospects over two steps that there are not
    for text, step in zip(shown.values(), (0, 3, 4, 5, 6), strict=True):
        interval = t_interval(outcomes.bowtie[:, 0, step, column] * factor)
        mean, half = numbers(text)
        assert mean == pytest.approx(interval.mean, abs=interval.half / 2 + 0.006)
        assert half == pytest.approx(interval.half, rel=0.3, abs=0.006)  # of one digit


@pytest.mark.slow
def test_what_did_not_happen_is_a_dash(odd: Outcomes) -> None:
    """Catches nan in a picture."""
    for height in (ACCOUNTS, SHARE, DAYS):
        for text in line(odd, height).values():
            assert "nan" not in text
            if not odd.values["leads"].any():
                assert text in ("–", "0 ±0", "no such step")
