"""Both engines on thousands of companies drawn at random, and thousands of intervals: python -m tests.nightly

Exits with 1 where ledgers of the engines differ, after it has shown the smallest company for which they do,
where the companies hardly ever go through one of the events, where the interval of a mean holds the truth
less or more often than it says, after early stopping, too, or where the fast tier fails with the oldest
libraries that are declared, or on a newer Python: pip installs what it takes. `--seed` repeats a night.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, seed, settings

from simulator.experiment import LEVEL
from simulator.model import Model
from simulator.numerics.streams import LARGEST_KEY
from tests.engines.test_agreement import agreed, rare, what_happened
from tests.environments import FAILED, environments, tried
from tests.experiment import stopping
from tests.experiment.coverage import ODDS, covered, covered_odds
from tests.strategies import models
from tests.tiers import DENSE, NIGHTLY

INTERVALS, RUNS = 4_000, 64
APART = 0.025  # from the level: five standard deviations of so many
LEAST_OF_ODDS = 0.88


def compared(count: int, *, dense: bool, first: int) -> tuple[Counter[str], int]:
    """What so many companies went through, and rows of their ledgers; raises where the engines differ."""
    reached: Counter[str] = Counter()
    rows = 0

    @seed(first)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(models(dense=dense))
    def agree(model: Model) -> None:
        nonlocal rows
        ledger = agreed(model)
        rows += len(ledger.rows)
        reached.update(["companies", *what_happened(model, ledger)])

    agree()
    return reached, rows


def intervals_hold(folder: Path, many: int, first: int) -> bool:
    """Print how often intervals of each kind hold the truth; whether all do so as often as they say.

    Those of odds hold it rather more often: on average over the odds they are not to hold it less.
    """
    print(
        f"of {many:,} intervals, each of {RUNS} runs and meant to hold the truth in {LEVEL:.0%}, so many do:"
    )
    shares = covered(folder, many, RUNS, first)
    print(*(f"  {name}: {share:.1%}" for name, share in shares.items()), sep="\n")
    of_odds = covered_odds(folder, max(1, many // len(ODDS)), RUNS, first)
    mean = sum(of_odds.values()) / len(of_odds)
    print(f"  odds: {mean:.1%} on average;", ", ".join(f"{s:.1%} of {p:.0%}" for p, s in of_odds.items()))
    return all(abs(share - LEVEL) <= APART for share in shares.values()) and mean >= LEAST_OF_ODDS


def all_environments_hold() -> bool:
    """Try each environment, and say what came of it; one for which there is no Python here fails nothing."""
    well = True
    for one in environments():
        with TemporaryDirectory() as folder:
            found = tried(one, Path(folder))
        print(f"{one.name}: {found or 'the fast tier passes'}")
        well &= not found.startswith(FAILED)
    return well


def after_stopping(repetitions: int, first: int) -> list[float]:
    """How often intervals hold the truth after runs that ended for being narrow: of each kind of outcome a
    mean over lengths of runs."""
    found = []
    for kind in stopping.KINDS:
        sizes = [stopping.covered(kind, size, repetitions, first)[0] for size in stopping.SIZES]
        found.append(sum(sizes) / len(sizes))
        told = ", ".join(f"{share:.1%}" for share in sizes)
        print(f"after early stopping, {kind}: the truth lies in {found[-1]:.1%} of the intervals ({told})")
    return found


def main() -> int:
    """Compare, say what was found, and answer with the exit code."""
    asked = argparse.ArgumentParser(prog="python -m tests.nightly", description=__doc__)
    asked.add_argument("--models", type=int, default=NIGHTLY, help="companies, dense ones included")
    asked.add_argument("--dense", type=int, default=DENSE, help="of which so many are dense")
    asked.add_argument("--intervals", type=int, default=INTERVALS, help="intervals of a mean that is known")
    asked.add_argument("--here", action="store_true", help="try no other environment than this one")
    asked.add_argument("--seed", type=int, default=random.randrange(2**31))
    options = asked.parse_args()
    if not 0 <= options.dense <= options.models:
        asked.error("--dense lies between 0 and --models")
    if not 0 <= options.seed <= LARGEST_KEY - options.intervals:
        asked.error(f"--seed lies between 0 and {LARGEST_KEY - options.intervals}")
    print(f"seed {options.seed}")
    reached: Counter[str] = Counter()
    for kind, count in (("small", options.models - options.dense), ("dense", options.dense)):
        if not count:
            continue
        try:
            found, rows = compared(count, dense=kind == "dense", first=options.seed)
        except AssertionError as difference:
            print(f"{kind}: THE ENGINES DIFFER", *getattr(difference, "__notes__", ()), sep="\n")
            return 1
        print(f"{kind}: the same ledger of {found['companies']:,} companies, {rows:,} rows")
        reached += found
    for what, times in sorted(rare(reached, reached["companies"]).items()):
        print(f"hardly ever reached: {what}, in {times} of {reached['companies']:,} companies")
    with TemporaryDirectory() as folder:
        intervals = intervals_hold(Path(folder), options.intervals, options.seed)
    stopped = all(abs(share - LEVEL) <= APART for share in after_stopping(options.intervals, options.seed))
    well = options.here or all_environments_hold()
    return int(bool(rare(reached, reached["companies"])) or not (intervals and stopped) or not well)


if __name__ == "__main__":
    sys.exit(main())
