"""Build a model from drawn numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import model as m
from simulator.company.channel import OWN
from simulator.company.schema import Company
from simulator.numerics.curves import CURVE, PLAIN
from simulator.numerics.together import Together
from simulator.quantity import distributions as d
from simulator.quantity.kind import WITH_FIT
from simulator.quantity.number import Number
from simulator.scenario.opening.accounts import OpeningAccounts
from simulator.scenario.reference.need import shares_at_birth
from simulator.scenario.reference.setting import Setting
from simulator.scenario.reference.settle import Rate, Settled, flat_threshold, settled
from simulator.scenario.targets import targets_of
from simulator.scenario.to_model import channels
from simulator.scenario.to_model.beforehand import before, months_beforehand, overloaded
from simulator.scenario.to_model.columns import cells_of, in_model, set_offer
from simulator.scenario.to_model.draws import Drawn, Draws, tabulated
from simulator.scenario.to_model.dynamics import weights_of_months
from simulator.scenario.to_model.frame import Frame
from simulator.scenario.to_model.opening import crowds_of, fits_of, opening_rows


class Builder:
    """Makes models of one company: tables once, and for each draw only what it changes."""

    def __init__(
        self, company: Company, book: OpeningAccounts | None = None, together: Together | None = None
    ) -> None:
        self.company = company
        book = book or OpeningAccounts()
        self.draws = Draws(company, together)
        self._frame = Frame(company)
        self._targets = targets_of(company)
        best = self.draws.best_guess()
        rows, self._tables = tabulated(
            [d.normal(0.0, 1.0), *(_curve(best, one) for one in self._frame.curves)]
        )
        self._crowds = crowds_of(book, company)
        fits = {crowd: len(rows) + n for n, crowd in enumerate(self._crowds)}  # rows of their curves
        rows += [(len(self._tables) + n, PLAIN, 0.0, 1.0) for n in range(len(self._crowds))]
        self._opening = opening_rows(book, self._frame, fits)
        self._curves = np.array(rows, CURVE)
        self._moving = [
            (n, number)
            for n, number in enumerate(self._frame.curves, start=1)
            if number is not None and not _still(number)
        ]
        self._months = np.arange(12 * company.years)
        self._before = np.arange(-months_beforehand(company), 0)
        rates = m.rows(m.RATE, ({"address": a} for a in self._frame.addresses()))
        for row, rate in zip(rates, self._frame.rates, strict=True):
            if rate is not None and rate.per_account:
                row["kind"] = m.FOLLOWS_FIT if rate.varies == WITH_FIT else m.VARIES
                row["curve"] = self._frame.rate_curves[rate.path]
        self._rates = rates
        self._lists = self._frame.lists()
        for cell in cells_of(company):
            self._lists[cell.list][cell.row][cell.column] = in_model(cell.number, cell.number.mean)
        self._drawn = [cell for cell in cells_of(company) if not _still(cell.number)]

    def curves_of(self, drawn: Drawn) -> NDArray[Any]:
        """The rows of the curves for a draw."""
        curves = self._curves.copy()
        for n, number in self._moving:
            curve, row = drawn.curve(number), curves[n]
            row["shift"], row["scale"] = curve.shift, curve.scale
        return curves

    def settle(self, drawn: Drawn, curves: NDArray[Any], base: Mapping[str, Settled]) -> dict[str, Settled]:
        """All motions with their thresholds."""
        frame, result = self._frame, {}
        for name, motion in self.company.motion.items():
            links, first, there = frame.links[name], frame.first[name], base.get(name)
            before = (there.motion, there.reference) if there is not None else None
            reference = channels.reference_leads(motion, drawn, before)
            inflow = channels.inflow_of(self.company, motion, drawn, reference)
            entries = channels.entries_of(motion, inflow, len(self._months))
            rows = frame.stage_rows[first : first + len(motion.stage)]
            setting = Setting(motion, links, drawn, self._tables, curves, frame.rate_curves, rows, entries)
            result[name] = settled(setting, there, reference, inflow)
        return result

    def model(
        self,
        drawn: Drawn,
        curves: NDArray[Any],
        motions: Mapping[str, Settled],
        before_now: Sequence[Mapping[str, Settled]],
    ) -> m.Model:
        """The model of a draw; `before_now`: the motions as they were at first, and after each change up to
        now."""
        frame, company, rates = self._frame, self.company, self._rates.copy()
        # those with a threshold are settled below
        rates["p"] = [drawn.given(rate, 1.0) for rate in frame.rates]
        lists = {name: rows.copy() for name, rows in self._lists.items()}
        for cell in self._drawn:
            lists[cell.list][cell.row][cell.column] = in_model(cell.number, drawn(cell.number))
        stages = lists["stages"]
        for n, (name, motion) in enumerate(company.motion.items()):
            at = motions[name]
            for k, stage in enumerate(motion.stage, start=frame.first[name]):
                stages[k]["stated"] = drawn.given(stage.passes, 1.0)
                _judge(rates[stages[k]["passes"]], at.stages[stage.name], stage.asks_for_need)
            _set_life(lists["motions"][n], drawn, at, rates)
            if motion.need is not None:
                row = lists["motions"][n]
                row["knows_problem"], row["knows_solution"] = shares_at_birth(motion.need.at_birth, drawn)
            set_offer(lists["offers"][n], drawn, motion.offer)
            mine = (source for source in lists["sources"] if source["motion"] == n)
            ways = frame.sources.ways_of(name)
            channels.set_inflow(mine, ways, motion, drawn, at.reference, at.inflow)
            if OWN in ways:
                lists["channels"]["lead_cost"][ways[OWN]] = lists["motions"]["lead_cost"][n]
            for way, channel in motion.channel.items():
                if channel.at_birth is not None:
                    row = lists["channels"][ways[way]]
                    row["knows_problem"], row["knows_solution"] = shares_at_birth(channel.at_birth, drawn)
        channels.share_time(lists["channels"], lists["teams"])
        lists["shocks"]["odds"] = frame.turns.odds(drawn)
        numbers = m.numbers(
            horizon=frame.horizon,
            until=frame.until,
            tables=np.vstack([self._tables, *fits_of(self._crowds, [*before_now, motions])]),
            curves=curves,
            rates=rates,
            leads=self._leads(drawn, motions, self._months),
            dated=frame.sources.dated,
            choices=frame.turns.choices(drawn),
            opening=self._opening,
            **lists,
        )
        return m.Model(
            title=company.title,
            start=company.start,
            currency=company.currency,
            motions=tuple(company.motion),
            stages=tuple(s.name for p in company.motion.values() for s in p.stage),
            teams=tuple(frame.teams),
            numbers=numbers,
            measures=tuple(company.measures.variants.items()),
            targets=self._targets,
            before=self._beforehand(drawn, motions, numbers),
            channels=tuple(f"{motion}.{way}" for motion, way in frame.sources.places),
        )

    def _beforehand(
        self, drawn: Drawn, motions: Mapping[str, Settled], numbers: m.Numbers
    ) -> m.Numbers | None:
        """The company of the months before the first day, for the same draw; None: nobody is under way."""
        if not len(self._before):
            return None
        inflows = {name: at.inflow for name, at in motions.items()}
        free, teams = overloaded(self.company, drawn, inflows), list(self._frame.teams)
        return before(numbers, self.company, teams, self._leads(drawn, motions, self._before), free)

    def _leads(
        self, drawn: Drawn, motions: Mapping[str, Settled], months: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Leads a month, shape (streams, months); months are counted from the start, those before it below 0.

        Leads that grow were fewer then. Where they fall nobody says since when: as many as at first.
        """
        streams = []
        for name, motion in self.company.motion.items():
            growth = 1.0 + drawn.given(motion.growth, 0.0)
            since = months if growth > 1.0 else np.maximum(months, 0)
            for one in motions[name].inflow:
                if motion.channel[one.channel].is_bought if one.channel else motion.leads:
                    monthly = one.leads * growth**since
                    streams.append(monthly * weights_of_months(self.company, name, months))
        return np.array(streams).reshape(len(streams), len(months))


def _curve(drawn: Drawn, number: Number | None) -> d.Curve:
    """The curve of a number; one unit where an account's size is not given."""
    return d.constant(1.0) if number is None else drawn.curve(number)


def _still(number: Number) -> bool:
    """Whether no draw changes its curve."""
    return not number.unknown if number.per_account else number.curve.scale == 0.0


def _judge(row: Any, rate: Rate, always: bool = False) -> None:
    """A rate that may follow fit: judged against its threshold (always), or the same for all."""
    row["p"], row["threshold"], row["fit_correlation"] = rate.p, rate.threshold, rate.fit_correlation
    if row["kind"] == m.FLAT and (rate.fit_correlation > 0.0 or always):
        row["kind"] = m.JUDGED


def _set_life(row: Any, drawn: Drawn, at: Settled, rates: NDArray[Any]) -> None:
    """Rates of the life after the sale, as they were settled."""
    motion = at.motion
    if motion.impact and at.reached is not None:
        rate = rates[row["reached"]]
        _judge(rate, at.reached)
        shifts = (at.unattended, at.unclean, at.unneeded)
        if rate["kind"] == m.FLAT and any(shifts):
            rate["kind"] = m.JUDGED  # its threshold is what is moved
        row["unattended"], row["unclean"], row["unneeded"] = shifts
        row["stated_reached"] = drawn(motion.impact.reached)
    if motion.renewal:
        rate = rates[row["renewal"]]
        rate["p"], rate["threshold"] = at.renewal, flat_threshold(at.renewal)
        row["lift"] = at.lift
        row["stated_renewal"] = drawn(motion.renewal.overall)
