"""Catches a metric without a meaning, and a meaning without a metric."""

import pytest

from simulator.metrics import definition, measure
from simulator.metrics.definitions import NAMES, TEAM_NAMES

from .ledgers import Diary

# The names that `--json` promises.
PROMISED = {
    "leads", "mql", "sql", "sal", "won", "live", "customers_end", "arr_end", "win_rate",
    "cycle_days_median", "cycle_days_mean", "first_use_days", "time_to_impact_days", "grr", "nrr",
    "logo_churn", "renewal_rate", "lifetime_revenue", "after_close_share", "promise_kept_6",
    "promise_kept_9", "promise_kept_12", "utilisation.sdr", "wait_days.sdr", "attention.csm",
}  # fmt: skip


def test_each_value_has_a_definition_and_each_definition_a_value():
    values = measure(Diary().ledger()).values
    of_company = [name for name in values if "." not in name]
    assert of_company == list(NAMES)
    assert {name.partition(".")[0] for name in values if "." in name} == set(TEAM_NAMES)
    assert set(values) >= PROMISED
    for name in values:
        meaning = definition(name)
        assert meaning.unit in {"accounts", "share", "days", "money", "money a year"}
        assert meaning.text.endswith(".")
        assert "{" not in meaning.text + meaning.label


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("never get there are not in it", ["first_use_days", "time_to_impact_days"]),
        ("who asked before the horizon, whenever they got it", ["wait_days.sdr"]),
        ("went cold waiting, or still wait at the very end, are not in it", ["wait_days.sdr"]),
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


@pytest.mark.parametrize("name", ["", "wins", "utilisation", "utilisation.", "leads.sdr"])
def test_an_unknown_name_is_refused(name):
    with pytest.raises(KeyError):
        definition(name)
