"""Figure: capacity of each team: seats in use, waiting and book coverage through time."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from simulator.experiment import CONFIDENCE, Interval, Outcomes
from simulator.figures.parts.bands import FAN, along, draw_fan, interval_of, leading, quantiles
from simulator.figures.parts.ink import BLUE, INK, TEXT
from simulator.figures.parts.layout import entitle, label_axes, lines_across, note, page, panel, takes
from simulator.figures.parts.scenarios import capital, in_title, named
from simulator.figures.parts.timeline import set_months
from simulator.format import scale_of
from simulator.metrics import definition
from simulator.metrics.ratio import ratios

WIDTH, LEFT, GAP, RIGHT = 13.0, 0.85, 0.85, 0.35  # inches
TALL, TITLE, AXIS = 1.3, 0.72, 0.6  # inches
ABOVE = 0.42  # inches from a row of panels to the middle of its team's name
NEARLY = 0.999
END = 1.0  # of a month
SHARE, DAYS = scale_of("share", ()), scale_of("days", ())


@takes(Outcomes)
def capacity(outcomes: Outcomes) -> Figure:
    """A row a team, month by month: of one that serves seats in use and days waited for one, of one that
    keeps a book the chance that somebody finds time, and the book; of one that does both seats in use and
    that chance; and how many people there are.
    """
    teams = outcomes.header.teams
    across = (WIDTH - LEFT - RIGHT - 2 * GAP) / 3
    rows = max(1, len(teams))
    picture = page(WIDTH, AXIS + rows * (TALL + TITLE), _finding(outcomes), _how_to_read(outcomes))
    for team in range(len(teams)):
        last = team == len(teams) - 1
        bottom = AXIS + (len(teams) - 1 - team) * (TALL + TITLE)
        for column, draw in enumerate(_panels(outcomes, team)):
            axes = panel(picture, LEFT + column * (across + GAP), bottom, across, TALL)
            draw(axes, outcomes, team)
            if column == 0:
                name, y = outcomes.header.teams[team], 1.0 + ABOVE / TALL
                note(axes, 0.0, y, name, size=TEXT + 1, weight="bold", transform=axes.transAxes)
            lines_across(axes)
            set_months(axes, outcomes, 5, named=last)
    return picture


def _panels(outcomes: Outcomes, team: int) -> tuple[Callable[[Axes, Outcomes, int], None], ...]:
    if outcomes.header.books[team]:
        if outcomes.header.serves[team]:
            return _utilisation, _book_coverage, _people
        return _book_coverage, _load, _people
    return _utilisation, _wait, _people


def _utilisation(axes: Axes, outcomes: Outcomes, team: int) -> None:
    table = outcomes.teams[:, :, team]
    _monthly(axes, ratios(table["used"], table["seats"]) * 100, "% of seats", 100.0)
    _head(axes, outcomes, team, "utilisation")


def _wait(axes: Axes, outcomes: Outcomes, team: int) -> None:
    table = outcomes.teams[:, :, team]
    _monthly(axes, ratios(table["waited"], table["asked"]), "days")
    _head(axes, outcomes, team, "wait_days")


def _book_coverage(axes: Axes, outcomes: Outcomes, team: int) -> None:
    table = outcomes.teams[:, :, team]
    chance = np.minimum(ratios(table["room"], table["accounts"]), 1.0)
    _monthly(axes, chance * 100, "% chance of time", 100.0, END)
    _head(axes, outcomes, team, "book_coverage")


def _load(axes: Axes, outcomes: Outcomes, team: int) -> None:
    """The book at month ends, beside what the people of then have time for."""
    table = outcomes.teams[:, :, team]
    room = quantiles(table["room"])[2]
    _monthly(axes, table["accounts"], "accounts", float(np.nanmax(room, initial=1.0)), END)
    axes.stairs(room, np.arange(len(room) + 1), baseline=None, color=INK, lw=1.4, ls="-.", zorder=4)
    entitle(axes, "Accounts in the book")


def _people(axes: Axes, outcomes: Outcomes, team: int) -> None:
    """Headcount as steps: the mean of each month."""
    people = outcomes.teams["people"][:, :, team]
    edges = np.arange(people.shape[1] + 1)
    low, _, middle, _, high = quantiles(people)
    axes.stairs(high, edges, baseline=low, fill=True, color=BLUE, alpha=0.3)
    axes.stairs(middle, edges, baseline=None, color=INK, lw=1.8)
    axes.set_ylim(0, float(high.max()) * 1.12 or 1.0)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    label_axes(axes, y="people")
    entitle(axes, "People")


def _monthly(
    axes: Axes, values: NDArray[np.float64], unit: str, least: float = 1.0, when: float = 0.5
) -> None:
    """A fan from zero, at the middle of each month or `when` in it; the axis reaches `least` at least."""
    at = np.arange(values.shape[1]) + when
    mean, *_ = along(values)
    top = max(draw_fan(axes, at, values), float(np.nanmax(mean, initial=0.0)))
    axes.plot(at, mean, "--", color=INK, lw=1.2, zorder=3.5)
    if np.isnan(values).all():
        note(axes, 0.5, 0.5, "nothing to tell", ha="center", transform=axes.transAxes)
    axes.set_ylim(0, max(top, least) * 1.08)
    label_axes(axes, y=unit)


def _head(axes: Axes, outcomes: Outcomes, team: int, family: str) -> None:
    """The title of a panel: the metric over all months, with its interval."""
    metric = f"{family}.{outcomes.header.teams[team]}"
    of = outcomes.summary(metric)
    scale = scale_of(of.unit, ())
    label = definition(metric).label.removesuffix(outcomes.header.teams[team])  # it is named over the row
    label = label.removesuffix(" of ").removesuffix(" for ")
    whole = f", {scale.sure(of.mean, of.interval.half)} {scale.unit} over all" if of.defined else ""
    entitle(axes, f"{capital(label)}{whole}")


def _finding(outcomes: Outcomes) -> str:
    """The title: which team is busiest, for whom one waits longest, and who is short of book coverage."""
    said = []
    for family, (end, tell) in TOLD.items():
        known = _known(outcomes, family)
        if not known:
            continue
        first = next(iter(known))
        who = named(first)
        if len(known) > 1:
            first, second, sure = leading(known, end)
            who = named(first) if sure else f"{named(first)} or {named(second)} (too close to call)"
        said.append(tell(who, interval_of(known[first]), len(known) > 1))
    if not said:
        return "No team has anything to do" if outcomes.header.teams else "Nobody works here"
    return capital("; ".join(said))


def _known(outcomes: Outcomes, family: str) -> dict[str, NDArray[np.float64]]:
    """A metric of each team for which it is known, by the team's name."""
    found = {
        team: outcomes.values[f"{family}.{team}"]
        for team in outcomes.header.teams
        if f"{family}.{team}" in outcomes.values
    }
    return {team: values for team, values in found.items() if not np.isnan(values).all()}


def _busiest(who: str, of: Interval, several: bool) -> str:
    share = in_title(SHARE, of)
    return (
        f"busiest is {who}: {share} of its seats in use"
        if several
        else f"{share} of the seats of {who} are in use"
    )


def _longest(who: str, of: Interval, several: bool) -> str:
    if of.mean == 0.0:
        return "nobody waits for a seat"
    days = in_title(DAYS, of)
    return f"the longest wait is for {who}: {days}" if several else f"the wait for {who} is {days}"


def _least(who: str, of: Interval, several: bool) -> str:
    share = "all" if of.mean == 1.0 else "nearly all" if of.mean > NEARLY else in_title(SHARE, of)
    return f"time is found for {share} of impact cycles by {who}{', the least' if several else ''}"


TOLD: dict[str, tuple[Callable[..., float], Callable[[str, Interval, bool], str]]] = {
    "utilisation": (max, _busiest),
    "wait_days": (max, _longest),
    "book_coverage": (min, _least),
}


def _how_to_read(outcomes: Outcomes) -> str:
    return (
        f"{outcomes.title}: {outcomes.how}. {FAN} Dashed: their mean. Waits by the month of asking, of those "
        "who got a seat; who was lost unworked is not in them. Dash-dotted: accounts that the people of then "
        f"have time for. ±: {CONFIDENCE} interval of the mean, over all months."
    )
