"""Each slip in what a channel says is named, with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import ScenarioError
from tests.channelled import channelled

WEB = "motion.sale.channel.web"
OUTBOUND = "motion.sale.channel.outbound"
# what is edited -> path, what would be right
CASES: dict[str, tuple[tuple[str, str], str, str]] = {
    "nothing comes": (('leads  = "40 a month"\n', ""), "motion.sale.channel.partner", "missing: leads"),
    "a name that is taken": (("channel.partner]", "channel.own]"), "motion.sale.channel.own", "another name"),
    "a name that customers have": (
        (
            "[motion.sale.channel.partner]",
            '[motion.sale.impact]\nevery = "3 months"\nreached = "80%"\n'
            '[motion.sale.referral]\nwith_impact = "2%"\n'
            "[motion.sale.channel.referral]",
        ),
        "motion.sale.channel.referral",
        "the leads that customers bring",
    ),
    "bought and made": (
        ('each   = "13 a month"', 'each = "13 a month"\nleads = "1 a month"'),
        f"{OUTBOUND}.leads",
        "people make its leads",
    ),
    "made by nobody": (('team   = "sdr"\ntime', "time"), f"{OUTBOUND}.each", "name their team"),
    "a team that makes none": (
        ('leads  = "40 a month"', 'leads = "40 a month"\nteam = "sdr"'),
        "motion.sale.channel.partner.team",
        "give each",
    ),
    "no such team": (('team   = "sdr"\ntime', 'team = "srd"\ntime'), f"{OUTBOUND}.team", "did you mean sdr?"),
    "a team that keeps a book": (("capacity = 1000", "book = 10"), f"{OUTBOUND}.team", "a team that serves"),
    "more than all their time": (
        (
            "[motion.sale.channel.partner]",
            '[motion.sale.channel.calls]\neach = "5 a month"\nteam = "sdr"\ntime = "50%"\n'
            "[motion.sale.channel.partner]",
        ),
        "motion.sale.channel.calls.time",
        "more than all the time of team sdr: 110%",
    ),
    "spend without a cost": (
        ('leads  = "40 a month"', 'spend = "1k a month"'),
        "motion.sale.channel.partner.spend",
        "of the cost of a lead",
    ),
    "spend at no cost": (
        ('leads     = "100 a month"\nlead_cost = "60"', 'spend = "1k a month"\nlead_cost = 0'),
        f"{WEB}.lead_cost",
        "more than 0",
    ),
    "dearer without a word": (
        ('"30% when leads double"', '"30%"'),
        f"{WEB}.dearer",
        'is written like "30% when leads double"',
    ),
    "poorer without a word": (
        ('"0.2 when leads double"', "0.2"),
        f"{WEB}.poorer",
        'is written like "0.1 when leads double"',
    ),
    "dearer without end": (
        ('"30% when leads double"', '"500% when leads double"'),
        f"{WEB}.dearer",
        "between 0 % and 400 %",
    ),
    "people dearer": (
        ('time   = "60%"', 'time = "60%"\npoorer = "0.1 when leads double"'),
        f"{OUTBOUND}.poorer",
        "people make its leads",
    ),
    "enters no stage": (
        ('enters = "accept"', 'enters = "acept"'),
        f"{OUTBOUND}.enters",
        "did you mean accept?",
    ),
    "enters past qualified": (
        ('enters = "accept"', 'enters = "decide"'),
        f"{OUTBOUND}.enters",
        "without passing accept",
    ),
    "fit of own leads where channels bring all": (
        ('leads     = "100 a month"\nlead_cost = "20"\nunits', "fit = 0.5\nunits"),
        "motion.sale.fit",
        "of leads of its own",
    ),
    "cost of own leads where channels bring all": (
        ('leads     = "100 a month"\nlead_cost = "20"\nunits', 'lead_cost = "20"\nunits'),
        "motion.sale.lead_cost",
        "of leads of its own",
    ),
    "a margin above the whole": (
        ('"20%"', '"120%"'),
        "motion.sale.channel.partner.margin",
        "a share lies between",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_slip_is_named(case: str, tmp_path: Path) -> None:
    """Catches a channel that is read and means nothing, or leads that nobody makes."""
    edit, where, right = CASES[case]
    edits = [edit]
    if case == "a team that keeps a book":  # whose seats no stage may ask for then
        edits.append(('team            = "sdr"\n', ""))
    with pytest.raises(ScenarioError) as caught:
        channelled(tmp_path, *edits)
    found = [(p.path, p.right) for p in caught.value.problems]
    assert any(path == where and right in words for path, words in found), str(caught.value)
    assert len(found) == 1, str(caught.value)


def test_growth_and_season_are_of_channels_that_are_bought(tmp_path: Path) -> None:
    """Catches growth that is refused where only channels bring leads, or taken where people make them all."""
    own = 'leads     = "100 a month"\nlead_cost = "20"'
    grows = channelled(tmp_path, (own, 'growth = "2% a month"'))
    leads = grows.model().numbers.leads
    assert leads.shape[0] == 2
    assert leads[0, 12] == pytest.approx(leads[0, 0] * 1.02**12)
