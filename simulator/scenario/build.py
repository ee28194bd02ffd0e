"""From drawn numbers to the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import model as m
from simulator.curves import CURVE
from simulator.scenario import distributions as d
from simulator.scenario.bounds import WITH_FIT
from simulator.scenario.draws import Drawn, Draws, tabulated
from simulator.scenario.frame import Frame
from simulator.scenario.number import Number
from simulator.scenario.quantities import months_of, per_of
from simulator.scenario.schema import Company, Offer, Play
from simulator.scenario.settle import Rate, Setting, Settled, flat_bar, settled


class Builder:
    """Makes models of one company: tables once, and for each draw only what it changes."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.draws = Draws(company)
        self._frame = Frame(company)
        best = self.draws.best_guess()
        rows, self._tables = tabulated([d.normal(0.0, 1.0), *(_curve(best, p) for p in self._frame.curves)])
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

    def model(self, drawn: Drawn, curves: NDArray[Any], plays: Mapping[str, Settled]) -> m.Model:
        """The model of a draw."""
        frame, company = self._frame, self.company
        value = drawn.value
        rates, stages = self._rates.copy(), frame.stage_rows.copy()
        teams, offers = frame.team_rows.copy(), frame.offer_rows.copy()
        rows, sources = frame.play_rows.copy(), frame.source_rows.copy()
        rate_at = {path: rates[n] for n, path in enumerate(frame.rates)}
        for row, name in zip(teams, company.team, strict=True):
            row["at_once"] = value(f"team.{name}.at_once")
            row["book"] = value(f"team.{name}.book")
            row["working"] = value(f"team.{name}.working", 1.0)
        for n, (name, play) in enumerate(company.play.items()):
            path = f"play.{name}"
            at = plays[name]
            for k, stage in enumerate(play.stage):
                where = f"{path}.stage.{stage.name}"
                stages[frame.first[name] + k]["stated"] = value(f"{where}.passes", 1.0)
                _judge(rate_at[f"{where}.passes"], at.stages[stage.name])
                if f"{where}.loses_to.nurture" in rate_at:
                    rate_at[f"{where}.loses_to.nurture"]["p"] = value(f"{where}.loses_to.nurture")
            _set_play(rows[n], path, drawn, at, rate_at)
            _set_offer(offers[n], f"{path}.offer", drawn, play.offer)
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
                tables=self._tables,
                curves=curves,
                rates=rates,
                teams=teams,
                plans=frame.plan_rows,
                stages=stages,
                offers=offers,
                plays=rows,
                sources=sources,
                leads=self._leads(drawn),
                dated=frame.dated,
            ),
        )

    def _leads(self, drawn: Drawn) -> NDArray[np.float64]:
        """Leads a month, shape (streams, months)."""
        streams = []
        for name, play in self.company.play.items():
            if play.leads:
                growth = 1.0 + drawn.value(f"play.{name}.growth")
                streams.append(drawn.value(f"play.{name}.leads") * growth**self._months)
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
    for key in ("expansion.with_impact", "contraction.without_impact", "referral.with_impact"):
        if f"{path}.{key}" in rate_at:
            rate_at[f"{path}.{key}"]["p"] = drawn.value(f"{path}.{key}")
    row["referral_fit"] = drawn.value(f"{path}.referral.fit")


def _set_offer(row: Any, path: str, drawn: Drawn, offer: Offer) -> None:
    """Money in whole cents."""
    row["per"] = 1
    row["use_start"] = drawn.value(f"{path}.metered.start", 1.0)
    row["use_ramp"] = drawn.value(f"{path}.metered.full_after")
    row["use_swing"] = drawn.value(f"{path}.metered.swing")
    if offer.licence:
        row["licence"] = round(100.0 * drawn.value(f"{path}.licence"))
    if offer.maintenance:
        row["yearly"] = round(int(row["licence"]) * drawn.value(f"{path}.maintenance"))
    if offer.price:
        cents = round(100.0 * drawn.value(f"{path}.price"))
        row["yearly"] = 12 // months_of(offer.price.unit) * cents
        row["per"] = per_of(offer.price.unit)
