"""Shell completion: names of shipped companies, of what-ifs in a file, of metrics."""

import os
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import typer

from simulator.read_file import bytes_of, too_deep
from simulator.scenario_library import meant, scenarios

_SPECIAL = re.compile(r"[^\w./:=+,%@-]")  # what means something to a shell
_MOST = 2_000_000  # bytes of a file that is looked into


def shipped_names(incomplete: str) -> list[str]:
    """Shipped scenarios by name."""
    return _begun(scenarios(), incomplete)


def what_ifs(ctx: typer.Context, incomplete: str) -> list[str]:
    """The what-ifs of the files that stand in the line."""
    found: dict[str, None] = {}
    given = [ctx.params.get("file"), *(ctx.params.get("files") or []), *ctx.args]  # in a line half written
    for file in (meant(Path(name)) for name in given if name is not None):
        if file.suffix != ".toml":
            continue
        try:
            raw = bytes_of(file, _MOST)
            tree = {} if too_deep(raw) else tomllib.loads(raw.decode("utf-8-sig"))
            found |= dict.fromkeys(filter(str.isprintable, tree.get("what_if", {})))
        except (OSError, ValueError, TypeError, RecursionError):
            continue  # no file to complete from: the command itself says what is wrong with it
    return _begun(found, incomplete)


def _begun(names: Iterable[str], incomplete: str) -> list[str]:
    """Names that begin so. Bash puts them into the line as they are, blanks and all; others quote them."""
    found = [name for name in names if name.startswith(incomplete)]
    if "bash" not in os.environ.get("_BOWTIE_COMPLETE", "") or " " in incomplete:
        return found
    return [incomplete + _SPECIAL.sub(r"\\\g<0>", name[len(incomplete) :]) for name in found]
