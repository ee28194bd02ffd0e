"""What-ifs, best first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex

from simulator import figures
from simulator.experiment import Comparison, OptionError, Outcomes
from simulator.figures.parts.ink import BLUE, ORANGE
from tests.figures.pictures import drawn, spoilt, whiskers


def made(outcomes: Outcomes, metric: str, changes: dict[str, list[float]]) -> Comparison:
    """What-ifs that add so much to a metric, replication by replication."""
    base = np.zeros(4)
    values = {"base": base} | {name: base + np.array(change) for name, change in changes.items()}
    several = [replace(outcomes, name=n, values=outcomes.values | {metric: v}) for n, v in values.items()]
    return Comparison(tuple(several), against="base")


MIXED = {"worse": [-3.0, -2.0, -4.0, -3.0], "open": [-1.0, 1.5, 0.2, -0.3], "best": [5.0, 6.0, 5.5, 7.0]}


def title_of(comparison: Comparison, metric: str) -> str:
    return " ".join(figures.what_ifs(comparison, metric).texts[0].get_text().split())


def test_no_word_is_hidden(paying: Comparison, outcomes: Outcomes) -> None:
    """Catches words over words or bars, also of long names and large numbers."""
    assert spoilt(drawn(figures.what_ifs, paying)) == []
    name = "what if we did all that anybody in this room has thought of so far, and $5 or $6 more"
    long = made(outcomes, "won", {name: [1e6, 1.1e6, 1e6, 2e6], "b": [-1e6] * 4})
    assert spoilt(figures.what_ifs(long, "won")) == []


def test_of_nothing_it_says_so(outcomes: Outcomes) -> None:
    """Catches an error where there is nothing to rank, or nothing is known of the metric."""
    assert title_of(Comparison((outcomes,), against=outcomes.name), "cash_end") == "Nothing to compare"
    two = Comparison((outcomes, replace(outcomes, name="again")), against=outcomes.name)
    assert title_of(two, "cash_end") == "Nothing is known here of cash at the end"


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_comparisons(odd: Outcomes) -> None:
    """Catches an error where there is nothing to rank, or nothing is known of the metric."""
    alone = Comparison((odd,), against=odd.name)
    assert title_of(alone, "cash_end") == "Nothing to compare"
    two = Comparison((odd, replace(odd, name="again")), against=odd.name)
    assert spoilt(figures.what_ifs(two)) == []
    if np.isnan(odd.values["cash_end"]).all():
        assert title_of(two, "cash_end") == "Nothing is known here of cash at the end"


def test_best_first_with_bars_and_whiskers_of_the_difference(paying: Comparison) -> None:
    """Catches another order, a bar of another what-if, and intervals that are not of the pairs."""
    (axes,) = drawn(figures.what_ifs, paying).axes
    ranked = paying.ranked("cash_end")
    assert [t.get_text() for t in axes.get_yticklabels()] == [o.name for o, _ in ranked]
    low, high = axes.get_ylim()
    assert low > high  # the best at the top
    gaps = [gap for _, gap in ranked]
    assert [gap.mean for gap in gaps] == sorted((gap.mean for gap in gaps), reverse=True)
    factor = {"EUR": 1.0, "thousand EUR": 1e-3, "million EUR": 1e-6}[
        axes.get_xlabel().split(", ")[2].rpartition(" (")[0]
    ]
    np.testing.assert_allclose([bar.get_width() for bar in axes.patches], [g.mean * factor for g in gaps])
    np.testing.assert_allclose(whiskers(axes), [(g.low * factor, g.high * factor) for g in gaps])
    written = [t.get_text() for t in axes.texts]
    assert [w for w in written if " of " in w] == [f"{g.better_in} of {g.pairs}" for g in gaps]


def test_better_worse_and_open_are_told_apart_without_colour(outcomes: Outcomes) -> None:
    """Catches a bar that is filled though chance may explain it, and two kinds that look alike in grey."""
    (axes,) = figures.what_ifs(made(outcomes, "won", MIXED), "won").axes
    best, open_, worse = axes.patches
    assert (to_hex(best.get_facecolor()), best.get_hatch()) == (BLUE.lower(), None)
    assert (to_hex(open_.get_facecolor()), open_.get_hatch()) == ("#ffffff", None)
    assert to_hex(worse.get_facecolor()) == ORANGE.lower()
    assert worse.get_hatch()


def test_where_less_is_better_less_comes_first(outcomes: Outcomes) -> None:
    """Catches churn that is ranked by its size."""
    comparison = made(outcomes, "logo_churn", MIXED)
    (axes,) = figures.what_ifs(comparison, "logo_churn").axes
    assert [t.get_text() for t in axes.get_yticklabels()] == ["worse", "open", "best"]
    assert to_hex(axes.patches[0].get_facecolor()) == BLUE.lower()
    assert axes.get_xlabel().endswith("% (less is better)")
    with pytest.raises(OptionError, match="neither more nor less"):
        figures.what_ifs(comparison, "pipeline_coverage")


def test_the_title_is_what_was_found(outcomes: Outcomes) -> None:
    """Catches a winner that is called where two are too close, or where none is better."""
    said = title_of(made(outcomes, "won", MIXED), "won")
    assert said.startswith("Won: best does best (+5.9 ±1.0 accounts against base, better in 4 of 4); ")
    assert said.endswith("; 1 of 3 are clearly better, 1 of 3 clearly worse")
    close = MIXED | {"as good": [5.5, 5.0, 6.5, 6.0]}
    assert ": best and “as good” do best (+5.9 ±1.0 accounts, too close to call between them)" in title_of(
        made(outcomes, "won", close), "won"
    )
    none = made(outcomes, "won", {name: MIXED[name] for name in ("worse", "open")})
    assert title_of(none, "won") == (
        "Won: nothing is clearly better than base; open comes first (+0.1 ±1.2 accounts, too close to call); "
        "1 of 2 are clearly worse"
    )
    lost = made(outcomes, "won", {"worse": MIXED["worse"]})
    assert (
        title_of(lost, "won") == "Won: worse is clearly worse than base (−3.0 ±1.0 accounts, worse in 4 of 4)"
    )


def test_of_one_what_if_the_title_speaks_in_the_singular(outcomes: Outcomes) -> None:
    """Catches "1 of 1 are clearly better", and a best of one."""
    best, undecided = (made(outcomes, "won", {name: MIXED[name]}) for name in ("best", "open"))
    assert title_of(best, "won") == (
        "Won: best is clearly better than base (+5.9 ±1.0 accounts, better in 4 of 4)"
    )
    assert title_of(undecided, "won") == (
        "Won: whether open is better than base is too close to call (+0.1 ±1.2 accounts)"
    )


def test_quotes_of_a_name_are_balanced(outcomes: Outcomes) -> None:
    """Catches a name with quotes that is cut, so that one of them never ends."""
    name = 'what we call the "big and far too long to be anywhere" push'
    said = title_of(made(outcomes, "won", {name: MIXED["best"]}), "won")
    assert "“what we call the big and far too long to be any…” is" in said
    assert '"' not in said


def test_axes_have_units(paying: Comparison) -> None:
    """Catches an axis without a word for what it counts, and against what."""
    (axes,) = drawn(figures.what_ifs, paying).axes
    assert axes.get_xlabel().startswith("cash at the end, difference from “as it is”, ")
    assert axes.get_xlabel().endswith(" EUR (more is better)")
