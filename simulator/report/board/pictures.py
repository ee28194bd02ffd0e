"""Pictures of a board page: figures by their names, and values by month."""

import math
from collections.abc import Callable, Sequence
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Comparison, Outcomes
from simulator.format import Scale, scale_of
from simulator.layout.page import Picture
from simulator.layout.table import Column, Kind, Row, Table
from simulator.metrics.ratio import ratios
from simulator.numerics.calendar import date_of
from simulator.numerics.months import MONTH
from simulator.visible import visible

if TYPE_CHECKING:
    from simulator.figures.inline import Inline

QUARTER = 3  # months between two rows of the numbers
BY_MONTH = {"arr": "ARR", "cash": "Cash", "customers": "Customers"}
SHARES = (10, 50, 90)


def drawn(answer: Outcomes | Comparison, *, named: bool = False) -> Callable[[Picture], str]:
    """Who draws the pictures of a page about this answer; `named`: those by month say of which company."""
    number = count(1)

    def draw(picture: Picture) -> str:
        one = answer if isinstance(answer, Outcomes) else answer[picture.of] if picture.of else answer
        narrow = picture.name.partition(":")[0] in (*BY_MONTH, *_OF_TEAM)
        whose = f"{picture.of}: " if named else ""
        found = (
            _by_month(one, picture.name, whose) if narrow else _figure(one, picture.name, f"p{next(number)}")
        )
        small = (
            "narrow fourth" if named or picture.name not in BY_MONTH else "narrow"
        )  # of these there are many
        how = small if narrow else "wide" if isinstance(one, Outcomes) else "wide tall"
        return _shown(found, how) if found else ""

    return draw


def _shown(found: "Inline", look: str) -> str:
    """A picture under what it says, which a narrow screen scrolls where it is wide."""
    finding, read = (escape(visible(words)) for words in (found.finding, found.read))
    small, body = "", found.svg
    if "wide" in look:
        small = f"<small>{read}</small>" if read else ""
        body = f'<div class="scroll" role="group" aria-label="{finding}" tabindex="0">{body}</div>'
    return f'<figure class="{look}"><figcaption>{finding}{small}</figcaption>{body}</figure>'


def _figure(answer: Outcomes | Comparison, name: str, place: str) -> "Inline | None":
    """One of `simulator.figures`, if it is there for such an answer."""
    from simulator import figures
    from simulator.figures.inline import inline

    there = figures.OF_OUTCOMES if isinstance(answer, Outcomes) else figures.OF_COMPARISON
    draw: Any = next((draw for draw in there if draw.__name__ == name), None)
    return None if draw is None else inline(draw(answer), place)


def pictures_of_money(companies: Sequence[Outcomes]) -> list[Picture]:
    """Revenue by month of each company, then cash of each, then customers."""
    return [Picture(name, one.name) for name in BY_MONTH for one in companies if name in _known(one)]


def pictures_of_people(outcomes: Outcomes) -> list[Picture]:
    """A picture for each team."""
    return [
        Picture(f"{kind}:{team}", outcomes.name)
        for n, team in enumerate(outcomes.header.teams)
        for kind, there in (("seats", outcomes.header.serves), ("book", outcomes.header.books))
        if there[n]
    ]


def monthly_table(outcomes: Outcomes) -> Table:
    """Quarter by quarter P10, P50 and P90 of what is drawn by month."""
    columns, cells = [Column("end of")], []
    for name, title in _known(outcomes).items():
        values, scale = _values(outcomes, name)
        columns += [Column(f"{title}, {scale.unit}: P{share}", Kind.NUMBER) for share in SHARES]
        cells.append([_told(month, scale) for month in values.T])
    months = range(QUARTER - 1, outcomes.header.months, QUARTER)
    dates = _dates(outcomes)
    rows: list[Row] = [(dates[m], *(cell for of in cells for cell in of[m])) for m in months]
    return Table(tuple(columns), tuple(rows))


def _told(month: NDArray[np.float64], scale: Scale) -> list[str]:
    """Quantiles of a month, with digits that tell them apart."""
    found = np.quantile(month, np.array(SHARES) / 100).tolist()
    return [scale.show(value, (found[-1] - found[0]) / 8 or math.nan) for value in found]


def _by_month(outcomes: Outcomes | Comparison, name: str, whose: str) -> "Inline":
    from simulator.figures.through_time import through_time

    assert isinstance(outcomes, Outcomes)
    kind, _, team = name.partition(":")
    if team:
        words = f"{whose}{team}, {_OF_TEAM[kind]}"
        return through_time(
            _of_team(outcomes, kind, team), _dates(outcomes), scale_of("share", ()), words, whole=True
        )
    values, scale = _values(outcomes, name)
    return through_time(values, _dates(outcomes), scale, whose + BY_MONTH[name])


_OF_TEAM = {"seats": "seats in use", "book": "chance that somebody finds time"}


def _of_team(outcomes: Outcomes, kind: str, team: str) -> NDArray[np.float64]:
    table = outcomes.teams[:, :, outcomes.header.teams.index(team)]
    if kind == "book":
        return np.minimum(ratios(table["room"], table["accounts"]), 1.0)
    return ratios(table["used"], table["seats"])


def _known(outcomes: Outcomes) -> dict[str, str]:
    """What there is to draw: cash that never moves is none."""
    moves = outcomes.company["cash_in"].any() or outcomes.company["cash_out"].any()
    return {name: title for name, title in BY_MONTH.items() if moves or name != "cash"}


def _values(outcomes: Outcomes, name: str) -> tuple[NDArray[np.float64], Scale]:
    """Of each run at the end of each month, and the scale in which all are shown."""
    if name == "customers":
        values, unit = outcomes.monthly["customers"].sum(axis=2).astype(float), "customers"
    elif name == "arr":
        values, unit = outcomes.monthly["closing"].sum(axis=2) / 100, outcomes.unit("arr_end")
    else:
        values, unit = outcomes.company["cash"] / 100, outcomes.unit("cash_end")
    return values, scale_of(unit, np.quantile(values, (0.1, 0.9), axis=0).ravel().tolist())


def _dates(outcomes: Outcomes) -> list[str]:
    start = outcomes.header.start
    return [f"{date_of(start, month * MONTH):%Y-%m}" for month in range(outcomes.header.months)]
