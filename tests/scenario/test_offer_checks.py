# ruff: noqa: E501  (a table of cases reads better with one case a line)
"""Offers that contradict themselves are refused, with words that say what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.layout.text import text as printed
from simulator.scenario import describe, load
from tests.scenario.rich import changed
from tests.scenario.small import written
from tests.scenario.test_invalid import refusal

SALE, MACHINE = "motion.sale.offer", "motion.machine.offer"
PRICE, FEE = 'price         = "100 per unit a month"\n', 'fee           = "500 a month"\n'
TERM, BILLING = 'term          = "24 months"\n', 'billing       = "every 12 months in advance"'
PREPAID = 'prepaid       = { share = "40%", discount = "10%" }\n'
METERED = 'metered       = { price = "2 per 100 units a month", drift = "-1% a month", included = "50%" }'
FAILS, ESCALATOR = (
    'failed_payments         = "0.5%"\n',
    'escalator     = "3% a year"\n',
)
RAMP = 'ramp          = ["50%", "75%"]\n'
FIRST = 'introductory  = { months = "2 months", discount = "93.3333%" }\n'
HOSTING, WINBACK = (
    'hosting       = "12%"\n',
    '[motion.sale.winback]\nshare = "5%"\nafter = "3 to 12 months"\n',
)
RENEWAL = '[motion.sale.renewal]\noverall = "85%"\n'
RISES = '{ from = 2028-01-01, by = "5%" }, { from = 2029-01-01, by = "-2%" }'
MACHINE_METERED = 'metered     = { price = "80 per unit a month", start = "50%", full_after = "3 months" }\n'
REPURCHASE = 'repurchase  = { share = "40%", after = "48 to 72 months" }\n'
ONCE_ONLY = [
    (PRICE, ""),
    (FEE, ""),
    (TERM, ""),
    (f"{BILLING}\n", ""),
    (FAILS, ""),
    (PREPAID, ""),
    (ESCALATOR, ""),
    (RAMP, ""),
    (FIRST, ""),
    (METERED, ""),
    (HOSTING, ""),
    (WINBACK, ""),
    (RENEWAL, ""),
]
ONLY_USE = [
    (PRICE, ""),
    (FEE, ""),
    (TERM, ""),
    (f"{BILLING}\n", ""),
    (PREPAID, ""),
    (RAMP, ""),
    (FIRST, ""),
    (METERED, 'metered = { price = "2 per unit a month" }'),
]


def once(*keep: str) -> list[tuple[str, str]]:
    """The sale with nothing that recurs but the given lines, which then contradict it."""
    return [edit for edit in ONCE_ONLY if edit[0] not in keep]


def no_size(edits: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [*edits, ("size          = 12\n", ""), ('lands         = "5% to 20%"\n', "")]


# what is edited -> path, what would be right
CASES: dict[str, tuple[list[tuple[str, str]], str, str]] = {
    "nothing is paid": (no_size([*once(), ('once          = "5000"\n', ""), ('cost_of_goods = "60%"\n', "")]), SALE, "an offer has a price, a fee or a licence, or something paid once"),
    "a term of nothing": (no_size(once(TERM)), f"{SALE}.term", "nothing recurs"),
    "billing of nothing": (no_size(once(f"{BILLING}\n")), f"{SALE}.billing", "nothing recurs"),
    "failing invoices of nothing": (no_size(once(FAILS)), f"{SALE}.failed_payments", "nothing recurs"),
    "retries of what does not fail": ([(FAILS, 'retries = { recovered = "50%", after = "20 days" }\n')], f"{SALE}.retries", "there are none without failed_payments"),
    "retries without a time": ([(FAILS, f'{FAILS}retries = {{ recovered = "50%" }}\n')], f"{SALE}.retries.after", "missing: time from when"),
    "prepaid nothing": (no_size(once(PREPAID)), f"{SALE}.prepaid", "nothing recurs"),
    "an escalator of nothing": (no_size(once(ESCALATOR)), f"{SALE}.escalator", "nothing recurs"),
    "a renewal to wait for without an escalator": ([(ESCALATOR, 'escalates = "at renewal"\n')], f"{SALE}.escalates", "only with an escalator"),
    "a renewal to wait for without a term": ([(TERM, ""), (f"{BILLING}\n", ""), (PREPAID, ""), (ESCALATOR, f'{ESCALATOR}escalates = "at renewal"\n')], f"{SALE}.escalates", "only with a term"),
    "an escalator at another time": ([(ESCALATOR, f'{ESCALATOR}escalates = "monthly"\n')], f"{SALE}.escalates", "each year"),
    "a ramp of nothing": (no_size(once(RAMP)), f"{SALE}.ramp", "there is no such price"),
    "a ramp of use": ([edit for edit in ONLY_USE if edit[0] != RAMP], f"{SALE}.ramp", "there is no such price"),
    "first months of nothing": (no_size(once(FIRST)), f"{SALE}.introductory", "there is no such price"),
    "first months of use": ([edit for edit in ONLY_USE if edit[0] != FIRST], f"{SALE}.introductory", "there is no such price"),
    "first months that are paid for": ([("93.3333%", "110%")], f"{SALE}.introductory.discount", "between 0 % and 100 %"),
    "a part of a month": ([('"2 months"', '"0.5 months"')], f"{SALE}.introductory.months", "whole months"),
    "a ramp that falls": ([('["50%", "75%"]', '["75%", "50%"]')], f"{SALE}.ramp", "shares that rise"),
    "a ramp that starts with nothing": ([('["50%", "75%"]', '["0%", "50%"]')], f"{SALE}.ramp", "between 0 % and 100 %"),
    "a ramp that ends with all": ([('["50%", "75%"]', '["50%", "100%"]')], f"{SALE}.ramp", "between 0 % and 100 %"),
    "a ramp that is no list": ([('["50%", "75%"]', '"50%"')], f"{SALE}.ramp", "a list of 1 to 10 shares"),
    "a ramp in words": ([('["50%", "75%"]', '["half"]')], f"{SALE}.ramp", "a list of 1 to 10 shares"),
    "hosting of nothing": (no_size(once(HOSTING)), f"{SALE}.hosting", "nothing recurs"),
    "a win-back of nothing": (no_size(once(WINBACK)), "motion.sale.winback", "nothing recurs"),
    "a size of nothing": ([*once(), ('lands         = "5% to 20%"\n', "")], f"{SALE}.size", "nothing is paid per unit"),
    "landing on nothing": ([*once(), ("size          = 12\n", "")], f"{SALE}.lands", "nothing is paid per unit"),
    "goods that nobody pays for": ([('once          = "5000"\n', "")], f"{SALE}.cost_of_goods", "a share of what is paid once"),
    "maintenance without a licence": ([(FEE, 'maintenance = "20%"\n')], f"{SALE}.maintenance", "a share of the licence, instead of a price"),
    "repurchase without a licence": ([(FEE, REPURCHASE)], f"{SALE}.repurchase", "only a licence is bought again"),
    "repurchase at once": ([("48 to 72 months", "0.5 months")], f"{MACHINE}.repurchase.after", "at least a month"),
    "repurchase without a time": ([(', after = "48 to 72 months"', "")], f"{MACHINE}.repurchase.after", "missing: months from one purchase"),
    "billing that does not divide the term": ([(BILLING, 'billing = "every 5 months in advance"')], f"{SALE}.billing", "months that divide 2 years"),
    "billing in arrears that does not divide the term": ([(BILLING, 'billing = "every 48 months in arrears"')], f"{SALE}.billing", "months that divide 2 years"),
    "a year ahead without a term": ([(TERM, ""), (PREPAID, "")], f"{SALE}.billing", "nobody pays more than a month in advance"),
    "billing without a rhythm": ([(BILLING, 'billing = "12 months in advance"')], f"{SALE}.billing", "billing is written like"),
    "billing neither before nor after": ([(BILLING, 'billing = "every 12 months"')], f"{SALE}.billing", "billing is written like"),
    "billing as a number": ([(BILLING, "billing = 12")], f"{SALE}.billing", "billing is written like"),
    "billing as a range": ([(BILLING, 'billing = "every 1 to 3 months in arrears"')], f"{SALE}.billing", "billing is written like"),
    "billing in parts of a month": ([(BILLING, 'billing = "every 1.5 months in arrears"')], f"{SALE}.billing", "billed every 1 to 120 whole months"),
    "use in advance": ([*ONLY_USE[:3], *ONLY_USE[4:], (BILLING, 'billing = "every month in advance"')], f"{SALE}.billing", "use is billed when it is over: in arrears"),
    "a term of use alone": ([e for e in ONLY_USE if e[0] != TERM], f"{SALE}.term", "a metered offer has no term"),
    "use alone from the signing on": ([*ONLY_USE, (ESCALATOR, 'recurring_from = "signing"\n')], f"{SALE}.recurring_from", "a metered offer recurs from go-live on"),
    "use that is included in nothing": ([*ONLY_USE[:-1], (METERED, 'metered = { price = "2 per unit a month", included = "50%" }')], f"{SALE}.metered.included", "included in what else is paid"),
    "use without a price": ([(PRICE, ""), (METERED, "metered = { swing = 0.2 }")], f"{SALE}.metered", "use has a price"),
    "a use of which the price has no unit": ([("2 per 100 units a month", "2 a month")], f"{SALE}.metered.price", "a price is written like"),
    "drift without end": ([("-1% a month", "60% a month")], f"{SALE}.metered.drift", "drift lies between -50 % and 50 % a month"),
    "drift that bursts": ([("-1% a month", "50% a month")], f"{SALE}.metered.price", "more cents than can be counted exactly"),
    "prepaid without a term": ([(TERM, ""), (BILLING, "")], f"{SALE}.prepaid", "only with a term"),
    "prepaid by everybody": ([(BILLING, 'billing = "every 24 months in advance"')], f"{SALE}.prepaid", "everybody pays the whole term of 2 years ahead"),
    "a discount of all": ([('discount = "10%"', 'discount = "100%"')], f"{SALE}.prepaid.discount", "a discount lies between 0 % and 90 %"),
    "prepaid by how many": ([('share = "40%", discount', "discount")], f"{SALE}.prepaid.share", "missing: share of customers who pay"),
    "a rise before the start": ([(RISES, '{ from = 2027-01-01, by = "5%" }')], f"{SALE}.price_rises[1].from", "after 2027-01-01"),
    "rises out of order": ([(RISES, '{ from = 2029-01-01, by = "5%" }, { from = 2028-01-01, by = "5%" }')], f"{SALE}.price_rises[2].from", "dates come in order"),
    "two rises on a day": ([(RISES, '{ from = 2029-01-01, by = "5%" }, { from = 2029-01-01, by = "5%" }')], f"{SALE}.price_rises[2].from", "dates come in order"),
    "a rise after the end": ([(RISES, '{ from = 2030-01-01, by = "5%" }')], f"{SALE}.price_rises[1].from", "before 2030-01-01"),
    "a rise without a date": ([(RISES, '{ by = "5%" }')], f"{SALE}.price_rises[1].from", "missing: first day of the new prices"),
    "a rise of nothing said": ([(RISES, "{ from = 2028-01-01 }")], f"{SALE}.price_rises[1].by", "missing: share by which prices rise"),
    "a rise beyond reason": ([('by = "5%"', 'by = "150%"')], f"{SALE}.price_rises[1].by", "a rise lies between -50 % and 100 %"),
    "an unknown key of a rise": ([('by = "5%"', 'bye = 3, by = "5%"')], f"{SALE}.price_rises[1].bye", "did you mean by?"),
    "rises that are no list": ([(f"[{RISES}]", '{ from = 2028-01-01, by = "5%" }')], f"{SALE}.price_rises", "a list of dated rises, such as [{ from = "),
    "no rises": ([(RISES, "")], f"{SALE}.price_rises", "a list of 1 to 100 dated rises"),
    "a delay beyond a year": ([('"30 days"', '"400 days"')], f"{SALE}.pays_after", "a delay lies between 0 days and a year"),
    "nothing landed": ([('"5% to 20%"', '"0%"')], f"{SALE}.lands", "a share above 0 %, at most 100 %"),
    "perhaps nothing landed": ([('"5% to 20%"', '{ low = "0%", best = "5%", high = "20%" }')], f"{SALE}.lands", "a share above 0 %"),
    "a size of none": ([("size          = 12", "size = 0")], f"{SALE}.size", "more than 0"),
    "a fee without its period": ([('"500 a month"', '"500"')], f"{SALE}.fee", "money is written like"),
    "a fee per unit": ([('"500 a month"', '"500 per unit a month"')], f"{SALE}.fee", "money is written like"),
    "a fee below a cent": ([('"500 a month"', '"0.001 a month"')], f"{SALE}.fee", "whole cents"),
    "serving in parts of a cent": ([('"20 a month"', '"20.005 a month"')], f"{SALE}.cost_to_serve", "whole cents"),
    "use in parts of a cent": ([("2 per 100 units a month", "0.002 per unit a month")], f"{SALE}.metered.price", "priced per 1000 units or more"),
    "a price that grows too large": ([("100 per unit a month", "1000M per unit a month"), ('escalator     = "3% a year"', 'escalator = "90% a year"')], f"{SALE}.price", "more cents than can be counted exactly"),
    "an owner that comes back": ([(REPURCHASE, f'{REPURCHASE}[motion.machine.winback]\nshare = "5%"\nafter = "3 months"\n')], "motion.machine.winback", "nobody comes back who owns a licence"),
    "a win-back without a time": ([('after = "3 to 12 months"\n', "")], "motion.sale.winback.after", "missing: time until they are back"),
    "an unknown key of an offer": ([('failed_payments         =', "failed_payment =")], f"{SALE}.failed_payment", "did you mean failed_payments?"),
    "an escalator without its period": ([('escalator     = "3% a year"', 'escalator = "3%"')], f"{SALE}.escalator", "a rate is written like"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_contradiction_is_named_with_its_path_and_what_would_be_right(case: str, tmp_path: Path) -> None:
    """A bad offer that is taken, or refused without a hint, or at the wrong place, or twice."""
    edits, where, right = CASES[case]
    error = refusal(written(tmp_path, changed(*edits)))
    found = [(p.path, p.right) for p in error.problems]
    assert any(path == where and right in words for path, words in found), str(error)
    assert len(found) == 1, f"one mistake, but: {error}"


GOOD: dict[str, list[tuple[str, str]]] = {
    "paid once": no_size(once()),
    "use alone": ONLY_USE,
    "use alone, each quarter": [*ONLY_USE[:3], *ONLY_USE[4:], (BILLING, 'billing = "every 3 months in arrears"')],
    "arrears without a term": [(TERM, ""), (PREPAID, ""), (BILLING, 'billing = "every 5 months in arrears"')],
    "a term in arrears, some of it prepaid": [(BILLING, 'billing = "every 24 months in arrears"')],
    "a machine and nothing else": [('maintenance = "12%"\n', ""), ('term        = "12 months"\n', ""), (MACHINE_METERED, ""), ('[motion.machine.renewal]\noverall = "90%"\n', "")],
    "a machine and consumables": [('maintenance = "12%"\n', ""), ('term        = "12 months"\n', "")],
    "more than its price to deliver": [('cost_of_goods = "60%"', 'cost_of_goods = "120%"')],
}  # fmt: skip


@pytest.mark.parametrize("case", GOOD)
def test_offers_that_only_look_odd_are_taken(case: str, tmp_path: Path) -> None:
    """A check that refuses more than what contradicts itself."""
    scenario = load(written(tmp_path, changed(*GOOD[case])))
    scenario.draw(0, 1)
    assert printed(describe(scenario))
