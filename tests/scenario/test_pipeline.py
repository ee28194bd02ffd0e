"""The pipeline of the first day: when there is one, how long it is lived for, and in which company."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator import ledger as e, model as m, simulate
from simulator.layout.text import text as printed
from simulator.numerics.months import MONTH
from simulator.scenario import Scenario, describe, load
from simulator.scenario.to_model.beforehand import MOST_MONTHS, months_beforehand
from tests.scenario.small import edited, written
from tests.scenario.test_opening import BOOK, problems

PLAIN = """
title = "Plain"
start = 2027-03-01
years = 1

[team.one]
people   = 3
capacity = 4

[motion.sale]
leads  = "20 a month"
growth = "2% a month"
season = [1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0]

[[motion.sale.stage]]
name     = "talk"
marks    = "sal"
takes    = "25 days"
passes   = "50%"
loses_to = { nurture = "20%", after = "61 days" }

[[motion.sale.stage]]
name   = "sign"
marks  = "won"
team   = "one"
takes  = "10 days"
passes = "50%"

[motion.sale.offer]
price = "100 per unit a month"
term  = "12 months"

[opening]
"""


def company(folder: Path, *edits: tuple[str, str], opening: str = 'customers = "book.csv"\n') -> Scenario:
    """The plain company with texts replaced, and what it says of its first day."""
    text = PLAIN + opening
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "book.csv").write_text("name,motion,units,arr,signed\nAcme,sale,1,1200,2026-08-01\n")
    return load(written(folder, text))


def words(scenario: Scenario) -> str:
    return " ".join(printed(describe(scenario)).split())


def test_customers_without_deals_come_with_a_pipeline(tmp_path: Path) -> None:
    """Catches a company that begins without a deal because nobody has listed any, or with two pipelines."""
    assert company(tmp_path).model().before is not None
    empty = company(tmp_path, opening='customers = "book.csv"\npipeline = "empty"\n')
    assert empty.model().before is None
    assert "pipeline empty on the first day" in words(empty)
    assert company(tmp_path, opening='pipeline = "under way"\n').model().before is not None
    assert company(tmp_path, ("[opening]\n", ""), opening="").model().before is None
    (tmp_path / "deals.csv").write_text("name,motion,stage,units,since\nB,sale,sign,1,2027-02-01\n")
    both = 'customers = "book.csv"\ndeals = "deals.csv"\n'
    assert company(tmp_path, opening=both).model().before is None
    found = problems(written(tmp_path, PLAIN + both + 'pipeline = "under way"\n'))
    assert found == [("small.toml", "opening.pipeline", '"under way"', found[0][3])]
    assert "they are the pipeline; give one of the two" in found[0][3]


def test_an_empty_pipeline_is_the_company_without_one(tmp_path: Path) -> None:
    """Catches anything of the company after the first day that the months before it change."""
    full = company(tmp_path).model()
    empty = company(tmp_path, opening='customers = "book.csv"\npipeline = "empty"\n').model()
    assert full != empty
    assert replace(full, before=None) == empty


def test_as_many_months_as_nearly_all_need(tmp_path: Path) -> None:
    """25 and 10 days; a tenth comes back, so all but one in a thousand do so at most three times, after 61
    and 25 days each: 35 + 3 x 86 = 293 days. Catches months that are too few for who rests; at most 60."""
    assert months_beforehand(company(tmp_path).company) == math.ceil(293 / MONTH)
    never = company(tmp_path, ('loses_to = { nurture = "20%", after = "61 days" }', ""))
    assert months_beforehand(never.company) == math.ceil(35 / MONTH)
    long = company(tmp_path, ('takes  = "10 days"', 'takes  = { median = "9 months", sigma = 0.8 }'))
    assert months_beforehand(long.company) == MOST_MONTHS
    assert "lived for 10 months before the first day" in words(company(tmp_path))


def test_leads_before_the_first_day_follow_growth_and_season(tmp_path: Path) -> None:
    """The month before March is February, with 2 % less than March but for its season, which weighs double;
    in December nobody comes. Falling leads were as many as at first. Catches a year turned round."""
    before = company(tmp_path).model().before
    assert before is not None
    weight = 12.0 / 12.0
    expected = [20 * weight * 1.02**month for month in (-1, -2)]
    assert before.leads[0, ::-1][:2].tolist() == pytest.approx(expected)
    assert before.leads[0, -3] == 0.0
    assert before.leads.shape == (1, 10)
    assert before.horizon == before.until == 10 * MONTH
    falling = company(tmp_path, ('"2% a month"', '"-3% a month"')).model().before
    assert falling is not None
    assert falling.leads[0, -1] == pytest.approx(20.0)


def test_who_could_not_keep_up_has_seats_for_all_until_then(tmp_path: Path) -> None:
    """20 leads a month visit the first stage 1 / (1 - .5 x .2) times each, and half of these visits lead to
    10 days of work: 3.65 seats. Three are too few, four are enough, and where nobody waits longer than five
    days no queue grows without end."""
    asked = 20 * 0.5 / (1 - 0.5 * 0.2) * 10 / MONTH
    assert round(asked, 2) == 3.65
    three = company(tmp_path, ("people   = 3\ncapacity = 4", "people   = 3\ncapacity = 1"))
    grown = "3.65 seats of one would be needed, there are 3: the queue would have grown without end"
    assert grown in words(three)
    before = three.model().before
    assert before is not None
    assert before.teams["capacity"][0] > 1e6
    assert three.model().numbers.teams["capacity"][0] == 1.0
    four = company(tmp_path, ("people   = 3\ncapacity = 4", "people   = 4\ncapacity = 1"))
    assert "would be needed" not in words(four)
    before = four.model().before
    assert before is not None
    assert before.teams["capacity"][0] == 1.0
    patient = company(
        tmp_path,
        ("people   = 3\ncapacity = 4", "people   = 3\ncapacity = 1"),
        ('team   = "one"', 'team   = "one"\nmax_wait = "5 days"'),
    )
    assert "would be needed" not in words(patient)
    later = "[{ from = 2027-03-01, count = 0 }, { from = 2028-02-01, count = 3 }]"
    nobody = company(tmp_path, ("people   = 3\ncapacity = 4", f"people = {later}\ncapacity = 1"))
    rows = simulate(nobody.model()).rows
    there = rows[(rows["event"] == e.LEAD) & (rows["day"] < 0)]
    assert len(there) > 3


def test_what_is_new_on_the_first_day_has_no_past(tmp_path: Path) -> None:
    """A motion that opens on that day or later, or still learns, had no prospects before it."""
    for said in ("opens = 2027-03-01\n", "opens = 2027-06-01\n", 'opens_at_arr = "1M"\n'):
        text = PLAIN.replace("[motion.sale]\n", f"[motion.sale]\n{said}") + 'pipeline = "under way"\n'
        assert load(written(tmp_path, text)).model().before is None
    learns = PLAIN.replace(
        "[opening]", '[motion.sale.learning]\nover = "6 months"\nfrom = "50%"\n\n[opening]'
    )
    assert load(written(tmp_path, learns + 'pipeline = "under way"\n')).model().before is None


@pytest.mark.parametrize(
    ("leads", "said"),
    [
        ('leads  = "0 a month"', "empty on the first day, and no leads are to come"),
        ("leads_on = [2027-05-01]", "empty on the first day: deals are won once new leads have got so far"),
    ],
)
def test_without_leads_nobody_is_under_way(tmp_path: Path, leads: str, said: str) -> None:
    """Catches months lived beforehand in which nobody can have come, told as a pipeline that there is."""
    growth = 'growth = "2% a month"\nseason = [1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0]\n'
    (tmp_path / "book.csv").write_text(BOOK.replace("2027-01-01", "2026-12-01"))
    found = company(tmp_path, ('leads  = "20 a month"\n' + growth, f"{leads}\n"))
    assert found.model().before is None
    assert said in words(found)


def test_a_what_if_begins_with_the_pipeline_of_today(tmp_path: Path) -> None:
    """More leads, or better sellers, from the first day on were not there before it. Catches a what-if whose
    pipeline has changed already, for one and two steps, a [change], and a drawn model."""
    (tmp_path / "book.csv").write_text(BOOK)
    text = edited() + '\n[opening]\ncustomers = "book.csv"\n'
    today = load(written(tmp_path, text))
    more = today.vary({"motion.sale.leads": "200 a month"}).vary({"team.ae.people": 9})
    changed = load(
        written(tmp_path, f'{text}\n[change]\n"motion.sale.leads" = "200 a month"\n', "changed.toml")
    )
    for other in (more, changed):
        for mine, theirs in ((today.model(), other.model()), (today.draw(3, 5), other.draw(3, 5))):
            assert mine.before is not None
            assert theirs.before is not None
            assert mine.numbers.leads.sum() < theirs.numbers.leads.sum()
            for name, a, b in zip(m.Numbers._fields, mine.before, theirs.before, strict=True):
                assert np.asarray(a).tobytes() == np.asarray(b).tobytes(), name


def test_what_ifs_of_one_draw_share_the_months_before_the_first_day(tmp_path: Path) -> None:
    """Catches months that are worked out anew for each what-if, those of another draw, seed or way of drawing
    taken for them, and a company that cannot be sent to a worker once they are kept."""
    unsure = PLAIN.replace('"20 a month"', '"10 to 30 a month"') + 'pipeline = "under way"\n'
    today = load(written(tmp_path, unsure))
    one, two = (today.vary({"team.one.people": people}) for people in (4, 5))
    assert one.draw(3, 5).before is two.draw(3, 5).before
    sent = pickle.loads(pickle.dumps(one))
    found = set()
    for key in ((3, 5, False), (3, 6, False), (4, 5, False), (3, 5, True)):
        mine = today.draw(*key[:2], independent=key[2]).before
        for what_if in (one, two, sent):
            theirs = what_if.draw(*key[:2], independent=key[2]).before
            assert mine is not None
            assert theirs is not None
            assert theirs.leads.tobytes() == mine.leads.tobytes()
            found.add(theirs.leads.tobytes())
    assert len(found) == 4


def test_too_many_leads_before_the_first_day_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches months before the first day that fill the memory of a company that would fit into it."""
    monkeypatch.setattr("simulator.machine.memory", lambda: 4e9)
    text = PLAIN.replace("20 a month", "9m a month") + 'pipeline = "under way"\n'
    found = problems(written(tmp_path, text))
    assert any(path == "opening.pipeline" and 'pipeline = "empty"' in right for _, path, _, right in found)
