"""Hypothesis looks elsewhere each time on a desk, and at the same companies wherever CI runs; what the
oracles find is what docs/validation.md says."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.oracles import judging, validation

settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")


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
