"""A scenario: one company's file, its base, and the models that it stands for."""

from __future__ import annotations

import datetime as dt
import os
from functools import cached_property
from pathlib import Path

from simulator.model import Model
from simulator.scenario.checks.doubts import doubts_about
from simulator.scenario.keys.schema import Company
from simulator.scenario.opening.book import Book, book_of, located
from simulator.scenario.overlay import Tree, base_of, changed, merged, pruned, read_tree
from simulator.scenario.reference.settle import Settled
from simulator.scenario.rows.build import Builder
from simulator.scenario.rows.draws import Drawn
from simulator.scenario.validate import company_of
from simulator.scenario.words.company import described
from simulator.streams import LARGEST_KEY


class Scenario:
    """One company with honest ranges. Made by `load`; a value, never changed."""

    def __init__(
        self,
        path: Path,
        company: Company,
        reference: Company | None = None,
        base: Path | None = None,
        book: Book | None = None,
    ) -> None:
        self.path = path
        self.company = company
        self.base = base
        self.book = book or Book()  # those who are there on the first day
        self.reference = reference  # the company in which bars are settled, if it is another one
        self.warnings = tuple(doubts_about(company, reference))

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def title(self) -> str:
        """The title of the company."""
        return self.company.title

    @property
    def description(self) -> str:
        """What the file says about itself."""
        return self.company.description

    @property
    def currency(self) -> str:
        """Three letters."""
        return self.company.currency

    @property
    def start(self) -> dt.date:
        """The first day, a first of a month."""
        return self.company.start

    @property
    def years(self) -> int:
        """Years with leads; a run-off follows."""
        return self.company.years

    @cached_property
    def _builder(self) -> Builder:
        return Builder(self.company, self.book)

    @cached_property
    def _reference_builder(self) -> Builder | None:
        return Builder(self.reference) if self.reference is not None else None

    def model(self) -> Model:
        """The best guess: every number that is not known at its mean."""
        base = self._reference_builder
        return self._built(self._builder.draws.best_guess(), base.draws.best_guess() if base else None)

    def draw(self, seed: int, replication: int) -> Model:
        """One draw of what is not known. The same seed and replication give the same model."""
        for word, key in (("seed", seed), ("replication", replication)):
            if not 0 <= key <= LARGEST_KEY:
                raise ValueError(f"{word} {key}: a whole number from 0 to {LARGEST_KEY}")
        base = self._reference_builder
        drawn = self._builder.draws.draw(seed, replication)
        return self._built(drawn, base.draws.draw(seed, replication) if base else None)

    def _built(self, drawn: Drawn, drawn_base: Drawn | None) -> Model:
        base = self._reference_builder
        bars: dict[str, Settled] = {}
        if base is not None and drawn_base is not None:
            bars = base.settle(drawn_base, base.curves_of(drawn_base), {})
        curves = self._builder.curves_of(drawn)
        return self._builder.model(drawn, curves, self._builder.settle(drawn, curves, bars), bars)

    def __repr__(self) -> str:
        return f"Scenario({str(self.path)!r}, {self.title!r})"


def load(path: str | os.PathLike[str]) -> Scenario:
    """Read a scenario file, and the base that it names. Raises ScenarioError with all problems."""
    file = Path(path)
    tree = read_tree(file)
    found = base_of(file, tree)
    changes = tree.get("change", {})
    tables: Tree = located(file, {key: value for key, value in tree.items() if key not in ("base", "change")})
    reference: Company | None = None
    if found is not None:
        base_file, base_tables = found[0], located(*found)
        reference = company_of(str(base_file), pruned(base_tables))
        tables = merged(base_tables, tables)
    own = pruned(tables)
    if found is None and changes:
        reference = company_of(str(file), own)
    if "change" in tree:
        own = pruned(changed(str(file), own, changes))
    company = company_of(str(file), own, changes if isinstance(changes, dict) else ())
    base = found[0] if found is not None else None
    return Scenario(file, company, reference, base, book_of(str(file), company))


def describe(scenario: Scenario) -> str:
    """The company of a scenario in plain words, within 100 columns."""
    base = scenario.base.name if scenario.base is not None else ""
    return described(scenario.company, scenario.path.name, base, scenario.book)
