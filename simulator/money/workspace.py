"""The workspace of the journal: lists of the model, and room for entries of one account.

What is found together moves in step, but bills, payments and months of use each at a pace of their
own: so there is a run of entries for each, kept in order of days, and the runs are merged at last.
Entries of one day keep the order of the runs, and within a run that in which they were found.
"""

import numpy as np

from simulator.ledger import Header
from simulator.model import CHANNEL, MOST_TEAMS, MOTION, OFFER, STAGE, TEAM
from simulator.money.entry_kinds import ENTRY
from simulator.numerics.jit import Record, Rows, compiled
from simulator.numerics.months import MONTH
from simulator.numerics.pointers import row_of

LEAST_FOLLOWED = 84  # months from the signature for which a customer's care is counted, at least
RUNS = 4
BILLS, PAYMENTS, USE, WORK = 0, 1, 2, 3

# A team's work for an account within one month, of one kind.
PIECE = np.dtype(
    [
        ("motion", "i8"),
        ("team", "i8"),
        ("kind", "i8"),
        ("row", "i8"),  # of the ledger, with which the work began
        ("month", "i8"),  # NONE: after the horizon
        ("days", "f8"),  # in a seat, or in the book, by what these take of a team's time
        ("day", "f8"),  # the last instant
    ],
    align=True,
)

SEAT = np.dtype([("since", "f8"), ("row", "i8")], align=True)  # of a team, as the account holds it

COUNT = np.dtype([("n", "i8"), ("at", "i8")])  # entries in a run, and how many of them have been merged

DESK = np.dtype(
    [
        ("horizon", "f8"),
        ("until", "f8"),  # payments after it are none
        ("care", "f8"),  # months from the signature for which it is counted
        ("teams", "i8"),
        ("account", "i8"),  # whose entries are noted
        ("size", "i8"),  # entries for which a run has room
        # Addresses: lists of the model (a motion's offer is found by its number in the motion), and room.
        ("offer", "u8"),
        ("motion", "u8"),
        ("stage", "u8"),
        ("team", "u8"),
        ("channel", "u8"),
        ("run", "u8"),
        ("count", "u8"),
        ("seat", "u8"),
        ("piece", "u8"),
        ("pieces", "i8"),  # of the account, so far
        # How far the journal is.
        ("paid", "i8"),  # 1: people cost something
        ("followed", "i8"),  # accounts ...
        ("buyer", "i8"),  # ... and those of them that buy
        ("waiting", "i8"),  # entries of the last of them, which are in no piece yet
        ("total", "f8"),  # cents of all entries, however signed
    ],
    align=True,
)

motion_at = row_of("motion", MOTION)
stage_at = row_of("stage", STAGE)
team_at = row_of("team", TEAM)
channel_at = row_of("channel", CHANNEL)
seat_at = row_of("seat", SEAT)
piece_at = row_of("piece", PIECE)
_offer_at = row_of("offer", OFFER)
entry_at = row_of("run", ENTRY)
count_at = row_of("count", COUNT)


@compiled
def offer_of(desk: Record, motion: int) -> Record:
    """The offer of a motion."""
    return _offer_at(desk, motion_at(desk, motion)["offer"])


def room(most_rows: int, days: float, others: int) -> int:
    """Entries that a run may hold: for each month some, and one for each of `others` (teams and motions);
    for each row some, and one for each team of MOST_TEAMS."""
    return 64 + (8 + others) * int(days / MONTH + 2.0) + (10 + MOST_TEAMS) * most_rows


@compiled
def put(desk: Record, run: int, motion: int, day: float, kind: int, team: int, row: int, cents: int) -> None:
    """Note an entry of the account that is read; no cents are none.

    Whole numbers are int64 everywhere: one of another width would be compiled for anew.
    """
    if cents == 0:
        return
    count = count_at(desk, run)
    at = run * desk["size"] + count["n"]
    first = run * desk["size"]
    count["n"] += 1
    while at > first and entry_at(desk, at - 1)["day"] > day:
        _copy(entry_at(desk, at - 1), entry_at(desk, at))
        at -= 1
    entry = entry_at(desk, at)
    entry["day"] = day
    entry["account"] = desk["account"]
    entry["motion"] = motion
    entry["team"] = team
    entry["kind"] = kind
    entry["row"] = row
    entry["cents"] = cents


@compiled
def _copy(entry: Record, to: Record) -> None:
    to["day"] = entry["day"]
    to["account"] = entry["account"]
    to["motion"] = entry["motion"]
    to["team"] = entry["team"]
    to["kind"] = entry["kind"]
    to["row"] = entry["row"]
    to["cents"] = entry["cents"]


@compiled
def noted(desk: Record) -> int:
    """How many entries there are in all runs."""
    n = 0
    for run in range(RUNS):
        n += count_at(desk, run)["n"]
    return n


@compiled
def merge(desk: Record, entries: Rows, filled: int) -> int:
    """Append all runs to `entries` in order, empty them, and return how many entries there are now."""
    size = desk["size"]
    left = noted(desk)
    while left > 0:
        first, day = 0, np.inf
        for run in range(RUNS):
            count = count_at(desk, run)
            if count["at"] < count["n"] and entry_at(desk, run * size + count["at"])["day"] < day:
                first, day = run, entry_at(desk, run * size + count["at"])["day"]
        count = count_at(desk, first)
        entries[filled] = entry_at(desk, first * size + count["at"])
        count["at"] += 1
        filled += 1
        left -= 1
    for run in range(RUNS):
        count = count_at(desk, run)
        count["n"] = count["at"] = 0
    return filled


class Desk:
    """A desk for accounts of at most so many rows, and all that it points to."""

    def __init__(self, header: Header, most_rows: int, earliest: float) -> None:
        size = room(most_rows, float(header.until) - earliest, len(header.teams) + len(header.motions))
        motions = np.array(header.motion)
        motions["offer"] = np.arange(len(motions))  # the header has one offer for each motion
        self.kept = {
            "motion": motions,
            "offer": np.array(header.offer),
            "stage": np.array(header.stage),
            "team": np.array(header.team),
            "channel": np.array(header.channel),
            "run": np.empty(RUNS * size, ENTRY),
            "count": np.zeros(RUNS, COUNT),
            "seat": np.zeros(len(header.teams), SEAT),
            "piece": np.empty(size, PIECE),
        }
        self.records = np.zeros(1, DESK)
        for name, values in self.kept.items():
            self.records[name] = values.ctypes.data
        self.records["horizon"], self.records["until"] = header.horizon, header.until
        self.records["care"] = max(LEAST_FOLLOWED, header.money["lifetime"][0])
        self.records["teams"], self.records["size"] = len(header.teams), size
