"""One ledger as metrics read it: what several of them need is worked out once."""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, Protocol, Self, TypeVar

import numpy as np

from simulator.ledger import BACK_AS_LEAD, CHAMPION_CALLED, LEAD, REFERRED, Ledger
from simulator.model import LOOPS, NONE
from simulator.money.by_account import ByAccount, by_account
from simulator.money.journal import Booked, booked
from simulator.numerics.jit import Ints, Rows, to_read
from simulator.numerics.months import begun

T = TypeVar("T")


class Reader(Protocol):
    """Who sums up entries of the journal, some accounts at a time."""

    def __init__(self, of: "Reading") -> None: ...

    def read(self, piece: Booked) -> None:
        """Add what these entries say."""


R = TypeVar("R", bound=Reader)
READERS: list[type[Reader]] = []


def reader(one: type[R]) -> type[R]:
    """Decorate a class of readers: `Reading.entries` has one that has read all."""
    READERS.append(one)
    return one


class Reading:
    """A ledger, the entries of its money journal, and what has been worked out from both so far."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.header = ledger, ledger.header
        self.rows, self.motion = to_read(ledger.rows), to_read(ledger.motion)
        self.horizon, self.until = float(self.header.horizon), float(self.header.until)
        self.months = begun(0.0, self.horizon)  # one that the horizon cuts short is one, too
        self.lifetime = int(self.header.money["lifetime"][0])  # months
        self.chosen = dict(self.header.measures)  # the variant that stands under a metric's plain name
        self._known: dict[Callable[..., Any], Any] = {}
        self._have_read: dict[type[Reader], Reader] = {}

    @cached_property
    def mine(self) -> ByAccount:
        """The rows account by account, as all read them who need not know what happened elsewhere before."""
        return by_account(self.ledger)

    @cached_property
    def booked(self) -> Booked | None:
        """The journal, where it is one piece; else None, and by then all READERS have read it.

        The entries of a large ledger would fill several times its room, so nobody sees them all at once.
        """
        for piece in booked(self.header, self.mine):
            if piece.first < 0:
                if piece.end == len(self.motion):
                    return piece
                self._have_read = {reader: reader(self) for reader in READERS}
            for one in self._have_read.values():
                one.read(piece)
        return None

    def entries(self, reader: type[R]) -> R:
        """One of READERS that has read the journal. Raises TooMuchMoney."""
        whole = self.booked
        if whole is not None and reader not in self._have_read:
            self._have_read[reader] = reader(self)
            self._have_read[reader].read(whole)
        found = self._have_read[reader]
        assert isinstance(found, reader)
        return found

    def known(self, work_out: Callable[[Self], T]) -> T:
        """What a function makes of this reading: worked out when it is first asked for."""
        if work_out not in self._known:
            self._known[work_out] = work_out(self)
        found: T = self._known[work_out]
        return found


def once(work_out: Callable[[Reading], T]) -> Callable[[Reading], T]:
    """Decorate a function of a reading that many metrics ask: its answer is kept with the reading."""

    @wraps(work_out)
    def asked(of: Reading) -> T:
        return of.known(work_out)

    return asked


# By which event each loop brings an account, and the column of the row that holds it.
_BRINGS = {
    LOOPS["referral"]: (REFERRED, "amount"),
    LOOPS["champion"]: (CHAMPION_CALLED, "amount"),
    LOOPS["winback"]: (BACK_AS_LEAD, "account"),
}


@once
def came_by(of: Reading) -> Ints:
    """The channel by which each account came, as its place in the header: shape (accounts,); -1 for none.

    Whom customers bring came by that loop of the motion in which it is born.
    """
    found = np.full(len(of.motion), NONE, np.int64)
    channels = of.header.channel
    if len(channels):
        leads = of.mine.of(LEAD)
        found[leads["account"]] = leads["person"]
    for loop in np.flatnonzero(channels["loop"]):
        event, where = _BRINGS[int(channels["loop"][loop])]
        brought = of.mine.of(event)[where]
        found[brought[of.motion[brought] == channels["motion"][loop]]] = loop
    return to_read(found)


def whole(column: Rows) -> Ints:
    """A column of the header as integers, as compiled pages read it."""
    return to_read(column.astype(np.int64))
