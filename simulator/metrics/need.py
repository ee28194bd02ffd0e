"""Need: what people's time went to, who was turned away though ready, and who was talked into it.

Of each motion that follows need. A buyer is ready whose need is as far as the motion's buyers have to be to
sign: in a ledger everybody's is known, in a company nobody's.
"""

import math
from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.ledger import Header
from simulator.metrics.capacity import seats
from simulator.metrics.funnel_times import born_and_won
from simulator.metrics.metric import ACQUIRE, LESS, MORE, NEITHER, Each, metric_of_each
from simulator.metrics.ratio import ratio
from simulator.metrics.reading import Reading, once
from simulator.model import COMPANY, SAL, WON
from simulator.money.by_account import ByAccount
from simulator.numerics.jit import Flags, Floats, Ints, Places, compiled, to_read
from simulator.numerics.months import MONTH

LEAVES_WITHIN = 24  # months after the signature


def _motions(header: Header) -> list[int]:
    return [n for n, needs in enumerate(header.motion["needs"].tolist()) if needs > 0]


FOLLOWING = Each("MOTION", lambda header: {header.motions[n]: n for n in _motions(header)})


# Reasons of a loss, and whether the buyer was ready where that tells two apart.
WHY_LOST = {
    "not_ready": (ledger.DECLINED, False), "ready": (ledger.DECLINED, True),
    "turned_down": (ledger.DISQUALIFIED, None), "unworked": (ledger.UNWORKED, None),
}  # fmt: skip


def _reasons(header: Header) -> dict[str, int]:
    return {
        f"{header.motions[n]}.{why}": n * len(WHY_LOST) + place
        for n in _motions(header)
        for place, why in enumerate(WHY_LOST)
    }


LOST_FOR = Each("MOTION.REASON", _reasons)


def _teams(header: Header) -> list[int]:
    """Teams that work before the close of a motion that follows need."""
    stages = header.stage
    theirs = stages[np.isin(stages["motion"], _motions(header)) & (stages["after_close"] == 0)]
    return [n for n in range(len(header.teams)) if ((theirs["teams"] >> n) & 1).any()]


SELLING = Each("TEAM", lambda header: {header.teams[n]: n for n in _teams(header)})


class Decisions(NamedTuple):
    """Ends of visits to stages up to the close, before the horizon, of buyers whose need is followed."""

    event: Ints  # PASSED, LOST or NURTURED
    account: Ints
    stage: Ints
    motion: Ints
    day: Floats
    reason: Ints
    for_good: Flags  # lost to no other stage
    ready: Flags
    seat_days: Floats  # that people spent on the visit

    def turned(self, motion: int, event: int) -> Flags:
        """Which of them are of a motion and ended so."""
        found: Flags = (self.motion == motion) & (self.event == event)
        return found


@compiled
def visits(mine: ByAccount, followed: Flags, horizon: float, places: Places, spent: Floats) -> int:
    """Fill in where each visit ends, and the seat-days spent on it; how many there are.

    `followed` (stages,): up to the close. A seat that is kept over two stages is of each for its time.
    """
    rows, events, starts = mine.rows, mine.events, mine.starts
    count = 0
    for account in range(len(starts) - 2):
        seats_held, days, since = 0, 0.0, 0.0
        for k in range(starts[account + 1], starts[account + 2]):
            event = events[k]
            seated, freed = event == ledger.SEATED, event == ledger.FREED
            decided = event == ledger.PASSED or event == ledger.LOST or event == ledger.NURTURED
            if not (seated or freed or decided) or rows[k]["day"] >= horizon:
                continue
            day = rows[k]["day"]
            days += seats_held * (day - since)
            since = day
            if decided:
                if rows[k]["state"] > 0 and day >= 0.0 and followed[rows[k]["stage"]]:
                    places[count], spent[count] = k, days
                    count += 1
                days = 0.0
            else:
                seats_held += 1 if seated else -1
    return count


@once
def decisions(of: Reading) -> Decisions:
    """All of them, account by account."""
    places, spent = np.zeros(len(of.rows), np.int32), np.zeros(len(of.rows))
    followed = to_read(of.header.stage["after_close"] == 0)
    count = visits(of.mine, followed, of.horizon, places, spent)
    ends, rows = places[:count], of.mine.rows
    event, account, stage, reason = (
        rows[column][ends].astype(np.int64) for column in ("event", "account", "stage", "reason")
    )
    motion = of.header.stage["motion"].astype(np.int64)[stage]
    ready = rows["state"][ends] >= of.header.motion["needs"][motion]
    for_good = rows["to"][ends] < 0
    return Decisions(event, account, stage, motion, rows["day"][ends], reason, for_good, ready, spent[:count])


@metric_of_each(
    FOLLOWING, "unready_time", unit="share", label="of {}: time of people on buyers not ready", group=ACQUIRE,
    better=LESS,
)  # fmt: skip
def unready_time(of: Reading, motion: int) -> float:
    """Of the seat-days that people spent on visits to stages up to the close that ended before the horizon,
    the share that went to buyers who were not ready when the stage was decided: as far as they were (`needs`
    of the stage that marks won) they would not have signed, unless talked into it."""
    all_of_them = decisions(of)
    mine = all_of_them.motion == motion
    days = all_of_them.seat_days
    return ratio(days[mine & ~all_of_them.ready].sum(), days[mine].sum())


def _ours(of: Reading, motion: int) -> Flags:
    """Which decisions are the company's, on buyers who were ready; not that nobody was free for them."""
    found = decisions(of)
    ours: Flags = found.ready & (found.motion == motion) & (found.reason != ledger.UNWORKED)
    return ours & (of.header.stage["decides"] == COMPANY)[found.stage]


@metric_of_each(
    FOLLOWING, "ready_turned_away", unit="share", label="of {}: ready buyers turned away, and not won",
    group=ACQUIRE, better=LESS,
)  # fmt: skip
def ready_turned_away(of: Reading, motion: int) -> float:
    """Of the buyers on whom the company decided before the horizon while they were ready, the share that it
    turned down then, for good or for a time, and that never signed. Each counts once, however often it was
    looked at."""
    found, ours = decisions(of), _ours(of, motion)
    away = np.unique(found.account[ours & (found.event != ledger.PASSED)])
    return ratio((born_and_won(of)[1][away] == math.inf).sum(), len(np.unique(found.account[ours])))


@metric_of_each(
    FOLLOWING, "ready_decided_against", unit="share", label="of {}: decisions against ready buyers",
    group=ACQUIRE, better=LESS,
)  # fmt: skip
def ready_decided_against(of: Reading, motion: int) -> float:
    """Of the decisions of the company before the horizon on buyers who were ready, the share in which it
    turned them down, for good or for a time. Each look at a buyer counts, also one that everybody passes: of
    the buyers themselves more are turned away."""
    ours = _ours(of, motion)
    return ratio((ours & (decisions(of).event != ledger.PASSED)).sum(), ours.sum())


@metric_of_each(
    FOLLOWING, "won_of_leads", unit="share", label="of {}: won of all leads", group=ACQUIRE, better=MORE
)
def won_of_leads(of: Reading, motion: int) -> float:
    """Of the leads of the motion that came from the first day to the horizon, the share that ever signed."""
    born, won = born_and_won(of)
    mine = (born >= 0.0) & (born < of.horizon) & (of.motion == motion)
    return ratio((won[mine] < math.inf).sum(), mine.sum())


@metric_of_each(
    FOLLOWING, "won_of_qualified", unit="share", label="of {}: won of the qualified", group=ACQUIRE,
    better=NEITHER,
)  # fmt: skip
def won_of_qualified(of: Reading, motion: int) -> float:
    """Of the accounts that passed the stage that marks SAL before the horizon, the share that ever signed:
    the harder the gate, the higher, whatever is won of all leads."""
    found = decisions(of)
    passed = found.turned(motion, ledger.PASSED) & (of.header.stage["marks"] == SAL)[found.stage]
    qualified = np.unique(found.account[passed])
    return ratio((born_and_won(of)[1][qualified] < math.inf).sum(), len(qualified))


@metric_of_each(
    FOLLOWING, "won_of_ready", unit="share", label="of {}: won of the ready at the close", group=ACQUIRE,
    better=MORE,
)  # fmt: skip
def won_of_ready(of: Reading, motion: int) -> float:
    """Of the decisions of buyers at the stage that marks won, before the horizon, those of buyers who were
    ready then: the share that signed. What falls where fewer are ready is the win rate, and not this."""
    found = decisions(of)
    closes = found.ready & (found.motion == motion) & (found.reason != ledger.UNWORKED)
    closes &= (of.header.stage["marks"] == WON)[found.stage]
    return ratio((closes & (found.event == ledger.PASSED)).sum(), closes.sum())


class Signed(NamedTuple):
    """Customers who signed before the horizon: where, whether talked into it, and whether they left soon."""

    motion: Ints
    pushed: Flags
    left: Flags

    def of(self, motion: int) -> "Signed":
        """Those of a motion."""
        return Signed(*(column[self.motion == motion] for column in self))


@once
def _signed(of: Reading) -> Signed:
    found = decisions(of)
    signs = (found.event == ledger.PASSED) & (of.header.stage["marks"] == WON)[found.stage]
    left = np.full(len(of.motion), np.inf)
    for event in (ledger.LAPSED, ledger.CHURNED):
        gone = of.mine.of(event)[::-1]  # of several the first counts
        left[gone["account"]] = np.minimum(left[gone["account"]], gone["day"])
    soon = left[found.account[signs]] <= found.day[signs] + LEAVES_WITHIN * MONTH
    return Signed(found.motion[signs], ~found.ready[signs], soon)


@metric_of_each(
    FOLLOWING, "pushed", unit="share", label="of {}: customers talked into it", group=ACQUIRE, better=NEITHER
)
def pushed(of: Reading, motion: int) -> float:
    """Of the customers who signed before the horizon, the share that was not ready, and was talked into it:
    the wrong sale."""
    signed = _signed(of).of(motion)
    return ratio(signed.pushed.sum(), len(signed.pushed))


@metric_of_each(
    FOLLOWING, "pushed_left", unit="share", label="of {}: left in 24 months, talked into it", group=ACQUIRE,
    better=LESS,
)  # fmt: skip
def pushed_left(of: Reading, motion: int) -> float:
    """Of the customers who signed before the horizon and were talked into it, the share that left, or ended
    its maintenance, within 24 months of signing."""
    signed = _signed(of).of(motion)
    return ratio((signed.left & signed.pushed).sum(), signed.pushed.sum())


@metric_of_each(
    FOLLOWING, "ready_left", unit="share", label="of {}: left in 24 months, the others", group=ACQUIRE,
    better=LESS,
)  # fmt: skip
def ready_left(of: Reading, motion: int) -> float:
    """Of the customers who signed before the horizon and were ready then, the share that left, or ended its
    maintenance, within 24 months of signing."""
    signed = _signed(of).of(motion)
    return ratio((signed.left & ~signed.pushed).sum(), (~signed.pushed).sum())


@metric_of_each(LOST_FOR, "lost_for", unit="share", label="lost, {}", group=ACQUIRE, better=NEITHER)
def lost_for(of: Reading, place: int) -> float:
    """Of the accounts of the motion that were lost for good up to the close before the horizon, the share
    lost for the reason: the buyer declined and was not ready to sign then (`not_ready`), or was ready and it
    did not fit (`ready`); the company turned it down (`turned_down`); nobody was free in time (`unworked`).
    """
    motion, why = divmod(place, len(WHY_LOST))
    reason, ready = list(WHY_LOST.values())[why]
    found = decisions(of)
    lost = found.turned(motion, ledger.LOST) & found.for_good
    mine = lost & (found.reason == reason)
    if ready is not None:
        mine &= found.ready == ready
    return ratio(mine.sum(), lost.sum())


@metric_of_each(
    SELLING, "rejections", unit="times", label="rejections a month, each of {}", group=ACQUIRE, better=LESS
)
def rejections(of: Reading, team: int) -> float:
    """How often a person of the team hears a buyer decline in a month, before the horizon: of buyers whose
    need is followed, in stages up to the close at which the team works."""
    found = decisions(of)
    theirs = ((of.header.stage["teams"] >> team) & 1 == 1)[found.stage]
    heard = theirs & (found.reason == ledger.DECLINED)
    return ratio(heard.sum(), seats(of).people[team].sum() / MONTH)
