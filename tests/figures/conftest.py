"""Pictures of real outcomes of small companies, also of odd ones."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from simulator.experiment import Comparison, Outcomes
from tests.companies import METERED, PAID_FOR, SMALL, written

FEW = 8


def two_motions() -> str:
    """Names with dollar signs, long ones, and two motions that share the people."""
    text = SMALL.replace(
        "A small company", "Costs $5 or $6 a user, under a title " + "that goes on and on " * 6
    )
    second = text[text.index("[motion.sale]") :].replace("motion.sale", "motion.partners-and-resellers")
    return text + second.replace('"talk"', '"talk for as long as it takes to talk"')


def without_impact() -> str:
    """Nobody looks after the customers, and nobody counts what they get."""
    return SMALL[: SMALL.index("[motion.sale.impact]")] + '[motion.sale.renewal]\noverall = "85%"\n'


ODD = {
    "paid by use": METERED,
    "two motions": two_motions(),
    "nobody comes": SMALL.replace('"12 to 20 a month"', '"0.001 a month"'),
    "without impact": without_impact(),
    "dear": SMALL.replace("40 per unit", "4000 per unit"),
    "with money": PAID_FOR,
    "nearly all sign": SMALL.replace('"40%"', '"97%"').replace('"40% to 60%"', '"95%"'),
}


def outcomes_of(folder: Path, text: str, name: str, replications: int = FEW) -> Outcomes:
    """Replications of a company of this text."""
    return simulator.run(simulator.load(written(folder, text, name)), replications=replications)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("companies")


@pytest.fixture(scope="session")
def outcomes(folder: Path) -> Outcomes:
    return outcomes_of(folder, SMALL, "small")


@pytest.fixture(scope="session", params=[*ODD, "one run"])
def odd(request: pytest.FixtureRequest, folder: Path) -> Outcomes:
    if request.param == "one run":
        return outcomes_of(folder, SMALL, "once", replications=1)
    return outcomes_of(folder, ODD[request.param], request.param)


@pytest.fixture(scope="session")
def comparison(folder: Path) -> Comparison:
    texts = {
        "yearly": SMALL,
        "by-use": METERED,
        "slow": SMALL.replace('"10 to 40 days"', '"300 to 500 days"').replace(
            'passes = "40%"', 'passes = "80%"'
        ),
    }
    models = [simulator.load(written(folder, text, name)) for name, text in texts.items()]
    return simulator.compare(models, replications=FEW)


TARGET = '\n[target.plan]\nmetric = "arr_end"\nat_least = "330k"\nby = "2028-10"\n'
PAYING = {  # a company with money, dearer, much dearer to win, and one that differs by chance alone
    "as it is": PAID_FOR,
    "costly leads": PAID_FOR.replace('lead_cost = "40"', 'lead_cost = "2000"'),
    "dearer": PAID_FOR.replace("40 per unit a", "60 per unit a"),
    "back later": PAID_FOR.replace('"3 to 9 months"', '"4 to 11 months"'),
}


@pytest.fixture(scope="session")
def paid(folder: Path) -> Outcomes:
    """Of a company that says what everything costs, and what impact is worth."""
    return outcomes_of(folder, PAID_FOR, "paid")


@pytest.fixture(scope="session")
def paying(folder: Path) -> Comparison:
    """The same company and what it could do."""
    models = [simulator.load(written(folder, text, name)) for name, text in PAYING.items()]
    return simulator.compare(models, replications=FEW)
