"""The months before the first day, in which a pipeline comes to be: how many, and who works in them.

Nothing of a pipeline is worked out here: prospects live through these months under the same rules as ever.
Here is said in which company: without contracts and shocks, with the people of the first day, or as many as
are asked for where those could never keep up.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from simulator import model as m
from simulator.company.schema import Company, Motion
from simulator.company.stage_graph import close_of, ways_of
from simulator.numerics.jit import Floats, Rows
from simulator.numerics.months import MONTH
from simulator.quantity.number import Number
from simulator.scenario.to_model.channels import Inflow, Value, inflow_of, reference_leads, seated_part

MOST_MONTHS = 60
_HARDLY_ANY = 0.001
_MOST_RETURNS = 5
_PLENTY = 1e8  # seats
_APART = 2**32  # more than the leads of any channel: so far apart are the addresses of those under way


def is_under_way(company: Company) -> bool:
    """Whether the company begins with a pipeline that nobody has listed: it has customers, or says so."""
    opening = company.opening
    if opening is None or opening.deals is not None or opening.pipeline == "empty":
        return False
    return opening.customers is not None or opening.pipeline == "under way"


def has_a_past(motion: Motion) -> bool:
    """Whether prospects came to a motion before the first day: it was open, and has nothing left to learn."""
    return motion.opens is None and motion.opens_at_arr is None and motion.learning is None


def months_beforehand(company: Company) -> int:
    """So long do nearly all prospects need up to the close: whole months, at most 60; 0 without a pipeline,
    and where no leads came month by month of whom it could be.

    By this reckoning one in a thousand needs longer. A path goes through all stages, with the longest waits.
    For each number of returns after a loss it takes the mean of its times and, as the spreads of independent
    times add up, the root of the squares of what each may go beyond its mean: the less the fewer return so
    often.
    """
    with_past = [motion for motion in company.motion.values() if has_a_past(motion)]
    if not is_under_way(company) or not any(motion.has_monthly_leads for motion in with_past):
        return 0
    paths = [_Path.of(motion) for motion in with_past]
    if any(move.at == "loss" for motion in company.motion.values() for move in motion.move.values()):
        days = sum(path.days() for path in paths)  # who is lost in one motion goes on in another
    else:
        days = max((path.days() for path in paths), default=0.0)
    return min(MOST_MONTHS, math.ceil(days / MONTH))


@dataclass(frozen=True)
class _Path:
    """The times of a way through all stages up to the close, and of a return after a loss; its odds."""

    once: list[Number]
    back: list[Number]
    again: float

    @classmethod
    def of(cls, motion: Motion) -> Self:
        stages = motion.stage[: close_of(motion.stage) + 1]
        visits = [_stated(stage.max_wait, stage.lasts) for stage in stages]
        once = [time for visit in visits for time in visit]
        back, again = list[Number](), 0.0
        for stage, visit in zip(stages, visits, strict=True):
            loss = stage.loses_to
            if loss is not None:
                lost = 1.0 - (stage.passes.mean if stage.passes else 1.0)
                nurtured = loss.nurture.mean if loss.nurture else 0.0
                again = max(again, lost * (1.0 if loss.to else nurtured))
                anew = [*_stated(loss.after), *(once if loss.to else visit)]
                back = max(back, anew, key=lambda times: sum(time.mean for time in times))
        return cls(once, back, again)

    def days(self) -> float:
        """Days that hardly any prospect needs more than."""
        longest = 0.0
        for returns in range(_MOST_RETURNS + 1):
            made = self.again**returns
            if made < _HARDLY_ANY * (1.0 - 1e-9):
                break
            times = self.once + returns * self.back
            beyond = (time.curve.at(1.0 - min(1.0, _HARDLY_ANY / made) + 1e-12) - time.mean for time in times)
            days = sum(time.mean for time in times) + math.hypot(*(max(0.0, more) for more in beyond))
            longest = max(longest, days)
        return longest


def _stated(*times: Number | None) -> list[Number]:
    return [time for time in times if time is not None]


def overloaded(
    company: Company, value: Value, inflows: Mapping[str, tuple[Inflow, ...]] | None = None
) -> dict[str, tuple[float, float]]:
    """Teams that could never keep up with the prospects of these months: seats that are asked for on average
    by those who wait as long as it takes, and seats that there are.

    A mean is enough: a queue without end comes of too much work alone, whatever the spread (Loynes 1962).
    `inflows`: leads of each motion; if not given, as many as this company itself says.
    """
    if inflows is None:
        inflows = {
            name: inflow_of(company, one, value, reference_leads(one, value))
            for name, one in company.motion.items()
        }
    visits = _visits_a_day(company, value, inflows)
    found: dict[str, tuple[float, float]] = {}
    for name, team in company.team.items():
        if team.capacity is None:
            continue
        asked = sum(
            visits[motion, n] * value(stage.lasts)
            for motion, row in company.motion.items()
            for n, stage in enumerate(row.stage)
            if name in stage.team and stage.max_wait is None
        )
        working = value(team.working) if team.working else 1.0
        working *= seated_part(company, name, value)
        seats = math.floor(value(team.capacity) * team.people[0].count.whole * working + 1e-9)
        if asked > 0.0 and asked >= seats:
            found[name] = (asked, seats)
    return found


def _visits_a_day(
    company: Company, value: Value, inflows: Mapping[str, tuple[Inflow, ...]]
) -> dict[tuple[str, int], float]:
    """Mean visits of each stage a day, by motion and place, with rates as stated: v = come + v M."""
    places = [(name, n) for name, motion in company.motion.items() for n in range(len(motion.stage))]
    index = {place: n for n, place in enumerate(places)}
    come, moves = np.zeros(len(places)), np.zeros((len(places), len(places)))
    for name, motion in company.motion.items():
        if not has_a_past(motion):
            continue
        for one in inflows[name]:
            come[index[name, one.stage]] += one.leads / MONTH
        for n, to, part in _ways(company, name, motion, value):
            moves[index[name, n], index[to]] += part
    for name, motion in company.motion.items():
        for other, share in motion.takes_from.items():
            if has_a_past(motion) and has_a_past(company.motion[other]):
                for n in range(len(company.motion[other].stage)):  # wherever they would come in there
                    taken = come[index[other, n]] * min(1.0, value(share))
                    come[index[other, n]] -= taken
                    come[index[name, 0]] += taken
    visits = np.linalg.lstsq((np.eye(len(places)) - moves).T, come, rcond=None)[0]
    return {place: max(0.0, float(visits[n])) for place, n in index.items()}


def _ways(
    company: Company, name: str, motion: Motion, value: Value
) -> Iterator[tuple[int, tuple[str, int], float]]:
    """From each stage of a motion where its visits lead, with their shares."""
    close = close_of(motion.stage)
    place = {stage.name: n for n, stage in enumerate(motion.stage)}
    for n, (stage, (passes_to, loses_to)) in enumerate(
        zip(motion.stage, ways_of(motion).values(), strict=True)
    ):
        passed = 1.0 if n > close or stage.passes is None else value(stage.passes)
        if passes_to is not None:
            yield n, (name, place[passes_to]), passed
        loss = stage.loses_to
        nurtured = value(loss.nurture) if loss is not None and loss.nurture is not None else 0.0
        left = (1.0 - passed) * (1.0 - nurtured)
        if nurtured > 0.0:
            yield n, (name, n), (1.0 - passed) * nurtured
        if loses_to is not None:
            yield n, (name, place[loses_to]), left
            continue
        for other, move in motion.move.items():
            if move.at == "loss" and n <= close and has_a_past(company.motion[other]):
                stages = [one.name for one in company.motion[other].stage]
                to = stages.index(move.stage) if move.stage else 0
                share = value(move.chance) if move.chance is not None else 1.0
                yield n, (other, to), left * share
                left *= 1.0 - share


def _sources_before(of: m.Numbers) -> Rows:
    """Where leads of these months come from: their random numbers are others than those of the time after.

    A channel has as many as it will have on the first day, of which people make none where nobody is there.
    """
    sources = of.sources.copy()
    teams = np.where(sources["by"] >= 0, np.append(of.channels["team"], m.NONE)[sources["by"]], m.NONE)
    people = np.append(of.plans["people"][of.teams["first_plan"]], 0)[teams]
    sources = sources[(sources["monthly"] >= 0) | (people > 0)]
    channels = sources["channel"] >= m.FIRST_CHANNEL
    sources["first"][channels] = sources["channel"][channels].astype(np.int64) * _APART
    sources["channel"], sources["stretch_growth"] = m.UNDER_WAY, 1.0
    return sources


def _share_for_customers(of: m.Numbers, team: int) -> float:
    """The share of a team's time that customers of the first day take where they come first."""
    row = of.teams[team]
    able = row["working"] * of.plans["people"][row["first_plan"]]
    held = of.opening[(of.opening["stage"] < 0) & (of.opening["live"] <= 0.0)]
    mine = of.motions[held["motion"]]
    load = mine["load"][mine["csm"] == team].sum()
    return float(min(1.0, load / (row["book"] * able))) if able > 0.0 else 1.0


def before(
    of: m.Numbers, company: Company, teams: Sequence[str], leads: Floats, free: Mapping[str, object]
) -> m.Numbers:
    """The company of the months before the first day: its clock begins with them, and ends on that day.

    `leads`: (streams, months), of those months; `free`: teams that have seats for everybody. A market does
    not empty then, and is as full as today's customers make it: so many leads come as on the first day.
    """
    lists = {name: getattr(of, name).copy() for name in m.LISTS}
    for name in ("dated", "shocks", "opening", "rises"):
        lists[name] = lists[name][:0]
    lists["money"] = m.rows(m.MONEY, [{}])
    motions, offers = lists["motions"], lists["offers"]
    motions["every"], motions["csm"], motions["learning"] = 0, m.NONE, 0.0
    motions["opens"], motions["opens_at_arr"] = 0.0, m.NONE
    leads = leads * _free_share(of)[:, None]
    motions["accounts"] = 0.0
    for n, motion in enumerate(company.motion.values()):
        mine = of.moves["at"][motions[n]["first_move"] : motions[n]["first_move"] + motions[n]["moves"]]
        if not (mine == m.AT_LOSS).any():
            motions["moves"][n] = 0
        if not has_a_past(motion):
            motions["opens"][n] = np.inf
    # A contract that nothing is paid for has no date on which anything happens.
    for column in ("yearly", "flat", "use", "metered", "from_live", "licence", "once", "rises"):
        offers[column] = 0
    for column in ("repurchase", "lands", "prepaid", "failed_payments", "winback"):
        offers[column] = m.NONE
    lists["sources"] = _sources_before(of)
    lists["teams"]["plans"] = 1
    for n, name in enumerate(teams):
        if name in free:
            first = lists["plans"][lists["teams"]["first_plan"][n] :][:1]
            first["people"] = np.maximum(first["people"], 1)
            lists["teams"]["capacity"][n] = _PLENTY
            lists["teams"]["working"][n] = 1.0
            lists["teams"]["prospecting"][n] = 0.0
        elif lists["teams"]["capacity"][n] > 0.0 and lists["teams"]["book"][n] > 0.0:
            if of.teams["deals_first"][n] == 0:
                lists["teams"]["working"][n] *= 1.0 - _share_for_customers(of, n)
            lists["teams"]["book"][n] = 0.0  # nobody is looked after: what customers take, they have
    days = leads.shape[1] * MONTH
    return m.numbers(horizon=days, until=days, tables=of.tables, leads=leads, **lists)


def _free_share(of: m.Numbers) -> Floats:
    """Of each stream of leads the share of its market that no customer of the first day holds."""
    share = np.ones(len(of.leads))
    for source in of.sources[of.sources["monthly"] >= 0]:
        accounts = math.floor(of.motions["accounts"][source["motion"]])
        held = np.count_nonzero((of.opening["motion"] == source["motion"]) & (of.opening["stage"] < 0))
        if accounts > 0:
            share[source["monthly"]] = max(0.0, 1.0 - held / accounts)
    return share
