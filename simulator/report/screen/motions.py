"""Money by motion: what winning a customer costs in each, what it is worth, and when it is paid back."""

from simulator.experiment import Interval, Outcomes, t_interval
from simulator.experiment.money_by_motion import UNKNOWN, Money, by_channel, by_motion, company, others
from simulator.format import NONE, Scale, many
from simulator.layout.page import Section
from simulator.layout.table import Column, Kind, Table
from simulator.report.screen.words import amount, short

MOST = 5  # lines of motions; beyond, the others are added up
MOST_CHANNELS = 7  # lines of them, of all motions; of a motion with more the others are counted
MONEY = "EUR"  # any currency: the page says which
FLAG = "!"  # it does not pay: told in words further down
_COLUMNS = (
    Column("leads", Kind.NUMBER),
    Column("won", Kind.NUMBER),
    Column("cycle,", Kind.NUMBER, "days"),
    Column("CAC", Kind.NUMBER),
    Column("cost of 1", Kind.NUMBER, "of new ARR"),
    Column("payback,", Kind.NUMBER, "months"),
    Column("LTV", Kind.NUMBER),
    Column("contri-", Kind.NUMBER, "bution"),
    Column("share of", Kind.NUMBER, "new ARR"),
    Column("a lead", Kind.NUMBER, "costs"),
    Column("one more", Kind.NUMBER, "costs"),
)
SHARE = 9  # place of it, behind the name
WHOLE = 2.0  # half an interval that leaves no decimals


def money(outcomes: Outcomes) -> Section:
    """The motions, those that bring most first, and all of them together."""
    found = by_motion(outcomes)
    if not any(one.won.mean for one in found):
        return []
    shown = found if len(found) <= MOST + 1 else [*found[:MOST], others(outcomes, found[MOST:])]
    rows = [
        row
        for one in shown
        for row in (_row(one), *_channels(outcomes, one.name, MOST_CHANNELS // len(shown)))
    ]
    if len(found) > 1:
        rows.append(_row(company(outcomes)))
    table = Table((Column(), *_COLUMNS, Column()), tuple(rows), title="MOTION", units=True)
    kept = [n for n, column in enumerate(table.columns) if any(row[n] not in ("", NONE) for row in rows)]
    if len(found) == 1:
        kept.remove(SHARE)  # the whole
    return [table.changed(tuple(table.columns[n] for n in kept), lambda row: tuple(row[n] for n in kept))]


def _channels(outcomes: Outcomes, motion: str, most: int) -> list[tuple[str, ...]]:
    """A line for each channel of a motion that brings customers, at most so many: those that bring most, and
    how many customers the others bring."""
    if motion not in outcomes.header.motions or not outcomes.header.channels:
        return []
    found = [one for one in by_channel(outcomes, outcomes.header.motions.index(motion)) if one.won.mean]
    if len(found) > most:
        rest = found[max(most - 1, 1) :]
        won = t_interval(sum(outcomes.values[f"channel_won.{motion}.{one.name}"] for one in rest))
        unknown = (UNKNOWN,) * 5
        found = [*found[: -len(rest)], Money(many(len(rest), "other"), won, *unknown)]
    return [_row(one._replace(name=f"· {one.name}")) for one in found]


def _row(of: Money) -> tuple[str, ...]:
    return (
        of.name,
        _cell(Scale(1.0, ""), of.leads, _whole(of.leads)),
        _cell(Scale(1.0, ""), of.won, _whole(of.won)),
        _cell(Scale(1.0, ""), of.cycle, _whole(of.cycle)),
        _cell(short(MONEY, [of.cac.mean]), of.cac),
        _cell(Scale(1.0, ""), of.per_arr),
        _cell(Scale(1.0, ""), of.payback),
        _cell(short(MONEY, [of.ltv.mean]), of.ltv),
        _cell(short(MONEY, [of.contribution.mean]), of.contribution),
        _cell(Scale(100.0, " %"), of.share),
        *(_cell(short(MONEY, [one.mean]), one, _whole(one)) for one in (of.lead, of.one_more)),
        FLAG if of.loses else "",
    )


def _whole(found: Interval) -> float:
    """No decimals, unless little would be left of it."""
    return WHOLE if found.mean >= 1.0 else 0.0


def _cell(scale: Scale, found: Interval, least: float = 0.0) -> str:
    """A mean with the digits that its interval leaves it, or one that is at least so wide to either side."""
    return amount(scale, found.mean, max(least, found.half) if least else found.half)
