"""Events say what their columns hold, and rules write nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import simulator
from simulator import ledger as e, model as m, rules
from simulator.engines import simulate
from simulator.events import DECLARED, EMPTY, ROW, Event, event
from simulator.report.trace_events import moments_of
from tests.companies import SMALL, written
from tests.metrics.ledgers import Diary
from tests.strategies import models
from tests.tiers import examples

NUMBERED = (
    *("lead", "passed", "lost", "nurtured", "returned", "seated", "freed", "won", "opened", "setback"),
    *(
        "went live",
        "impact reached",
        "impact missed",
        "expanded",
        "contracted",
        "renewed",
        "churned",
        "lapsed",
    ),
    *("metered", "referred", "notice", "staffed", "book", "repriced", "won back", "repurchased", "unpaid"),
    *("moved", "motion opened", "paid late"),
)
LATER = {35: "champion left", 36: "champion called", 37: "back as a lead", 38: "book load"}
LABELS = dict(enumerate(NUMBERED, 1)) | LATER
OF_CONTRACTS = {
    *("opened", "expanded", "contracted", "renewed", "churned", "lapsed", "metered", "repriced", "won back"),
    *("repurchased", "moved"),
}


def test_numbers_stay() -> None:
    """Catches an event renumbered: ledgers that somebody keeps would say something else."""
    assert LABELS == e.EVENTS
    with pytest.raises(ValueError, match="event 3, again: its number is taken"):
        event(3, "again", "twice")
    with pytest.raises(ValueError, match="does not fit"):
        event(128, "late", "too far")
    assert set(DECLARED) == set(e.EVENTS)


def test_a_rule_writes_each_event() -> None:
    """Catches an event that is declared and never happens."""
    declared = re.findall(r"^(\w+) = event\(", Path(e.__file__).read_text(encoding="utf-8"), re.MULTILINE)
    assert len(declared) == len(LABELS)
    pages = Path(rules.__file__).parent.glob("*.py")
    written_by = re.sub(
        r"^from .*", "", "\n".join(page.read_text(encoding="utf-8") for page in pages), flags=re.M
    )
    assert [name for name in declared if not re.search(rf"\b{name}\b", written_by)] == []


def test_a_row_has_no_gap_and_each_column_its_field() -> None:
    """Catches a row that grows by alignment, and two columns of an event in one field."""
    assert ROW.itemsize == sum(ROW[name].itemsize for name in ROW.names or ()) == 56
    for declared in DECLARED.values():
        places = [column.place for column in declared.columns]
        assert len(set(places)) == len(places), declared.label
        assert set(places) <= set(ROW.names or ())
        assert (e.ARR in declared.columns) == bool(declared.contract), declared.label
        assert (e.INVOICE in declared.columns) == (declared.contract == "begins"), declared.label


def test_what_changes_a_contract() -> None:
    """Catches an event that falls out of the revenue and the money of contracts, or into them."""
    for number, label in LABELS.items():
        assert e.changes_contract(number) == (label in OF_CONTRACTS), label
        assert e.ends_contract(number) == (label in ("churned", "lapsed")), label
        once = ("opened", "expanded", "won back", "repurchased", "moved")
        assert e.pays_once(number) == (label in once), label
        moves = ("lead", "passed", "lost", "nurtured", "returned", "setback")
        assert e.changes_stage(number) == (label in moves), label


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(models())
def test_rows_hold_what_their_event_declares(model: m.Model) -> None:
    """Catches a rule that writes into a column that readers do not look for, a column declared that no
    row fills, and an account's event written of the company."""
    ledger = simulate(model, seed=3)
    for number, declared in DECLARED.items():
        rows = ledger.rows[ledger.rows["event"] == number]
        assert ((rows["account"] < 0) == declared.company).all(), declared.label
        places = {column.place for column in declared.columns}
        for place in {*EMPTY, "amount"} - places:
            assert (rows[place] == EMPTY.get(place, 0)).all(), (declared.label, place)
        sometimes = (e.REACHED, e.MISSED, e.LEAD)  # nobody attends, or the motion has no channel
        for place in ({"team", "person", "reason"} & places) if number not in sometimes else ():
            assert (rows[place] != EMPTY[place]).all(), (declared.label, place)


def test_who_came_by_what_channel_and_whom_it_recommended(tmp_path: Path) -> None:
    """Catches a child without its parent, a parent of somebody else, and a lead by the wrong channel."""
    ledger = simulator.simulate(simulator.load(written(tmp_path, SMALL)).model(), seed=14)
    referred = ledger.rows[ledger.rows["event"] == e.REFERRED]
    assert len(referred) >= 3
    parents = np.full(len(ledger.motion), m.NONE)
    parents[referred["amount"]] = referred["account"]
    assert (ledger.parent == parents).all()
    assert (ledger.channel == np.where(parents >= 0, m.NONE, m.MONTHLY)).all()


def test_an_event_that_nobody_has_words_for_is_read_by_its_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a table or a life that is silent about the next event."""
    number = 127
    new = Event(number, "audited", "somebody looks", (e.TEAM, e.UNITS, e.ONCE, e.REASON), "", False)
    monkeypatch.setitem(DECLARED, number, new)
    monkeypatch.setitem(e.EVENTS, number, new.label)
    diary = Diary()
    account = diary.born(1.0)
    diary.note(2.0, account, number, team=1, count=7, amount=1250, reason=e.DECLINED)
    ledger = diary.ledger()
    assert moments_of(ledger, account)[-1].what == "audited, team ae, units 7, once 12.50, reason declined"
    line = simulator.table(ledger).row(1, named=True)
    said = {"event": "audited", "team": "ae", "units": 7, "once_cents": 1250, "reason": "declined"}
    assert said.items() <= line.items()
    assert line["arr_cents"] is line["person"] is line["people"] is line["stage"] is None
