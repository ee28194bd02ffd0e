"""What is said to somebody who writes a key that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.company.schema import Company, Offer, Renewal, Team, type_at
from simulator.company.section import keys_of
from simulator.company.synonyms import SYNONYMS
from simulator.errors import did_you_mean, nearest
from tests.scenario.small import edited, written
from tests.scenario.test_invalid import refusal

OVERALL = "motion.NAME.renewal.overall"
TEAM, OFFERED = ", ".join(keys_of(Team)), ", ".join(keys_of(Offer))


@pytest.mark.parametrize("word", SYNONYMS)
def test_a_synonym_names_keys_that_there_are(word: str) -> None:
    """Catches a hint that leads nowhere, after a key has been renamed."""
    for path in SYNONYMS[word]:
        type_at(tuple(path.split(".")))


@pytest.mark.parametrize(
    ("table", "key", "right"),
    [
        ("[team.sdr]", "headcount", f"that is said with team.NAME.people; there is {TEAM}"),
        ("[team.sdr]", "attrition", f"that is said with team.NAME.people; there is {TEAM}"),
        ("[team.sdr]", "seats", f"that is said with team.NAME.capacity; there is {TEAM}"),
        ("[team.sdr]", "target", f"that is said with team.NAME.quota; there is {TEAM}"),
        ("[team.sdr]", "quota-attainment", f"that is said with team.NAME.quota; there is {TEAM}"),
        ("[motion.sale.offer]", "Churn", f"that is said with {OVERALL}; there is {OFFERED}"),
        ("[motion.sale.renewal]", "grr", f"that is said with {OVERALL}; there is overall, lift"),
        ("[motion.sale.renewal]", "lifts", "did you mean lift? there is overall, lift"),
        ("[motion.sale.renewal]", "expected", "there is overall, lift"),
    ],
)  # fmt: skip
def test_a_key_of_another_vocabulary_leads_to_the_one_that_says_it(
    table: str, key: str, right: str, tmp_path: Path
) -> None:
    """Catches a word of the field that is answered with one that is spelled alike, or without the keys."""
    (problem,) = refusal(written(tmp_path, edited((table + "\n", f'{table}\n{key} = "5%"\n')))).problems
    assert problem.right == f"unknown key; {right}"


def test_at_the_top_and_in_a_change(tmp_path: Path) -> None:
    """Catches a hint that only a table of a file has."""
    top = refusal(written(tmp_path, "segment = 1\n" + edited()))
    assert "that is said with motion; there is title, description" in top.problems[0].right
    change = refusal(written(tmp_path, edited() + '[change]\n"team.ae.headcount" = 3\n'))
    assert "there is no team.ae.headcount; that is said with team.NAME.people; " in change.problems[0].right


def test_near_means_near_in_spelling() -> None:
    """Catches a name that shares some letters and has nothing to do with it."""
    known = keys_of(Offer)
    for word in ("seats", "target", "motion", "churn", "attrition", "deals", "duration", "retention"):
        assert nearest(word, known) == "", word
    for word, meant in {"pirce": "price", "tem": "term", "Notice_": "notice", "maint": "maintenance"}.items():
        assert nearest(word, known) == meant
    assert nearest("ea", ["sdr", "ae"]) == "ae"


def test_what_shares_letters_is_not_near() -> None:
    """Catches "did you mean start?" of what is not near, where the list of keys would have helped."""
    top = keys_of(Company)
    for word, known in {
        "goals": top, "correlation": top, "attrition": keys_of(Team), "stats": keys_of(Team),
        "customer_count": ("currency", "recruiting"),
    }.items():  # fmt: skip
        assert nearest(word, known) == "", word
        assert did_you_mean(word, known) == f"there is {', '.join(known)}"
    for word, known in {
        "titel": "title",
        "curency": "currency",
        "recuriting": "recruiting",
        "sart": "start",
    }.items():
        assert nearest(word, [*top, *keys_of(Team)]) == known


def test_what_there_is_is_always_said() -> None:
    """Catches a guess that hides what could have been written."""
    assert did_you_mean("lyft", keys_of(Renewal)) == "did you mean lift? there is overall, lift"
    assert did_you_mean("sal", ["sale"]) == "did you mean sale?"
    assert did_you_mean("x", []) == "there is none"
