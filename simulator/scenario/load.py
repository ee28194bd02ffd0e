"""Load a scenario: a company's file over its base, with its what-ifs."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.company.schema import Company, is_number
from simulator.errors import Problem, ScenarioError, collected
from simulator.layout.page import Page
from simulator.numerics.together import Together
from simulator.quantity.parse import plain_value
from simulator.scenario.changes import blamed, changed
from simulator.scenario.correlations import together_in
from simulator.scenario.describe.company import described
from simulator.scenario.files import Tree, base_of, merged, of_base, pruned, read_tree
from simulator.scenario.likeness import Likeness, with_own
from simulator.scenario.opening.accounts import OpeningAccounts, located, opening_accounts
from simulator.scenario.scenario import Scenario
from simulator.scenario.sources import Register, registers_beside
from simulator.scenario.to_model.beforehand import is_under_way
from simulator.scenario.validate.tables import checked, depends
from simulator.scenario.what_ifs import flat, table_of, what_ifs_of

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
    problems: list[Problem] = []
    tree = read_tree(file, kept, problems)
    found = base_of(file, tree, kept)
    read: _Read | None = None
    sources: Register = {}
    with collected(problems):
        read = _as_it_is(file, tree, found, kept)
        problems += read.problems
    asked, wrong = what_ifs_of(str(file), tree.get("what_if", {}))
    problems += wrong
    with collected(problems):
        sources = registers_beside(file, found[0] if found is not None else None)
    if read is None:
        raise ScenarioError(problems)
    scenario = replace(read.scenario, asked=asked, sources=sources, contents=kept)
    problems += _of_what_ifs(scenario, read)
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return scenario if what_if is None else scenario.with_what_if(what_if)


@dataclass(frozen=True)
class _Read:
    """The company of a file without its what-ifs, and what is wrong with it.

    Where something is, `scenario` is one that has harmless values instead, to look at what-ifs. `stands_in`:
    the paths of such values. `known`: path and words of all
    that is wrong with it even so.
    """

    scenario: Scenario
    problems: Sequence[Problem] = ()
    stands_in: Sequence[str] = ()
    known: Collection[tuple[str, str]] = ()

    def follows(self, problem: Problem, table: str) -> bool:
        """Whether a problem of a what-if comes only of what is wrong without it."""
        wrong = [path for path, _ in self.known]
        inside = problem.path.removeprefix(f"{table}: ")
        if inside != problem.path:
            found = replace(problem, path=inside)
            return inside in wrong or any(depends(found, other) for other in self.stands_in)
        path = problem.path.removeprefix(f'{table}."').partition('"')[0]
        itself = any(one.partition("[")[0] == path for one in wrong)  # or an entry of it, where it is a list
        return itself or any(_touch(path, one) for one in self.stands_in)


def _touch(one: str, other: str) -> bool:
    """Whether two paths are one, or one lies in the other."""
    return any(a == b or a.startswith((f"{b}.", f"{b}[")) for a, b in ((one, other), (other, one)))


def _of_what_ifs(scenario: Scenario, read: _Read) -> list[Problem]:
    """What is wrong with what-ifs; what is wrong of a part is told there, and not of those built on it."""
    problems: list[Problem] = []
    for name, one in sorted(scenario.asked.items(), key=lambda item: len(item[1].parts) > 0):
        found: list[Problem] = []
        if not (problems and one.parts):
            with collected(found):
                scenario.with_what_if(name)
        problems += [p for p in found if not read.follows(p, table_of(name))]
    return problems


class _Found:
    """What has been found wrong so far with a file and its base."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.stands_in: list[str] = []
        self.known: set[tuple[str, str]] = set()

    def company(self, whole: Likeness, tables: Tree, changes: Tree | None = None) -> tuple[Company, Tree]:
        """The company of some tables, and these; of what is wrong with it what has not been found before.

        Raises ScenarioError with all that was found where nothing could stand in for what is wrong.
        """
        found = checked(whole.file, tables)
        told = whole.told(ScenarioError(found.problems)).problems
        new = ScenarioError(p for p in told if (p.path, p.right) not in self.known)
        self.problems += (blamed(new, "change", changes, alone=False) if changes else new).problems
        self.known |= {(p.path, p.right) for p in found.together}
        self.stands_in += found.stands_in
        if found.company is None:
            raise ScenarioError(self.problems)
        return found.company, dict(found.tables)

    @property
    def spoils_accounts(self) -> bool:
        """Whether accounts of the first day may seem wrong for what is wrong elsewhere."""
        texts = [path for path in self.stands_in if not is_number(tuple(path.split(".")))]
        places = {path.partition(".")[0] for path in (*texts, *(path for path, _ in self.known))}
        return bool(places & {"start", "opening", "motion"})


def _as_it_is(file: Path, tree: Tree, found: tuple[Path, Tree] | None, kept: dict[Path, bytes]) -> _Read:
    """The company of a file, its base and its changes, without what-ifs; what is read is kept.

    Raises ScenarioError where what is wrong keeps all else from being looked at.
    """
    wrong = _Found()
    tables: Tree = located(file, {key: value for key, value in tree.items() if key not in _APART})
    changes = tree.get("change", {})
    references: tuple[Company, ...] = ()
    inherited: Tree | None = None
    if found is not None:
        inherited = {key: value for key, value in found[1].items() if key not in (*_APART, "description")}
        below = Likeness(str(found[0]), located(found[0], inherited))
        try:
            reference, harmless = wrong.company(below, pruned(below.tables))
        except ScenarioError as error:
            raise of_base(error, file, found[0]) from None
        references = (reference,)
        if wrong.problems:
            wrong.problems = list(of_base(ScenarioError(wrong.problems), file, found[0]).problems)
        inherited = harmless if wrong.problems else below.tables
        tables = merged(with_own(inherited, tables), tables)
    whole = Likeness(str(file), tables)
    before = pruned(whole.tables)
    if not isinstance(changes, dict):
        text = "a table: write [change]"
        wrong.problems.append(Problem(str(file), "change", plain_value(changes), text))
        changes = {}
    changes = flat(changes)
    as_it_was = None
    if found is None and changes:
        as_it_was, before = wrong.company(whole, before)
    own, unmade = changed(str(file), before, changes, "change")
    wrong.problems += unmade
    company, own = wrong.company(whole, pruned(own), changes)
    settled_in = references if as_it_was is None else (as_it_was,)
    book, going, today = OpeningAccounts(), Together(), None
    if not wrong.spoils_accounts:
        with collected(wrong.problems):
            book = opening_accounts(file, company, kept)
    if not any(path.startswith("correlation") for path, _ in wrong.known):
        with collected(wrong.problems):
            going = together_in(str(file), company, settled_in, wrong.stands_in)
    if changes and is_under_way(company) and not wrong.problems:
        first = as_it_was or wrong.company(whole, before)[0]
        if not wrong.problems:
            earlier = together_in(str(file), first, references)
            today = Scenario(file, before, first, book, references, together=earlier)
    if wrong.problems:  # without what goes together: it would seem wrong in each what-if
        own = {key: value for key, value in own.items() if key != "correlation"}
        company, wrong.stands_in = Company.model_validate(own), [*wrong.stands_in, "correlation"]
    scenario = Scenario(
        path=file,
        tables=own,
        company=company,
        book=book,
        references=settled_in,
        together=going,
        base=found[0] if found is not None else None,
        below=inherited,
        today=today,
    )
    if not wrong.problems:
        with collected(wrong.problems):
            scenario.within_reach()
    return _Read(scenario, wrong.problems, wrong.stands_in, wrong.known)


def describe(scenario: Scenario) -> Page:
    """The company of a scenario in plain words."""
    base = scenario.base.name if scenario.base is not None else ""
    name = scenario.path.name + (f' with "{scenario.what_if}"' if scenario.what_if else "")
    asked = () if scenario.what_if else scenario.what_ifs
    questions = {one: scenario.with_what_if(one).differs_in for one in asked}
    answered = {scenario.what_if: scenario.differs_in} if scenario.changes else {}
    today = (scenario.today or scenario).company
    return described(scenario.company, name, base, scenario.book, questions or answered, today)
