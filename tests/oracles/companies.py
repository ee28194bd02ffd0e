"""Companies built by hand, a line a stage: queues, contracts, whatever a published case needs."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import scipy.stats
from numpy.typing import NDArray

from simulator import ledger as e, model as m
from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.numerics.curves import CURVE, table_of
from simulator.numerics.months import MONTH

NORMAL: tuple[Any, ...] = ("norm",)


class Spread(NamedTuple):
    """A distribution: shift + scale times a named one of scipy."""

    name: tuple[Any, ...]
    shift: float
    scale: float


def exponential(mean: float) -> Spread:
    """Without memory."""
    return Spread(("expon",), 0.0, mean)


def uniform(low: float, high: float) -> Spread:
    """Even between two ends."""
    return Spread(("uniform",), low, high - low)


def beta(a: float, b: float) -> Spread:
    """Shares of mean a / (a + b)."""
    return Spread(("beta", a, b), 0.0, 1.0)


@functools.cache
def _table(name: tuple[Any, ...]) -> NDArray[np.float64]:
    return table_of(getattr(scipy.stats, name[0])(*name[1:]))


_CURVES = {"takes", "max_wait", "nurture_after", "units", "expansion_by", "contraction_by"}
_CURVES |= {"lands", "repurchase_after", "winback_after"}
_RATES = {"passes", "nurture", "reached", "renewal", "expansion", "contraction", "referral"}
_RATES |= {"failed_payments", "recovered", "prepaid", "repurchase", "winback", "chance", "champion"}
_MORE = {"rises": m.RISE, "steps": m.STEP, "choices": m.CHOICE, "moves": m.MOVE, "shocks": m.SHOCK,
         "opening": m.OPENING, "money": m.MONEY}  # fmt: skip


class Company:
    """A model under construction.

    Where a model refers to a curve, a number or a Spread is given here; where it refers to a
    rate, a share, a Spread (it differs between accounts), or the fields of a rate.
    """

    def __init__(self) -> None:
        self._tables: list[tuple[Any, ...]] = [NORMAL]
        self._lists: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("rates", "teams", "plans", "stages", "offers", "motions", "sources", *_MORE)
        }
        self._curves: list[dict[str, Any]] = [{"scale": 1.0}]
        self._a_day: list[float] = []
        self._dated: list[float] = []

    def _curve(self, value: float | Spread) -> int:
        if isinstance(value, Spread):
            if value.name not in self._tables:
                self._tables.append(value.name)
            table = self._tables.index(value.name)
            self._curves.append({"table": table, "shift": value.shift, "scale": value.scale})
        else:
            self._curves.append({"shift": value})
        return len(self._curves) - 1

    def _rate(self, value: float | Spread | Mapping[str, Any]) -> int:
        rates = self._lists["rates"]
        entry: dict[str, Any] = {"kind": m.FLAT, "address": len(rates)}
        if isinstance(value, Spread):
            entry |= {"kind": m.VARIES, "curve": self._curve(value)}
        elif isinstance(value, Mapping):
            entry |= value
            if isinstance(entry.get("curve"), Spread):
                entry["curve"] = self._curve(entry["curve"])
        else:
            entry["p"] = value
        rates.append(entry)
        return len(rates) - 1

    def _settled(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        settled = dict(fields)
        for name, value in fields.items():
            if name in _CURVES:
                settled[name] = self._curve(value)
            elif name in _RATES:
                settled[name] = self._rate(value)
        return settled

    def team(
        self,
        seats: int = 1,
        *,
        plan: Sequence[tuple[float, int] | Mapping[str, float]] = ((0.0, 1),),
        book: float = 0,
        **more: float,
    ) -> int:
        """A team whose people serve `seats` accounts each, keep a `book`, or do both (`capacity` beside it);
        `plan`: (day, people), or the fields of a PLAN."""
        plans, teams = self._lists["plans"], self._lists["teams"]
        kind = {"book": book} if book else {"capacity": seats}
        teams.append({**kind, **more, "first_plan": len(plans), "plans": len(plan)})
        for line in plan:
            plans.append(
                dict(line) if isinstance(line, Mapping) else dict(zip(("day", "people"), line, strict=True))
            )
        return len(teams) - 1

    def motion(
        self,
        stages: Sequence[Mapping[str, Any]],
        *,
        offer: Mapping[str, Any] | None = None,
        units: float | Spread = 1,
        a_day: float = 0.0,
        dated: Iterable[float] = (),
        fit: float = 0.0,
        **life: Any,
    ) -> int:
        """A motion with its leads. In a stage `passes_to` and `loses_to` count from the motion's first.

        A stage takes no time, passes everybody and leads to the next unless told.
        """
        first = len(self._lists["stages"])
        motions = self._lists["motions"]
        motion = len(motions)
        for index, stage in enumerate(stages):
            fields = {"takes": 0.0, "passes": 1.0, **stage}
            following = index + 1 if index + 1 < len(stages) else m.NONE
            for way, to in (("passes_to", following), ("loses_to", m.NONE)):
                to = fields.get(way, to)
                fields[way] = to if to == m.NONE else first + to
            fields["teams"] = sum(1 << team for team in fields.get("teams", ()))
            fields["motion"] = motion
            self._lists["stages"].append(self._settled(fields))
        self._lists["offers"].append(self._settled(offer or {}))
        motions.append(
            {
                "first_stage": first,
                "stages": len(stages),
                "offer": motion,
                **self._settled({"units": units, **life}),
            }
        )
        days = list(dated)
        if a_day > 0:
            self.leads(motion, a_day=a_day, fit=fit)
        if days:
            self.leads(motion, dated=days, fit=fit, channel=1)
        return motion

    def leads(
        self,
        motion: int,
        *,
        a_day: float = 0.0,
        dated: Iterable[float] = (),
        fit: float = 0.0,
        channel: int = 0,
    ) -> None:
        """One more source of leads: Poisson with so many a day, or dated."""
        days = list(dated)
        source = {"motion": motion, "channel": channel, "fit": fit}
        if a_day > 0:
            source["monthly"] = len(self._a_day)
            self._a_day.append(a_day)
        else:
            source |= {"first_dated": len(self._dated), "dated": len(days)}
            self._dated += days
        self._lists["sources"].append(source)

    def also(self, name: str, **fields: Any) -> int:
        """One more row of a list of the model: rises, choices, moves (in the order of motions), shocks, held.

        The first row of a motion or offer says where its own begin; here the caller says how many.
        """
        settled = {**self._settled(fields), **({"units": fields["units"]} if "units" in fields else {})}
        if name == "opening":
            settled.setdefault("fit", 0)  # the standard normal
        self._lists[name].append(settled)
        return len(self._lists[name]) - 1

    def model(self, days: float, *, run_off: float = 0.0) -> m.Model:
        """The company, with leads for at least so many days (whole months) and a run-off after them."""
        months = int(np.ceil(days / MONTH))
        lists = self._lists
        kinds = {"rates": m.RATE, "teams": m.TEAM, "plans": m.PLAN, "stages": m.STAGE}
        kinds |= {"offers": m.OFFER, "motions": m.MOTION, "sources": m.SOURCE, **_MORE}
        leads = np.repeat(np.array(self._a_day).reshape(-1, 1) * MONTH, months, axis=1)
        numbers = m.numbers(
            horizon=months * MONTH,
            until=months * MONTH + run_off,
            tables=np.stack([_table(name) for name in self._tables]),
            curves=m.rows(CURVE, self._curves),
            leads=leads,
            dated=m.rows(m.DATED, [{"day": day} for day in self._dated]),
            **{
                name: m.rows(kind, lists[name])
                for name, kind in kinds.items()
                if lists[name] or name != "money"  # without any, a company has the usual one
            },
        )
        return m.Model(
            title="by hand",
            start=dt.date(2022, 6, 1),
            currency="EUR",
            motions=tuple(f"motion {i}" for i in range(len(lists["motions"]))),
            stages=tuple(f"stage {i}" for i in range(len(lists["stages"]))),
            teams=tuple(f"team {i}" for i in range(len(lists["teams"]))),
            numbers=numbers,
        )


def replications(model: m.Model, count: int, seed: int = 1) -> Iterable[Ledger]:
    """So many independent lives of a company."""
    return (simulate(model, seed=seed, replication=r) for r in range(count))


def day_of(ledger: Ledger, event: int) -> NDArray[np.float64]:
    """The day of each account's last row of this event; nan where it has none."""
    days = np.full(len(ledger.motion), np.nan)
    rows = ledger.rows[ledger.rows["event"] == event]
    days[rows["account"]] = rows["day"]
    return days


def count_of(ledger: Ledger, event: int) -> NDArray[np.int64]:
    """How many rows of this event each account has."""
    rows = ledger.rows[ledger.rows["event"] == event]
    return np.bincount(rows["account"], minlength=len(ledger.motion)).astype(np.int64)


_PRICED = (
    e.OPENED, e.EXPANDED, e.CONTRACTED, e.RENEWED, e.CHURNED, e.LAPSED, e.METERED, e.NOTICE, e.REPRICED,
    e.WON_BACK, e.REPURCHASED, e.UNPAID, e.MOVED,
)  # fmt: skip


def _why_lost(row: Any) -> int:
    return 0 if e.ends_contract(row["event"]) else int(row["reason"])


def told(ledger: Ledger, account: int = 0) -> list[tuple[float, str, int, int]]:
    """A life as (day, event, amount, arr), sorted: within one instant the order is free.

    The amount of a lead is its units, of a loss its reason; why a contract ends is not told.

    `arr` is told where the contract speaks, else 0.
    """
    return sorted(
        (
            float(row["day"]),
            e.EVENTS[int(row["event"])],
            int(row["count"] if row["event"] == e.LEAD else row["amount"] or _why_lost(row)),
            int(row["arr"]) if row["event"] in _PRICED else 0,
        )
        for row in ledger.rows[ledger.rows["account"] == account]
    )
