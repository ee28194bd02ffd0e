"""Pages that follow from the code are what the code says now."""

from __future__ import annotations

import runpy
from typing import Any

import pytest

from simulator.company.schema import Company, type_at
from simulator.company.section import keys_of
from simulator.metrics.definitions import NAMES, OF_EACH, VARIANTS, written
from tests.docs.pages import DOCS, text_of

MADE: dict[str, Any] = runpy.run_path(str(DOCS / "generate.py"))


@pytest.mark.parametrize("name", sorted(MADE["PAGES"]))
def test_pages_are_as_they_would_be_made_now(name: str) -> None:
    """Catches a metric, a key or an option that was changed and not told of: run docs/generate.py."""
    assert text_of(name) == MADE["page"](name)


def test_stored_help_is_what_typer_prints() -> None:
    """Catches an option that `bowtie COMMAND --help` does not tell of, and a command that is gone."""
    stored = {page.name: page.read_text(encoding="utf-8") for page in MADE["HELP"].iterdir()}
    assert stored == MADE["helps"]()
    assert len(stored) > 10


def test_help_is_no_wider_where_there_is_room() -> None:
    """Catches a typer that fills a wide terminal: the stored pages are those of 80 columns."""
    for name, page in MADE["helps"]().items():
        words = name.removesuffix(".txt").split("-")[1:]
        assert MADE["help_of"](*words, columns=200) == page
    assert MADE["help_of"]("run", columns=60) != MADE["help_of"]("run")


def test_every_metric_is_there() -> None:
    """Catches a metric outside all groups, or a variant that the page leaves out."""
    page = text_of("metrics.md")
    for name in (*NAMES, *map(written, OF_EACH)):
        assert f"\n### `{name}`\n" in page, name
    for name, variants in VARIANTS.items():
        mine = page.partition(f"\n### `{name}`\n")[2].partition("\n### ")[0]
        assert [v for v in variants if f"* **`{v}`**" not in mine] == []


def test_every_key_is_there() -> None:
    """Catches a table of a scenario that the walk through the types does not reach."""
    page = text_of("keys.md")
    tables = {
        "": ("title", "start"),
        "## `[team.NAME]`": ("people", "book"),
        "## `team.NAME.people = [{ ... }]`": ("from", "count"),
        "## `[team.NAME.people.when]`": ("cash_months",),
        "## `[[motion.NAME.stage]]`": ("passes", "trial"),
        "## `[motion.NAME.stage.loses_to]`": ("nurture",),
        "## `[motion.NAME.offer.metered]`": ("swing",),
        "## `[motion.NAME.move.NAME]`": ("chance",),
        "## `[shock.NAME]`": ("odds",),
    }
    for heading, keys in tables.items():
        mine = page.partition(f"\n{heading}\n")[2].partition("\n## ")[0] if heading else page
        assert [key for key in keys if f"| `{key}` |" not in mine] == [], heading
    offer = type_at(("motion", "sale", "offer"))[0]
    mine = page.partition("\n## `[motion.NAME.offer]`\n")[2].partition("\n## `[motion.NAME.winback]`\n")[0]
    for key in keys_of(offer):
        assert f"| `{key}` |" in mine or f"[motion.NAME.offer.{key}]" in mine, key
    for key in keys_of(Company):
        assert f"`{key}`" in page or f"[{key}" in page, key
