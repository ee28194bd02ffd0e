"""Load a scenario: a company's file over its base, with its what-ifs."""

import os
from dataclasses import replace
from pathlib import Path

from simulator.company.schema import Company
from simulator.errors import Problem, ScenarioError, collected
from simulator.layout.page import Page
from simulator.quantity.parse import plain_value
from simulator.scenario.changes import blamed, changed
from simulator.scenario.correlations import together_in
from simulator.scenario.describe.company import described
from simulator.scenario.files import Tree, base_of, merged, of_base, pruned, read_tree
from simulator.scenario.likeness import Likeness, with_own
from simulator.scenario.opening.accounts import located, opening_accounts
from simulator.scenario.scenario import Scenario
from simulator.scenario.sources import Register, registers_beside
from simulator.scenario.to_model.beforehand import is_under_way
from simulator.scenario.validate.tables import company_of
from simulator.scenario.what_ifs import WhatIf, flat, what_ifs_of

_APART = ("base", "change", "what_if")  # tables of a file that are none of its company


def load(path: str | os.PathLike[str], what_if: str | None = None) -> Scenario:
    """Read a scenario file, and the base that it names; `what_if`: with one of its what-ifs, or "A + B".

    Raises ScenarioError with all problems at once, those of every what-if included: each with its file,
    path, value and what would be right.

    >>> simulator.load("scenarios/enterprise.toml")
    Scenario('scenarios/enterprise.toml', 'Enterprise sales, after Balderton')
    >>> simulator.load("scenarios/enterprize.toml")
    Traceback (most recent call last):
    simulator.errors.ScenarioError: scenarios/enterprize.toml: 1 problem
      there is no such file; did you mean enterprise.toml?
    """
    file = Path(path)
    kept: dict[Path, bytes] = {}
    tree = read_tree(file, kept)
    found = base_of(file, tree, kept)
    problems: list[Problem] = []
    scenario: Scenario | None = None
    asked: dict[str, WhatIf] = {}
    sources: Register = {}
    with collected(problems):
        scenario = _as_it_is(file, tree, found, kept)
    with collected(problems):
        asked = what_ifs_of(str(file), tree.get("what_if", {}))
    with collected(problems):
        sources = registers_beside(file, found[0] if found is not None else None)
    if scenario is None:
        raise ScenarioError(problems)
    scenario = replace(scenario, asked=asked, sources=sources, contents=kept)
    for name, one in sorted(asked.items(), key=lambda item: len(item[1].parts) > 0):
        if not (problems and one.parts):  # what is wrong may be wrong of a part, and is told there
            with collected(problems):
                scenario.with_what_if(name)
    if problems:
        raise ScenarioError(problems)
    return scenario if what_if is None else scenario.with_what_if(what_if)


def _as_it_is(file: Path, tree: Tree, found: tuple[Path, Tree] | None, kept: dict[Path, bytes]) -> Scenario:
    """The company of a file, its base and its changes, without what-ifs; what is read is kept."""
    tables: Tree = located(file, {key: value for key, value in tree.items() if key not in _APART})
    changes = tree.get("change", {})
    references: tuple[Company, ...] = ()
    if found is not None:
        inherited = {key: value for key, value in found[1].items() if key not in (*_APART, "description")}
        below = Likeness(str(found[0]), located(found[0], inherited))
        try:
            references = (_checked(below, pruned(below.tables)),)
        except ScenarioError as error:
            raise of_base(error, file, found[0]) from None
        tables = merged(with_own(below.tables, tables), tables)
    whole = Likeness(str(file), tables)
    before = pruned(whole.tables)
    if not isinstance(changes, dict):
        raise ScenarioError([Problem(str(file), "change", plain_value(changes), "a table: write [change]")])
    changes = flat(changes)
    as_it_was = _checked(whole, before) if found is None and changes else None
    own = pruned(changed(str(file), before, changes, "change"))
    try:
        company = _checked(whole, own)
    except ScenarioError as error:
        raise blamed(error, "change", changes, alone=False) from None
    book = opening_accounts(file, company, kept)
    settled_in = references if as_it_was is None else (as_it_was,)
    today = None
    if changes and is_under_way(company):
        first = as_it_was or _checked(whole, before)
        going = together_in(str(file), first, references)
        today = Scenario(file, before, first, book, references, together=going)
    return Scenario(
        path=file,
        tables=own,
        company=company,
        book=book,
        references=settled_in,
        together=together_in(str(file), company, settled_in),
        base=found[0] if found is not None else None,
        today=today,
    ).within_reach()


def _checked(whole: Likeness, tables: Tree) -> Company:
    try:
        return company_of(whole.file, tables)
    except ScenarioError as error:
        raise whole.told(error) from None


def describe(scenario: Scenario) -> Page:
    """The company of a scenario in plain words."""
    base = scenario.base.name if scenario.base is not None else ""
    name = scenario.path.name + (f' with "{scenario.what_if}"' if scenario.what_if else "")
    asked = () if scenario.what_if else scenario.what_ifs
    questions = {one: scenario.with_what_if(one).differs_in for one in asked}
    answered = {scenario.what_if: scenario.differs_in} if scenario.changes else {}
    today = (scenario.today or scenario).company
    return described(scenario.company, name, base, scenario.book, questions or answered, today)
