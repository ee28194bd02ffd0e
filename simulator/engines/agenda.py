"""The agenda: instants that are due, in the order of time and key, on pages of a fraction of a day.

Those of the present page are in a small heap; each later one stands, in no order, on the list of its page.
One heap of all would be as deep as there are accounts.
"""

import numpy as np

from simulator.engines.heap import ENTRY, drop_top, entry_at, note, push
from simulator.numerics.jit import Record, compiled
from simulator.numerics.pointers import point, row_of
from simulator.rules.world import longer

ON_A_PAGE = 4  # accounts for each page of all: on one stand about as many instants as that
FEWEST, MOST = 0.25, 256.0  # pages a day

LATER = np.dtype([("next", "i8"), ("at", "f8"), ("key", "i8"), ("tag", "i8")], align=True)
PAGE = np.dtype([("first", "i8")])

AGENDA = np.dtype(
    [
        ("until", "f8"),  # what is due after it is not noted
        ("pages_a_day", "f8"),
        ("page", "i8"),  # the present one
        ("due", "i8"),  # entries
        ("soon_count", "i8"),  # ... of the present page
        ("room", "i8"),  # for entries
        # Places of later entries are counted from 1, and 0 is none: also in LATER and PAGE.
        ("used", "i8"),  # the last place that was used so far
        ("spare", "i8"),  # one that is free again, whose next is free, too
        ("soon", "u8"),
        ("later", "u8"),
        ("pages", "u8"),
    ],
    align=True,
)

_later_at = row_of("later", LATER)
_page_at = row_of("pages", PAGE)


@compiled
def plan(agenda: Record, at: float, key: int, tag: int) -> None:
    """Note an entry; INF: never."""
    if at > agenda["until"]:
        return
    agenda["due"] += 1
    number = int(at * agenda["pages_a_day"])
    if number <= agenda["page"]:
        push(agenda["soon"], agenda["soon_count"], at, key, tag)
        agenda["soon_count"] += 1
        return
    place = agenda["spare"]
    if place > 0:
        agenda["spare"] = _later_at(agenda, place - 1)["next"]
    else:
        agenda["used"] += 1
        place = agenda["used"]
    later, page = _later_at(agenda, place - 1), _page_at(agenda, number)
    note(later, at, key, tag)
    later["next"] = page["first"]
    page["first"] = place


@compiled
def first(agenda: Record) -> Record:
    """The entry that is due first, of an agenda that has any."""
    while agenda["soon_count"] == 0:
        agenda["page"] += 1
        place = _page_at(agenda, agenda["page"])["first"]
        while place > 0:
            later = _later_at(agenda, place - 1)
            push(agenda["soon"], agenda["soon_count"], later["at"], later["key"], later["tag"])
            agenda["soon_count"] += 1
            following = later["next"]
            later["next"] = agenda["spare"]
            agenda["spare"] = place
            place = following
    return entry_at(agenda["soon"], 0)


@compiled
def drop_first(agenda: Record) -> None:
    """Strike out the entry that is due first."""
    drop_top(agenda["soon"], agenda["soon_count"])
    agenda["soon_count"] -= 1
    agenda["due"] -= 1


class Agenda:
    """An empty agenda of so many days for about so many accounts; it owns what `record` points to."""

    def __init__(self, until: float, accounts: int, room: int) -> None:
        pages_a_day = min(max(accounts / ON_A_PAGE / max(until, 1.0), FEWEST), MOST)
        self.pages = np.zeros(int(until * pages_a_day) + 1, PAGE)
        self.soon, self.later = np.zeros(room, ENTRY), np.zeros(room, LATER)
        self.records = np.zeros(1, AGENDA)
        self.record = self.records[0]
        self.record["until"], self.record["pages_a_day"] = until, pages_a_day
        self._point()

    def _point(self) -> None:
        point(self.record, self, ("soon", "later", "pages"))
        self.record["room"] = len(self.soon)

    def make_room(self, more: int) -> None:
        """Have room for so many entries more."""
        while self.record["due"] + more > len(self.soon):
            self.soon = longer(self.soon, int(self.record["soon_count"]))
            self.later = longer(self.later, int(self.record["used"]))
        self._point()
