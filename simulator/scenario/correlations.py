"""Which numbers of a company go together: found by their paths, and whether they can."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from simulator.company.correlation import Correlation
from simulator.company.schema import Company, numbers_of
from simulator.errors import Problem, ScenarioError, did_you_mean
from simulator.numerics.streams import address_of
from simulator.numerics.together import Together, factor, of_normals, of_strata
from simulator.quantity.number import Number
from simulator.quantity.parse import plain_value

_STEPS = 200  # in which a rank that can be is looked for, from -1 to 1
_DIGITS = 2  # of such a rank

Entries = Mapping[str, Correlation]


def together_in(
    file: str, company: Company, before: Sequence[Company], wrong: Sequence[str] = ()
) -> Together:
    """The numbers of a company that go together; none where one of them is `wrong` itself.

    A number that a change has settled, or taken away, stands in the company `before`: the others go on as
    they did. Raises ScenarioError for what is no number or is known, for a pair that is stated twice, and for
    correlations that no numbers can have.
    """
    entries = company.correlation
    if not entries:
        return Together()
    unknown, known = _numbers([company, *reversed(before)])
    problems = [
        Problem(file, f"{one.path}.between", plain_value(path), text)
        for one in entries.values()
        for path, text in _wrong(one, unknown, known)
        if not _is_of(path, wrong)
    ]
    problems = problems or list(_twice(file, entries)) or list(_impossible(file, entries))
    if problems:
        raise ScenarioError(problems)
    if any(_is_of(path, wrong) for one in entries.values() for path in one.between):
        return Together()
    some = list(entries.values())
    paths, ranks = _paths(some), _ranks(some)
    addresses = np.array([address_of(unknown[path].address) for path in paths], np.uint64)
    mixes = [factor(ranks, rank_of) for rank_of in (of_strata, of_normals)]
    assert mixes[0] is not None, "or there were a problem"
    assert mixes[1] is not None, "or there were a problem"
    return Together(addresses, mixes[0], mixes[1])


def _is_of(path: str, numbers: Sequence[str]) -> bool:
    """Whether a path is that of one of some numbers, or of a part of it."""
    return any(path == one or path.startswith(f"{one}.") for one in numbers)


def _numbers(companies: Sequence[Company]) -> tuple[dict[str, Number], dict[str, Number]]:
    """Numbers by path: those that are drawn once in a replication in any of the companies, and the others."""
    unknown: dict[str, Number] = {}
    known: dict[str, Number] = {}
    for company in companies:
        for path, number in numbers_of(company):
            drawn = [inner for _, inner in number.unknown] if number.per_account else []
            if not number.per_account and number.curve.scale != 0.0:
                drawn = [number]
            for one in drawn:
                unknown.setdefault(one.path, one)
            if number not in drawn:
                known.setdefault(path, number)
    return unknown, {path: number for path, number in known.items() if path not in unknown}


def _wrong(
    one: Correlation, unknown: Mapping[str, Number], known: Mapping[str, Number]
) -> list[tuple[str, str]]:
    """Paths of an entry that are none of numbers that are not known, with what is wrong."""
    found = []
    for n, path in enumerate(one.between):
        if path in one.between[:n]:
            found.append((path, "it stands there twice"))
        elif path in unknown:
            continue
        elif path not in known:
            near = did_you_mean(path, unknown)
            found.append((path, f"no number with a range stands there; {near}"))
        elif known[path].per_account:
            parts = [other for other in unknown if other.startswith(f"{path}.")]
            instead = f"name {' or '.join(parts)}" if parts else 'say varies = "between runs" with it'
            found.append((path, f"it differs between accounts, and is not drawn once for all; {instead}"))
        else:
            found.append((path, "it is known, one value: only a number with a range goes with another"))
    return found


def _twice(file: str, entries: Entries) -> list[Problem]:
    """Pairs that two entries state."""
    stated: dict[frozenset[str], str] = {}
    found = []
    for one in entries.values():
        for pair in combinations(one.between, 2):
            other = stated.setdefault(frozenset(pair), one.path)
            if other != one.path:
                text = f"{other} says it already of {' and '.join(pair)}"
                found.append(Problem(file, f"{one.path}.between", "", text))
    return found


def _impossible(file: str, entries: Entries) -> list[Problem]:
    """Of entries that no numbers can fulfil together, one that could be changed so that they can."""
    found = []
    for some in _connected(list(entries.values())):
        if _possible(some):
            continue
        ways = [(one, _instead(some, one)) for one in reversed(some)]
        one, instead = next(((one, ranks) for one, ranks in ways if ranks), (some[-1], []))
        beside = " and ".join(other.path for other in some if other is not one)
        text = f"no numbers go together so{f' beside {beside}' if beside else ''}"
        if instead:
            text += f"; from {instead[0]:.{_DIGITS}f} to {instead[-1]:.{_DIGITS}f} it can be"
        text += "; two that no entry names together count as 0"
        found.append(Problem(file, f"{one.path}.rank", plain_value(one.rank.mean), text))
    return found


def _connected(entries: Sequence[Correlation]) -> list[list[Correlation]]:
    """Entries in groups that share numbers, by way of others, too."""
    groups: list[list[Correlation]] = []
    for one in entries:
        mine = [group for group in groups if {*one.between} & {*_paths(group)}]
        groups = [group for group in groups if group not in mine]
        groups.append([*(other for group in mine for other in group), one])
    return groups


def _instead(some: Sequence[Correlation], one: Correlation) -> list[float]:
    """The ranks that an entry can have beside the others."""
    steps = (2 * step / _STEPS - 1.0 for step in range(_STEPS + 1))
    return [rank for rank in steps if _possible(some, {one.path: rank})]


def _possible(some: Sequence[Correlation], instead: Mapping[str, float] = MappingProxyType({})) -> bool:
    """Whether there are numbers with such rank correlations, or others `instead`."""
    ranks = _ranks(some, instead)
    return all(factor(ranks, rank_of) is not None for rank_of in (of_strata, of_normals))


def _paths(some: Sequence[Correlation]) -> list[str]:
    return list(dict.fromkeys(path for one in some for path in one.between))


def _ranks(
    some: Sequence[Correlation], instead: Mapping[str, float] = MappingProxyType({})
) -> NDArray[np.float64]:
    """The rank correlation of each two of the numbers, in the order in which they are named."""
    places = {path: n for n, path in enumerate(_paths(some))}
    ranks = np.eye(len(places))
    for one in some:
        rank = instead.get(one.path, one.rank.mean)
        for first, second in combinations(one.between, 2):
            ranks[places[first], places[second]] = ranks[places[second], places[first]] = rank
    return ranks
