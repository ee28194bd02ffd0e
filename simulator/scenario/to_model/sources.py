"""Where leads come from, as rows of the model: month by month, on dates, and by channels."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from numpy.typing import NDArray

from simulator import model as m
from simulator.company.channel import OWN
from simulator.company.schema import MOST_ON_A_DATE, Company
from simulator.numerics.streams import address_of


class Sources:
    """Channels, sources and dated leads of a company; `places`: of each channel of a motion among all.

    `day` gives the day of a date, `stage_at` the row of a stage by motion and name.
    """

    def __init__(
        self,
        company: Company,
        teams: Sequence[str],
        day: Callable[[dt.date], float],
        stage_at: Callable[[str, str], int],
    ) -> None:
        self._company, self._teams, self._day, self._stage_at = company, list(teams), day, stage_at
        places = [(motion, way) for motion in company.motion for way in company.motion[motion].ways]
        self.places = {place: n for n, place in enumerate(places)}
        self.channels = m.rows(m.CHANNEL, (self._channel(*place) for place in places))
        self.rows, self.dated = self._sources()

    def ways_of(self, motion: str) -> dict[str, int]:
        """The rows of the channels of a motion, and of its own leads beside them."""
        return {way: row for (name, way), row in self.places.items() if name == motion}

    def _channel(self, motion: str, way: str) -> dict[str, Any]:
        row: dict[str, Any] = {"motion": list(self._company.motion).index(motion)}
        channel = self._company.motion[motion].channel.get(way)
        if channel is None:
            row["loop"] = m.LOOPS.get(way, 0)
        elif channel.team is not None:
            row["team"] = self._teams.index(channel.team)
        return row

    def _sources(self) -> tuple[NDArray[Any], NDArray[Any]]:
        sources: list[dict[str, Any]] = []
        dated: list[dict[str, Any]] = []
        streams = 0
        for n, (name, motion) in enumerate(self._company.motion.items()):
            own = {"motion": n, "by": self.places.get((name, OWN), m.NONE)}
            if motion.leads:
                sources.append({**own, "channel": m.MONTHLY, "monthly": streams})
                streams += 1
            addresses = apart([one.address for one in motion.channel.values()], 256 - m.FIRST_CHANNEL)
            for (way, channel), address in zip(motion.channel.items(), addresses, strict=True):
                row = {"motion": n, "channel": m.FIRST_CHANNEL + address, "by": self.places[name, way]}
                if channel.enters is not None:
                    row["stage"] = self._stage_at(name, channel.enters)
                if channel.is_bought:
                    row["monthly"] = streams
                    streams += 1
                sources.append(row)
            if motion.leads_on:
                many = {"first_dated": len(dated), "dated": len(motion.leads_on)}
                sources.append({**own, "channel": m.ON_DATES, **many})
                seen: Counter[dt.date] = Counter()
                for date in motion.leads_on:
                    address = date.toordinal() * MOST_ON_A_DATE + seen[date]
                    dated.append({"day": self._day(date), "address": address})
                    seen[date] += 1
        return m.rows(m.SOURCE, sources), m.rows(m.DATED, dated)


def apart(places: Iterable[str], room: int) -> list[int]:
    """An address below `room` for each place: a hash of it, or the next that none before it has."""
    taken: dict[int, None] = {}
    for place in places:
        address = address_of(place) % room
        while address in taken:
            address = (address + 1) % room
        taken[address] = None
    return list(taken)
