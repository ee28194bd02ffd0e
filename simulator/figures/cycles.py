"""Figure: sales cycles, as shares won and lost by days since an opportunity was opened."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter
from numpy.typing import NDArray

from simulator.experiment import CONFIDENCE, Comparison, Outcomes
from simulator.figures.parts.bands import draw_band, interval_of, is_significantly_more, leading
from simulator.figures.parts.ink import BLUE, FAINT, GREEN, INK, MARKERS, ORANGE, PURPLE, TEXT, VERMILION
from simulator.figures.parts.layout import entitle, label_axes, note, page, panel, takes, thousands
from simulator.figures.parts.marks import draw_mean
from simulator.figures.parts.scenarios import LONGEST, Shown, in_title, named, short
from simulator.format import NONE, Scale, many, scale_of
from simulator.metrics import CYCLE_DAYS
from simulator.metrics.ratio import ratios

WIDTH, LEFT, WON, GAP, LOST = 13.0, 0.95, 6.6, 0.8, 4.2  # inches
TALL, AXIS, TITLE, ROW = 3.6, 0.55, 0.35, 0.27  # inches
INKS = (BLUE, VERMILION, GREEN, ORANGE, PURPLE)
DASHES = ("-", "--", "-.", ":")
COLUMNS = (0.0, 0.06, 0.42, 0.58, 0.82)  # of the table's width: line, name, win rate, median, decided
LATEST = 0.98  # of all that is decided lies within the axis
EARLIEST = 0.005
FAR = 8.0
SHARE, DAYS = scale_of("share", ()), scale_of("days", ())


class Curve(NamedTuple):
    """What became of opportunities: of a motion, or of all motions of a scenario."""

    name: str
    won: NDArray[np.float64]  # (R, points of CYCLE_DAYS), as a share of all that is decided in the end
    lost: NDArray[np.float64]
    median: NDArray[np.float64]  # (R,) days, of those won
    decided: NDArray[np.float64]  # (R,)

    @property
    def rate(self) -> NDArray[np.float64]:
        """Win rate: (R,)."""
        return self.won[:, -1]


@takes(Outcomes, Comparison)
def cycles(shown: Shown) -> Figure:
    """Share of opportunities won, and lost, by days since they were opened (cumulative incidence).

    A curve a motion; of a comparison a curve a scenario, on a logarithmic scale, as where motions lie far
    apart.
    Of those that the win rate is of: opened before the horizon and decided by the end of the run-off.
    Bands and ± are 90 % intervals over replications.
    """
    curves = curves_of(shown)
    drawn = told_apart(curves) if isinstance(shown, Comparison) else [True] * len(curves)
    if all(np.isnan(curve.won).all() for curve in curves):
        return page(WIDTH, AXIS, _finding(shown, curves), _how_to_read(shown))  # and no empty frame
    log = isinstance(shown, Comparison) or _far_apart(curves)
    base = ROW * (len(curves) + 1.6) + AXIS
    picture = page(WIDTH, base + TALL + TITLE, _finding(shown, curves), _how_to_read(shown))
    reach = _reach(curves, log)
    won = panel(picture, LEFT, base, WON, TALL)
    lost = panel(picture, LEFT + WON + GAP, base, LOST, TALL)
    for axes, which, title in ((won, "won", "Won by then"), (lost, "lost", "Lost or unworked by then")):
        _draw(axes, curves, drawn, which)
        _set_axes(axes, title, reach, log)
    won.set_ylim(0, _top([c.won for c in curves]))
    _write(panel(picture, LEFT, 0.1, WIDTH - 2 * LEFT, ROW * (len(curves) + 1)), curves, drawn)
    return picture


def curves_of(shown: Shown) -> list[Curve]:
    """A curve a motion, or a scenario of a comparison with all its motions together."""
    if isinstance(shown, Comparison):
        return [
            _curve(o.name, o.cycles["won"].sum(axis=1), o.cycles["lost"].sum(axis=1), _median(o))
            for o in shown.outcomes
        ]
    table = shown.cycles
    return [
        _curve(name, table["won"][:, motion], table["lost"][:, motion], table["median"][:, motion])
        for motion, name in enumerate(shown.header.motions)
    ]


def _median(of: Outcomes) -> NDArray[np.float64]:
    """Of opportunities, as the curves are, whatever definition the plain name stands for."""
    name = "cycle_days_median:opportunities"
    return of.values[name if name in of.values else "cycle_days_median"]


def _curve(name: str, won: NDArray[np.int64], lost: NDArray[np.int64], median: NDArray[np.float64]) -> Curve:
    decided = (won[:, -1:] + lost[:, -1:]) * np.ones(won.shape[1])
    return Curve(name, ratios(won, decided), ratios(lost, decided), median, decided[:, 0])


def _look(place: int) -> tuple[str, str, str]:
    """Ink, dashes and marker of a curve."""
    return INKS[place % len(INKS)], DASHES[place % len(DASHES)], MARKERS[place % len(MARKERS)]


def told_apart(curves: list[Curve]) -> list[bool]:
    """Whether each is the first, or surely differs from it in win rate or median: others would lie on it."""
    first = curves[0]
    return [
        one is first or _differ(one.rate, first.rate) or _differ(one.median, first.median) for one in curves
    ]


def _differ(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether they do surely, or only one of them is known."""
    if np.isnan(one).all() or np.isnan(other).all():
        return bool(np.isnan(one).all() != np.isnan(other).all())
    return is_significantly_more(one, other) or is_significantly_more(other, one)


def _draw(axes: Axes, curves: list[Curve], drawn: list[bool], which: str) -> None:
    """Curves with markers here and there; of the won the median, half-way up."""
    days = CYCLE_DAYS[:-1]
    for place, curve in enumerate(curves):
        share = curve.won if which == "won" else curve.lost
        if np.isnan(share).all() or not drawn[place]:
            continue
        ink, dashes, marker = _look(place)
        mean, *_ = draw_band(axes, days, share[:, :-1] * 100, ink, dashes, curve.name)
        every = slice(3 * place, None, 20)
        axes.plot(days[every], mean[every], marker, ms=4.5, color=ink, mec=INK, mew=0.5, zorder=4)
        median = interval_of(curve.median)
        if which == "won" and not math.isnan(median.mean):
            half_way = 50 * interval_of(curve.rate).mean
            draw_mean(
                axes,
                median.mean,
                half_way,
                marker,
                "white",
                across=median[1:],
                size=9,
                line=1.6,
                mew=1.6,
                zorder=5,
            )


def _top(shares: list[NDArray[np.float64]]) -> float:
    """A little above the highest end of all curves, in percent."""
    ends = [interval_of(share[:, -1]) for share in shares]
    known = [v * 100 for end in ends for v in end if not math.isnan(v)]
    return min(104.0, max(known, default=0.0) * 1.08) or 104.0


def _far_apart(curves: list[Curve]) -> bool:
    """Whether one cycle is many times as long as another: a linear axis would show one of them only."""
    known = [interval_of(curve.median).mean for curve in curves if not np.isnan(curve.median).all()]
    return len(known) > 1 and max(known) > FAR * min(known)


def _reach(curves: list[Curve], log: bool) -> tuple[float, float]:
    """The days between which nearly all is decided, over all curves."""
    first, last = [], []
    for curve in curves:
        done = np.nan_to_num(curve.won + curve.lost).mean(axis=0)
        if done[-1] > 0:
            first.append(float(CYCLE_DAYS[np.searchsorted(done, EARLIEST * done[-1])]))
            last.append(float(CYCLE_DAYS[np.searchsorted(done, LATEST * done[-1])]))
    high = min(max(last, default=100.0), float(CYCLE_DAYS[-2]))
    low = 10.0 ** math.floor(math.log10(max(min(first, default=1.0), float(CYCLE_DAYS[0]))))
    return (low, max(high, 10 * low)) if log else (0.0, max(high, 1.0))


def _set_axes(axes: Axes, title: str, reach: tuple[float, float], log: bool) -> None:
    if log:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(numticks=7))
        axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlim(*reach)
    axes.set_ylim(0, 104)
    axes.xaxis.set_major_formatter(thousands)
    axes.grid(color=FAINT, lw=0.6)
    entitle(axes, title)
    scale = " (logarithmic scale)" if log else ""
    label_axes(axes, f"days since it was opened{scale}", "% of opportunities")


def _write(axes: Axes, curves: list[Curve], drawn: list[bool]) -> None:
    """What each line is, with its win rate and median cycle; "=" for one that is as the first."""
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(len(curves) + 0.5, -0.5)
    heads = ("", "", "win rate, % ±", "median cycle of the won, days ±", "decided, a run ±")
    for x, head in zip(COLUMNS, heads, strict=True):
        note(axes, x, 0.0, head)
    for place, curve in enumerate(curves):
        ink, dashes, marker = _look(place)
        if drawn[place]:
            at = ((0.0, 0.025, 0.05), (place + 1,) * 3)
            axes.plot(*at, dashes + marker, color=ink, lw=1.8, ms=4.5, mec=INK, mew=0.5)
        else:
            note(axes, 0.025, place + 1, "=", ha="center", size=TEXT)
        cells = (
            short(curve.name, LONGEST),
            _sure(SHARE, curve.rate),
            _sure(DAYS, curve.median),
            _sure(scale_of("deals", ()), curve.decided),
        )
        for x, text in zip(COLUMNS[1:], cells, strict=True):
            note(axes, x, place + 1, text, size=TEXT)


def _sure(scale: Scale, values: NDArray[np.float64]) -> str:
    of = interval_of(values)
    return NONE if math.isnan(of.mean) else scale.sure(of.mean, of.half)


def _finding(shown: Shown, curves: list[Curve]) -> str:
    """The title: how many are won and how soon; of several, where it is quickest and where slowest."""
    known = {curve.name: curve.median for curve in curves if not np.isnan(curve.median).all()}
    if not known:
        of = shown.outcomes[0] if isinstance(shown, Comparison) else shown
        return f"No opportunity is won in {many(of.header.months // 12, 'year')}"
    if len(known) == 1:
        (curve,) = [curve for curve in curves if curve.name in known]
        rate, days = (in_title(s, interval_of(v)) for s, v in ((SHARE, curve.rate), (DAYS, curve.median)))
        return f"Of opportunities {rate} are won, half of them within {days}"
    first, second, sure = leading(known, min)
    if len(known) == 2 and not sure:
        days = " and ".join(f"{_days(known[name])} with {named(name)}" for name in (first, second))
        return f"With whom half of those who sign do so sooner is too close to call: within {days}"
    last = max(known, key=lambda name: interval_of(known[name]).mean)
    if not is_significantly_more(known[last], known[first]):
        return f"Half of those who sign do so within {_days(known[first])}, with no sure difference"
    quick, slow = (_at(known, end) for end in (min, max))
    return f"Half of those who sign do so soonest with {quick}, latest with {slow}"


def _days(median: NDArray[np.float64]) -> str:
    return in_title(DAYS, interval_of(median))


def _at(medians: dict[str, NDArray[np.float64]], end: Callable[..., float]) -> str:
    first, second, sure = leading(medians, end)
    days = _days(medians[first])
    who = named(first) if sure else f"{named(first)} or {named(second)}"
    return f"{who} (within {days}{'' if sure else ', too close to call'})"


def _how_to_read(shown: Shown) -> str:
    if isinstance(shown, Comparison):
        said = (
            f"{shown.outcomes[0].how}, under the same chances, all motions of a scenario together; =: not "
            "surely other than the first, so not drawn over it"
        )
    else:
        said = f"{shown.title}: {shown.how}"
    return (
        f"{said}. Of opportunities opened in these years and decided by the end of the run-off; who comes "
        "back after a loss opens another. Large open marks: the median cycle of those won (its mean over "
        "runs), half-way up to the win rate. "
        f"Bands, whiskers and ± are {CONFIDENCE} intervals of the mean."
    )
