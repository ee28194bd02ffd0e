"""Need: what people's time went to, who was turned away though ready, and who was talked into it.

Of each motion that follows need. A buyer is ready whose need is as far as the motion's buyers have to be to
sign: in a ledger everybody's is known, in a company nobody's.
"""

from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.ledger import Header
from simulator.metrics.capacity import seats
from simulator.metrics.metric import ACQUIRE, LESS, MORE, NEITHER, Each, metric_of_each
from simulator.metrics.ratio import ratio
from simulator.metrics.reading import Reading, once
from simulator.model import COMPANY, SAL, WON
from simulator.numerics.jit import Flags, Floats, Ints, Rows
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
DECIDED = (ledger.PASSED, ledger.LOST, ledger.NURTURED)


class Decisions(NamedTuple):
    """Ends of visits to stages up to the close, before the horizon, of buyers whose need is followed."""

    rows: Rows
    motion: Ints
    ready: Flags
    seat_days: Floats  # that people spent on the visit

    def of(self, motion: int, *events: int) -> "Decisions":
        """Those of a motion, with one of some events."""
        mine = (self.motion == motion) & np.isin(self.rows["event"], events)
        return Decisions(*(column[mine] for column in self))


@once
def decisions(of: Reading) -> Decisions:
    """All of them, account by account."""
    events = of.mine.events
    some = np.isin(events, (*DECIDED, ledger.SEATED, ledger.FREED))
    rows = of.mine.rows[some & (of.mine.rows["day"] < of.horizon)]
    step = np.where(rows["event"] == ledger.SEATED, 1, np.where(rows["event"] == ledger.FREED, -1, 0))
    held = np.cumsum(step)
    account = rows["account"]
    begins = np.flatnonzero(np.append(True, account[1:] != account[:-1])[: len(rows)])
    before = np.append(0, held)[begins]  # seats of accounts that stand before it, and were never given back
    held = held - np.repeat(before, np.diff(np.append(begins, len(rows))))
    spent = np.zeros(len(rows))
    spent[1:] = np.where(account[1:] == account[:-1], held[:-1] * np.diff(rows["day"]), 0.0)
    so_far = np.cumsum(spent)
    decided = np.flatnonzero(np.isin(rows["event"], DECIDED))
    found = rows[decided]
    upto = so_far[decided]
    same = found["account"][1:] == found["account"][:-1]
    since = np.append(0.0, so_far)[begins][np.searchsorted(begins, decided, side="right") - 1]
    since[1:] = np.where(same, upto[:-1], since[1:])
    stages = of.header.stage[found["stage"]]
    ready = found["state"] >= of.header.motion["needs"][stages["motion"]]
    counts = (stages["after_close"] == 0) & (found["state"] > 0) & (found["day"] >= 0.0)
    everybody = Decisions(found, stages["motion"].astype(np.int64), ready, upto - since)
    return Decisions(*(column[counts] for column in everybody))


@metric_of_each(
    FOLLOWING, "unready_time", unit="share", label="of {}: time of people on buyers not ready", group=ACQUIRE,
    better=LESS,
)  # fmt: skip
def unready_time(of: Reading, motion: int) -> float:
    """Of the seat-days that people spent on visits to stages up to the close that ended before the horizon,
    the share that went to buyers who were not ready when the stage was decided: as far as they were (`needs`
    of the stage that marks won) they would not have signed, unless talked into it."""
    mine = decisions(of).of(motion, *DECIDED)
    return ratio(mine.seat_days[~mine.ready].sum(), mine.seat_days.sum())


def _our_decisions(of: Reading, motion: int) -> Decisions:
    """What the company decided on buyers who were ready; not that nobody was free for them."""
    mine = decisions(of).of(motion, *DECIDED)
    ours = mine.ready & (of.header.stage["decides"][mine.rows["stage"]] == COMPANY)
    ours &= mine.rows["reason"] != ledger.UNWORKED
    return Decisions(*(column[ours] for column in mine))


@metric_of_each(
    FOLLOWING, "ready_turned_away", unit="share", label="of {}: ready buyers turned away, and not won",
    group=ACQUIRE, better=LESS,
)  # fmt: skip
def ready_turned_away(of: Reading, motion: int) -> float:
    """Of the buyers on whom the company decided before the horizon while they were ready, the share that it
    turned down then, for good or for a time, and that never signed. Each counts once, however often it was
    looked at."""
    ours = _our_decisions(of, motion).rows
    away = np.unique(ours["account"][ours["event"] != ledger.PASSED])
    signed = of.mine.of(ledger.WON)["account"]
    return ratio((~np.isin(away, signed)).sum(), len(np.unique(ours["account"])))


@metric_of_each(
    FOLLOWING, "ready_decided_against", unit="share", label="of {}: decisions against ready buyers",
    group=ACQUIRE, better=LESS,
)  # fmt: skip
def ready_decided_against(of: Reading, motion: int) -> float:
    """Of the decisions of the company before the horizon on buyers who were ready, the share in which it
    turned them down, for good or for a time. Each look at a buyer counts, also one that everybody passes: of
    the buyers themselves more are turned away."""
    ours = _our_decisions(of, motion).rows
    return ratio((ours["event"] != ledger.PASSED).sum(), len(ours))


@metric_of_each(
    FOLLOWING, "won_of_leads", unit="share", label="of {}: won of all leads", group=ACQUIRE, better=MORE
)
def won_of_leads(of: Reading, motion: int) -> float:
    """Of the leads of the motion that came from the first day to the horizon, the share that ever signed."""
    signed = of.mine.of(ledger.WON)["account"]
    born = of.mine.of(ledger.LEAD)
    mine = born[(born["day"] >= 0.0) & (born["day"] < of.horizon) & (born["to_motion"] == motion)]["account"]
    return ratio(np.isin(mine, signed).sum(), len(mine))


@metric_of_each(
    FOLLOWING, "won_of_qualified", unit="share", label="of {}: won of the qualified", group=ACQUIRE,
    better=NEITHER,
)  # fmt: skip
def won_of_qualified(of: Reading, motion: int) -> float:
    """Of the accounts that passed the stage that marks SAL before the horizon, the share that ever signed:
    the harder the gate, the higher, whatever is won of all leads."""
    passed = decisions(of).of(motion, ledger.PASSED).rows
    qualified = np.unique(passed["account"][of.header.stage["marks"][passed["stage"]] == SAL])
    return ratio(np.isin(qualified, of.mine.of(ledger.WON)["account"]).sum(), len(qualified))


class Signed(NamedTuple):
    """Customers of a motion who signed before the horizon, those talked into it and the others: whether they
    left within so many months."""

    pushed: Flags
    left: Flags


def _signed(of: Reading, motion: int) -> Signed:
    signs = decisions(of).of(motion, ledger.PASSED)
    at_close = of.header.stage["marks"][signs.rows["stage"]] == WON
    rows, ready = signs.rows[at_close], signs.ready[at_close]
    left = np.full(len(of.motion), np.inf)
    for event in (ledger.LAPSED, ledger.CHURNED):
        gone = of.mine.of(event)[::-1]  # of several the first counts
        left[gone["account"]] = np.minimum(left[gone["account"]], gone["day"])
    return Signed(~ready, left[rows["account"]] <= rows["day"] + LEAVES_WITHIN * MONTH)


@metric_of_each(
    FOLLOWING, "pushed", unit="share", label="of {}: customers talked into it", group=ACQUIRE, better=NEITHER
)
def pushed(of: Reading, motion: int) -> float:
    """Of the customers who signed before the horizon, the share that was not ready, and was talked into it:
    the wrong sale."""
    signed = _signed(of, motion)
    return ratio(signed.pushed.sum(), len(signed.pushed))


@metric_of_each(
    FOLLOWING, "pushed_left", unit="share", label="of {}: left in 24 months, talked into it", group=ACQUIRE,
    better=LESS,
)  # fmt: skip
def pushed_left(of: Reading, motion: int) -> float:
    """Of the customers who signed before the horizon and were talked into it, the share that left, or ended
    its maintenance, within 24 months of signing."""
    signed = _signed(of, motion)
    return ratio((signed.left & signed.pushed).sum(), signed.pushed.sum())


@metric_of_each(
    FOLLOWING, "ready_left", unit="share", label="of {}: left in 24 months, the others", group=ACQUIRE,
    better=LESS,
)  # fmt: skip
def ready_left(of: Reading, motion: int) -> float:
    """Of the customers who signed before the horizon and were ready then, the share that left, or ended its
    maintenance, within 24 months of signing."""
    signed = _signed(of, motion)
    return ratio((signed.left & ~signed.pushed).sum(), (~signed.pushed).sum())


@metric_of_each(LOST_FOR, "lost_for", unit="share", label="lost, {}", group=ACQUIRE, better=NEITHER)
def lost_for(of: Reading, place: int) -> float:
    """Of the accounts of the motion that were lost for good up to the close before the horizon, the share
    lost for the reason: the buyer declined and was not ready to sign then (`not_ready`), or was ready and it
    did not fit (`ready`); the company turned it down (`turned_down`); nobody was free in time (`unworked`).
    """
    motion, why = divmod(place, len(WHY_LOST))
    reason, ready = list(WHY_LOST.values())[why]
    lost = decisions(of).of(motion, ledger.LOST)
    for_good = lost.rows["to"] < 0
    mine = for_good & (lost.rows["reason"] == reason)
    if ready is not None:
        mine &= lost.ready == ready
    return ratio(mine.sum(), for_good.sum())


@metric_of_each(
    SELLING, "rejections", unit="times", label="rejections a month, each of {}", group=ACQUIRE, better=LESS
)
def rejections(of: Reading, team: int) -> float:
    """How often a person of the team hears a buyer decline in a month, before the horizon: of buyers whose
    need is followed, in stages up to the close at which the team works."""
    found = decisions(of)
    theirs = (of.header.stage["teams"][found.rows["stage"]] >> team) & 1
    heard = (theirs == 1) & (found.rows["reason"] == ledger.DECLINED)
    return ratio(heard.sum(), seats(of).people[team].sum() / MONTH)
