"""From drawn numbers to the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import model as m
from simulator.curves import CURVE, PLAIN
from simulator.scenario.keys.schema import Company, Play
from simulator.scenario.numbers import distributions as d
from simulator.scenario.numbers.bounds import WITH_FIT
from simulator.scenario.numbers.number import Number
from simulator.scenario.opening.book import Book
from simulator.scenario.reference.settle import Rate, Setting, Settled, flat_bar, settled
from simulator.scenario.rows.costs import money_rows, set_play_costs, set_stage_costs, set_team_costs
from simulator.scenario.rows.draws import Drawn, Draws, tabulated
from simulator.scenario.rows.frame import Frame
from simulator.scenario.rows.held import crowds_of, fits_of, held_rows
from simulator.scenario.rows.offers import rises_of, set_offer
from simulator.scenario.rows.turns import set_gates, set_turns, weights_of_months


class Builder:
    """Makes models of one company: tables once, and for each draw only what it changes."""

    def __init__(self, company: Company, book: Book | None = None) -> None:
        self.company = company
        book = book or Book()
        self.draws = Draws(company)
        self._frame = Frame(company)
        best = self.draws.best_guess()
        rows, self._tables = tabulated([d.normal(0.0, 1.0), *(_curve(best, p) for p in self._frame.curves)])
        self._crowds = crowds_of(book)
        fits = {crowd: len(rows) + n for n, crowd in enumerate(self._crowds)}  # rows of their curves
        rows += [(len(self._tables) + n, PLAIN, 0.0, 1.0) for n in range(len(self._crowds))]
        self._held = held_rows(book, self._frame, fits)
        self._curves = np.array(rows, CURVE)
        self._moving = [
            (n, path)
            for n, path in enumerate(self._frame.curves, start=1)
            if path in best.numbers and not _still(best.numbers[path])
        ]
        self._months = np.arange(12 * company.years)
        rates = m.rows(m.RATE, ({"address": a} for a in self._frame.addresses()))
        for row, path in zip(rates, self._frame.rates, strict=True):
            number = best.numbers.get(path)
            if path in self._frame.rate_curves and number is not None:
                row["kind"] = m.FOLLOWS_FIT if number.varies == WITH_FIT else m.VARIES
                row["curve"] = self._frame.rate_curves[path]
        self._rates = rates

    def curves_of(self, drawn: Drawn) -> NDArray[Any]:
        """The rows of the curves for a draw."""
        curves = self._curves.copy()
        for n, path in self._moving:
            curve = _curve(drawn, path)
            row = curves[n]
            row["shift"], row["scale"] = curve.shift, curve.scale
        return curves

    def settle(self, drawn: Drawn, curves: NDArray[Any], base: Mapping[str, Settled]) -> dict[str, Settled]:
        """All plays with their bars."""
        frame, result = self._frame, {}
        for name, play in self.company.play.items():
            links, first = frame.links[name], frame.first[name]
            takes = frame.stage_rows["takes"][first + links.close + 1 : first + len(play.stage)]
            setting = Setting(
                name, play, links, drawn, self._tables, curves, frame.rate_curves, takes.astype(np.int64)
            )
            result[name] = settled(setting, base.get(name))
        return result

    def model(
        self,
        drawn: Drawn,
        curves: NDArray[Any],
        plays: Mapping[str, Settled],
        before: Sequence[Mapping[str, Settled]],
    ) -> m.Model:
        """The model of a draw; `before`: the plays as they were at first, and after each change up to now."""
        frame, company = self._frame, self.company
        value = drawn.value
        rates, stages = self._rates.copy(), frame.stage_rows.copy()
        teams, offers = frame.team_rows.copy(), frame.offer_rows.copy()
        rows, sources = frame.play_rows.copy(), frame.source_rows.copy()
        rate_at = {path: rates[n] for n, path in enumerate(frame.rates)}
        for path, rate in rate_at.items():
            rate["p"] = value(path, 1.0)  # those that are judged, or solved, are settled below
        rises: list[dict[str, float]] = []
        for row, (name, team) in zip(teams, company.team.items(), strict=True):
            set_team_costs(row, f"team.{name}", drawn, team)
            row["at_once"] = value(f"team.{name}.at_once")
            row["book"] = value(f"team.{name}.book")
            row["working"] = value(f"team.{name}.working", 1.0)
            row["ramp"] = value(f"team.{name}.ramp")
        plans = frame.plan_rows.copy()
        set_gates(plans, company, drawn)
        for n, (name, play) in enumerate(company.play.items()):
            path = f"play.{name}"
            at = plays[name]
            for k, stage in enumerate(play.stage):
                where = f"{path}.stage.{stage.name}"
                stages[frame.first[name] + k]["stated"] = value(f"{where}.passes", 1.0)
                set_stage_costs(stages[frame.first[name] + k], where, drawn)
                _judge(rate_at[f"{where}.passes"], at.stages[stage.name])
            _set_play(rows[n], path, drawn, at, rate_at)
            set_play_costs(rows[n], path, drawn)
            set_turns(rows[n], path, drawn)
            set_offer(offers[n], f"{path}.offer", drawn, play.offer)
            rises += rises_of(f"{path}.offer", drawn, play.offer, frame.day)
        for row in sources:
            row["fit"] = value(f"play.{list(company.play)[row['play']]}.fit")
        return m.Model(
            title=company.title,
            start=company.start,
            currency=company.currency,
            plays=tuple(company.play),
            stages=tuple(s.name for p in company.play.values() for s in p.stage),
            teams=tuple(company.team),
            numbers=m.numbers(
                horizon=frame.horizon,
                until=frame.until,
                tables=np.vstack([self._tables, *fits_of(self._crowds, [*before, plays])]),
                curves=curves,
                rates=rates,
                teams=teams,
                plans=plans,
                stages=stages,
                offers=offers,
                plays=rows,
                sources=sources,
                leads=self._leads(drawn),
                dated=frame.dated,
                rises=m.rows(m.RISE, rises),
                choices=frame.turns.choices(drawn),
                moves=frame.turns.moves,
                shocks=frame.turns.shocks(drawn),
                held=self._held,
                money=money_rows(drawn, company),
            ),
            measures=tuple(company.measures.variants.items()),
        )

    def _leads(self, drawn: Drawn) -> NDArray[np.float64]:
        """Leads a month, shape (streams, months)."""
        streams = []
        for name, play in self.company.play.items():
            if play.leads:
                growth = 1.0 + drawn.value(f"play.{name}.growth")
                monthly = drawn.value(f"play.{name}.leads") * growth**self._months
                streams.append(monthly * weights_of_months(self.company, name))
        return np.array(streams).reshape(len(streams), len(self._months))


def _curve(drawn: Drawn, path: str) -> d.Curve:
    """The curve of a number; one unit where an account's size is not given."""
    return drawn.curve(path) if path in drawn.numbers else d.constant(1.0)


def _still(number: Number) -> bool:
    """Whether no draw changes its curve."""
    return not number.unknown if number.per_account else number.curve.scale == 0.0


def _judge(row: Any, rate: Rate) -> None:
    """A rate that may follow fit: judged against its bar, or the same for all."""
    row["p"], row["bar"], row["accuracy"] = rate.p, rate.bar, rate.accuracy
    if row["kind"] == m.FLAT and rate.accuracy > 0.0:
        row["kind"] = m.JUDGED


def _set_play(row: Any, path: str, drawn: Drawn, at: Settled, rate_at: Mapping[str, Any]) -> None:
    play: Play = at.play
    if play.impact and at.reached is not None:
        rate = rate_at[f"{path}.impact.reached"]
        _judge(rate, at.reached)
        if rate["kind"] == m.FLAT and (at.unattended != 0.0 or at.unclean != 0.0):
            rate["kind"] = m.JUDGED  # its bar is what is moved
        row["unattended"], row["unclean"] = at.unattended, at.unclean
        row["stated_reached"] = drawn.value(f"{path}.impact.reached")
    if play.renewal:
        rate = rate_at[f"{path}.renewal.overall"]
        rate["p"], rate["bar"] = at.renewal, flat_bar(at.renewal)
        row["lift"] = at.lift
        row["stated_renewal"] = drawn.value(f"{path}.renewal.overall")
    row["referral_fit"] = drawn.value(f"{path}.referral.fit")
