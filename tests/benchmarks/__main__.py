"""How fast, and beside whom: python -m tests.benchmarks

Prints what docs/speed.md holds; `--write` puts it there, and its first sentence into the README. Peers come
with `pip install -e '.[peers]'`; who is not installed is said and left out. Exits with 1 where a peer does
not live through the same company as we do.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# Peers first: see there.
from tests.benchmarks import beside_peers, command_line, common_numbers, growth, machine, threads
from tests.benchmarks.page import Section, laid_out
from tests.benchmarks.processes import ROOT
from tests.benchmarks.rounds import number

PAGE, README = ROOT / "docs" / "speed.md", ROOT / "README.md"
README_WIDTH = 119  # as its other lines
SENTENCE = re.compile(r"^How fast: .*?(?=\n\n)", re.DOTALL | re.MULTILINE)
PARTS = ("peers", "command-line", "growth", "threads", "common-numbers")


def sentence(found: beside_peers.Beside) -> str:
    """The three ratios of the README, on the ten-stage company and one core."""
    said = [
        f"{number(found.ratio(name))} times {what}"
        for name, what in (
            ("SimPy, by hand", "as fast as SimPy by hand"),
            ("cimba, processes", "as fast as cimba with a process an account"),
        )
        if name in found.times
    ]
    if "cimba, events" in found.times:
        said[-1] += f" ({number(found.ratio('cimba, events'))} times with bare events and no ledger)"
    drawn = number(1.0 / found.ratio(beside_peers.DRAWN))
    return (
        f"How fast: on one core {', '.join(said)}, and {drawn} times the time that NumPy takes only to draw "
        "the numbers ([how that was measured](docs/speed.md), `python -m tests.benchmarks`)."
    )


def page(first: str, sections: list[Section], *, quick: bool) -> str:
    """The whole page."""
    how = "python -m tests.benchmarks --write"
    words = [
        "# How fast",
        f"<!-- What follows is made by {how} -->",
        laid_out(first.replace("(docs/speed.md)", "(#beside-peers-one-core)")) if first else "",
        laid_out(
            f"""All below was printed by one run of `{how}`: medians with quartiles, and ratios of things
            measured side by side. Ratios carry over to another machine, seconds do not."""
        ),
        laid_out("Made by `--quick`: TOO SHORT TO BE QUOTED.") if quick else "",
        laid_out(machine.described()),
        *map(str, sections),
    ]
    return "\n\n".join(word for word in words if word) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and answer with the exit code."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="short rounds, in less than a minute")
    asked.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="these parts")
    asked.add_argument("--write", action="store_true", help="write docs/speed.md and the README's sentence")
    options = asked.parse_args(arguments)
    quick = options.quick
    if options.write and (quick or set(options.only) != set(PARTS)):
        asked.error("--write is for a whole run: without --quick and --only")
    first, apart = "", []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)

        def peers() -> Section:
            nonlocal first, apart
            rounds, lives = (2, 3) if quick else (7, 30)
            agreed, apart = beside_peers.agreement(folder, lives=lives)
            found = beside_peers.beside(folder, rounds=rounds, years=1 if quick else 5)
            first = sentence(found)
            return beside_peers.section(found, agreed, apart, rounds=rounds, lives=lives)

        parts: dict[str, Callable[[], Section]] = {
            "peers": peers,
            "command-line": lambda: command_line.section(quick=quick),
            "growth": lambda: growth.section(folder, quick=quick),
            "threads": lambda: threads.section(folder, quick=quick),
            "common-numbers": lambda: common_numbers.section(quick=quick),
        }
        sections = []
        for part in options.only:
            start = time.perf_counter()
            sections.append(parts[part]())
            print(f"{part}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    text = page(first, sections, quick=quick)
    print(text)
    if options.write:
        PAGE.write_text(text, encoding="utf-8")
        said = laid_out(first, README_WIDTH)
        README.write_text(SENTENCE.sub(lambda _: said, README.read_text(encoding="utf-8")), encoding="utf-8")
    return int(bool(apart))


if __name__ == "__main__":
    sys.exit(main())
