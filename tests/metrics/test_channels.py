"""Catches metrics of a channel that are of other leads, or that leave out what they cost."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from simulator import ledger as events
from simulator.engines import simulate
from simulator.metrics import measure
from simulator.model import CHANNEL, LOOPS, Model, rows
from simulator.money import journal
from simulator.money.entry_kinds import COSTS, EARNED, PLACES
from simulator.numerics.months import MONTH
from tests.strategies import models

from .ledgers import AGREE, QUALIFY, SCREEN, Diary, monthly
from .snapshots import lives

WEB, PARTNER = 0, 1


def company() -> Diary:
    """Leads of the web, of which more cost 30 % more, and of a partner, over a year."""
    channels = rows(CHANNEL, [{"dearer": 0.3, "lead_cost": 6_000}, {"margin": 0.2}])
    made = monthly(months=12, runoff=72)
    return Diary(replace(made, channel=channels, channels=("motion 0.web", "motion 0.partner")))


def born(diary: Diary, day: float, channel: int, cents: int = 0) -> int:
    """A lead of a channel."""
    diary.motions.append(0)
    account = len(diary.motions) - 1
    where = {"to_motion": 0, "motion": 0, "to": SCREEN, "count": 10, "person": channel, "amount": cents}
    diary.note(day, account, events.LEAD, **where)
    return account


def signs(diary: Diary, account: int, qualified: float, day: float, arr: int) -> None:
    """It is qualified and signs, and uses the product from that day on."""
    for stage, when in ((SCREEN, qualified), (QUALIFY, qualified), (AGREE, day)):
        diary.note(when, account, events.PASSED, stage=stage, to=stage + 1)
    diary.note(day, account, events.WON, stage=AGREE, amount=arr)
    diary.note(day, account, events.OPENED, invoice=1, arr=arr)
    diary.note(day, account, events.WENT_LIVE)


def test_of_two_channels_by_hand() -> None:
    """Three leads of the web for 60, 60 and 90, of which one signs after 30 days; two of a partner, of which
    one signs after ten days, pays 100 a month and leaves after two months; and a lead of the motion's own."""
    diary = company()
    one, _, _ = (born(diary, 1.0, WEB, cents) for cents in (6_000, 6_000, 9_000))
    signs(diary, one, 10.0, 40.0, 2_400_00)
    other, _ = (born(diary, 2.0, PARTNER) for _ in range(2))
    signs(diary, other, 10.0, 20.0, 1_200_00)
    diary.note(20.0 + 2 * MONTH, other, events.CHURNED)
    diary.signed(3.0, 120)
    found = measure(diary.ledger()).values
    web, partner = (
        {
            name: found[f"channel_{name}.motion 0.{channel}"]
            for name in (
                "leads",
                "won",
                "win_rate",
                "cycle_days",
                "lead_cost",
                "marginal_lead_cost",
                "cac",
                "ltv",
            )
        }
        for channel in ("web", "partner")
    )
    assert web.pop("marginal_lead_cost") == pytest.approx(70.0 * (1.0 + math.log2(1.3)))
    assert web.pop("win_rate") == pytest.approx(1 / 3)
    assert web == {
        "leads": 3,
        "won": 1,
        "cycle_days": 30.0,
        "lead_cost": 70.0,
        "cac": 210.0,
        "ltv": 60 * 200.0,
    }
    assert partner == {
        "leads": 2, "won": 1, "win_rate": 0.5, "cycle_days": 10.0, "lead_cost": 0.0,
        "marginal_lead_cost": 0.0, "cac": 40.0, "ltv": 200.0,
    }  # fmt: skip
    assert found["channel_contribution.motion 0.partner"] == 160.0


@lives
@given(models())
def test_channels_together_are_all_who_came_by_one(model: Model) -> None:
    """Catches an account in no channel or in two, and cents that are lost between them."""
    ledger = simulate(model)
    found, head = measure(ledger).values, ledger.header
    came = np.full(len(ledger.motion), -1)
    leads = ledger.rows[ledger.rows["event"] == events.LEAD]
    came[leads["account"]] = leads["person"]
    loops = {(int(one["motion"]), int(one["loop"])): n for n, one in enumerate(head.channel) if one["loop"]}
    for child in np.flatnonzero(ledger.parent >= 0).tolist():
        came[child] = loops.get((int(ledger.motion[child]), LOOPS[how(ledger, child)]), -1)
    entries = journal(ledger).entries
    entries = entries[(entries["day"] >= 0) & (entries["day"] < head.horizon) & (entries["account"] >= 0)]
    for channel, name in enumerate(head.channels):
        mine = entries[came[entries["account"]] == channel]
        spent = sum(int(one["cents"]) for one in mine if PLACES[int(one["kind"])] == "acquisition")
        earned = int(mine["cents"][mine["kind"] == EARNED].sum())
        costs = int(mine["cents"][np.isin(mine["kind"], COSTS)].sum())
        assert found[f"channel_contribution.{name}"] == pytest.approx((earned - costs) / 100, abs=1e-6)
        won = found[f"channel_won.{name}"]
        if won and spent:
            assert found[f"channel_cac.{name}"] * won == pytest.approx(spent / 100)
    some = [found[f"channel_leads.{name}"] for name in head.channels]
    days = leads["day"]
    assert sum(some) == ((days >= 0) & (days < head.horizon) & (came[leads["account"]] >= 0)).sum()
    brings = {motion for motion, _ in loops}
    some = leads["account"][np.isin(ledger.motion[leads["account"]], list(brings))]
    assert (came[some] >= 0)[ledger.parent[some] >= 0].all()


def how(ledger: events.Ledger, child: int) -> str:
    """By which loop a customer brought an account, from the rows of both."""
    mine = ledger.rows[ledger.rows["account"] == child]["event"]
    if events.BACK_AS_LEAD in mine:
        return "winback"
    rows = ledger.rows[(ledger.rows["account"] == ledger.parent[child]) & (ledger.rows["amount"] == child)]
    return "referral" if events.REFERRED in rows["event"] else "champion"


def test_whom_customers_bring_by_hand() -> None:
    """A customer of the web recommends one who signs in 20 days and pays 100 a month, and its champion calls
    from a new employer that is lost; another that has left comes back as a lead for 90, and signs. Catches a
    child that is in no channel or in that of its parent, and a cost of coming back that is nobody's."""
    ways = [{"dearer": 0.3, "lead_cost": 6_000}, *({"loop": loop} for loop in LOOPS.values())]
    made = monthly(months=24, runoff=72)
    made.offer["winback_cost"] = 9_000
    names = tuple(f"motion 0.{way}" for way in ("web", *LOOPS))
    diary = Diary(replace(made, channel=rows(CHANNEL, ways), channels=names))
    one, other = (born(diary, 1.0, WEB, 6_000) for _ in range(2))
    signs(diary, one, 10.0, 40.0, 2_400_00)
    signs(diary, other, 10.0, 40.0, 2_400_00)
    diary.note(100.0, other, events.CHURNED)
    child, called, back = (born(diary, day, -1) for day in (200.0, 210.0, 220.0))
    diary.note(200.0, one, events.REFERRED, amount=child)
    diary.note(210.0, one, events.CHAMPION_CALLED, amount=called)
    diary.note(220.0, back, events.BACK_AS_LEAD, amount=other)
    signs(diary, child, 205.0, 225.0, 1_200_00)
    signs(diary, back, 221.0, 231.0, 1_200_00)
    found = measure(diary.ledger()).values
    of = {
        way: [found[f"channel_{what}.motion 0.{way}"] for what in ("leads", "won", "win_rate", "cycle_days")]
        for way in LOOPS
    }
    assert of["referral"] == [1, 1, 1.0, 20.0]
    assert of["champion"][:3] == [1, 0, 0.0]
    assert of["winback"] == [1, 1, 1.0, 10.0]
    assert found["channel_leads.motion 0.web"] == found["channel_won.motion 0.web"] == 2
    assert found["channel_lead_cost.motion 0.winback"] == found["channel_cac.motion 0.winback"] == 90.0
    assert found["channel_lead_cost.motion 0.referral"] == 0.0
    assert found["channel_ltv.motion 0.referral"] == 60 * 100.0
