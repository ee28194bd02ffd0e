"""What-ifs: the company with other numbers, its thresholds kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator.errors import nearest
from simulator.scenario.changes import is_rate
from simulator.scenario.what_ifs import flat
from tests.companies import written
from tests.scenario.small import SMALL
from tests.scenario.test_invalid import refusal

FOLDER = Path(__file__).parents[2] / "scenarios"
WHAT_IFS = """
[what_if."one more seller"]
"team.ae.people" = 9

[what_if."better start"]
"motion.sale.stage.evaluate.passes" = { value = "60%", note = "assumption" }
"motion.sale.fit" = -0.5

[what_if.unquoted]
team.ae.people = 9
"""


def numbers(scenario: simulator.Scenario) -> list[np.ndarray]:
    return [np.asarray(part) for part in scenario.draw(3, 5).numbers]


def same(one: simulator.Scenario, other: simulator.Scenario) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(numbers(one), numbers(other), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["subscription", "consumption", "freemium", "perpetual", "drop-2023", "perpetual-to-subscription"]
)
def test_no_change_changes_nothing(name: str) -> None:
    """A what-if whose thresholds are solved anew, over its own crowds, would differ from the file itself."""
    scenario = simulator.load(FOLDER / f"{name}.toml")
    assert same(scenario, scenario.vary({}))
    assert same(scenario, scenario.vary({}).vary({}))


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("consumption", "motion.sale.channel.web.fit"),
        ("enterprise", "motion.field.fit"),
        ("manufacturer", "motion.direct.fit"),
    ],
)
def test_worse_leads_move_no_threshold(name: str, fit: str) -> None:
    """A child file has stages that its base has not: their thresholds are those of the file, not of the
    what-if."""
    scenario = simulator.load(FOLDER / f"{name}.toml")
    worse = scenario.vary({fit: -0.5})
    before, after = scenario.model().numbers, worse.model().numbers
    assert np.array_equal(before.rates, after.rates)
    assert np.array_equal(before.motions["unattended"], after.motions["unattended"])
    assert not np.array_equal(before.sources, after.sources)
    assert worse.restated == ()


def test_what_ifs_of_a_file(tmp_path: Path) -> None:
    """A what-if that is lost, is not what its table says, or alters the company itself."""
    path = written(tmp_path, SMALL + WHAT_IFS)
    scenario = simulator.load(path)
    assert list(scenario.what_ifs) == ["one more seller", "better start", "unquoted"]
    assert scenario.what_ifs["unquoted"] == scenario.what_ifs["one more seller"] == {"team.ae.people": 9}
    assert same(scenario, simulator.load(written(tmp_path, SMALL, "plain")))
    assert (scenario.name, scenario.what_if, scenario.changes) == (path.stem, "", {})
    more = simulator.load(path, what_if="one more seller")
    assert (more.name, more.what_if, more.title) == (
        "one more seller",
        "one more seller",
        f"{scenario.title}, with one more seller",
    )
    assert more.company.team["ae"].people[0].count.whole == 9
    assert more.restated == ()
    assert same(more, scenario.vary({"team.ae.people": 9}))
    assert same(more, simulator.load(path, "unquoted"))


def test_a_restated_rate_has_its_threshold_alone_settled_anew(tmp_path: Path) -> None:
    """Over those who come there in the company as its file has it: worse leads then pass less often."""
    scenario = simulator.load(written(tmp_path, SMALL + WHAT_IFS))
    better = simulator.load(scenario.path, "better start")
    assert better.restated == ("motion.sale.stage.evaluate.passes",)
    alone = scenario.vary({"motion.sale.stage.evaluate.passes": "60%"})
    model = scenario.model()
    rows = model.numbers.stages["passes"]
    thresholds = [s.model().numbers.rates["threshold"][rows] for s in (scenario, alone, better)]
    assert np.array_equal(thresholds[1], thresholds[2])
    moved = thresholds[0] != thresholds[1]
    assert [stage for stage, m in zip(model.stages, moved, strict=True) if m] == ["evaluate"]


def test_what_varies_is_named_after_its_changes(tmp_path: Path) -> None:
    """Columns that nobody can tell apart."""
    scenario = simulator.load(written(tmp_path, SMALL))
    assert scenario.vary({"team.ae.people": 9}).name == "team.ae.people = 9"
    assert scenario.vary({"team.ae.people": 9}, "more").name == "more"
    assert scenario.vary({}).name == scenario.name
    price = scenario.vary({"motion.sale.offer.price": "21 per unit a month"})  # a cut would halve its quotes
    assert price.name == "motion.sale.offer.price = 21 per unit a month"
    assert scenario.vary({"team.ae.people": 9}).changes == {"team.ae.people": 9}
    with pytest.raises(TypeError, match="values by path"):
        scenario.vary({1: 2})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="values by path"):
        scenario.vary([("team.ae.people", 9)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "path", "right"),
    [
        ('[what_if.a]\n"team.ea.people" = 9', 'what_if."a"."team.ea.people"', "did you mean ae?"),
        ('[what_if.a]\n"team.ae.people" = -1', 'what_if."a"."team.ae.people"', "headcount is a whole number"),
        ("[what_if.a]\nteam.ae.peple = 9", 'what_if."a"."team.ae.peple"', "did you mean people?"),
        ('[what_if.a]\n"motion.sale.stage.evaluate.passes" = "145%"', "", "between 0 % and 100 %"),
        ("[what_if.a]", 'what_if."a"', 'such as "team.ae.people" = 9'),
        ("[what_if]\na = 3", 'what_if."a"', "a table of changes by path"),
        ("[what_if.a]\ntitle = 'b'", 'what_if."a"."title"', "this stays"),
        (f"[what_if.{'a' * 61}]\n'team.ae.people' = 9", "what_if", "a name of 1 to 60 letters"),
        ('[what_if." "]\n"team.ae.people" = 9', "what_if", "a name of 1 to 60 letters"),
    ],
)
def test_a_bad_what_if_is_refused_where_it_stands(table: str, path: str, right: str, tmp_path: Path) -> None:
    """A slip in a what-if would answer another question than the one that was asked."""
    error = refusal(written(tmp_path, f"{SMALL}\n{table}"))
    (problem,) = error.problems
    assert path in problem.path
    assert right in problem.right


def test_what_if_is_not_a_table(tmp_path: Path) -> None:
    """A question in the place of the questions."""
    (problem,) = refusal(written(tmp_path, f"what_if = 3\n{SMALL}")).problems
    assert "write [what_if." in problem.right


def test_problems_of_company_and_what_ifs_are_told_together(tmp_path: Path) -> None:
    """An error a run: the company's first, then a what-if's shape."""
    error = refusal(written(tmp_path, SMALL.replace("lift    = 1.5", "lift = -1") + "[what_if]\na = 3\n"))
    assert [p.path for p in error.problems] == ["motion.sale.renewal.lift", 'what_if."a"']


def test_an_unknown_what_if(tmp_path: Path) -> None:
    """A name with a slip."""
    path = written(tmp_path, SMALL + WHAT_IFS)
    with pytest.raises(simulator.ScenarioError, match="did you mean one more seller"):
        simulator.load(path, "one more seler")
    with pytest.raises(simulator.ScenarioError, match="there is no such what-if; write"):
        simulator.load(written(tmp_path, SMALL, "plain"), "one more seller")


def test_the_what_ifs_of_a_base_are_its_own(tmp_path: Path) -> None:
    """A question about one company, asked of another that does not have what it changes."""
    written(tmp_path, SMALL + WHAT_IFS, "base")
    child = simulator.load(written(tmp_path, 'base = "base.toml"\ntitle = "Child"', "child"))
    assert child.what_ifs == {}


@pytest.mark.parametrize("base", [True, False], ids=["of a base", "of a change"])
def test_who_is_there_on_the_first_day_came_before_any_change(base: bool, tmp_path: Path) -> None:
    """A what-if that changes nothing about them, and gives customers of today another fit."""
    (tmp_path / "book.csv").write_text(
        "name,motion,units,arr,signed\na,sale,10,5000,2025-01-01\n", encoding="utf-8"
    )
    opening = '[opening]\ncustomers = "book.csv"\n'
    change = '[change]\n"motion.sale.stage.evaluate.passes" = "30%"\n'
    if base:
        written(tmp_path, SMALL, "base")
        text = f'base = "base.toml"\n{opening}{change}'
    else:
        text = f"{SMALL}\n{opening}{change}"
    scenario = simulator.load(written(tmp_path, text, "child"))
    again = scenario.vary({"motion.sale.growth": "0% a month"}).vary({})
    assert same(scenario.vary({}), scenario)
    tables = [one.model().numbers.tables for one in (scenario, scenario.vary({}), again)]
    assert np.array_equal(tables[0], tables[1])
    assert np.array_equal(tables[0][-1], tables[2][-1])


def test_nobody_to_work_is_doubted(tmp_path: Path) -> None:
    """A team that is taken away, so that customers pay and never start, without a word."""
    text = SMALL.replace('name     = "onboard"', 'name     = "onboard"\nteam     = "start"')
    scenario = simulator.load(written(tmp_path, text + "[team.start]\npeople = 1\ncapacity = 90\n"))
    (doubt, *_) = scenario.vary({"team.start.people": 0}).warnings
    assert doubt.startswith("team.start: nobody works there")
    assert "for ever" in doubt
    assert not any("nobody works" in warning for warning in scenario.warnings)


def test_none_may_have_a_note(tmp_path: Path) -> None:
    """A number that is dropped, with the reason beside it."""
    text = SMALL.replace('term   = "12 months"', 'term = { value = "none", note = "by the month" }')
    text = text.replace('notice = "1 month"', 'notice = "none"')
    assert simulator.load(written(tmp_path, text)).company.motion["sale"].offer.term is None


def test_a_name_that_was_not_typed_to_its_end() -> None:
    """arr for arr_end, which is farther off by its letters than nrr."""
    assert nearest("arr", ["nrr", "arr_end"]) == "arr_end"
    assert nearest("cash", ["cash_low", "cash_end"]) == "cash_low"
    assert nearest("people", ["peple"]) == "peple"


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ('title = "x', "a quote is missing"),
        ("leads = 250 a month", "a figure with a unit stands in quotes"),
        ("title = \u201cx\u201d", "straight quotes"),
        ('title = "y"\ntitle = "z"', 'title = "z"; it stands there twice'),
    ],
)
def test_what_is_no_toml_is_shown(line: str, hint: str, tmp_path: Path) -> None:
    """A line and column that one has to count."""
    problem = refusal(written(tmp_path, f"years = 3\n{line}\n")).problems[0]
    assert hint in problem.right


def test_paths_in_tables() -> None:
    """A number given as a table is one number, also where paths are written without quotes."""
    assert flat({"team": {"ae": {"people": 9}}}) == {"team.ae.people": 9}
    assert flat({"motion": {"sale": {"fit": {"value": 1}}}}) == {"motion.sale.fit": {"value": 1}}
    assert flat({"motion.sale": {"fit": 1}}) == {"motion.sale.fit": 1}
    assert is_rate("motion.sale.renewal.overall")
    assert is_rate("motion.sale.renewal.lift")
    assert not is_rate("motion.sale.stage.talk.fit_correlation")


def test_changes_are_told_in_words(tmp_path: Path) -> None:
    """A change that is shown as something else than what it was, and is then."""
    scenario = simulator.load(written(tmp_path, SMALL))
    changes = {
        "team.ae.people": [
            {"from": scenario.start, "count": 2},
            {"from": scenario.start.replace(month=7), "count": 3},
        ],
        "motion.sale.stage.evaluate.passes": "60%",
        "motion.sale.stage.evaluate.priority": 3,
        "motion.sale.offer.price_rises": [{"from": scenario.start.replace(month=7), "by": "5%"}],
        "motion.sale.growth": "2% a month",
    }
    year = scenario.start.year
    told = {path: (before, after) for path, before, after in scenario.vary(changes).differs_in}
    assert told["team.ae.people"][1] == f"2 from {year}-01, 3 from {year}-07"
    assert told["motion.sale.stage.evaluate.passes"][1] == "60%"
    assert told["motion.sale.stage.evaluate.priority"] == ("0", "3")
    assert told["motion.sale.offer.price_rises"] == ("not given", f"5% from {year}-07")
    assert told["motion.sale.growth"][1] == "2% a month"


def test_a_table_that_the_company_does_not_have_yet(tmp_path: Path) -> None:
    """A question about what the company does not do so far: who pays ahead, comes back, recommends."""
    scenario = simulator.load(written(tmp_path, SMALL))
    assert scenario.company.motion["sale"].offer.prepaid is None
    ahead = scenario.vary(
        {"motion.sale.offer.prepaid.share": "40%", "motion.sale.offer.prepaid.discount": "10%"}
    )
    assert ahead.company.motion["sale"].offer.prepaid is not None
    with pytest.raises(simulator.ScenarioError, match=r"prepaid.share\s+missing"):
        scenario.vary({"motion.sale.offer.prepaid.discount": "10%"})
    with pytest.raises(simulator.ScenarioError, match="there is no shock"):
        scenario.vary({"shock.drop.win": "60%"})


def test_a_renewal_rate_beside_failed_payments_says_what_both_keep(tmp_path: Path) -> None:
    """0.9 of those who decide after a year, and of twelve invoices each 98 %: 0.9 x 0.98^12 = 70.6 %; where
    retries bring in half of what fails, 0.9 x 0.99^12 = 79.8 %. Catches a measured rate, which holds all who
    left, stated beside failures that are in it already."""
    before = simulator.load(written(tmp_path, SMALL))
    assert not any("failed payments" in doubt for doubt in before.warnings)
    renewal = {"motion.sale.renewal.overall": "90%", "motion.sale.offer.failed_payments": "2%"}
    assert before.company.motion["sale"].offer.months == 12
    (said,) = (doubt for doubt in before.vary(renewal).warnings if "failed payments" in doubt)
    assert "renewal 90 % every 12 months and 2 % of payments lost, of invoices every month" in said
    assert "together keep 70.6 % a year" in said
    retries = {"motion.sale.offer.retries.recovered": "50%", "motion.sale.offer.retries.after": "20 days"}
    (said,) = (doubt for doubt in before.vary(renewal | retries).warnings if "failed payments" in doubt)
    assert "together keep 79.8 % a year" in said


def test_a_price_above_what_impact_is_worth_is_doubted(tmp_path: Path) -> None:
    """49 a month for each of 28.41 units of an account in the middle, of which impact is worth 60. Catches a
    price that is compared by the year, without what is paid beside it, or as it was before it rose; and a
    doubt where impact is worth as much, or nobody said what it is worth."""
    text = f'{SMALL}[product]\nimpact_value = "60 per unit a month"\n'
    company = simulator.load(written(tmp_path, text))

    def doubts(**offer: object) -> list[str]:
        varied = company.vary({f"motion.sale.offer.{key}": value for key, value in offer.items()})
        return [doubt for doubt in varied.warnings if "worth" in doubt]

    assert not company.warnings
    assert not doubts(price="60 per unit a month")
    assert not doubts(price="720 per unit a year")
    assert not doubts(price="6000 per 100 units a month")
    (doubt,) = doubts(price="61 per unit a month")
    assert doubt.startswith("motion.sale.offer: 61 a month is paid for each unit, more than")
    assert "product.impact_value: 60" in doubt
    assert doubts(price="732 per unit a year")
    assert doubts(size="1.25")
    assert not doubts(fee="312 a month")
    assert doubts(fee="313 a month")
    assert doubts(fee="3756 a year")
    rises = [{"from": dt.date(2027 + n, 7, 1), "by": "15%"} for n in range(2)]
    assert not doubts(price_rises=rises[:1])
    (doubt,) = doubts(price_rises=rises)
    assert doubt.startswith(
        "motion.sale.offer.price_rises: 64.8 a month is paid for each unit from 2028-07 on"
    )
    assert not simulator.load(written(tmp_path, SMALL)).vary({"motion.sale.offer.price": "+900%"}).warnings


def test_use_counts_as_far_as_it_is_billed(tmp_path: Path) -> None:
    """40 for a unit in full use, half of which is included, beside 49: 69. Catches use that is left out, or
    counted whole; and maintenance of a licence that counts by the year."""
    text = f'{SMALL}[product]\nimpact_value = "68 per unit a month"\n'
    company = simulator.load(written(tmp_path, text))
    use = {"motion.sale.offer.metered.price": "40 per unit a month"}
    assert "69 a month" in company.vary(use | {"motion.sale.offer.metered.included": "50%"}).warnings[0]
    assert not company.vary(use | {"motion.sale.offer.metered.included": "60%"}).warnings
    owned = {"motion.sale.offer.price": "none", "motion.sale.offer.licence": "4000 per unit"}
    assert "70 a month" in company.vary(owned | {"motion.sale.offer.maintenance": "21%"}).warnings[0]
    assert not company.vary(owned | {"motion.sale.offer.maintenance": "20%"}).warnings
