"""Sum the journal by month, motion and kind of entry."""

import numpy as np

from simulator.ledger import Header
from simulator.metrics.reading import Reading, once, reader
from simulator.money import entry_kinds
from simulator.money.journal import Booked
from simulator.numerics.jit import Flags, Ints, Rows, compiled
from simulator.numerics.months import MONTH, elapsed

KINDS = max(entry_kinds.NAMES) + 1
COST_PLACES = ("acquisition", "onboarding", "service", "expansion", "winback", "unallocated")


@compiled
def post(entries: Rows, table: Ints, horizon: float) -> None:
    """Add up cents before the horizon, shape (months + 1, motions + 1, KINDS).

    The first row is what lies before the first day; the last motion is the company itself.
    """
    for i in range(len(entries)):
        entry = entries[i]
        day = entry["day"]
        if day < horizon:
            month = elapsed(0.0, day) if day >= 0.0 else -1
            table[month + 1, entry["motion"], entry["kind"]] += entry["cents"]  # motion -1 is the last


@reader
class Totals:
    """`table`: as `post` has it, of all entries. `company`: those of no account."""

    def __init__(self, of: Reading) -> None:
        self.table = np.zeros((of.months + 1, len(of.header.motions) + 1, KINDS), np.int64)
        self.horizon = of.horizon

    def read(self, piece: Booked) -> None:
        """Sum up a piece."""
        post(piece.entries, self.table, self.horizon)
        if piece.first < 0:
            self.company = piece.entries[: piece.starts[1]].copy()


def of_places(table: Ints, *places: str) -> Ints:
    """The sum of all kinds of some places on the bowtie: shape (months + 1, motions + 1)."""
    wanted = [kind for kind, place in entry_kinds.PLACES.items() if place in places]
    total: Ints = table[..., wanted].sum(axis=-1)
    return total


@once
def _idle(of: Reading) -> Rows:
    """Entries of people of teams that sell who worked for nobody in a month."""
    company = of.entries(Totals).company
    people = company[company["kind"] == entry_kinds.IDLE]
    selling = np.asarray(sells(of.header).any(axis=0))
    return people[selling[people["team"]]]  # other entries are of no team, and there may be none


@once
def idle_sellers(of: Reading) -> Ints:
    """Cents by month of people of teams that sell who worked for nobody: shape (months,)."""
    mine = _idle(of)
    month = np.searchsorted(np.arange(1, of.months) * MONTH, mine["day"], side="right")
    cents = np.zeros(of.months, np.int64)
    np.add.at(cents, month, mine["cents"])
    return cents


@once
def idle_by_motion(of: Reading) -> Ints:
    """The same of all months, by the motions that these teams sell for: shape (motions,).

    Where a team sells for several, each has its part by what was spent to win its customers.
    """
    spent = of_places(posted(of)[1:, :-1], "acquisition").sum(axis=0)
    cents = np.zeros(len(spent), np.int64)
    mine = _idle(of)
    for team, served in enumerate(sells(of.header).T):
        idle = int(mine["cents"][mine["team"] == team].sum())
        weights = np.where(served, np.maximum(spent, 0), 0)
        if not weights.any():
            weights = served.astype(np.int64)
        if idle:  # whole cents, which add up to all of them
            up_to = idle * np.cumsum(weights / weights.sum())
            ends: Ints = np.round(up_to).astype(np.int64)
            cents[0] += ends[0]
            cents[1:] += ends[1:] - ends[:-1]
    return cents


def sells(header: Header) -> Flags:
    """Whether each team works in each motion before the close, or makes its leads: shape (motions, teams)."""
    found = np.zeros((len(header.motions), len(header.teams)), np.bool_)
    for stage in header.stage[header.stage["after_close"] == 0]:
        found[stage["motion"]] |= (int(stage["teams"]) >> np.arange(len(header.teams)) & 1).astype(np.bool_)
    for channel in header.channel[header.channel["each"] > 0.0]:
        found[channel["motion"], channel["team"]] = True
    return found


@once
def posted(of: Reading) -> Ints:
    """All entries, as `post` has them."""
    return of.entries(Totals).table


def by_motion(of: Reading) -> dict[str, Ints]:
    """The columns of `Measures.monthly` that are money, in cents: each (months, motions)."""
    return {name: np.ascontiguousarray(column[:, :-1]) for name, column in _columns(of).items()}


@once
def of_company(of: Reading) -> dict[str, Ints]:
    """The same of the whole company, each (months,), and its cash at the end of each month."""
    columns = {name: column.sum(axis=1) for name, column in _columns(of).items()}
    flow = columns["cash_in"] - columns["cash_out"]
    return columns | {"cash": int(of.header.money["cash"][0]) + np.cumsum(flow)}


@once
def _columns(of: Reading) -> dict[str, Ints]:
    table = posted(of)
    billed, earned = table[..., entry_kinds.INVOICED], table[..., entry_kinds.EARNED]
    costs = {f"{place}_cost": of_places(table, place) for place in COST_PLACES}
    columns = {
        "billed": billed,
        "revenue": earned,
        "cash_in": table[..., entry_kinds.PAID],
        "cash_out": of_places(table, *COST_PLACES),
        "written_off": table[..., entry_kinds.WRITTEN_OFF],
        "deferred": np.cumsum(billed - earned, axis=0),  # below 0: earned, and not billed yet
    }
    return {name: column[1:] for name, column in (columns | costs).items()}
