"""A real browser, where there is one: Playwright's own Chromium, or the one of the system."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import simulator
from tests.commands.asked import ASKED
from tests.companies import written
from tests.figures.conftest import two_motions

SYSTEM = ("chromium", "chromium-browser", "google-chrome")
ROOT = Path(__file__).parents[2] / "scenarios"
FOUR = ("subscription", "perpetual", "consumption", "freemium")
FEW = 4  # simulated runs: pages look the same with more
HOW = "pip install -e '.[browser]' && playwright install chromium"


class Shown(NamedTuple):
    """A page in the browser, and what the browser said and asked for meanwhile."""

    page: Any
    said: list[str]
    asked: list[str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason=f"there is no Playwright: {HOW}")
    with sync_api.sync_playwright() as playwright:
        there = next(filter(None, map(shutil.which, SYSTEM)), None)
        own = Path(playwright.chromium.executable_path)
        if not own.exists() and there is None:
            pytest.skip(f"there is no Chromium: {HOW}")
        found = playwright.chromium.launch(
            executable_path=own if own.exists() else there, chromium_sandbox=False
        )
        yield found
        found.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages of one company with names that hurt, of what-ifs, of several files; and of shipped companies."""
    folder = tmp_path_factory.mktemp("pages")
    evil = two_motions().replace('title = "', 'title = "<script>alert(1)</script> ')
    odd = simulator.load(written(folder, evil, "odd"))
    mine = simulator.load(written(folder, ASKED, "mine"))
    asked = [mine, *(mine.with_what_if(name) for name in mine.what_ifs)]
    both = [mine, odd]
    pages = {
        "one": simulator.board(simulator.run(odd, replications=FEW), odd, command="bowtie report odd.toml"),
        "what-ifs": simulator.board(simulator.compare(asked, replications=FEW), asked, by="cash_end"),
        "files": simulator.board(simulator.compare(both, replications=FEW), both),
    }
    shipped = [simulator.load(ROOT / f"{name}.toml") for name in FOUR]
    company = shipped[0]
    ideas = [company, *(company.with_what_if(name) for name in company.what_ifs)]
    pages |= {
        "shipped": simulator.board(simulator.run(company, replications=FEW), company),
        "ideas": simulator.board(simulator.compare(ideas, replications=FEW), ideas),
        "four": simulator.board(simulator.compare(shipped, replications=FEW), shipped),
    }
    for name, content in pages.items():
        (folder / f"{name}.html").write_bytes(content)
    return {name: folder / f"{name}.html" for name in pages}


@pytest.fixture(params=["one", "what-ifs", "files"])
def shown(browser: Any, files: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[Shown]:
    """A page as a reader opens it, on a desk."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    found = Shown(page, [], [])
    page.on("console", lambda message: found.said.append(message.text))
    page.on("pageerror", lambda error: found.said.append(str(error)))
    page.on("request", lambda request: found.asked.append(request.url))
    page.goto(files[request.param].as_uri())
    yield found
    page.close()
