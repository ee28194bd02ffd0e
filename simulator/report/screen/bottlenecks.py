"""Who is full, who is idle, and what waits: teams as they worked, in words."""

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Outcomes
from simulator.format import many
from simulator.metrics.ratio import ratio, ratios
from simulator.report.screen.words import days, month, span

FULL = 0.9  # of the days of seats of a month that are in use, on average over runs: a queue is near
IDLE = 0.4  # ... of all months: less of them in use
NOTHING = 0.05  # ... so few that its people change nothing
REACHED = 0.95  # of the customers of a book: fewer, and it is beyond its room
LEFT = 0.05  # of those who come to a stage: so many are lost as nobody is free in time
MOST = 2  # spans of months that are named
AT_TIMES = 3  # months in which a team is full in a run, for that run to count ...
SOME = 0.1  # ... and the share of runs that have to, where on average over them it never is


def bottlenecks(outcomes: Outcomes) -> list[str]:
    """A sentence for each team that is full or idle, and each stage at which leads are lost unworked; the
    fullest first."""
    found: list[tuple[float, str]] = []
    for team, name in enumerate(outcomes.header.teams):
        if outcomes.header.serves[team]:
            found += _seats(outcomes, team, name)
        if outcomes.header.books[team]:
            found += _book(outcomes, team, name)
    found += _unworked(outcomes)
    told = [sentence for _, sentence in sorted(found, key=lambda one: -one[0])]
    if told or not outcomes.header.teams:
        return told
    idle = any(used(outcomes, team) < NOTHING for team in range(len(outcomes.header.teams)))
    return ["no team is full" if idle else "no team is full, and none has much time to spare"]


def used(outcomes: Outcomes, team: int) -> float:
    """The share of its seats, or of the room of its books, that a team used, the larger of both where it has
    both; nan where it had none."""
    of = outcomes.teams[:, :, team]
    book = ratio(np.nansum(of["accounts"]), np.nansum(of["room"]))
    seats = ratio(of["used"].sum(), of["seats"].sum())
    serves, keeps = outcomes.header.serves[team], outcomes.header.books[team]
    return max(seats, book) if serves and keeps else book if keeps else seats


def full_months(outcomes: Outcomes, team: int) -> NDArray[np.bool_]:
    """Whether a team is full in each month, a book beyond its room; a team without people is not."""
    serves, keeps = outcomes.header.serves[team], outcomes.header.books[team]
    return np.asarray((serves & _seats_full(outcomes, team)) | (keeps & _beyond_its_room(outcomes, team)))


def _seats_full(outcomes: Outcomes, team: int) -> NDArray[np.bool_]:
    of = outcomes.teams[:, :, team]
    return np.asarray(ratios(of["used"].sum(axis=0), of["seats"].sum(axis=0)) >= FULL)


def _beyond_its_room(outcomes: Outcomes, team: int) -> NDArray[np.bool_]:
    of = outcomes.teams[:, :, team]
    return np.asarray(ratios(of["accounts"].sum(axis=0), of["room"].sum(axis=0)) > 1.0)


def full_at_times(outcomes: Outcomes, team: int) -> NDArray[np.bool_]:
    """Whether a team with seats is full in each month of each run, shape (R, months): nowhere where it is so
    for some months in hardly any run."""
    of = outcomes.teams[:, :, team]
    full = np.asarray(ratios(of["used"], of["seats"]) >= FULL)
    often = (full.sum(axis=1) >= AT_TIMES).mean() >= SOME
    return full if often and outcomes.header.serves[team] else np.zeros_like(full)


def _seats(outcomes: Outcomes, team: int, name: str) -> list[tuple[float, str]]:
    of = outcomes.teams[:, :, team]
    full = _seats_full(outcomes, team)
    if full.any():
        waited = ratio(of["waited"][:, full].sum(), of["asked"][:, full].sum())
        waits = f"; who needs it then waits {days(waited)}" if waited >= 1.0 else ""
        return [(1.0 + float(full.mean()), f"{name} full {_when(outcomes, full)}{waits}")]
    at_times = full_at_times(outcomes, team)
    runs = int((at_times.sum(axis=1) >= AT_TIMES).sum())
    if runs:
        waited = ratio(of["waited"][at_times].sum(), of["asked"][at_times].sum())
        waits = f"; who needs it then waits {days(waited)}" if waited >= 1.0 else ""
        often = f"in {runs} of {many(outcomes.replications, 'run')}"
        return [(runs / outcomes.replications, f"{name} full at times, {often}{waits}")]
    share = used(outcomes, team)
    if NOTHING <= share < IDLE:
        return [(share - 1.0, f"{name} idle: {100 * share:.0f} % of the time is used")]
    return []


def _book(outcomes: Outcomes, team: int, name: str) -> list[tuple[float, str]]:
    of = outcomes.teams[:, :, team]
    share = used(outcomes, team)
    reached = ratio(of["attended"].sum(), of["cycles"].sum())
    if reached < REACHED:
        beyond = _beyond_its_room(outcomes, team)
        first = f"; its book is beyond its room {_when(outcomes, beyond)}" if beyond.any() else ""
        last = ratio(of["attended"][:, -12:].sum(), of["cycles"][:, -12:].sum())
        trend = "" if abs(last - reached) < 0.05 else f", {100 * last:.0f} % in the last year"
        return [(2.0 - reached, f"{name} reaches {100 * reached:.0f} % of customers in time{trend}{first}")]
    if NOTHING <= share < IDLE and not outcomes.header.serves[team]:
        return [(share - 1.0, f"{name} idle: {100 * share:.0f} % of the room of its book is used")]
    return []


def _when(outcomes: Outcomes, these: NDArray[np.bool_]) -> str:
    """The months in words: all, a few spans, or how many."""
    header = outcomes.header
    if these.all():
        return "all the time"
    edges = np.flatnonzero(np.diff(np.concatenate([[False], these, [False]]).astype(np.int8)))
    spans = edges.reshape(-1, 2)
    if len(spans) == 1 and spans[0, 1] == len(these):
        return f"from {month(header, int(spans[0, 0]) + 1)} on"
    if len(spans) <= MOST:
        return " and ".join(span(header, int(first) + 1, int(end)) for first, end in spans)
    return (
        f"in {int(these.sum())} of {many(len(these), 'month')} from {month(header, int(spans[0, 0]) + 1)} on"
    )


def _unworked(outcomes: Outcomes) -> list[tuple[float, str]]:
    """Stages at which many are lost because nobody is free in time; those of one name in one sentence."""
    header = outcomes.header
    lost, decided = (outcomes.stages[field].mean(axis=0) for field in ("unworked", "decided"))
    found = []
    for name in dict.fromkeys(header.stages):
        these = [n for n, stage in enumerate(header.stages) if stage == name and lost[n] > 0]
        share = ratio(lost[these].sum(), lost[these].sum() + decided[these].sum())
        if share >= LEFT:
            motion = header.motions[header.stage["motion"][these[0]]]
            of = f" of {motion}" if len(these) == 1 else f" of {len(these)} motions"
            stage = f"{name}{of if len(header.motions) > 1 else ''}"
            text = f"{100 * share:.0f} % of those who come to {stage} are lost, as nobody is free in time"
            found.append((1.0 + share, text))
    return found
