"""Thresholds belong to the company and the market: what keeps them, and what has one solved anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator import model as m
from simulator.scenario import Scenario, load
from simulator.scenario.reference.thresholds import FITS
from tests.scenario.small import SMALL, edited, share_above, written

STAGES = ("qualify", "evaluate", "agree", "onboard")


def thresholds(model: m.Model) -> dict[str, float]:
    """Every threshold of the motion, and the chance to renew without impact."""
    n = model.numbers
    motion = n.motions[0]
    found = {
        name: float(n.rates[s["passes"]]["threshold"]) for name, s in zip(model.stages, n.stages, strict=True)
    }
    reached = float(n.rates[motion["reached"]]["threshold"])
    found |= {"reached": reached, "unattended": reached + float(motion["unattended"])}
    return found | {
        "setback": reached + float(motion["unclean"]),
        "renewal": float(n.rates[motion["renewal"]]["p"]),
    }


def child(folder: Path, text: str, base: str = SMALL) -> tuple[Scenario, Scenario]:
    """A base, and a file on it."""
    at = written(folder, base, "base.toml")
    return load(at), load(written(folder, f'base = "base.toml"\n{text}', "child.toml"))


def changed(folder: Path, text: str) -> tuple[Scenario, Scenario]:
    """A company, and itself with changes."""
    return load(written(folder, SMALL, "one.toml")), load(
        written(folder, f"{SMALL}\n[change]\n{text}", "two.toml")
    )


@pytest.mark.parametrize(
    "change",
    [
        '"motion.sale.stage.qualify.fit_correlation" = 0.9',
        '"motion.sale.stage.onboard.fit_correlation" = 0',
        '"motion.sale.leads" = "900 a month"',
        '"motion.sale.fit" = -1',
        '"motion.sale.stage.qualify.loses_to.nurture" = "90%"',
        '"motion.sale.stage.onboard.takes" = "200 to 300 days"',
        '"motion.sale.impact.fit_correlation" = 0',
        '"motion.sale.offer.notice" = "6 months"',
        '"team.ae.people" = 9',
        '"motion.sale.offer.price" = "99 per unit a month"',
    ],
)
def test_what_is_no_rate_keeps_every_threshold(change: str, tmp_path: Path) -> None:
    """Thresholds solved again for the changed company: a better judge would win nothing, worse leads as
    much."""
    before, after = changed(tmp_path, change)
    assert thresholds(after.model()) == thresholds(before.model())
    assert thresholds(after.draw(3, 5)) == thresholds(before.draw(3, 5))


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        ('"motion.sale.stage.qualify.passes" = "40%"', {"qualify"}),
        ('"motion.sale.stage.agree.passes" = "60%"', {"agree"}),
        ('"motion.sale.stage.onboard.passes" = "99%"', {"onboard"}),
        ('"motion.sale.impact.reached" = "90%"', {"reached"}),
        ('"motion.sale.impact.unattended" = "50%"', {"unattended"}),
        ('"motion.sale.impact.after_setback" = "50%"', {"setback"}),
        ('"motion.sale.renewal.overall" = "91%"', {"renewal"}),
        ('"motion.sale.renewal.lift" = 3', {"renewal"}),
    ],
)
def test_a_restated_rate_moves_its_own_threshold_alone(change: str, moved: set[str], tmp_path: Path) -> None:
    before, after = changed(tmp_path, change)
    one, two = thresholds(before.model()), thresholds(after.model())
    assert {name for name in one if abs(one[name] - two[name]) > 1e-12} == moved


def crowd_at(scenario: Scenario, stage: str) -> Any:
    """Who comes to a stage for the first time, at the best guess."""
    builder = scenario._builder
    drawn = builder.draws.best_guess()
    motion = builder.settle(drawn, builder.curves_of(drawn), {})["sale"]
    return motion.crowd.first[STAGES.index(stage)].sum(axis=0)


def test_a_restated_threshold_is_solved_over_those_who_come_there_in_the_base(tmp_path: Path) -> None:
    """Solved over the child's own crowd, a change upstream would hide in it."""
    before, after = child(
        tmp_path,
        '[change]\n"motion.sale.stage.agree.passes" = "60%"\n'
        '"motion.sale.stage.agree.fit_correlation" = 0.8\n'
        '"motion.sale.stage.evaluate.fit_correlation" = 0.95\n"motion.sale.fit" = 1',
    )
    threshold = thresholds(after.model())["agree"]
    assert share_above(crowd_at(before, "agree"), threshold, 0.8) == pytest.approx(0.60, abs=1e-12)


def test_a_stage_that_the_base_does_not_have_is_solved_in_the_file_itself(tmp_path: Path) -> None:
    stages = SMALL[SMALL.index("[[motion.sale.stage]]") : SMALL.index("[motion.sale.offer]")]
    renamed = stages.replace('"agree"', '"self-serve"').replace(
        "fit_correlation = 0.6", "fit_correlation = 0.9"
    )
    before, after = child(tmp_path, renamed)
    one, two = thresholds(before.model()), thresholds(after.model())
    assert one["evaluate"] == two["evaluate"]
    assert one["onboard"] == two["onboard"]
    alone = load(
        written(
            tmp_path, edited(('"agree"', '"self-serve"'), ("fit_correlation = 0.6", "fit_correlation = 0.9"))
        )
    ).model()
    assert two["self-serve"] != thresholds(alone)["self-serve"]  # there, evaluate has a threshold of its own
    n = after.model().numbers
    rate = n.rates[n.stages["passes"][1]]
    chances = np.array(
        [share_above(np.array([1.0 if x == f else 0.0 for x in FITS]), rate["threshold"], 0.9) for f in FITS]
    )
    came = crowd_at(before, "evaluate") * chances
    assert share_above(came, two["self-serve"], 0.5) == pytest.approx(0.55, abs=1e-12)


def test_a_better_judge_wins_more_and_worse_leads_win_less(tmp_path: Path) -> None:
    """The share of leads that pass all stages up to the close, by the model's own chances."""

    def won(scenario: Scenario) -> float:
        builder = scenario._builder
        drawn = builder.draws.best_guess()
        settled: Any = {}
        for base in scenario._referred:
            best = base.draws.best_guess()
            settled = base.settle(best, base.curves_of(best), {})
        motion = builder.settle(drawn, builder.curves_of(drawn), settled)["sale"]
        return float(motion.crowd.first[3].sum() / motion.crowd.first[0].sum())

    before, better = changed(tmp_path, '"motion.sale.stage.qualify.fit_correlation" = 0.8')
    _, worse = changed(tmp_path, '"motion.sale.fit" = -0.5')
    assert won(better) > 1.05 * won(before)
    assert won(worse) < 0.75 * won(before)


def test_tables_merge_and_numbers_and_lists_are_replaced(tmp_path: Path) -> None:
    """A number given anew keeps no part of the old one: neither its high end nor its source."""
    base = edited(("lift    = 1.5", 'lift = { low = 1.2, best = 1.5, high = 2, source = "x" }'))
    _, after = child(
        tmp_path,
        '[motion.sale.renewal]\nlift = { value = 1.4, note = "mine" }\n'
        "[team.ae]\npeople = 7\n[team.csm]\nbook = 20",
        base,
    )
    renewal = after.company.motion["sale"].renewal
    assert renewal is not None
    assert renewal.lift is not None
    assert (renewal.lift.mean, renewal.lift.note("source"), renewal.lift.note("note")) == (1.4, "", "mine")
    assert renewal.overall.mean == pytest.approx((0.82 + 4 * 0.88 + 0.93) / 6)
    n = after.model().numbers
    assert [p["people"] for p in n.plans] == [2, 7, 1]
    assert n.teams["book"][2] == 20.0


def test_none_takes_out_what_the_base_has(tmp_path: Path) -> None:
    _, after = child(
        tmp_path,
        '[motion.sale]\nreferral = "none"\ncontraction = "none"\n[motion.sale.offer]\nprice = "none"\n'
        'licence = "1200 per unit"\nmaintenance = "20%"\nnotice = "none"',
    )
    n = after.model().numbers
    offer, motion = n.offers[0], n.motions[0]
    assert (motion["referral"], motion["contraction"], offer["notice"]) == (m.NONE, m.NONE, 0)
    assert (offer["licence"], offer["yearly"], offer["owned"]) == (120_000, 24_000, 1)


def test_a_child_may_be_read_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The base is beside the file, not in the directory in which one stands."""
    child(tmp_path, 'title = "Child"')
    monkeypatch.chdir(tmp_path.parent)
    scenario = load(f"{tmp_path.name}/child.toml")
    assert (scenario.title, scenario.name) == ("Child", "child")


def test_a_term_that_the_base_s_renewal_rate_was_not_meant_for_is_warned_of(tmp_path: Path) -> None:
    _, after = child(tmp_path, '[motion.sale.offer]\nterm = "none"\nnotice = "none"')
    assert any("the rate comes from the base" in w for w in after.warnings)


def test_a_child_does_not_describe_itself_as_its_base(tmp_path: Path) -> None:
    """Catches a variant that tells the story of the company that it is not."""
    base, silent = child(tmp_path, 'title = "Another"\n', f'description = "The first."\n{SMALL}')
    assert (base.description, silent.description) == ("The first.", "")
    assert child(tmp_path, 'description = "Its own."\n')[1].description == "Its own."
