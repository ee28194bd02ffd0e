"""Tiers of the suite, and what holds in each test.

`pytest -m fast` runs what is not marked slow, with a tenth of hypothesis' examples. The whole suite is shared
out over a few processes, where pytest-xdist is installed.

Hypothesis looks elsewhere each time on a desk, and at the same companies wherever CI runs; what the oracles
find is what docs/validation.md says.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from simulator import compilation
from tests import tiers
from tests.oracles import judging, validation

MOST_PROCESSES = 4  # each needs a gigabyte
NEW_OBJECTS = 20_000  # until somebody looks for garbage among them


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Share out the whole suite; for a part of it another process takes longer to start than it saves."""
    option = config.option
    part = option.markexpr or option.keyword or option.usepdb
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not part
    worker = hasattr(config, "workerinput")
    if whole and not worker and config.pluginmanager.hasplugin("xdist") and option.numprocesses is None:
        option.numprocesses = min(os.cpu_count() or 1, MOST_PROCESSES)
        option.dist = "worksteal"


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is imported: how many examples there will be. Nothing imported is garbage, and nothing
    compiles in the background."""
    gc.disable()
    os.environ[compilation.SWITCH] = "0"
    tiers.fast = config.option.markexpr == "fast"
    settings.register_profile("desk", max_examples=tiers.examples(100), deadline=None)
    settings.register_profile("ci", settings.get_profile("desk"), derandomize=True)
    settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What nobody marked slow, or as needing a browser, is fast."""
    for item in items:
        if item.get_closest_marker("slow") is None and item.get_closest_marker("browser") is None:
            item.add_marker(pytest.mark.fast)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Garbage of tests is looked for among what tests make, not each time among half a million objects, and
    where there is some: most of what a test makes is never part of a circle."""
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)
    gc.enable()


@pytest.fixture(autouse=True)
def _found_as_told(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test judged by an oracle is on the page, or goes there."""
    judging.FOUND.clear()
    yield
    if judging.FOUND:
        plugins = request.config.pluginmanager.get_plugins()
        renewal = next((plugin for plugin in plugins if isinstance(plugin, validation.Renewal)), None)
        name = f"{request.module.__name__.removeprefix('tests.')}.{request.node.originalname}"
        validation.held_against_the_page(name, judging.FOUND, renewal)
