"""Each slip in a shock or in a plan of hires is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario import ScenarioError
from tests.scenario.two_motions import HIRES, LATER, MOVE, SHOCK, Case, assert_named, company

CASES: dict[str, Case] = {
    "a shock that never begins": ((), "", SHOCK, "shock.drop", "give one"),
    "a shock that begins twice": (
        (),
        "",
        SHOCK + 'from = 2028-01-01\nodds = "20% a year"',
        "shock.drop",
        "give one",
    ),
    "a shock before the start": (
        (),
        "",
        SHOCK + "from = 2026-01-01",
        "shock.drop.from",
        "from 2027-01-01 on",
    ),
    "a shock within a month": (
        (),
        "",
        SHOCK + "from = 2028-01-15",
        "shock.drop.from",
        "the first of a month, such as 2028-01-01",
    ),
    "a shock of nothing": (
        (),
        "",
        '[shock.drop]\nlasts = "1 year"\nodds = "20% a year"',
        "shock.drop",
        "give leads, win, churn, cycle, wakes, fades or at_birth",
    ),
    "a shock without length": (
        (),
        "",
        '[shock.drop]\nwin = "65%"\nodds = "20% a year"',
        "shock.drop.lasts",
        "missing",
    ),
    "odds a month": ((), "", SHOCK + 'odds = "20% a month"', "shock.drop.odds", "a rate is written like"),
    "odds above one": ((), "", SHOCK + 'odds = "120% a year"', "shock.drop.odds", "between 0 % and 100 %"),
    "a factor of nothing": (
        (),
        "",
        SHOCK.replace("65%", "0%") + "from = 2028-01-01",
        "shock.drop.win",
        "above 0 %",
    ),
    "a factor beyond reason": (
        (),
        "",
        SHOCK.replace("65%", "1100%") + "from = 2028-01-01",
        "shock.drop.win",
        "at most 1000 %",
    ),
    "needs arise where nobody follows them": (
        (),
        "",
        SHOCK + 'from = 2028-01-01\nwakes = "30%"',
        "shock.drop.wakes",
        "no motion follows need",
    ),
    "leads with a need where nobody follows it": (
        (),
        "",
        SHOCK + 'from = 2028-01-01\nat_birth = "30%"',
        "shock.drop.at_birth",
        "no motion follows need",
    ),
    "the first hire waits": (
        ((HIRES, LATER + '[{ count = 1, when = { arr = "1M" } }]'),),
        "",
        "",
        "team.csm.people[1].when",
        "from the start on",
    ),
    "a hire without a day": (
        ((HIRES, LATER + "[{ count = 1 }, { count = 2 }]"),),
        "",
        "",
        "team.csm.people[2]",
        "missing: from, the first day of this headcount, or when",
    ),
    "no condition": (
        ((HIRES, LATER + "[{ count = 1 }, { count = 2, when = {} }]"),),
        "",
        "",
        "team.csm.people[2].when",
        "at least one of arr, utilisation and cash_months",
    ),
    "dated after gated": (
        (
            (
                HIRES,
                LATER
                + '[{ count = 1 }, { count = 2, when = { arr = "1M" } }, { from = 2028-01-01, count = 3 }]',
            ),
        ),
        "",
        "",
        "team.csm.people[3]",
        "dated headcounts come before those with when",
    ),
    "gated out of order": (
        (
            (
                HIRES,
                LATER + "[{ count = 1 }, { from = 2028-01-01, count = 2 }, "
                '{ from = 2027-06-01, count = 3, when = { arr = "1M" } }]',
            ),
        ),
        "",
        "",
        "team.csm.people[3].from",
        "dates come in order",
    ),
    "use above the whole": (
        ((HIRES, LATER + '[{ count = 1 }, { count = 2, when = { utilisation = "120%" } }]'),),
        "",
        "",
        "team.csm.people[2].when.utilisation",
        "a share lies between",
    ),
    "a slip in a condition": (
        ((HIRES, LATER + "[{ count = 1 }, { count = 2, when = { cash_month = 12 } }]"),),
        "",
        "",
        "team.csm.people[2].when.cash_month",
        "did you mean cash_months?",
    ),
    "who keeps a book does not ramp": (
        ((HIRES, HIRES + '\nramp = "6 months"'),),
        "",
        "",
        "team.csm.ramp",
        "only for a team that serves",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_slip_is_named_with_its_path_and_what_would_be_right(case: str, tmp_path: Path) -> None:
    """A bad file that is taken, or refused without a hint, or at the wrong place."""
    assert_named(CASES[case], tmp_path)


def test_a_change_of_a_motion_or_shock_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path, right in {
        "shock.dorp.win": "there is no shock.dorp",
        "motion.self.move.sale.chans": "did you mean chance?",
    }.items():
        more = f'{MOVE}"growth"\n{SHOCK}from = 2028-01-01\n[change]\n"{path}" = "20%"'
        with pytest.raises(ScenarioError) as caught:
            company(tmp_path, more=more)
        assert right in caught.value.problems[0].right
