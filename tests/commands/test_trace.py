"""`bowtie trace`: one life, told."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from simulator import ledger as rows
from simulator.ledger import EVENTS, Ledger
from simulator.money import journal
from simulator.numerics.months import MONTH
from simulator.report.trace import entries, story
from simulator.report.trace_events import moments_of
from tests.commands.conftest import bowtie
from tests.companies import METERED, SMALL, written
from tests.metrics.ledgers import Diary, metered
from tests.report.made import lines as printed

# Beginnings or pieces of the sentence that each event must leave on the page.
WORDS = {
    rows.LEAD: "lead, motion sale, ", rows.PASSED: " passed in ", rows.LOST: ": lost",
    rows.NURTURED: ": kept warm", rows.RETURNED: "back in talk after ", rows.SEATED: " takes it on",
    rows.WON: "signs", rows.OPENED: "contract begins", rows.SETBACK: "goes on, off to a bad start",
    rows.WENT_LIVE: "live: first use ", rows.REACHED: "impact reached (", rows.MISSED: "impact missed (",
    rows.EXPANDED: "grows", rows.CONTRACTED: "shrinks", rows.RENEWED: "renews for 12 months (renewal ",
    rows.CHURNED: "leaves", rows.METERED: "use", rows.REFERRED: "recommends us: account ",
    rows.NOTICE: "gives notice",
}  # fmt: skip


DAY = 5  # columns in which a line has a day, unless it goes on with the line before


def words(ledger: Ledger, account: int) -> str:
    """All that is told of an account, as running text."""
    return " ".join(moment.what for moment in moments_of(ledger, account)) + " "


@pytest.fixture(scope="module", params=[SMALL, METERED], ids=["term", "metered"])
def ledger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    scenario = simulator.load(written(tmp_path_factory.mktemp("companies"), request.param))
    return simulator.simulate(scenario.draw(0, 0), seed=0, replication=0)


@pytest.mark.slow
def test_every_event_of_a_life_is_told(ledger: Ledger) -> None:
    """Catches an event that the story is silent about, a line too long, and days out of order."""
    told = set()
    booked = journal(ledger)
    for account in range(len(ledger.motion)):
        lines = printed(story(ledger, booked, account))
        assert max(map(len, lines)) <= 100
        text = words(ledger, account)
        events = ledger.rows["event"][ledger.rows["account"] == account].tolist()
        for event in set(events) - {rows.FREED}:
            assert WORDS[event] in text, (account, EVENTS[event])
            told.add(event)
        table = lines[2 : lines.index("")]
        days = [float(line.split()[0].replace(",", "")) for line in table if line[:DAY].strip()]
        assert days == sorted(days)
        assert ("never became a customer" in lines[-1]) == (rows.WON not in events)
    metered = bool(ledger.header.offer["metered"][0])
    missing = set(WORDS) - told
    assert missing <= ({rows.RENEWED, rows.NOTICE} if metered else {rows.METERED}), missing


def test_a_month_of_use_is_told_by_its_number() -> None:
    """Catches a count of bills: a month without use has none."""
    diary = Diary(metered())
    account = diary.signed(10.0, 0)
    for month in (1, 2, 5):
        diary.note(10.0 + month * MONTH, account, rows.METERED, amount=100 * month, arr=1200)
    text = words(diary.ledger(), account)
    for month in (1, 2, 5):
        assert f"{month}.00 for use in month {month} " in text


def test_a_wait_is_told_with_its_length(ledger: Ledger) -> None:
    """Catches a wait that is not shown, or measured from the wrong day."""
    mine = ledger.rows[ledger.rows["account"] >= 0]
    born = {int(r["account"]): float(r["day"]) for r in mine[mine["event"] == rows.LEAD]}
    first: dict[int, float] = {}
    for row in mine[mine["event"] == rows.SEATED]:
        first.setdefault(int(row["account"]), float(row["day"]))
    cold = set(mine["account"][mine["event"] == rows.RETURNED].tolist())
    account, day = max(
        ((a, day) for a, day in first.items() if a not in cold), key=lambda pair: pair[1] - born[pair[0]]
    )
    assert day > born[account]
    text = words(ledger, account)
    assert "waits for ae (all busy)" in text
    assert f"takes it on after {day - born[account]:.1f} days" in text


def test_a_child_names_its_parent(ledger: Ledger) -> None:
    """Catches a recommendation that only one side of it remembers."""
    referred = ledger.rows[ledger.rows["event"] == rows.REFERRED]
    assert len(referred)
    for row in referred[:5]:
        parent, child = int(row["account"]), int(row["amount"])
        assert f"recommends us: account {child} is born" in words(ledger, parent)
        assert f"recommended by account {parent}" in words(ledger, child)


@pytest.mark.slow
def test_the_command_tells_that_story(small: Path) -> None:
    """Catches options that are not passed on, and money of another account or of none."""
    scenario = simulator.load(small)
    ledger = simulator.simulate(scenario.draw(4, 3), seed=4, replication=3)
    booked = journal(ledger)
    for engine in ("compiled", "simpy"):
        options = ["--seed", 4, "--replication", 3, "--engine", engine]
        for more, lines in (
            (["--account", 9], printed(story(ledger, booked, 9))),
            (["--account", 9, "--money"], printed(entries(ledger, booked, 9))),
            (["--money"], printed(entries(ledger, booked, -1))),
        ):
            result = bowtie("trace", small, *more, *options)
            assert result.exit_code == 0, result.output
            assert result.stdout.splitlines() == lines
