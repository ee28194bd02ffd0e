# ruff: noqa: E501  (a table of cases reads better with one case a line)
"""Costs, trials and measures that contradict themselves are refused, with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from simulator.scenario import load
from tests.scenario.rich import RICH, changed
from tests.scenario.small import written
from tests.scenario.test_invalid import JUNK, a_model_or_problems, refusal
from tests.tiers import examples

TRIAL, TAKES = 'trial = "14 days"', 'takes = "2 weeks"'
LIFETIME = 'lifetime = "96 months"'
IMPACT = '[motion.sale.impact]\nevery   = "3 months"\nreached = "70%"\nteam    = "csm"\n'

# what is edited -> path, what would be right
CASES: dict[str, tuple[list[tuple[str, str]], str, str]] = {
    "neither a time nor a trial": ([(TRIAL, "")], "motion.sale.stage.try.takes", "missing: time from the start"),
    "a time and a trial": ([(TRIAL, f'{TRIAL}\ntakes = "3 days"')], "motion.sale.stage.try.trial", "give one of the two"),
    "a trial of half a year": ([(TRIAL, 'trial = "6 months"')], "motion.sale.stage.try.trial", "whole days, from 1 to 30"),
    "a trial of a range": ([(TRIAL, 'trial = "7 to 14 days"')], "motion.sale.stage.try.trial", "whole days, from 1 to 30"),
    "a trial of some hours": ([(TRIAL, 'trial = "12 hours"')], "motion.sale.stage.try.trial", "whole days, from 1 to 30"),
    "a trial after the close": ([('takes = "10 days"\n\n[motion.sale.offer]', 'trial = "10 days"\n\n[motion.sale.offer]')], "motion.sale.stage.set up.trial", "only before the close"),
    "free use after the close": ([('takes = "10 days"\n\n[motion.sale.offer]', 'takes = "10 days"\nfree_user_cost = "1 a month"\n\n[motion.sale.offer]')], "motion.sale.stage.set up.free_user_cost", "only before the close"),
    "who stays without cost": ([('free_user_cost  = "0.50 a month"\n', "")], "motion.sale.stage.try.free_user_stays", "only with what it costs"),
    "a cost with a period": ([('cost  = "500"', 'cost = "500 a month"')], "motion.sale.stage.sign.cost", "money is written like"),
    "a negative cost": ([('cost  = "500"', "cost = -500")], "motion.sale.stage.sign.cost", "money lies between 0 and a billion"),
    "a cost below a cent": ([('cost  = "500"', "cost = 0.001")], "motion.sale.stage.sign.cost", "whole cents"),
    "a lead that costs too much": ([("lead_cost     = 25", 'lead_cost = "2000M"')], "motion.sale.lead_cost", "too large"),
    "a fixed cost without a period": ([('fixed_cost = "10k a month"', "fixed_cost = 10000")], "motion.sale.fixed_cost", "a unit is missing"),
    "pay without a period": ([('base       = "75k a year"', "base = 75000")], "team.ae.base", "a unit is missing"),
    "a quota without variable pay": ([('variable   = "6k a month"\n', "")], "team.ae.quota", "missing: variable"),
    "a quota of nothing": ([('quota      = "600k a year"', 'quota = "0 a year"')], "team.ae.quota", "a quota lies above 0"),
    "clawback without commission": ([('quota      = "600k a year"\n', "")], "team.ae.clawback", "only with a quota"),
    "clawback of those who keep a book": ([('selling = "30%"', 'variable = "5k a year"\nquota = "50k a year"\nclawback = "3 months"')], "team.csm.clawback", "only for a team that serves"),
    "clawback in half months": ([('clawback   = "6 months"', 'clawback = "1.5 months"')], "team.ae.clawback", "whole months"),
    "selling by those who serve": ([('benefits_and_taxes     = "20%"', 'benefits_and_taxes = "20%"\nselling = "10%"')], "team.ae.selling", "only for a team that keeps a book"),
    "a benefits and taxes on nothing": ([('base    = "60k a year"', 'benefits_and_taxes = "20%"')], "team.csm.benefits_and_taxes", "a share of base and variable pay"),
    "pay too large": ([("people     = 3", "people = 100000"), ('base       = "75k a year"', 'base = "9M a year"'), ('inflation     = "3% a year"', 'inflation = "50% a year"'), ("years = 3", "years = 20")], "team.ae", "more cents than can be counted exactly"),
    "cash below nothing": ([('cash          = "2M"', 'cash = "-2M"')], "money.cash", "money lies between 0 and a billion"),
    "inflation without a period": ([('inflation     = "3% a year"', 'inflation = "3%"')], "money.inflation", "a rate is written like"),
    "a discount above all": ([('discount      = "12% a year"', 'discount = "120% a year"')], "money.discount", "a rate lies between 0 % and 100 % a year"),
    "an unknown key of money": ([("cash          =", "csh =")], "money.csh", "did you mean cash?"),
    "a life of no months": ([(LIFETIME, 'lifetime = "0 months"')], "measures.lifetime", "whole months, from 1 to 600"),
    "a life without end": ([(LIFETIME, 'lifetime = "51 years"')], "measures.lifetime", "whole months, from 1 to 600"),
    "a life of a range": ([(LIFETIME, 'lifetime = "36 to 60 months"')], "measures.lifetime", "whole months, from 1 to 600"),
    "an unknown metric": ([(LIFETIME, 'cack = "lagged"')], "measures.cack", "did you mean cac?"),
    "an unknown variant": ([(LIFETIME, 'cac = "laged"')], "measures.cac", "no variant of cac; did you mean lagged?"),
    "a variant that is no text": ([(LIFETIME, "cac = 3")], "measures.cac", "no variant of cac"),
    "value without impact": ([(IMPACT, "")], "product.impact_value", "no motion looks at impact"),
    "value without a period": ([('"90 per unit a month"', '"90 per unit"')], "product.impact_value", "a value is written like"),
    "effort with a period": ([('effort       = "50 per unit"', 'effort = "50 per unit a month"')], "product.effort", "a price paid once is written like"),
    "an unknown key of the product": ([("effort       =", "efort =")], "product.efort", "did you mean effort?"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_contradiction_is_named_with_its_path_and_what_would_be_right(case: str, tmp_path: Path) -> None:
    """A bad cost that is taken, or refused without a hint, or at the wrong place, or twice."""
    edits, where, right = CASES[case]
    error = refusal(written(tmp_path, changed(*edits)))
    found = [(p.path, p.right) for p in error.problems]
    assert any(path == where and right in words for path, words in found), str(error)
    assert len(found) == 1, f"one mistake, but: {error}"


def test_a_metric_may_stand_for_another_of_its_variants(tmp_path: Path) -> None:
    """A choice that is read and goes nowhere."""
    model = load(written(tmp_path, changed((LIFETIME, 'cac = "lagged"')))).model()
    assert model.measures == (("cac", "lagged"),)
    assert load(written(tmp_path, RICH)).model().measures == ()


LINES = [n for n, line in enumerate(RICH.splitlines()) if " = " in line]
MORE_JUNK = [
    *JUNK, '"75k a year"', '"20 a month"', '"every 6 months in arrears"', '"3% a year"', '"every"', "[{ by = 1 }]",
    '[{ from = 2028-01-01, by = "x" }]', '{ share = "5%", after = "1 month" }', '{ price = "1 per unit a month" }', "[1]",
]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(MORE_JUNK)), min_size=1, max_size=3))
@settings(
    max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_stands_behind_a_key_there_is_a_model_or_a_list_of_problems(
    tmp_path: Path, edits: list[tuple[int, str]]
) -> None:
    """A traceback, or a problem without words."""
    a_model_or_problems(tmp_path, RICH, edits)
