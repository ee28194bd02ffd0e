"""Every page in every renderer."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

import simulator
from simulator.commands import list as listing
from simulator.layout.html import html
from simulator.layout.json import text_of
from simulator.layout.page import Page
from simulator.layout.text import text
from simulator.money import journal
from simulator.report import breakeven, compare, explain, run, sources, trace, what_ifs
from simulator.report.first_screen import first_screen
from simulator.report.ranking import ranking
from simulator.scenario import describe
from tests.commands.asked import ASKED
from tests.companies import written
from tests.experiment.test_notebook import Page as Shown


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    company = simulator.load(written(tmp_path_factory.mktemp("companies"), ASKED, "mine"))
    asked = [company, *(company.with_what_if(name) for name in company.what_ifs)]
    both = simulator.compare(asked, replications=2)
    ledger = simulator.simulate(company.draw(0, 0), seed=0, replication=0)
    even = simulator.breakeven(
        company, "better talks", on="won", number="motion.sale.stage.talk.passes", replications=2
    )
    return {
        "first screen": first_screen(both.outcomes[0], company),
        "ranking": ranking(both, asked, "value_end"),
        "explain": explain.report("cac", both.outcomes[0]),
        "run": run.report(both.outcomes[0]),
        "compare": compare.report(both),
        "what-ifs": what_ifs.report(both, asked, "cash_end"),
        "breakeven": breakeven.report(even, company),
        "trace": trace.story(ledger, journal(ledger), 1),
        "money": trace.entries(ledger, journal(ledger), 1),
        "check": describe(company),
        "sources": sources.sources_of(company),
        "list": listing.report(),
    }


def test_every_page_can_be_shown_by_all(pages: dict[str, Page]) -> None:
    """Catches a page that only text can show: values that JSON has no word for, tables whose rows have
    more cells than columns, and a block that one of the renderers leaves out."""
    for name, page in pages.items():
        document = json.loads(text_of(page))
        kinds = [block["is"] for section in document for block in section]
        assert len(kinds) == sum(len(section) for section in page), name
        tables = [block for section in document for block in section if block["is"] == "table"]
        for table in tables:
            for row in table["rows"]:
                assert isinstance(row, str) or len(row) == len(table["columns"]), name
        assert len(Shown(html(page)).tables) == len(tables) + kinds.count("facts"), name
        assert text(page), name


def test_pages_hold_numbers(pages: dict[str, Page]) -> None:
    """Catches a page that writes numbers as text, so that no renderer can show them in another way."""
    numbers: dict[str, Callable[[object], bool]] = {
        "run": lambda cell: isinstance(cell, float),
        "compare": lambda cell: isinstance(cell, dict) and cell["is"] == "estimate",
        "what-ifs": lambda cell: isinstance(cell, dict) and cell["is"] == "odds",
        "breakeven": lambda cell: isinstance(cell, dict) and cell["is"] == "estimate",
        "trace": lambda cell: isinstance(cell, float),
        "money": lambda cell: isinstance(cell, float),
    }
    for name, number in numbers.items():
        document = json.loads(text_of(pages[name]))
        blocks = [block for section in document for block in section if block["is"] == "table"]
        cells = [cell for block in blocks for row in block["rows"] for cell in row]
        assert any(map(number, cells)), name
