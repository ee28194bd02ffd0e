"""The world: all state that a step may read and write, in one record.

A step passes a single pointer on. As a tuple of arrays every call would count references on
each of them: five times slower in the end, and four times as long to compile.
"""

import math

import numpy as np

from simulator import model
from simulator.events import ROW
from simulator.ledger import ROOM
from simulator.model import Numbers
from simulator.numerics.jit import Rows
from simulator.numerics.months import MONTH
from simulator.numerics.pointers import point
from simulator.rules.shocks import FADES, WAKES, climate

ACCOUNT = np.dtype(  # what is known of everybody: most are never signed
    [
        ("address", "u8"),
        ("fit", "f8"),
        ("units", "i8"),  # product units; from its signature on billed units
        ("motion", "i4"),
        ("life", "i4"),
        ("phase", "i4"),
        ("stage", "i4"),
        ("nurtured", "i4"),
        ("channel", "i4"),  # it came by; NONE: an account bore it
        ("gives_up_at", "f8"),  # the instant at which the longest wait ends, one for all teams of a stage
        ("team_1", "i4"),  # seats held, NONE where none is
        ("person_1", "i4"),
        ("team_2", "i4"),
        ("person_2", "i4"),
        ("clean", "i4"),  # every stage after the close was passed
        ("parent", "i4"),  # the account that it is born of; NONE
        ("first_motion", "i4"),  # of its birth: it may have moved since
        ("market", "i4"),  # the motion whose market it is of
        ("opening", "i8"),  # its place among those of the first day, plus 1; below 0: among those under way
        ("spent", "f8"),  # days that an open deal of the first day has been in its stage
        ("need", "i4"),  # how far it was when that was last looked at; 0: need is not followed
        ("turns", "i4"),  # of it that were planned so far
        ("turns_at", "f8"),  # the day of the next; INF: it stays as it is
        ("contract", "i8"),  # the place of its CONTRACT; 0: there is none yet, and nothing in that row
        ("fee", "i8"),  # cents a year whatever is used
        ("arr", "i8"),  # cents a year
    ],
    align=True,
)

CONTRACT = np.dtype(  # what is known of an account beside from its signature on
    [
        ("live", "i4"),
        ("pushed", "i4"),  # 1: it was talked into signing
        ("signed", "f8"),
        ("start_over", "f8"),  # day by which it is live if it waits for nobody
        ("look_at", "f8"),  # who waits for its start without a contract decides then; INF: it does not
        ("moved", "i4"),  # 1: its impact cycles are yet to follow the new motion; 2: there were none before
        ("cycle", "i8"),  # impact cycles ended
        ("cycles", "i8"),  # ... since the last decision
        ("hits", "i8"),  # ... with impact
        ("share", "f8"),  # of cycles with impact, as the last decision saw it
        ("cycles_from", "f8"),  # day from which impact cycles are counted ...
        ("cycles_before", "i8"),  # ... and those that ended before
        ("children", "i8"),
        ("alone", "i4"),  # 1: its champion has left, and it is yet to decide without
        # Prices are its own: they may have moved.
        ("possible", "i8"),  # billed units that it can ever take; 0: no limit
        ("flat", "i8"),
        ("yearly", "i8"),
        ("per", "i8"),
        ("use", "i8"),
        ("use_per", "i8"),
        ("ramp", "f8"),  # share of them that is paid, but for use: less in the first years of a ramp
        ("listed", "f8"),  # level of list prices that its own are based on
        ("billing", "i8"),  # months of an invoice, below 0 in arrears
        ("billed", "i4"),  # 1: its first invoice for what recurs has been written
        ("unpaid", "i4"),  # month that ends it, since an invoice is never paid; 0: all are
        ("lives", "i8"),  # contracts before this one
        ("again", "i8"),  # month of the contract in which a licence may be bought again
        ("again_asked", "i8"),
        ("churns", "i8"),
        ("back_at", "f8"),  # a churned customer comes back; INF: never
        ("moving", "i8"),  # the move that its next decision makes, plus 1
        ("anchor", "f8"),  # day on which the contract opened
        ("month", "i8"),  # of the contract, at which it is due next
        ("open", "i4"),
        ("leaving", "i4"),
        ("lapsed", "i4"),
        ("idle", "i4"),  # months without use
        ("idle_day", "f8"),
        ("cut", "i8"),  # units that go at the end of the term
        ("metered", "i8"),  # months billed by use
        ("use_1", "i8"),  # cents billed for the last three of them, the newest first
        ("use_2", "i8"),
        ("use_3", "i8"),
    ],
    align=True,
)

TEAM_STATE = np.dtype(
    [
        ("people", "i8"),
        ("seats", "i8"),
        ("next_plan", "i8"),
        ("able", "f8"),  # people, of whom new ones who serve count in part
        ("first_person", "i8"),  # of PERSON: pairs from the second row on, then the people
        ("places", "i8"),  # for people, a power of two
        ("busy", "i8"),  # seats in use
        ("busy_since", "f8"),
        ("busy_from", "f8"),
        ("busy_days", "f8"),  # seat-days in use since that day
    ],
    align=True,
)

PLAN_STATE = np.dtype(
    [("day", "f8"), ("hired", "i8")], align=True
)  # when it came into force, people more or fewer

MOTION_STATE = np.dtype(
    [
        ("open", "i8"),  # 1: it has opened ...
        ("day", "f8"),  # ... on this day
        ("use", "f8"),  # share of full use that is expected to be billed of who signs, in its first year
        ("touched", "i8"),  # accounts of its market that have been met, and are not free again
        ("in_book", "i8"),  # customers in the book of its team
        ("attended", "f8"),  # share of their cycles for which there is time, as the last month end found it
    ],
    align=True,
)

FREED = np.dtype([("n", "i8")])  # of a motion and a month: accounts that are free again at its end

PERSON = np.dtype(  # and, before the people of a team, the pairs in which they meet
    [
        ("load", "i8"),  # accounts that the person works on
        ("least", "i8"),  # ... the fewest of any in the pair; NOBODY where none is there
    ],
    align=True,
)

NOBODY = 2**62  # more than any load

VISITS = np.dtype([("n", "i4")])  # of a stage by an account, so far

SOURCE_STATE = np.dtype(
    [
        ("n", "i8"),  # leads so far
        ("mass", "f8"),  # unit-Poisson time of the next lead
        ("spent", "f8"),  # leads expected up to the start of `month`
        ("month", "i8"),
        ("expected", "f8"),  # of a source that people feed: leads expected in `month`, from its first day on
        ("due", "i8"),  # ... 1: a lead comes next; 0: the next month begins before
    ],
    align=True,
)

UNDER_WAY = np.dtype(  # a prospect whom nobody has listed, as the months before the first day left it
    [
        ("address", "u8"),
        ("fit", "f8"),
        ("units", "i8"),
        ("turns_at", "f8"),
        ("turns", "i4"),
        ("need", "i4"),
        ("motion", "i4"),
        ("stage", "i4"),
        ("phase", "i4"),  # in its stage, or resting
        ("nurtured", "i4"),
        ("reason", "i4"),  # for which it rests
        ("by", "i4"),  # the channel that it came by; NONE
        ("since", "f8"),  # day on which it came there, below 0
        ("worked", "f8"),  # days of work on it so far; below 0: it waits for people
    ],
    align=True,
)

LISTS = {  # what the record holds an address of
    **model.LISTS,
    "accounts": ACCOUNT,
    "contracts": CONTRACT,
    "team_states": TEAM_STATE,
    "plan_states": PLAN_STATE,
    "motion_states": MOTION_STATE,
    "freed": FREED,
    "people": PERSON,
    "source_states": SOURCE_STATE,
    "rows": ROW,
    "visits": VISITS,
    "under_way": UNDER_WAY,
    "visits_before": VISITS,
}

WORLD = np.dtype(
    [
        ("seed", "u8"),
        ("replication", "u8"),
        ("born", "i8"),  # accounts so far
        ("signed", "i8"),  # ... of which each has a CONTRACT
        ("written", "i8"),  # rows so far
        ("accounts_room", "i8"),  # accounts and rows for which there is room
        ("rows_room", "i8"),
        ("arr", "i8"),  # cents a year of all contracts in force
        ("months_of_cash", "f8"),  # how long the money lasts, as an engine last found it
        ("cash_due", "f8"),  # the month end at which it has to be found anew, before all else; INF: never
        ("team_count", "i8"),
        ("motion_count", "i8"),
        ("source_count", "i8"),  # one more where there are accounts of the first day
        ("opening_count", "i8"),
        ("under_way_count", "i8"),
        ("table_count", "i8"),
        ("months", "i8"),
        ("horizon", "f8"),
        ("until", "f8"),
        ("most_stages", "i8"),  # of a motion: an account has so many VISITS
        ("tables", "u8"),
        ("leads", "u8"),
        ("climate", "u8"),  # (months, EFFECTS): what shocks multiply
        ("climate_months", "i8"),
        ("need_shocked", "i4"),  # 1: in some month needs arise or fade at another rate
    ]
    + [(name, "u8") for name in LISTS],
    align=True,
)


class World:
    """An empty company with room for so many accounts and rows; it owns what `record` points to.

    `under_way`: prospects that the first day finds, and their VISITS so far.
    """

    def __init__(
        self,
        numbers: Numbers,
        seed: int,
        replication: int,
        accounts: int,
        rows: int,
        under_way: tuple[Rows, Rows] | None = None,
    ) -> None:
        self.numbers = numbers
        nobody: tuple[Rows, Rows] = np.zeros(0, UNDER_WAY), np.zeros(0, VISITS)
        self.under_way, self.visits_before = nobody if under_way is None else under_way
        self.team_states = np.zeros(len(numbers.teams), TEAM_STATE)
        most = [
            numbers.plans["people"][team["first_plan"] : team["first_plan"] + team["plans"]].max(initial=0)
            for team in numbers.teams
        ]
        places = [1 << max(0, int(people) - 1).bit_length() for people in most]
        self.team_states["places"] = places
        self.team_states["first_person"] = np.cumsum([0, *places])[:-1] * 2
        self.people = np.zeros(2 * sum(places), PERSON)
        self.people["least"] = NOBODY
        first_day = len(numbers.opening) + len(self.under_way)
        self.source_states = np.zeros(len(numbers.sources) + (first_day > 0), SOURCE_STATE)
        self.plan_states = np.zeros(len(numbers.plans), PLAN_STATE)
        self.motion_states = np.zeros(len(numbers.motions), MOTION_STATE)
        self.freed = np.zeros(len(numbers.motions) * (numbers.leads.shape[1] + 1), FREED)
        self.climate = climate(numbers.shocks, seed, replication, math.ceil(numbers.until / MONTH) + 1)
        self.records = np.zeros(1, WORLD)
        record = self.records[0]
        record["seed"], record["replication"] = seed, replication
        record["team_count"], record["source_count"] = len(numbers.teams), len(self.source_states)
        record["motion_count"], record["opening_count"] = len(numbers.motions), len(numbers.opening)
        record["under_way_count"] = len(self.under_way)
        record["table_count"], record["months"] = len(numbers.tables), numbers.leads.shape[1]
        record["horizon"], record["until"] = numbers.horizon, numbers.until
        record["most_stages"] = numbers.motions["stages"].max(initial=1)
        point(record, numbers, ("tables", "leads", *model.LISTS))
        states = (
            "team_states",
            "people",
            "source_states",
            "plan_states",
            "motion_states",
            "freed",
            "climate",
        )
        point(record, self, (*states, "under_way", "visits_before"))
        record["climate_months"] = len(self.climate)
        record["need_shocked"] = (self.climate[:, [WAKES, FADES]] != 1.0).any()
        self.record = record
        self.plan_cash(0.0)
        visits = np.zeros(accounts * int(record["most_stages"]), VISITS)
        # All may sign; row 0 is nobody's. Of room that nobody uses the machine gives no memory.
        self.keep(np.zeros(accounts, ACCOUNT), np.zeros(accounts + 1, CONTRACT), visits, np.zeros(rows, ROW))

    def keep(self, accounts: Rows, contracts: Rows, visits: Rows, rows: Rows) -> None:
        """Use these from now on; they hold all that the ones before held."""
        self.accounts, self.contracts, self.visits, self.rows = accounts, contracts, visits, rows
        point(self.record, self, ("accounts", "contracts", "visits", "rows"))
        self.record["accounts_room"], self.record["rows_room"] = len(accounts), len(rows)

    def first_cash_gate(self) -> float:
        """The first day of a line that is yet to come of a plan and waits for money; INF: there is none."""
        days = [math.inf]
        for team, state in zip(self.numbers.teams, self.team_states, strict=True):
            first, end = team["first_plan"] + state["next_plan"], team["first_plan"] + team["plans"]
            lines = self.numbers.plans[first:end]
            days += lines["day"][lines["gate_cash"] >= 0.0].tolist()
        return min(days)

    def plan_cash(self, now: float) -> None:
        """Cash is due again at the next month end before the horizon at which a line may wait for it."""
        day, horizon = self.first_cash_gate(), float(self.record["horizon"])
        months = math.floor(now / MONTH) + 1
        while months * MONTH < min(day, horizon):
            months += 1
        self.record["cash_due"] = months * MONTH if months * MONTH < horizon else math.inf

    def make_room(self) -> None:
        """Have room for what a step may write: ROOM rows and an account."""
        accounts, contracts, visits, rows = self.accounts, self.contracts, self.visits, self.rows
        born, written = int(self.record["born"]), int(self.record["written"])
        if born + 1 > len(accounts):
            accounts, contracts = longer(accounts, born), longer(contracts, int(self.record["signed"]) + 1)
            visits = longer(visits, born * int(self.record["most_stages"]))
        if written + ROOM > len(rows):
            rows = longer(rows, written)
        self.keep(accounts, contracts, visits, rows)


def longer(rows: Rows, used: int) -> Rows:
    """Twice the room; of what was there the first so many rows."""
    more = np.zeros(2 * len(rows), rows.dtype)
    more[:used] = rows[:used]
    return more
