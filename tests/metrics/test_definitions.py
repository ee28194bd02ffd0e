"""Catches a metric without a meaning, and a meaning without a metric."""

import re
from pathlib import Path

import pytest

import simulator.metrics
from simulator.metrics import METRICS, definition, measure, metric_of
from simulator.metrics.definitions import NAMES, OF_EACH, PAGES, VARIANTS
from simulator.metrics.metric import WANTED, WAYS, Better, Group
from simulator.metrics.need import FOLLOWING, LOST_FOR, SELLING
from simulator.model import OFFER

from .ledgers import Diary

# The names that `--json` promises.
PROMISED = {
    "leads", "mql", "sql", "sal", "won", "live", "customers_end", "arr_end", "win_rate",
    "cycle_days_median", "cycle_days_mean", "first_use_days", "time_to_impact_days", "grr", "nrr",
    "logo_churn", "renewal_rate", "lifetime_revenue", "after_close_share", "promise_kept_6",
    "promise_kept_9", "promise_kept_12", "utilisation.sdr", "wait_days.sdr", "book_coverage.csm",
    "ltv", "cac", "ltv_to_cac", "payback_months", "cash_low", "runout_probability", "gross_margin",
    "contribution_per_prospect", "buyer_risk", "seller_risk", "seller_share_of_risk", "months_to_recover",
    "spend_never_recovered", "cac:lagged", "cac:loaded", "cac:cohort", "ltv:simple", "ltv:expansion",
    "payback_months:cohort", "ltv_to_cac:cohort", "cac_ratio:cohort", "magic_number", "burn_multiple",
    "quick_ratio", "velocity", "pipeline_coverage", "cac_ratio", "bessemer_cac_ratio",
}  # fmt: skip
UNITS = {"accounts", "share", "days", "months", "times", "money", "money a year", "money a day"}


def test_each_value_has_a_definition_and_each_definition_a_value():
    values = measure(Diary().ledger()).values
    of_company = [name for name in values if "." not in name and ":" not in name]
    assert of_company == list(NAMES)
    of_each = {name.partition(".")[0] for name in values if "." in name}
    # it wants to reach nothing, and no motion follows need or has channels
    elsewhere = (WANTED, FOLLOWING, SELLING, LOST_FOR, WAYS)
    assert of_each == {name for name in OF_EACH if METRICS[name].each not in elsewhere}
    varied = [name for name in values if ":" in name]
    assert varied == [f"{name}:{variant}" for name, of in VARIANTS.items() for variant in of]
    assert set(values) >= PROMISED
    for name in values:
        meaning = definition(name)
        assert meaning.unit in UNITS
        assert meaning.text.endswith(".")
        assert "{" not in meaning.text + meaning.label


@pytest.mark.parametrize("name", METRICS)
def test_all_is_said_of_each_metric(name):
    """Catches a metric that a table, a ranking or a page of docs would not know what to do with."""
    one = METRICS[name]
    assert one.name == name
    assert isinstance(one.group, Group)
    assert isinstance(one.better, Better)
    for kind in one.unranked_if:
        assert one.better.value != "neither"
        assert {kind.column, *kind.noise} <= set(OFFER.names)
    for meaning, compute, true, steady in one.variants.values():
        assert meaning.unit == one.meaning.unit
        assert meaning.label.strip() == meaning.label != ""
        assert meaning.text.endswith(".")
        assert callable(compute)
        assert not true or one.usual, "a variant beside a formula"
        assert not steady or any(kind.noise for kind in one.unranked_if), "steady, where nothing is noise"
    assert ("{}" in one.meaning.label) == (name in OF_EACH)
    assert (len(one.variants) > 1) == (name in VARIANTS)


def test_headings_keep_their_metrics_together():
    """Catches a metric in the middle of those of another heading."""
    assert list(dict.fromkeys(one.group for one in METRICS.values())) == list(Group)
    groups = [one.group for one in METRICS.values()]
    assert groups == sorted(groups, key=list(Group).index)


def test_every_page_that_declares_metrics_is_read():
    """Catches a new page that nobody imports: its metrics would not be measured."""
    folder = Path(simulator.metrics.__file__).parent
    texts = {page.stem: page.read_text(encoding="utf-8") for page in folder.glob("*.py")}
    declaring = {
        page for page, text in texts.items() if re.search(r"^ *@metric(_of_each)?\(", text, re.MULTILINE)
    }
    assert declaring == set(PAGES)
    assert len(PAGES) == len(set(PAGES))


def test_a_name_leads_to_its_metric():
    for name, one in METRICS.items():
        assert metric_of(f"{name}.ae" if name in OF_EACH else name) is one
    assert metric_of("cac:lagged") is METRICS["cac"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("never get there are not in it", ["first_use_days", "time_to_impact_days"]),
        ("who asked before the horizon, whenever they got it", ["wait_days.sdr"]),
        ("were lost unworked, or still wait at the very end, are not in it", ["wait_days.sdr"]),
        ("ramp and swings count", ["grr", "nrr"]),
        (
            "After the horizon no new leads come, and headcount and the fullness of books stay",
            [
                *(f"lifetime_revenue{m}" for m in ("", "_36", "_84")),
                *(f"after_close_share{m}" for m in ("", "_36", "_84")),
                *(f"promise_kept_{m}" for m in (6, 9, 12)),
            ],
        ),
    ],
)
def test_what_a_number_leaves_out_or_assumes_is_said(words, names):
    """Where a reader would take it for more than it is."""
    for name in names:
        assert words in definition(name).text, name


def test_a_team_is_named():
    assert definition("wait_days.field sellers").label == "wait for field sellers"


def test_a_variant_has_its_own_definition_by_either_way_of_asking():
    for name, variants in VARIANTS.items():
        assert definition(name) == definition(name, variants[0])
        for variant in variants:
            assert definition(f"{name}:{variant}") == definition(name, variant)
            assert definition(name, variant).unit == definition(name).unit
        assert len({definition(name, variant).text for variant in variants}) == len(variants)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "wins",
        "utilisation",
        "utilisation.",
        "leads.sdr",
        "cac:",
        "cac:wide",
        "leads:cohort",
        "wins:cohort",
    ],
)
def test_an_unknown_name_is_refused(name):
    with pytest.raises(KeyError):
        definition(name)
