"""One company as its file has it, or with a what-if, and the models that are made of it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self

from simulator.company.schema import Company, Opening, numbers_of
from simulator.errors import Problem, ScenarioError, did_you_mean
from simulator.model import Model, Numbers
from simulator.numerics.streams import LARGEST_KEY
from simulator.numerics.together import Together
from simulator.quantity.parse import plain_value
from simulator.scenario.changes import blamed, changed, is_rate, keep_addresses, shown
from simulator.scenario.correlations import together_in
from simulator.scenario.files import pruned
from simulator.scenario.opening.accounts import OpeningAccounts, opening_accounts, rests_on
from simulator.scenario.reference.settle import Settled
from simulator.scenario.sources import Register, origins, unregistered
from simulator.scenario.to_model.beforehand import is_under_way
from simulator.scenario.to_model.builder import Builder
from simulator.scenario.to_model.draws import Drawn
from simulator.scenario.unknowns import Unknowns
from simulator.scenario.validate.need import beyond_reach
from simulator.scenario.validate.tables import company_of
from simulator.scenario.validate.warnings import doubts_about, doubts_about_change
from simulator.scenario.what_ifs import BOTH, Changes, WhatIfs, flat, named_in, table_of, together
from simulator.scenario_library import ABSENT

_KEPT = 64  # draws: more than are under way at a time


@dataclass(frozen=True, eq=False, repr=False)
class Scenario:
    """One company with honest ranges. Made by `load` and `vary`; a value, never changed.

    Attributes:
        path: the file.
        tables: all that it says: its base merged, changes applied.
        company: the same, checked, every number with its unit, its range and its source.
        book: customers and open deals of the first day.
        together: which numbers that are not known go together, by their addresses.
        base: the file that it stands on; None without one.
        below: the tables of that.
        asked: the what-ifs that the file proposes, by name, as it says them. `what_ifs`: all that each
            changes, those that come with it included: a mapping of values by path.
        what_if, changes: the one that this is, and what it changes; empty for the company as it is.
        sources: what a number may name as its source, by id.
        contents: the bytes of each of its files, as they were read.
        today: the company as it is before a what-if or [change]: with the pipeline of that it begins. None
            where nothing is changed.

    >>> company = simulator.load("scenarios/enterprise.toml")
    >>> company.vary({"team.ae.people": 4}, name="four sellers").changes
    {'team.ae.people': 4}
    """

    path: Path
    tables: Mapping[str, Any]  # all of it: base merged, changes applied, names of tables beside it in full
    company: Company
    book: OpeningAccounts  # those who are there on the first day
    references: tuple[Company, ...] = ()  # in which thresholds are settled, each on the one before
    together: Together = field(default_factory=Together)  # numbers that are not known and go together
    base: Path | None = None
    below: Mapping[str, Any] | None = None  # the tables of its base
    asked: WhatIfs = field(default_factory=dict)  # what-ifs by name, as the file says them
    what_if: str = ""  # the one that this is; empty for the company as its file has it
    changes: Mapping[str, Any] = field(default_factory=dict)  # what that changes, by path
    sources: Register = field(default_factory=dict)  # what numbers may name as their source, by id
    contents: dict[Path, bytes] = field(default_factory=dict)  # of its files, as they were read
    today: "Scenario | None" = None  # before what changes from the first day on; None: it is this one

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What is allowed, and seldom meant."""
        before = self.references[-1] if self.references else None
        doubts = doubts_about(self.company, before)
        if before is not None and self.changes:
            doubts += doubts_about_change(self.company, before)
        return (*doubts, *unregistered(origins(self.company), self.sources))

    @cached_property
    def what_ifs(self) -> Mapping[str, Changes]:
        """What each of the file's what-ifs changes, by name: values by path."""
        return {name: together(str(self.path), self.asked, [name]) for name in self.asked}

    @property
    def name(self) -> str:
        """The name of the what-if, else the file's without its ending."""
        return self.what_if or self.path.stem

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that it was read from: itself, its base, tables beside it, those of what-ifs too."""
        openings = [one.opening for one in (*self.references, self.company) if one.opening is not None]
        beside = [name for one in openings for name in (one.customers, one.deals) if name]
        asked = [one.own.get(f"opening.{key}") for one in self.asked.values() for key in Opening.model_fields]
        beside += [str(self.path.parent / name) for name in asked if isinstance(name, str) and name != ABSENT]
        tables = (Path(name) for name in dict.fromkeys(beside))
        return (self.path, *([self.base] if self.base else []), *tables)

    @property
    def settled_in(self) -> tuple[Path, Mapping[str, Any]] | None:
        """The file in whose company its thresholds are settled, and that company's tables; None: in its own,
        or in one that no file has by itself."""
        if self.base is not None and self.below is not None:
            return self.base, self.below
        alone = self.today is not None and len(self.references) == 1
        return (self.path, self.today.tables) if alone and self.today and self.changes else None

    @property
    def is_settled_there(self) -> bool:
        """Whether with that file as its base a company of its numbers would be the same to the bit."""
        known = self.settled_in is not None or not self.references
        return known and len(self.references) <= 1 and (self.today is None or not is_under_way(self.company))

    @property
    def differs_in(self) -> list[tuple[str, str, str]]:
        """Path, number before and number after in words, of each of the changes."""
        return shown(self.references[-1], self.company, self.changes) if self.changes else []

    @property
    def restated(self) -> tuple[str, ...]:
        """Paths among the changes that restate a rate, so that its threshold alone is settled anew."""
        before = dict(numbers_of(self.references[-1])) if self.changes else {}
        mine = dict(numbers_of(self.company))
        return tuple(p for p in self.changes if is_rate(p) and mine.get(p) != before.get(p))

    @property
    def title(self) -> str:
        """The title of the company, and what is changed in it."""
        return self.company.title + (f", with {self.what_if}" if self.what_if else "")

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
    def _read(self) -> dict[str, "Scenario"]:
        """What-ifs that have been read, by name: `load` makes sure of each, `bowtie check` tells of each."""
        return {}

    @cached_property
    def _builder(self) -> Builder:
        return Builder(self.company, self.book, self.together)

    @cached_property
    def _referred(self) -> tuple[Builder, ...]:
        return tuple(Builder(company, together=self.together) for company in self.references)

    @cached_property
    def unknowns(self) -> Unknowns:
        """The numbers that are not known: its own, and those of companies that its thresholds come from."""
        return Unknowns.of([builder.draws for builder in (self._builder, *reversed(self._referred))])

    def model(self) -> Model:
        """Make the model of the best guess: every number that is not known at its mean."""
        model = self._built(lambda builder: builder.draws.best_guess())
        return self._begun(model, lambda today: today.model().before)

    def draw(self, seed: int, replication: int, *, independent: bool = False) -> Model:
        """Make the model of one draw of all that is not known; the same seed and replication, the same model.

        Eight replications, from a multiple of eight on, are a block: in it each number is drawn once from
        every eighth of what it may be. `independent`: from all of it each time, and of no block.
        Raises ValueError for a seed or replication outside 0 to 2**32 - 1.
        """
        for word, key in (("seed", seed), ("replication", replication)):
            if not 0 <= key <= LARGEST_KEY:
                raise ValueError(f"{word} {key}: a whole number from 0 to {LARGEST_KEY}")
        model = self._built(lambda builder: builder.draws.draw(seed, replication, independent))
        return self._begun(model, lambda today: today._drawn_before(seed, replication, independent))

    def within_reach(self) -> Self:
        """The same. Raises ScenarioError where by the best guess more are said to sign than have the need, or
        fewer than are talked into it."""
        if any(motion.need is not None for motion in self.company.motion.values()):
            motions = self._settled(lambda builder: builder.draws.best_guess())[-1]
            found = beyond_reach(self.company, motions)
            if problems := [Problem(str(self.path), path, shown, text) for path, shown, text in found]:
                raise ScenarioError(problems)
        return self

    def _begun(self, model: Model, before_of: Callable[["Scenario"], Numbers | None]) -> Model:
        """With the pipeline of the company as it is today, if it begins with one that no table lists."""
        if self.today is None or model.before is None:
            return model
        return replace(model, before=before_of(self.today) or model.before)

    @cached_property
    def _drawn_before(self) -> Callable[[int, int, bool], Numbers | None]:
        """The months before the first day of a draw. Some are kept: all what-ifs of a replication ask."""

        def before(seed: int, replication: int, independent: bool) -> Numbers | None:
            return self.draw(seed, replication, independent=independent).before

        return lru_cache(maxsize=_KEPT)(before)

    def _settled(self, drawn_of: Callable[[Builder], Drawn]) -> list[Mapping[str, Settled]]:
        """The motions with their thresholds: of the companies that those come from, then its own."""
        found: list[Mapping[str, Settled]] = []
        for builder in (*self._referred, self._builder):
            drawn = drawn_of(builder)
            found.append(builder.settle(drawn, builder.curves_of(drawn), found[-1] if found else {}))
        return found

    def _built(self, drawn_of: Callable[[Builder], Drawn]) -> Model:
        *before, motions = self._settled(drawn_of)
        drawn = drawn_of(self._builder)
        model = self._builder.model(drawn, self._builder.curves_of(drawn), motions, before)
        return replace(model, title=self.title)

    def vary(self, changes: Mapping[str, Any], name: str | None = None) -> "Scenario":
        """The same company with other numbers, by path: `vary({"team.ae.people": 4})`.

        Values are as in a file. Thresholds stay those of this company; a rate that is restated has its own
        settled anew. Named after its changes unless a name is given. Raises ScenarioError.
        """
        if not isinstance(changes, Mapping) or not all(isinstance(path, str) for path in changes):
            raise TypeError('vary takes values by path: vary({"team.ae.people": 4})')
        changes = {path: value.item() if hasattr(value, "item") else value for path, value in changes.items()}
        told = ((path, plain_value(value).replace('"', "")) for path, value in flat(changes).items())
        named = name or ", ".join(f"{path} = {value}" for path, value in told)
        return self._varied(flat(changes), named or self.name, table_of(name) if name else "vary")

    def with_what_if(self, *names: str) -> "Scenario":
        """The company with one of its file's what-ifs, or with several at once.

        `with_what_if("A", "B")` is called "A + B", and a name like that stands for both. Raises ScenarioError
        for a name that there is not, and for two what-ifs that change the same.
        """
        asked = self.parts_of(*names)
        if not asked:
            return self
        name = BOTH.join(asked)
        if name not in self._read:
            changes = together(str(self.path), self.asked, asked)
            self._read[name] = self._varied(changes, name, table_of(name))
        return self._read[name]

    def parts_of(self, *names: str) -> tuple[str, ...]:
        """The what-ifs that are named, once each; "A + B" names two. Raises ScenarioError."""
        found: dict[str, None] = {}
        for name in names:
            parts = named_in(self.asked, name)
            wrong = [] if parts else [one for one in name.split(BOTH) if one not in self.asked]
            if wrong:
                there = 'write [what_if."one more seller"] in it'
                near = [did_you_mean(one, self.asked) if self.asked else there for one in wrong]
                texts = [f"there is no such what-if; {one}" for one in near]
                both = zip(wrong, texts, strict=True)
                raise ScenarioError(Problem(str(self.path), table_of(one), "", text) for one, text in both)
            found |= dict.fromkeys(parts)
        return tuple(found)

    def _varied(self, changes: Mapping[str, Any], name: str, table: str) -> "Scenario":
        file = str(self.path)
        made, problems = changed(file, dict(self.tables), changes, table)
        tables = pruned(made)
        try:
            company = company_of(file, tables)
            keep_addresses(company, self.company)
            before = (*self.references, self.company)
            going = together_in(file, company, before)
            same = rests_on(company) == rests_on(self.company)
            book = self.book if same else opening_accounts(self.path, company, self.contents)
        except ScenarioError as error:
            found = blamed(error, table, changes, alone=True).problems
            problems += [p for p in found if not problems or not p.path.startswith(f"{table}: ")]
        if problems:  # what is not blamed on a change may come of one that could not be made
            raise ScenarioError(problems)
        varied = replace(
            self,
            tables=tables,
            company=company,
            book=book,
            references=before,
            together=going,
            what_if=name,
            changes=changes,
            today=self.today or self,
        )
        try:
            return varied.within_reach()
        except ScenarioError as error:
            raise blamed(error, table, changes, alone=True) from None

    def __getstate__(self) -> dict[str, Any]:
        """What is sent to another process: to keep what was read is for who has read it."""
        sent = {name: value for name, value in vars(self).items() if name != "_drawn_before"}
        return {**sent, "contents": {}}

    def __repr__(self) -> str:
        which = f", {self.what_if!r}" if self.what_if else ""
        return f"Scenario({str(self.path)!r}{which}, {self.title!r})"
