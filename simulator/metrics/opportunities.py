"""Opportunities as a CRM counts them: every attempt to win an account, from its opening to won or lost."""

from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from simulator import ledger
from simulator.metrics.ratio import ratio
from simulator.metrics.reading import Reading, once
from simulator.model import SAL
from simulator.numerics.jit import Flags, Floats, Ints, Places

# Events by which an account may come to a stage beyond SAL (as a lead on the first day only), and those that
# end an attempt.
COMES = (ledger.LEAD, ledger.PASSED, ledger.LOST, ledger.RETURNED)
CLOSES = (ledger.LOST, ledger.NURTURED, ledger.WON)


class Opportunities(NamedTuple):
    """In order of accounts, those of one account in the order in which they were opened."""

    account: Places
    motion: Places  # in which it was opened
    opened: Floats  # day; 0 where it was under way on the first day already
    closed: Floats  # day; 0 where it was over before the first day; inf: it is open to the end
    won: Flags  # ... of the closed ones; all others are lost
    held: Flags  # under way on the first day: nobody saw when it was opened

    def only(self, these: Flags) -> Self:
        """Some of them."""
        columns: list[Any] = [column[these] for column in self]
        return type(self)(*columns)

    @property
    def days(self) -> Floats:
        """From its opening to its close; inf where it is open."""
        return self.closed - self.opened

    @property
    def lost(self) -> Flags:
        """Whether it closed, and not as won."""
        lost: Flags = (self.closed < np.inf) & ~self.won
        return lost

    @property
    def win_rate(self) -> float:
        """Won of the decided ones."""
        return ratio(self.won.sum(), (self.closed < np.inf).sum())

    def open_on_average(self, horizon: float) -> float:
        """How many are open at a time, on average over the days before the horizon."""
        days = np.minimum(self.closed, horizon) - np.minimum(self.opened, horizon)
        return float(days.sum()) / horizon

    def open_on(self, day: float) -> int:
        """How many are open on a day."""
        return int(((self.opened < day) & (self.closed >= day)).sum())


@once
def opportunities(of: Reading) -> Opportunities:
    """All of them, whenever they were opened.

    One opens as an account passes the stage that marks SAL, or comes to a stage beyond it, and closes as won,
    or as lost, whoever decided and whether or not the account goes on elsewhere or comes back: then another
    opens, with that step. A deal that is beyond SAL on the first day is open from then on.
    """
    rows, (places, opens, closes, motion) = of.mine.rows, _steps(of)
    account, day = rows["account"][places], rows["day"][places]
    was_open = np.zeros(len(places), np.bool_)  # a step that opens one leaves it open, and no other does
    was_open[1:] = opens[:-1] & (account[1:] == account[:-1])
    begins, ends = opens & (closes | ~was_open), closes & was_open
    opened, event = day[begins], of.mine.events[places]
    closed, won = np.full(len(opened), np.inf), np.zeros(len(opened), np.bool_)
    opened_so_far: Ints = np.cumsum(begins)
    which = opened_so_far[ends] - begins[ends] - 1  # the last that was opened before
    closed[which], won[which] = day[ends], event[ends] == ledger.WON
    held = (event[begins] == ledger.LEAD) | (opened < 0.0)
    opened, closed = np.maximum(opened, 0.0), np.maximum(closed, 0.0)
    return Opportunities(account[begins], motion[begins], opened, closed, won, held)


class _Steps(NamedTuple):
    """Rows, account by account, that open an opportunity where none is open, that close one, or both."""

    places: Ints
    opens: Flags
    closes: Flags
    motion: Places  # of the stage that was passed, or is come to


def _steps(of: Reading) -> _Steps:
    rows, events, stages = of.mine.rows, of.mine.events, of.header.stage
    marks_sal, motion = np.append(stages["marks"] == SAL, False), np.append(stages["motion"], np.int32(-1))
    beyond = np.zeros(len(marks_sal), np.bool_)  # no stage, -1, is the last of these, and of no kind
    for n in np.flatnonzero(marks_sal):
        beyond[n + 1 : -1] |= stages["motion"][n + 1 :] == stages["motion"][n]
    beyond[:-1] &= stages["after_close"] == 0

    came = np.flatnonzero(_among(events, *COMES))
    stage, to = (rows[name][came].astype(np.int64) for name in ("stage", "to"))
    qualified = (events[came] == ledger.PASSED) & marks_sal[stage]
    opens = qualified | beyond[to]
    into = np.where(qualified[opens], motion[stage[opens]], motion[to[opens]])

    opening, concerned = np.zeros(len(events), np.bool_), np.zeros(len(of.motion), np.bool_)
    opening[came[opens]] = concerned[rows["account"][came[opens]]] = True
    closing = np.flatnonzero(_among(events, *CLOSES))
    closing = closing[concerned[rows["account"][closing]]]  # most losses are of accounts that never had one
    step = opening.copy()
    step[closing] = True
    places = np.flatnonzero(step)
    entered = np.full(len(places), np.int32(-1))
    entered[opening[places]] = into
    return _Steps(places, opening[places], _among(events[places], *CLOSES), entered)


def _among(events: NDArray[np.int8], *some: int) -> Flags:
    """Which rows are of some events. By comparison: a table of all events takes ten times as long."""
    found = np.zeros(len(events), np.bool_)
    for event in some:
        found |= events == event
    return found


@once
def judged(of: Reading) -> Opportunities:
    """Those that win rate and cycle are of: opened from the first day to the horizon."""
    found = opportunities(of)
    return found.only(~found.held & (found.opened < of.horizon))


@once
def cycles(of: Reading) -> Floats:
    """Days from opening to signature, of the judged ones that were won."""
    return judged(of).days[judged(of).won]
