"""The part of a model that no draw changes: its rows, and how stages link."""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import model as m
from simulator.company.schema import Company, Motion
from simulator.company.section import Section, is_curve, is_rate
from simulator.company.stage_graph import close_of, ways_of
from simulator.company.team_order import team_order
from simulator.numerics.months import MONTH
from simulator.numerics.streams import address_of
from simulator.quantity.number import Number
from simulator.scenario.to_model.columns import offer_row, stated
from simulator.scenario.to_model.dynamics import Dynamics
from simulator.scenario.to_model.sources import Sources, apart

_LEAST_RUN_OFF = 84  # months
STAGE_ADDRESSES, MOTION_ADDRESSES = 2**24, 2**15


def run_off(company: Company) -> int:
    """Months simulated after the horizon, without new leads: lifetimes can be complete."""
    return max(_LEAST_RUN_OFF, company.measures.months)


@dataclass(frozen=True)
class Links:
    """How the stages of a motion follow each other."""

    passes_to: NDArray[np.int64]  # -1: none
    loses_to: NDArray[np.int64]  # -1: lost
    order: NDArray[np.int64]  # up to the close, so that who comes is known; circles together
    groups: NDArray[np.int64]
    circular: NDArray[np.int64]
    close: int


def links_of(motion: Motion) -> Links:
    """The links of a motion's stages by their places."""
    place = {s.name: n for n, s in enumerate(motion.stage)}
    ways = list(ways_of(motion).values())
    passes_to = [place[to] if to is not None else m.NONE for to, _ in ways]
    loses_to = [place[to] if to is not None else m.NONE for _, to in ways]
    close = close_of(motion.stage)
    graph = {
        n: {to for to in ((passes_to[n] if n < close else m.NONE), loses_to[n]) if to >= 0}
        for n in range(close + 1)
    }
    groups = circles_in_order(graph)
    ends = np.cumsum([0, *(len(g) for g in groups)])
    return Links(
        np.array(passes_to, np.int64),
        np.array(loses_to, np.int64),
        np.array([n for g in groups for n in g], np.int64),
        ends.astype(np.int64),
        np.array([int(len(g) > 1 or g[0] in graph[g[0]]) for g in groups], np.int64),
        close,
    )


def circles_in_order(graph: dict[int, set[int]]) -> list[list[int]]:
    """Strongly connected parts, each before those that it leads to (Tarjan 1972)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    parts: list[list[int]] = []

    def visit(node: int) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for to in sorted(graph[node]):
            if to not in index:
                visit(to)
                low[node] = min(low[node], low[to])
            elif to in stack:
                low[node] = min(low[node], index[to])
        if low[node] == index[node]:
            cut = stack.index(node)
            parts.append(sorted(stack[cut:]))
            del stack[cut:]

    for node in graph:
        if node not in index:
            visit(node)
    return parts[::-1]


class Frame:
    """The lists of the model with everything in them that no draw changes.

    `curves[n]` and `rates[n]` are the numbers of row n + 1 of the curves (row 0 is the standard normal)
    and of row n of the rates; None where the file leaves it out: one unit, and a rate that is that of all.
    """

    def __init__(self, company: Company) -> None:
        self.company = company
        self.curves: list[Number | None] = []
        self.rates: list[Number | None] = []
        self.teams = team_order(company)
        self.links = {name: links_of(motion) for name, motion in company.motion.items()}
        ends = np.cumsum([len(motion.stage) for motion in company.motion.values()]).tolist()
        self.first = dict(zip(company.motion, [0, *ends[:-1]], strict=True))
        self.rate_curves: dict[str, int] = {}  # by the path of a rate that differs: the row of its curve
        places = [motion.address for motion in company.motion.values()]
        self._motion_addresses = apart(places, MOTION_ADDRESSES)
        self.team_rows, self.plan_rows = self._staff()
        self.stage_rows = m.rows(m.STAGE, (s for n in company.motion for s in self._stages(n)))
        self.offer_rows = m.rows(m.OFFER, self._offers())
        offers = [motion.offer for motion in company.motion.values()]
        rises = [rise for offer in offers for rise in offer.price_rises]
        self.rises = m.rows(m.RISE, ({"day": self.day(rise.from_)} for rise in rises))
        self.steps = m.rows(m.STEP, ({"share": share} for offer in offers for share in offer.ramp or ()))
        self.turns = Dynamics(company, self.day, self.stage_at, self._rate)
        self.motion_rows = m.rows(m.MOTION, (self._motion(n, name) for n, name in enumerate(company.motion)))
        self.sources = Sources(company, self.teams, self.day, self.stage_at)
        self.horizon = 12 * company.years * MONTH
        self.until = self.horizon + run_off(company) * MONTH

    def _curve(self, number: Number | None) -> int:
        """The row of a curve."""
        self.curves.append(number)
        return len(self.curves)

    def _rate(self, number: Number | None) -> int:
        """The row of a rate, and of its curve where it differs between accounts."""
        self.rates.append(number)
        if number is not None and number.per_account:
            self.rate_curves[number.path] = self._curve(number)
        return len(self.rates) - 1

    def _rows_of(self, *sections: Section | None) -> dict[str, int]:
        """The rows of curves and rates that tables state, by the columns that refer to them."""
        return {
            column: self._rate(number) if is_rate(number.kind) else self._curve(number)
            for column, number in stated(*sections)
            if is_rate(number.kind) or is_curve(number.kind)
        }

    def _staff(self) -> tuple[NDArray[Any], NDArray[Any]]:
        teams: list[dict[str, Any]] = []
        plans: list[dict[str, Any]] = []
        for team in (self.company.team[name] for name in self.teams):
            row = {"first_plan": len(plans), "plans": len(team.people)}
            teams.append({**row, "deals_first": int(team.first == "deals")})
            since = self.company.start
            for plan in team.people:
                since = plan.from_ or since
                plans.append({"day": self.day(since)})
        return m.rows(m.TEAM, teams), m.rows(m.PLAN, plans)

    def stage_at(self, motion: str, stage: str) -> int:
        """The row of a stage."""
        return int(self.first[motion]) + [s.name for s in self.company.motion[motion].stage].index(stage)

    def day(self, date: dt.date) -> float:
        """Days since the start in months of 30.4375 days, so that every first is a boundary."""
        start = self.company.start
        months = 12 * (date.year - start.year) + date.month - start.month
        return (months + (date.day - 1) / monthrange(date.year, date.month)[1]) * MONTH

    def _stages(self, name: str) -> list[dict[str, Any]]:
        motion, links, first = self.company.motion[name], self.links[name], self.first[name]
        addresses = apart([stage.address for stage in motion.stage], STAGE_ADDRESSES)
        rows = []
        for n, stage in enumerate(motion.stage):
            rows.append(
                {
                    "takes": self._curve(stage.lasts),
                    "passes": self._rate(stage.passes),
                    **self._rows_of(stage, stage.loses_to),
                    "passes_to": _shifted(links.passes_to[n], first),
                    "loses_to": _shifted(links.loses_to[n], first),
                    "priority": stage.priority,
                    "marks": m.MARKS[stage.marks] if stage.marks else m.PROSPECT,
                    "decides": m.BUYER if motion.decides(n) == "buyer" else m.COMPANY,
                    "motion": list(self.company.motion).index(name),
                    "after_close": int(n > links.close),
                    "teaches": m.NEEDS[stage.teaches] if stage.teaches else 0,
                    "needs": m.NEEDS[stage.needs] if stage.needs else 0,
                    "teams": sum(1 << self.teams.index(team) for team in stage.team),
                    "address": addresses[n],
                }
            )
        return rows

    def _motion(self, n: int, name: str) -> dict[str, Any]:
        motion = self.company.motion[name]
        row: dict[str, Any] = {
            "address": self._motion_addresses[n],
            "first_stage": self.first[name],
            "stages": len(motion.stage),
            "offer": n,
            "units": self._curve(motion.units),
            **self._rows_of(
                motion.impact,
                motion.renewal,
                motion.expansion,
                motion.contraction,
                motion.referral,
                motion.champion,
            ),
            **self.turns.of_motion[name],
        }
        if needs := motion.stage[self.links[name].close].needs:
            row["needs"] = m.NEEDS[needs]
        for part, column in ((motion.referral, "referral_stage"), (motion.champion, "champion_stage")):
            if part is not None and part.enters is not None:
                row[column] = self.stage_at(name, part.enters)
        if motion.impact and motion.impact.team:
            row["csm"] = self.teams.index(motion.impact.team)
            row["attended_first"] = motion.impact.priority
        return row

    def _offers(self) -> list[dict[str, Any]]:
        rows = []
        rises = steps = 0
        for name, motion in self.company.motion.items():
            offer = motion.offer
            row = offer_row(offer) | self._rows_of(
                offer, offer.prepaid, offer.retries, offer.repurchase, motion.winback
            )
            if motion.winback is not None and motion.winback.enters is not None:
                row["winback_stage"] = self.stage_at(name, motion.winback.enters)
            row |= {"first_rise": rises, "rises": len(offer.price_rises)}
            rows.append({**row, "first_step": steps, "steps": len(offer.ramp or ())})
            rises += len(offer.price_rises)
            steps += len(offer.ramp or ())
        return rows

    def lists(self) -> dict[str, NDArray[Any]]:
        """Those into which numbers are drawn."""
        return {
            "teams": self.team_rows,
            "plans": self.plan_rows,
            "stages": self.stage_rows,
            "offers": self.offer_rows,
            "motions": self.motion_rows,
            "channels": self.sources.channels,
            "sources": self.sources.rows,
            "rises": self.rises,
            "steps": self.steps,
            "moves": self.turns.moves,
            "shocks": self.turns.shocks,
            "money": m.rows(m.MONEY, [{}]),
        }

    def addresses(self) -> list[int]:
        """The addresses of the accounts' own draws, one per rate."""
        return [m.NONE if rate is None else address_of(rate.address) % 2**31 for rate in self.rates]


def _shifted(place: int, first: int) -> int:
    return int(place) + first if place >= 0 else m.NONE
