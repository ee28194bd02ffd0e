"""Companies that hypothesis can think of: small, and full of ties."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import scipy.stats
from hypothesis import strategies as st

from simulator import model as m
from simulator.numerics.curves import CURVE, table_of
from simulator.numerics.months import MONTH

NORMAL, BETA = 0, 1
TABLES = np.stack([table_of(scipy.stats.norm()), table_of(scipy.stats.beta(2, 3))])

_PAY = {
    "base": 120_000,
    "benefits_and_taxes": 0.2,
    "variable": 60_000,
    "quota": 500_000,
    "recruiting": 9_999,
    "clawback": 2,
    "selling": 0.3,
}
_days = st.sampled_from([0.0, 0.0, 1.0, 2.0, 5.0, MONTH])
_some_days = st.sampled_from([1.0, 2.0, 5.0, MONTH])
_shares = st.sampled_from([0.0, 0.3, 0.5, 0.8, 1.0])
_instants = st.sampled_from([0.0, 1.0, 2.0, 5.0, MONTH, 2 * MONTH, 40.0, 3 * MONTH])


class _Lists:
    """The lists that stages and motions refer to, filled while a company is drawn."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.curves: list[dict[str, Any]] = [{"table": NORMAL, "shift": 0.0, "scale": 1.0}]
        self.rates: list[dict[str, Any]] = []

    def curve(self, values: st.SearchStrategy[float]) -> int:
        """A constant, mostly, so that things happen at once; else lognormal."""
        value = self.draw(values)
        if value > 0 and self.draw(st.integers(0, 3)) == 0:
            self.curves.append({"table": NORMAL, "form": 1, "shift": math.log(value), "scale": 0.5})
        else:
            self.curves.append({"shift": value, "scale": 0.0})
        return len(self.curves) - 1

    def rate(self, p: float) -> int:
        """A rate near p, of any kind."""
        kind = self.draw(st.sampled_from([m.FLAT, m.FLAT, m.JUDGED, m.VARIES, m.FOLLOWS_FIT]))
        entry: dict[str, Any] = {"kind": kind, "p": p, "address": len(self.rates)}
        if kind == m.JUDGED:
            entry["threshold"] = float(scipy.stats.norm.isf(min(max(p, 0.01), 0.99)))
            entry["fit_correlation"] = self.draw(st.sampled_from([0.0, 0.5, 0.95]))
        elif kind != m.FLAT:
            self.curves.append({"table": BETA, "shift": p / 2, "scale": (1 - p) / 2})
            entry["curve"] = len(self.curves) - 1
        self.rates.append(entry)
        return len(self.rates) - 1


def _teams(draw: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    teams: list[dict[str, Any]] = []
    plans: list[dict[str, Any]] = []
    serving = draw(st.integers(1, 3))
    for index in range(serving + 1):
        days = sorted({0.0, *draw(st.lists(_instants, max_size=2))})
        people = draw(st.lists(st.integers(0, 2), min_size=len(days), max_size=len(days)))
        kind: dict[str, Any] = {"book": 1.5} if index == serving else {"capacity": draw(st.integers(1, 2))}
        if kind.get("capacity") == 2:
            kind["working"] = draw(st.sampled_from([1.0, 0.5]))
        if index == serving and draw(st.booleans()):  # it serves, too
            kind |= {"capacity": draw(st.integers(1, 2)), "deals_first": draw(st.integers(0, 1))}
        kind["ramp"] = draw(st.sampled_from([0.0, 0.0, 2.0]))
        teams.append({**kind, **_PAY, "first_plan": len(plans), "plans": len(days)})
        plans += [{"day": day, "people": n} for day, n in zip(days, people, strict=True)]
        if len(days) > 1 and draw(st.integers(0, 3)) == 0:
            gate = draw(st.sampled_from([{"gate_arr": 3_000}, {"gate_used": 0.5}, {"gate_cash": 2.0}]))
            plans[-1] |= gate | {"people": 2}
    return teams, plans


def _stages(draw: Any, lists: _Lists, motion: int, first: int, serving: int) -> list[dict[str, Any]]:
    before, after = draw(st.integers(2, 4)), draw(st.integers(0, 2))
    jumps = draw(st.booleans())
    days = _some_days if jumps else _days  # a circle of jumps must take time
    stages: list[dict[str, Any]] = []
    for index in range(before + after):
        last = index == before + after - 1
        stage: dict[str, Any] = {
            "takes": lists.curve(days),
            "passes": lists.rate(draw(_shares) if index != before - 1 else 0.8),
            "passes_to": m.NONE if last else first + index + 1,
            "motion": motion,
            "after_close": int(index >= before),
            "teams": draw(st.integers(0, 2**serving - 1)),
            "priority": draw(st.integers(0, 1)),
            "decides": draw(st.integers(0, 1)),
            "cost": 55,
            "free_user_cost": draw(st.sampled_from([0, 0, 70])),
            "free_user_stays": draw(st.sampled_from([0.0, 1.5])),
        }
        while bin(stage["teams"]).count("1") > 2:
            stage["teams"] &= stage["teams"] - 1
        if draw(st.booleans()):
            stage["max_wait"] = lists.curve(st.sampled_from([1.0, 3.0] if jumps else [0.0, 1.0, 3.0]))
        if index < before:
            if draw(st.integers(0, 2)) == 0:
                stage["nurture"] = lists.rate(0.5)
                stage["nurture_after"] = lists.curve(_some_days)
            if jumps and draw(st.booleans()):
                stage["loses_to"] = first + draw(st.integers(0, before - 1))
            if jumps and index < before - 2 and draw(st.booleans()):
                stage["passes_to"] = first + before - 1
        stages.append(stage)
    stages[0]["marks"] = m.SAL
    stages[before - 1]["marks"] = m.WON
    if after:
        stages[-1]["marks"] = m.LIVE
    _untangle(stages, first)
    return stages


def _need(draw: Any, motion: dict[str, Any], stages: list[dict[str, Any]]) -> None:
    """Its buyers have a need that moves within days; companies see some of it, and stages teach."""
    close = next(stage for stage in stages if stage.get("marks") == m.WON)
    motion["needs"] = close["needs"] = draw(st.sampled_from([m.PROBLEM, m.SOLUTION]))
    motion |= {
        "knows_problem": 0.3,
        "knows_solution": 0.4,
        "unneeded": draw(st.sampled_from([0.0, 0.8, 0.8])),
    }
    motion["wakes"], motion["fades"] = (draw(st.sampled_from([0.0, days, 5 * days])) for days in (9.0, 2.0))
    close["pushed"] = draw(st.sampled_from([0.0, 0.5, 0.8]))
    for stage in stages:
        if stage["decides"] == m.COMPANY and not stage["after_close"]:
            stage["sees_need"] = draw(st.sampled_from([0.0, 1.0]))
        stage["teaches"] = draw(st.sampled_from([0, 0, m.PROBLEM, m.SOLUTION]))


def _untangle(stages: list[dict[str, Any]], first: int) -> None:
    """Drop teams until nobody who keeps a seat waits for an earlier team: no circle can close."""
    changed = True
    while changed:
        changed = False
        for stage in stages:
            for to in (stage["passes_to"], stage.get("loses_to", m.NONE)):
                if to < 0:
                    continue
                target = stages[to - first]
                kept = stage["teams"] & target["teams"]
                new = target["teams"] & ~stage["teams"]
                if kept and new and (new & -new) < kept:
                    target["teams"] = kept
                    changed = True


def _offer(
    draw: Any, lists: _Lists, first: int, rises: list[dict[str, Any]], steps: list[dict[str, Any]]
) -> dict[str, Any]:
    kind = draw(st.sampled_from(["term", "month", "licence", "licence", "metered", "hybrid", "hybrid"]))
    offer: dict[str, Any] = {
        "yearly": draw(st.sampled_from([1200, 99999, 7])),
        "per": draw(st.sampled_from([1, 3])),
        "from_live": draw(st.integers(0, 1)),
        "flat": draw(st.sampled_from([0, 0, 50_000])),
        "once": draw(st.sampled_from([0, 0, 777])),
        "size": draw(st.sampled_from([1.0, 1.0, 2.5])),
        "pays_after": draw(st.sampled_from([0.0, 15.0, 45.0])),
        "arrears": draw(st.integers(0, 1)),
        "escalator": draw(st.sampled_from([0.0, 0.0, 0.07])),
        "escalates": draw(st.sampled_from([0, 0, 1])),
        "goods": 0.4,
        "hosting": 0.1,
        "cost_to_serve": 333,
        "first_rise": len(rises),
    }
    if kind in ("term", "licence") or (kind == "hybrid" and draw(st.booleans())):
        term = draw(st.sampled_from([2, 3, 5]))  # of five months an anniversary lies within the third
        offer |= {"term": term, "fixed": 1, "notice": draw(st.integers(0, 1))}
        offer["billing"] = draw(st.sampled_from([1, term]))
        if draw(st.integers(0, 3)) == 0:
            offer |= {"prepaid": lists.rate(0.5), "discount": 0.2}
    elif offer["arrears"]:
        offer["billing"] = draw(st.sampled_from([1, 3]))
    if kind == "licence":
        offer |= {"licence": 5000, "owned": 1, "yearly": draw(st.sampled_from([0, 1000, 1000, 3000]))}
        offer["flat"] = 0
        if draw(st.booleans()):
            offer |= {"repurchase": lists.rate(0.6), "repurchase_after": lists.curve(st.just(2.0))}
    elif draw(st.booleans()):
        back = draw(st.sampled_from([m.NONE, first, first + 1]))  # as a lead up to the horizon only: soon
        offer |= {"winback": lists.rate(0.8 if back < 0 else 1.0), "winback_cost": 250, "winback_stage": back}
        offer["winback_after"] = lists.curve(_days if back < 0 else st.sampled_from([0.0, 1.0]))
    if kind in ("metered", "hybrid"):
        offer |= {"metered": 1, "use": offer["yearly"], "use_per": offer["per"]}
        offer |= {"use_start": 0.2, "use_ramp": 3.0, "use_drift": draw(st.sampled_from([0.0, -0.05, 0.05]))}
        offer |= {"use_swing": draw(st.sampled_from([0.0, 0.5]))}
    if kind == "metered":
        offer |= {"yearly": 0, "flat": 0, "from_live": 1}
    if kind == "hybrid":
        offer["included"] = draw(st.sampled_from([0.0, 0.5]))
    if draw(st.integers(0, 2)) == 0:
        offer["failed_payments"] = lists.rate(0.3)
        if draw(st.sampled_from([True, True, False])):
            offer |= {"recovered": lists.rate(0.5), "retries_after": draw(st.sampled_from([0.0, 21.0, 40.0]))}
    if kind != "metered" and draw(st.integers(0, 2)) == 0:
        offer |= {"introductory": 2, "introductory_discount": draw(st.sampled_from([0.37, 1.0]))}
    if draw(st.integers(0, 2)) == 0:
        offer["lands"] = lists.curve(st.sampled_from([0.3, 1.0]))
    if draw(st.integers(0, 2)) == 0:
        rises.append({"day": draw(_instants), "by": 0.1})
        offer["rises"] = 1
    if kind != "metered" and draw(st.integers(0, 2)) == 0:
        offer |= {"first_step": len(steps), "steps": 1}
        steps.append({"share": 0.5})
    return offer


def _motion(draw: Any, lists: _Lists, stages: list[dict[str, Any]], first: int, csm: int) -> dict[str, Any]:
    motion: dict[str, Any] = {
        "first_stage": first,
        "stages": len(stages),
        "units": lists.curve(st.sampled_from([0.3, 1.0, 10.0])),
        "lead_cost": 1_000,
        "launch_cost": 5_000,
        "fixed_cost": 700,
        "impact_value": 400,
        "effort": 99,
    }
    if draw(st.integers(0, 2)) == 0:
        motion |= {"learning": 2.0, "learning_from": 0.5}
    if draw(st.integers(0, 4)):
        motion |= {
            "every": draw(st.integers(1, 2)),
            "csm": draw(st.sampled_from([csm, csm, csm, m.NONE])),
            "load": draw(st.sampled_from([1.0, 1.0, 0.25, 4.0])),
            "attended_first": draw(st.integers(0, 1)),
            "reached": lists.rate(0.7),
            "unattended": 0.5,
            "unclean": 0.5,
            "expansion": lists.rate(0.3),
            "expansion_by": lists.curve(st.just(0.2)),
            "referral": lists.rate(0.08),
            "referral_fit": 0.5,
            "referral_stage": draw(st.sampled_from([m.NONE, first + 1])),
        }
        if draw(st.booleans()):
            motion |= {
                "champion": lists.rate(0.4),
                "calls": draw(st.sampled_from([1.0, 0.5])),
                "champion_odds": 0.4,
                "champion_fit": 1.0,
                "champion_stage": draw(st.sampled_from([m.NONE, first + 1])),
            }
    if draw(st.integers(0, 4)) == 0:
        motion |= {"accounts": draw(st.sampled_from([8.0, 20.5]))}
        motion |= {"returns_after": draw(st.sampled_from([-1.0, 0.0, 1.5]))}
    if draw(st.integers(0, 4)):
        motion |= {"renewal": lists.rate(0.7), "lift": 0.5}
    if draw(st.booleans()):
        motion |= {"contraction": lists.rate(0.6), "contraction_by": lists.curve(st.just(0.3))}
    return motion


def _channels(
    draw: Any,
    motion: int,
    stages: list[dict[str, Any]],
    first: int,
    sources: list[dict[str, Any]],
    leads: list[list[float]],
    months: int,
    serving: int,
) -> list[dict[str, Any]]:
    """Channels of a motion: its own leads, those bought beyond its reference, those that people make, and
    those that customers bring."""
    if draw(st.integers(0, 2)):
        return []
    for source in sources:
        if source["motion"] == motion:
            source["by"] = first
    stage = draw(st.sampled_from([m.NONE, stages[0]["passes_to"]]))
    # Who comes in late is informed: a draw of its own would draw other companies.
    informed = {} if stage == m.NONE else {"knows_problem": 0.2, "knows_solution": 0.75}
    sources += [
        {
            "motion": motion,
            "channel": 4,
            "by": first + 1,
            "monthly": len(leads),
            "stage": stage,
            "stretch": draw(st.sampled_from([1.0, 2.0, 0.3])),
            "stretch_growth": draw(st.sampled_from([1.0, 1.1])),
        },
        {"motion": motion, "channel": 255, "by": first + 2, "fit": -0.5},
    ]
    leads.append([draw(st.sampled_from([3.0, 8.0]))] * months)
    return [
        {"motion": motion, "lead_cost": 1_000},
        {"motion": motion, "lead_cost": 777, "dearer": 0.3, "poorer": 0.5, "margin": 0.2,
         **informed},
        {"motion": motion, "each": 7.0, "time": 0.25, "team": draw(st.integers(0, serving - 1))},
        *({"motion": motion, "loop": loop} for loop in m.LOOPS.values()),
    ]  # fmt: skip


def _several(
    draw: Any, lists: _Lists, motions: list[dict[str, Any]], stages: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The second motion opens later, takes prospects and customers from the first, or gives them back."""
    choices: list[dict[str, Any]] = []
    moves: list[dict[str, Any]] = []
    if len(motions) < 2:
        return choices, moves
    opening = draw(st.sampled_from([{}, {"opens": 5.0}, {"opens": 2 * MONTH}, {"opens_at_arr": 2_000}]))
    motions[1] |= opening
    for motion in (0, 1):
        motions[motion] |= {"first_choice": len(choices), "first_move": len(moves)}
        if draw(st.integers(0, 2)) == 0:
            choices.append({"to": 1 - motion, "share": 0.5, "address": len(choices)})
            motions[motion]["choices"] = 1
        chance = {"to": 1 - motion, "chance": lists.rate(0.4), "units": draw(st.sampled_from([0, 5]))}
        at = draw(st.sampled_from([None, m.AT_LOSS, m.AT_DECISION, m.AT_GROWTH]))
        if at is not None and not (at == m.AT_LOSS and motion == 1):  # a circle of losses would be endless
            first = motions[1 - motion]["first_stage"]
            close = next(n for n in range(first, len(stages)) if stages[n].get("marks") == m.WON)
            stage = draw(st.integers(first, close)) if at == m.AT_LOSS else m.NONE
            moves.append({**chance, "at": at, "stage": stage, "address": len(moves)})
            motions[motion]["moves"] = 1
    return choices, moves


def _held(draw: Any, motions: list[dict[str, Any]], stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Customers and open deals of the first day."""
    held: list[dict[str, Any]] = []
    for _ in range(draw(st.sampled_from([0, 0, 3]))):
        motion = draw(st.integers(0, len(motions) - 1))
        since = -draw(st.sampled_from([0.5, 1.0, MONTH, 2 * MONTH, 100.0]))
        one = {
            "motion": motion,
            "units": draw(st.sampled_from([1, 10])),
            "since": since,
            "address": len(held),
        }
        first = motions[motion]["first_stage"]
        close = next(n for n in range(first, len(stages)) if stages[n].get("marks") == m.WON)
        if draw(st.booleans()):
            one |= {"stage": draw(st.integers(first, close)), "knows_problem": 0.4, "knows_solution": 0.5}
            if draw(st.booleans()):
                one |= {"probability": 0.5, "close": draw(st.sampled_from([0.0, 10.0, MONTH]))}
        else:
            live = draw(st.sampled_from([min(0.0, since + 10.0), math.inf]))
            one |= {"arr": draw(st.sampled_from([999, 120_000])), "live": live}
        held.append(one)
    return held


def _before(draw: Any, numbers: m.Numbers) -> m.Numbers:
    """The same company for some months before its first day, with other prospects."""
    lists = {name: getattr(numbers, name).copy() for name in m.LISTS}
    lists["opening"] = lists["opening"][:0]
    lists["sources"]["first"] = lists["sources"]["channel"].astype(np.int64) * 2**32
    lists["sources"]["channel"] = np.where(lists["sources"]["channel"] == 1, 4, m.UNDER_WAY)
    months = draw(st.integers(1, 3))
    leads = np.repeat(numbers.leads[:, :1], months, axis=1)
    return m.numbers(horizon=months * MONTH, until=months * MONTH, tables=TABLES, leads=leads, **lists)


_SHOCKS = [
    {"day": 40.0, "months": 2, "leads": 0.5, "win": 0.5, "churn": 2.0, "cycle": 1.5, "address": 0,
     "wakes": 0.3, "fades": 3.0, "at_birth": 0.5},
    {"day": -1.0, "odds": 0.3, "months": 1, "leads": 2.0, "win": 1.5, "churn": 0.5, "cycle": 0.5,
     "address": 1, "wakes": 4.0, "fades": 0.2, "at_birth": 2.0},
]  # fmt: skip


@st.composite
def models(draw: Any, dense: bool = False) -> m.Model:
    """A company in which much happens at the same instant; dense: for longer, and with many more leads."""
    lists = _Lists(draw)
    teams, plans = _teams(draw)
    stages: list[dict[str, Any]] = []
    motions, offers, sources, leads, dated = [], [], [], [], []
    channels: list[dict[str, Any]] = []
    rises: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    months = draw(st.integers(6, 12) if dense else st.integers(2, 5))
    a_month = st.sampled_from([20.0, 60.0] if dense else [0.0, 3.0, 8.0])
    for motion in range(draw(st.integers(1, 2))):
        first = len(stages)
        own = _stages(draw, lists, motion, first, sum("capacity" in team for team in teams))
        stages += own
        motions.append({**_motion(draw, lists, own, first, len(teams) - 1), "offer": motion})
        if draw(st.booleans()):
            _need(draw, motions[-1], own)
        offers.append(_offer(draw, lists, first, rises, steps))
        if dense or draw(st.booleans()):
            sources.append(
                {"motion": motion, "monthly": len(leads), "fit": draw(st.sampled_from([0.0, -1.0]))}
            )
            leads.append(draw(st.lists(a_month, min_size=months, max_size=months)))
        days = sorted(draw(st.lists(_instants.filter(lambda day: day < 2 * MONTH), max_size=8)))
        sources.append({"motion": motion, "channel": 1, "first_dated": len(dated), "dated": len(days)})
        dated += days
        channels += _channels(draw, motion, own, len(channels), sources, leads, months, len(teams) - 1)
    for channel in channels:
        if channel.get("each"):
            teams[channel["team"]]["prospecting"] = 0.5
    choices, moves = _several(draw, lists, motions, stages)
    numbers = m.numbers(
        horizon=months * MONTH,
        until=(months + draw(st.integers(0, 10))) * MONTH,
        tables=TABLES,
        curves=m.rows(CURVE, lists.curves),
        rates=m.rows(m.RATE, lists.rates),
        teams=m.rows(m.TEAM, teams),
        plans=m.rows(m.PLAN, plans),
        stages=m.rows(m.STAGE, stages),
        offers=m.rows(m.OFFER, offers),
        motions=m.rows(m.MOTION, motions),
        channels=m.rows(m.CHANNEL, channels),
        sources=m.rows(m.SOURCE, sources),
        leads=np.array(leads).reshape(len(leads), months),
        dated=m.rows(m.DATED, [{"day": day} for day in dated]),
        rises=m.rows(m.RISE, rises),
        steps=m.rows(m.STEP, steps),
        choices=m.rows(m.CHOICE, choices),
        moves=m.rows(m.MOVE, moves),
        shocks=m.rows(m.SHOCK, draw(st.lists(st.sampled_from(_SHOCKS), unique_by=str, max_size=2))),
        opening=m.rows(m.OPENING, _held(draw, motions, stages)),
        money=m.rows(m.MONEY, [{"cash": 1_000_000, "fixed_cost": 999, "inflation": 0.03, "discount": 0.1}]),
    )
    before = _before(draw, numbers) if draw(st.sampled_from([False, False, True])) else None
    return m.Model(
        title="drawn",
        before=before,
        start=dt.date(2027, 1, 1),
        currency="EUR",
        motions=tuple(f"motion {i}" for i in range(len(motions))),
        stages=tuple(f"stage {i}" for i in range(len(stages))),
        teams=tuple(f"team {i}" for i in range(len(teams))),
        numbers=numbers,
        channels=tuple(f"motion {one['motion']}.channel {n}" for n, one in enumerate(channels)),
    )
