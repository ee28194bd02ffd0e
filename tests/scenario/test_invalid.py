# ruff: noqa: E501  (a table of cases reads better with one case a line)
"""The door: every kind of bad file is refused, with words that say what would be right."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from simulator.layout.text import text as printed
from simulator.scenario import Problem, ScenarioError, describe, load
from tests.scenario.small import SMALL, edited, written
from tests.tiers import examples


def refusal(path: Path) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return caught.value


EVALUATE = 'takes    = "10 to 45 days"'
AGREE = 'takes    = "7 to 40 days"\npasses   = "55%"'
OFFER = 'price  = "49 per unit a month"\nterm   = "12 months"\nnotice = "1 month"'
ONBOARD = 'name     = "onboard"'

# what is edited -> path, what would be right
CASES: dict[str, tuple[list[tuple[str, str]], str, str]] = {
    "unknown key": ([("max_wait =", "max_wiat =")], "motion.sale.stage.qualify.max_wiat", "did you mean max_wait?"),
    "unknown table": ([("[team.sdr]", "[teem.x]\n[team.sdr]")], "teem", "unknown table; did you mean team?"),
    "unknown key of a number": (
        [("lift    = 1.5", 'lift = { value = 1.5, sorce = "me" }')],
        "motion.sale.renewal.lift.sorce", 'unknown key "sorce"; did you mean source?',
    ),
    "wrong unit": ([(EVALUATE, 'takes = "10 to 45 dais"')], "motion.sale.stage.evaluate.takes", "a duration is written like"),
    "unit missing": ([(EVALUATE, "takes = 5")], "motion.sale.stage.evaluate.takes", "a unit is missing"),
    "unit of another kind": ([('passes   = "45%"', 'passes = "45 days"')], "motion.sale.stage.evaluate.passes", "a share is written like"),
    "range upside down": ([(EVALUATE, 'takes = "45 to 10 days"')], "motion.sale.stage.evaluate.takes", "the low end comes first"),
    "three ends": ([(EVALUATE, 'takes = "1 to 2 to 3 days"')], "motion.sale.stage.evaluate.takes", "a duration is written like"),
    "range from zero": ([(EVALUATE, 'takes = "0 to 10 days"')], "motion.sale.stage.evaluate.takes", "a range starts above 0"),
    "best outside": (
        [('best = "88%"', 'best = "98%"')], "motion.sale.renewal.overall", "the best guess lies between",
    ),
    "rate above one": ([('passes   = "45%"', 'passes = "145%"')], "motion.sale.stage.evaluate.passes", "a share lies between 0 % and 100 %"),
    "range above one": ([('passes   = "45%"', 'passes = "45% to 145%"')], "motion.sale.stage.evaluate.passes", "a share lies between 0 % and 100 %"),
    "fit correlation of one": ([("fit_correlation = 0.6", "fit_correlation = 1.0")], "motion.sale.stage.evaluate.fit_correlation", "fit correlation lies between 0 and 0.95"),
    "negative": ([(EVALUATE, 'takes = "-5 days"')], "motion.sale.stage.evaluate.takes", "a duration lies between 0 days"),
    "negative number": ([("lift    = 1.5", "lift = -1.5")], "motion.sale.renewal.lift", "an odds ratio lies above 0"),
    "zero odds": ([("lift    = 1.5", "lift = 0")], "motion.sale.renewal.lift", "an odds ratio lies above 0"),
    "not a number": ([("lift    = 1.5", "lift = nan")], "motion.sale.renewal.lift", "not a finite number"),
    "infinity": ([("fit_correlation = 0.6", "fit_correlation = inf")], "motion.sale.stage.evaluate.fit_correlation", "not a finite number"),
    "infinity in words": ([(EVALUATE, 'takes = "inf days"')], "motion.sale.stage.evaluate.takes", "not a finite number"),
    "a huge integer": ([("lift    = 1.5", "lift = " + "9" * 400)], "motion.sale.renewal.lift", "too large"),
    "a huge figure in words": ([(EVALUATE, f'takes = "{"9" * 390} days"')], "motion.sale.stage.evaluate.takes", "too large"),
    "a truth": ([("lift    = 1.5", "lift = true")], "motion.sale.renewal.lift", "an odds ratio is written like"),
    "a list": ([("lift    = 1.5", "lift = [1, 2]")], "motion.sale.renewal.lift", "an odds ratio is written like"),
    "a date for a number": ([("lift    = 1.5", "lift = 2027-01-01")], "motion.sale.renewal.lift", "an odds ratio is written like"),
    "a text for a whole number": ([("years    = 2", 'years = "two"')], "years", "a whole number"),
    "half a year": ([("years    = 2", "years = 2.5")], "years", "a whole number"),
    "too many years": ([("years    = 2", "years = 21")], "years", "at most 20"),
    "no years": ([("years    = 2", "years = 0")], "years", "at least 1"),
    "a text for a date": ([("start    = 2027-01-01", 'start = "2027-01-01"')], "start", "a date, such as 2027-01-01"),
    "not the first of a month": (
        [("start    = 2027-01-01", "start = 2027-01-15"), ("from = 2027-01-01", "from = 2027-01-15")],
        "start", "the first of a month, such as 2027-01-01",
    ),
    "currency": ([('currency = "EUR"', 'currency = "Euro"')], "currency", "three capital letters"),
    "two currencies": ([('currency = "EUR"', 'currency = ["EUR", "USD"]')], "currency", "no rates of exchange are simulated"),
    "title missing": ([('title    = "Small"', "")], "title", "missing"),
    "offer missing": ([(f"[motion.sale.offer]\n{OFFER}", "")], "motion.sale.offer", "missing"),
    "takes missing": ([(EVALUATE, "")], "motion.sale.stage.evaluate.takes", "missing: time from the start"),
    "a table for a text": ([('title    = "Small"', "title = { a = 1 }")], "title", "a text in quotes"),
    "a text for a table": ([(f"[motion.sale.offer]\n{OFFER}", ""), ("[motion.sale]", '[motion.sale]\noffer = "cheap"')], "motion.sale.offer", "a table"),
    "mark unknown": ([('marks    = "sal"', 'marks = "sold"')], "motion.sale.stage.evaluate.marks", '"mql", "sql", "sal" or "won"'),
    "no stage marks sal": ([('marks    = "sal"', "")], "motion.sale.stage", 'exactly one stage has marks = "sal"'),
    "two won stages": ([(ONBOARD, ONBOARD + '\nmarks = "won"')], "motion.sale.stage", "here it is agree and onboard"),
    "marks out of order": (
        [('marks    = "sql"', 'marks = "sal"'), ('marks    = "sal"', 'marks = "sql"')][::-1],
        "motion.sale.stage.evaluate.marks", "marks come in the order",
    ),
    "two stages of a name": ([(ONBOARD, 'name = "agree"')], "motion.sale.stage", "a name of its own"),
    "bad name": ([(ONBOARD, 'name = "on.board"')], "motion.sale.stage.on.board.name", "a name starts with a letter"),
    "unknown team": ([('team     = "sdr"', 'team = "sbr"')], "motion.sale.stage.qualify.team", "there is no such team; did you mean sdr?"),
    "unknown csm": ([('team          = "csm"', 'team = "cms"')], "motion.sale.impact.team", "there is no such team; did you mean csm?"),
    "team with a book in a stage": ([('team     = "sdr"', 'team = "csm"')], "motion.sale.stage.qualify.team", "keeps a book and has no seats"),
    "who comes first, of a team without a book": ([('capacity = "15 to 25"', 'capacity = "15 to 25"\nfirst = "deals"')], "team.ae.first", "only for a team that serves and keeps a book"),
    "nobody comes first": ([("book   = 50", 'book = 50\ncapacity = 3\nfirst = "sellers"')], "team.csm.first", "customers"),
    "a load of nothing": ([('team          = "csm"', 'team = "csm"\nload = 0')], "motion.sale.impact.load", "load: more than 0"),
    "a load of no book": ([('team          = "csm"', "load = 4"), ('unattended    = "65%"', "")], "motion.sale.impact.load", "only with a team that keeps their book"),
    "an order in no book": ([('team          = "csm"', "priority = 1"), ('unattended    = "65%"', "")], "motion.sale.impact.priority", "only with a team that keeps their book"),
    "team with seats keeps a book": ([('team          = "csm"', 'team = "ae"')], "motion.sale.impact.team", "a team that keeps a book"),
    "three teams": ([('team     = "sdr"', 'team = ["sdr", "ae", "csm"]')], "motion.sale.stage.qualify.team", "at most 2"),
    "seats and a book": ([("book   = 50", "book = 50\ncapacity = 3")], "team.csm", 'Write first = "customers"'),
    "neither seats nor a book": ([("book   = 50", "")], "team.csm", "give one at least"),
    "accounts of less than a unit": ([('units = "10 to 60"', 'units = "0.1 to 0.3"')], "motion.sale.units", "one whole unit at least"),
    "headcount in half people": ([("people = 1\n", "people = 1.5\n")], "team.csm.people", "headcount is a whole number"),
    "too many people": ([("people = 1\n", "people = 100001\n")], "team.csm.people", "headcount is a whole number from 0 to 100,000"),
    "headcount begins late": ([("from = 2027-01-01", "from = 2027-02-01")], "team.ae.people[1].from", "from the start on: 2027-01-01"),
    "headcount after the last year": ([("from = 2027-07-01", "from = 2029-01-01")], "team.ae.people[2].from", "before 2029-01-01"),
    "headcount out of order": ([("from = 2027-07-01", "from = 2026-07-01")], "team.ae.people[2].from", "dates come in order"),
    "unknown stage": ([(EVALUATE, EVALUATE + '\npasses_to = "agre"')], "motion.sale.stage.evaluate.passes_to", "there is no such stage; did you mean agree?"),
    "jump behind the close": (
        [(EVALUATE, EVALUATE + '\nloses_to = "onboard"')], "motion.sale.stage.evaluate.loses_to", "only stages up to the one that marks won",
    ),
    "losses after the close": ([(ONBOARD, ONBOARD + '\nloses_to = "agree"')], "motion.sale.stage.onboard.loses_to", "not allowed after the close"),
    "nurture without a time": (
        [('{ nurture = "20%", after = "3 to 9 months" }', '{ nurture = "20%" }')],
        "motion.sale.stage.qualify.loses_to", "nurture and after come together",
    ),
    "a loop without time": (
        [(EVALUATE, 'takes = "0 days"\nloses_to = "evaluate"')], "motion.sale.stage.evaluate", "a loop without time: evaluate -> evaluate",
    ),
    "a loop of losing patience at once": (
        [(EVALUATE, 'takes = "5 days"\nmax_wait = "0 days"\nloses_to = "evaluate"')],
        "motion.sale.stage.evaluate", "a loop without time: evaluate -> evaluate",
    ),
    "a longer loop without time": (
        [(EVALUATE, 'takes = "0 days"'), (AGREE, 'takes = "0 days"\npasses = "55%"\nloses_to = "evaluate"')],
        "motion.sale.stage.evaluate", "a loop without time: evaluate -> agree -> evaluate",
    ),
    "nurture without time": (
        [(EVALUATE, 'takes = "0 days"\nloses_to = { nurture = "5%", after = "0 days" }')],
        "motion.sale.stage.evaluate", "a loop without time",
    ),
    "teams held in a circle": (
        [('team     = "ae"\n' + EVALUATE, 'team = ["sdr", "ae"]\n' + EVALUATE), ('team     = "ae"\n' + AGREE, 'team = "ae"\n' + AGREE)
         , (ONBOARD, 'name = "demo"\nmarks = "won"\ntakes = "1 day"\nteam = ["sdr", "ae"]\n[[motion.sale.stage]]\n' + ONBOARD), ('marks    = "won"', "")],
        "team.sdr", "sdr is held while ae is awaited in motion.sale.stage.evaluate; ae is held while sdr is awaited in motion.sale.stage.demo",
    ),
    "nobody is waited for": ([('team     = "sdr"', "")], "motion.sale.stage.qualify.max_wait", "nobody is waited for"),
    "fit correlation without a rate": ([('passes   = "45%"', "")], "motion.sale.stage.evaluate.fit_correlation", "has no effect here"),
    "no price": ([(OFFER, "")], "motion.sale.offer", "an offer has a price, a fee or a licence"),
    "price and maintenance": ([(OFFER, OFFER + '\nmaintenance = "20%"')], "motion.sale.offer.maintenance", "instead of a price"),
    "price without its unit": ([("49 per unit a month", "49 a month")], "motion.sale.offer.price", "a price is written like"),
    "price without its period": ([("49 per unit a month", "49 per unit")], "motion.sale.offer.price", "a price is written like"),
    "price below a cent": ([("49 per unit a month", "0.004 per unit a month")], "motion.sale.offer.price", "priced per 1000 units"),
    "price too large": ([("49 per unit a month", "49000m per unit a month")], "motion.sale.offer.price", "more cents than can be counted exactly"),
    "a shape for shares": (
        [('"49 per unit a month"', '{ distribution = "beta", a = 2, b = 3 }')],
        "motion.sale.offer.price", "a beta distribution is for shares",
    ),
    "negative price": ([("49 per unit a month", "-49 per unit a month")], "motion.sale.offer.price", "a price is not negative"),
    "notice too long": ([('notice = "1 month"', 'notice = "12 months"')], "motion.sale.offer.notice", "shorter than the term of 1 year"),
    "notice without a term": ([('term   = "12 months"', "")], "motion.sale.offer.notice", "only with a term"),
    "term not whole": ([('term   = "12 months"', 'term = "12.5 months"')], "motion.sale.offer.term", "whole months"),
    "term a range": ([('term   = "12 months"', 'term = "12 to 24 months"')], "motion.sale.offer.term", "whole months"),
    "metered with a term": ([(OFFER, OFFER + "\nmetered = { swing = 0.2 }")], "motion.sale.offer.term", "a metered offer has no term"),
    "no leads": ([('leads = "80 to 120 a month"', "")], "motion.sale", "missing: leads"),
    "too many leads": ([('"80 to 120 a month"', '"10m a month"')], "motion.sale.leads", "too large: 240,000,000 leads are expected"),
    "lead outside the years": (
        [('leads = "80 to 120 a month"', "leads_on = [2027-01-05, 2029-01-01]")], "motion.sale.leads_on[2]", "before 2029-01-01",
    ),
    "leads out of order": (
        [('leads = "80 to 120 a month"', "leads_on = [2027-02-05, 2027-01-05]")], "motion.sale.leads_on[2]", "dates come in order",
    ),
    "unattended by nobody": ([('team          = "csm"', "")], "motion.sale.impact.unattended", "only with a team"),
    "unknown distribution": ([(EVALUATE, 'takes = { distribution = "gama", mean = "9 days", sd = "2 days" }')], "motion.sale.stage.evaluate.takes", "unknown distribution; did you mean gamma?"),
    "half a distribution": ([(EVALUATE, 'takes = { distribution = "gamma", mean = "9 days" }')], "motion.sale.stage.evaluate.takes", "gamma is given by { mean, sd }"),
    "median without sigma": ([(EVALUATE, 'takes = { median = "9 days" }')], "motion.sale.stage.evaluate.takes", "a number is given by"),
    "a tail below zero": ([(EVALUATE, 'takes = { distribution = "normal", mean = "9 days", sd = "4 days" }')], "motion.sale.stage.evaluate.takes", "its tail leaves the bounds"),
    "sigma beyond reason": ([("sigma = 0.6", "sigma = 60")], "motion.sale.stage.onboard.takes", "sigma lies between"),
    "varies with what": ([("lift    = 1.5", 'lift = { value = 1.5, varies = "between accounts" }')], "motion.sale.renewal.lift", 'varies can only be "between runs"'),
    "a loop of a moment": (
        [(EVALUATE, 'takes = "0.000000000000001 days"\nloses_to = "evaluate"')],
        "motion.sale.stage.evaluate", "evaluate -> evaluate; one of these stages has to take a second or more",
    ),
    "a loop of losing patience in a moment": (
        [(EVALUATE, 'takes = "5 days"\nmax_wait = "0.0000001 to 0.000001 hours"\nloses_to = "evaluate"')],
        "motion.sale.stage.evaluate", "a loop without time: evaluate -> evaluate",
    ),
    "nurture of a moment": (
        [(EVALUATE, 'takes = "0 days"\nloses_to = { nurture = "5%", after = "0.000001 days" }')],
        "motion.sale.stage.evaluate", "has to take a second or more",
    ),
    "a loop without time in some runs": (
        [(EVALUATE, 'takes = { values = ["0 days", "9 days"], varies = "between runs" }\nloses_to = "evaluate"')],
        "motion.sale.stage.evaluate", "a loop without time: evaluate -> evaluate",
    ),
    "won without being qualified": (
        [('loses_to = { nurture = "20%", after = "3 to 9 months" }', 'loses_to = "agree"')],
        "motion.sale.stage.qualify.loses_to", "can reach agree without passing evaluate",
    ),
    "passed on past qualified": (
        [('loses_to = { nurture = "20%", after = "3 to 9 months" }', 'passes_to = "agree"')],
        "motion.sale.stage.qualify.passes_to", "every won account has to be qualified first",
    ),
    "won by failing to qualify": (
        [('marks    = "sal"', 'marks    = "sal"\nloses_to = "agree"')],
        "motion.sale.stage.evaluate.loses_to", "can reach agree without passing evaluate",
    ),
    "a lift beside a rate that differs": (
        [('{ low = "82%", best = "88%", high = "93%" }', '{ value = "82% to 93%", varies = "between accounts" }')],
        "motion.sale.renewal.lift", "only beside an overall rate that is one for all",
    ),
    "a lift beside a rate that follows fit": (
        [('{ low = "82%", best = "88%", high = "93%" }', '{ value = "82% to 93%", varies = "with fit" }'), ("lift    = 1.5", 'lift = "0.8 to 1.2"')],
        "motion.sale.renewal.lift", "only beside an overall rate that is one for all",
    ),
    "too many teams": (
        [("[team.sdr]", "".join(f"[team.t{n}]\npeople = 1\ncapacity = 1\n" for n in range(28)) + "[team.sdr]")], "team", "at most 30 teams",
    ),
    "too many leads on a date": (
        [('leads = "80 to 120 a month"', f"leads_on = [{'2027-03-05, ' * 1025}]")], "motion.sale.leads_on", "at most 1,024 leads on one date, not 1,025",
    ),
    "more recommended than fit": (
        [('with_impact = "3%"', 'with_impact = "100%"'), ('every         = "3 months"', 'every = "1 month"'), ("years    = 2", "years = 20"), ('overall = { low = "82%", best = "88%", high = "93%" }', 'overall = "100%"')],
        "motion.sale.referral", "accounts are expected with those whom customers bring, at most",
    ),
    "a list too long": (
        [(EVALUATE, f"takes = {{ values = [{'1, ' * 1026}] }}")], "motion.sale.stage.evaluate.takes", "values is a list of 1 to 1,025 values",
    ),
    "a range within a range": (
        [('capacity = "15 to 25"', 'capacity = { median = "15 to 25", sigma = 0.3 }')], "team.ae.capacity", "only for what differs between accounts",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_problem_is_named_with_its_path_and_what_would_be_right(
    case: str, tmp_path: Path
) -> None:
    """A bad file that is taken, or refused without a hint, or at the wrong place."""
    edits, where, right = CASES[case]
    error = refusal(written(tmp_path, edited(*edits)))
    found = [(p.path, p.right) for p in error.problems]
    assert any(path == where and right in words for path, words in found), str(error)
    assert len(found) == 1, f"one mistake, but: {error}"


def test_a_mistake_is_shown_as_it_stands_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, edited(('passes   = "45%"', 'passes = "145%"')))
    assert str(refusal(path)) == (
        f'{path}: 1 problem\n  motion.sale.stage.evaluate.passes = "145%"   a share lies between 0 % and 100 '
        f"%"
    )


def test_all_problems_come_capacity(tmp_path: Path) -> None:
    """One round of mending per mistake; problems between keys too, while a value is wrong."""
    path = written(
        tmp_path,
        edited(
            ('passes   = "45%"', 'passes = "145%"'),
            ('takes    = "7 to 40 days"', 'takes = "40 to 7 days"'),
            ('team     = "sdr"', 'team = "sbr"'),
            ("years    = 2", "yaers = 2\nyears = 2"),
            ('notice = "1 month"', 'notice = "2 years"'),
        ),
    )
    error = refusal(path)
    assert {p.path for p in error.problems} == {
        "yaers",
        "motion.sale.stage.evaluate.passes",
        "motion.sale.stage.agree.takes",
        "motion.sale.stage.qualify.team",
        "motion.sale.offer.notice",
    }
    assert str(error).startswith(f"{path}: 5 problems\n")
    assert all(len(line) <= 100 for line in str(error).splitlines()[1:])


def test_files_that_are_none(tmp_path: Path) -> None:
    """A traceback where a file cannot be read as TOML."""
    written(tmp_path, SMALL)
    cases = {
        tmp_path: "this is a directory",
        tmp_path / "smal.toml": "there is no such file; did you mean small.toml?",
        tmp_path / "nothing at all": "there is no such file",
        tmp_path / "no" / "hybrid.toml": "no such file; bowtie new hybrid --like hybrid writes the one that",
        tmp_path / "small" / "smal.toml": "there is no such file",
        tmp_path / "no" / "05m.toml": "no such file; bowtie new 05m --like portfolio/05m writes the one",
        written(tmp_path, "title = = 1", "a.toml"): "not TOML: Invalid value (at line 1",
        written(tmp_path, "a = " + "[" * 100_000, "b.toml"): "not TOML",
        written(tmp_path, "a = " + "9" * 5_000, "c.toml"): "not TOML",
        written(tmp_path, "", "d.toml"): "missing",
        written(tmp_path, "#" * 5_000_000, "e.toml"): "more than 2 MB",
    }
    latin = tmp_path / "latin.toml"
    latin.write_bytes('title = "x"\n# Zürich\n'.encode("latin-1"))
    cases[latin] = "not UTF-8 text: byte 0xfc in line 2"
    for path, words in cases.items():
        assert words in str(refusal(path)), path


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_leave_to_read(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL)
    path.chmod(0)
    assert "cannot be read: Permission denied" in str(refusal(path))


def test_bases_that_are_none(tmp_path: Path) -> None:
    """A loop of bases that never ends, a base of a base, a base that is not there."""
    written(tmp_path, SMALL, "base.toml")
    written(tmp_path, 'base = "base.toml"', "child.toml")
    written(tmp_path, SMALL + '[change]\n"motion.sale.renewal.lift" = 2', "changed.toml")
    cases = {
        'base = "a.toml"': "a file cannot be its own base",
        'base = "gone.toml"': "there is no such file",
        'base = "."': "there is no such file",
        "base = 3": "the name of a file",
        'base = "a\\u0000b"': "it holds U+0000",
        'base = "child.toml"': "a base has no base of its own, but child.toml has one: base.toml",
        'base = "changed.toml"': "a base has no [change]",
    }
    for text, words in cases.items():
        problem = refusal(written(tmp_path, text, "a.toml")).problems[0]
        assert problem.path == "base"
        assert words in problem.right
    written(tmp_path, 'base = "c.toml"', "b.toml")
    assert "a loop" in refusal(written(tmp_path, 'base = "b.toml"', "c.toml")).problems[0].right


def test_what_is_wrong_in_a_base_is_told_of_the_base(tmp_path: Path) -> None:
    base = written(tmp_path, edited(("lift    = 1.5", "lift = -1")), "base.toml")
    error = refusal(written(tmp_path, 'base = "base.toml"', "child.toml"))
    assert [(p.file, p.path) for p in error.problems] == [(str(base), "motion.sale.renewal.lift")]


CHANGES = {
    '"motion.sale.stage.evaluate.passes" = "145%"': "a share lies between",
    '"motion.sale.stage.evaluate.pases" = "45%"': "there is no motion.sale.stage.evaluate.pases; did you mean passes?",
    '"motion.sale.stage.evaluation.passes" = "45%"': "there is no motion.sale.stage.evaluation; did you mean evaluate?",
    '"motion.sales.stage.evaluate.passes" = "45%"': "there is no motion.sales; did you mean sale?",
    '"motion.sale.stage.evaluate" = "45%"': "a table: say what in it is to change, as in motion.sale.stage.evaluate.marks",
    '"motion.sale.stage.evaluate.name" = "x"': "this stays",
    '"motion.sale.stage" = "x"': "a table: say what in it is to change, as in motion.sale.stage.NAME.marks",
    '"motion.sale.takes_from" = "x"': "a table: say what in it is to change, as in motion.sale.takes_from.NAME",
    '"motion.sale.renewal.lift.value" = 2': "motion.sale.renewal.lift is a number",
    '"motion.sale.stage.qualify.loses_to.nurtur" = "5%"': "did you mean nurture?",
    "motion.sale.renewal.lyft = 2": "there is no motion.sale.renewal.lyft; did you mean lift?",
    '"" = 2': "there is no",
}


@pytest.mark.parametrize("change", CHANGES)
def test_changes_that_change_nothing_are_refused(change: str, tmp_path: Path) -> None:
    """A path with a slip would leave the company as it was, without a word."""
    error = refusal(written(tmp_path, f"{SMALL}[change]\n{change}"))
    assert len(error.problems) == 1
    assert error.problems[0].path.startswith("change")
    assert CHANGES[change] in error.problems[0].right


def test_a_change_that_is_no_table(tmp_path: Path) -> None:
    assert "a table" in str(refusal(written(tmp_path, "change = 3\n" + SMALL)))


JUNK = [
    "-1", "0", "1e308", "nan", "true", '""', '"none"', '"5 days"', '"1 to 3"', '"40%"', '"sdr"', '"qualify"', "[]", "{}",
    "[[]]", "[{}]", "{ value = 1 }", '{ low = "1%", high = "2%" }', "1979-05-27", "07:32:00", '["a", "a"]', "[1, 2]",
    "1979-05-27T07:32:00Z", '{ nurture = "5%" }', "9223372036854775807", '"12 months"', '{ from = 2027-01-01 }',
    '[{ from = 2027-01-01, count = "x" }]', '{ distribution = "normal", mean = 1, sd = 1 }', '"49 per unit a month"',
]  # fmt: skip
LINES = [n for n, line in enumerate(SMALL.splitlines()) if " = " in line]


def a_model_or_problems(tmp_path: Path, text: str, edits: list[tuple[int, str]]) -> None:
    """Load a file in which junk stands behind some keys: it is told in words, or what is wrong with it is."""
    lines = text.splitlines()
    for n, junk in edits:
        lines[n] = f"{lines[n].split('=')[0]}= {junk}"
    problems: tuple[Problem, ...] = ()
    try:
        scenario = load(written(tmp_path, "\n".join(lines)))
    except ScenarioError as error:
        problems = error.problems
    else:
        scenario.model()
        assert printed(describe(scenario))
    assert all(p.right and not p.right.endswith((" type", " error")) for p in problems)


@given(st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(JUNK)), min_size=1, max_size=3))
@settings(
    max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_stands_behind_a_key_there_is_a_model_or_a_list_of_problems(
    tmp_path: Path, edits: list[tuple[int, str]]
) -> None:
    """A traceback, or a problem without words."""
    a_model_or_problems(tmp_path, SMALL, edits)
