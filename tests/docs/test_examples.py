"""Every example of the pages does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator.scenario.sources import read_register
from tests.docs.pages import BLOCK, DOCS, agrees, blocks, python_folder, text_of
from tests.docs.stored import printed

PAGES = sorted(page.name for page in DOCS.glob("*.md"))
KNOWN = {"", "toml", "python", "console", "text", "{toctree}", "{include}"}


def examples(language: str) -> list[pytest.ParameterSet]:
    """Each page that has examples of a language."""
    return [pytest.param(name, id=name) for name in PAGES if blocks(name, language)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where examples are run."""
    return python_folder(tmp_path)


@pytest.mark.parametrize("name", PAGES)
def test_every_example_is_of_a_kind_that_is_tested(name: str) -> None:
    """Catches a fence with another mark, or one that is not closed, which no test would look into."""
    assert len(re.findall(r"^ *```", text_of(name), re.MULTILINE)) == 2 * len(BLOCK.findall(text_of(name)))
    assert set(re.findall(r"^```(\S+)", text_of(name), re.MULTILINE)) <= KNOWN


@pytest.mark.slow
@pytest.mark.parametrize("name", examples("python"))
def test_python(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an example that fails, or prints other things than the page says."""
    monkeypatch.chdir(folder)
    known: dict[str, object] = {}
    for code in blocks(name, "python"):
        said = "\n".join(line for _, lines in printed(code, known) for line in lines)
        promised = "\n".join(re.findall(r"^# > (.*)$", code, re.MULTILINE))
        assert agrees(promised, said) == "", f"{code}\nsays\n{said}"


@pytest.mark.parametrize("name", examples("toml"))
def test_toml(name: str, folder: Path) -> None:
    """Catches an example that is refused: whole companies, parts put on top of a small one, a register that
    is not the shipped one's."""
    for n, text in enumerate(blocks(name, "toml")):
        whole = "title" in text.partition("[")[0]
        file = folder / "scenarios" / f"example{n}.toml"
        if "address" in text:
            file.write_text(text, encoding="utf-8")
            assert read_register(file).items() <= read_register(folder / "scenarios" / "sources.toml").items()
            continue
        head = "" if whole else 'title = "An example"\nbase = "small.toml"\n\n'
        file.write_text(head + text, encoding="utf-8")
        scenario = simulator.load(file)
        assert scenario.model()
        for what_if in scenario.what_ifs:
            assert simulator.load(file, what_if).model()


def test_customers_of_the_first_day(folder: Path) -> None:
    """Catches columns that the page names and a table does not have, or the other way round."""
    page = text_of("keys.md")
    tables = [text for text in blocks("keys.md", "text") if text.startswith("name,motion")]
    for key, table in zip(("customers", "deals"), tables, strict=True):
        for column in table.splitlines()[0].split(","):
            assert f"`{column}`" in page
        (folder / "scenarios" / f"{key}.csv").write_text(table, encoding="utf-8")
    file = folder / "scenarios" / "mine.toml"
    opening = '[opening]\ncustomers = "customers.csv"\ndeals = "deals.csv"\n'
    file.write_text(f'title = "Mine"\nbase = "small.toml"\n{opening}', encoding="utf-8")
    book = simulator.load(file).book
    assert [len(book.customers), len(book.deals)] == [len(table.splitlines()) - 1 for table in tables]
    assert np.isnat(book.customers["live"]).any()


def test_every_public_name_is_told_of() -> None:
    """Catches a name that is promised and not explained."""
    page = text_of("python.md")
    assert [name for name in simulator.__all__ if f"`{name}`" not in page and f".{name}`" not in page] == []
