"""What a shell completes, asked in the way shells ask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from simulator.scenario_library import scenarios
from tests.companies import SMALL, written

WHAT_IFS = '\n[what_if."one more, at once"]\n"team.ae.people" = 3\n[what_if.two]\n"team.ae.people" = 4\n'
HEAVY = {"numpy", "scipy", "numba", "matplotlib", "polars", "simpy"}
PROGRAM = (
    "import sys\n"
    "from simulator.commands import main\n"
    "sys.argv = ['bowtie']\n"
    "try:\n    main()\n"
    f"finally:\n    print(sorted(set(sys.modules) & {HEAVY!r}), file=sys.stderr)\n"
)


def asked(place: Path, shell: str, *words: str) -> list[str]:
    """What a shell is offered for the last of the words."""
    environment = {
        "_BOWTIE_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": " ".join(words),
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        cwd=place,
        env=environment,
        check=True,
    )
    assert done.stderr.strip() == "[]", "completing has to be quick"
    return [line for line in done.stdout.splitlines() if line]


@pytest.mark.slow
def test_commands_and_names_of_shipped_companies(tmp_path: Path) -> None:
    """Catches names that a newcomer would have to type out."""
    assert {"new", "check", "compare"} <= set(asked(tmp_path, "bash", "bowtie", ""))
    shipped = asked(tmp_path, "bash", "bowtie", "new", "x", "--like", "perp")
    assert shipped == [name for name in scenarios() if name.startswith("perp")]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["run", "check", "trace", "ledger", "compare", "breakeven"])
def test_what_ifs_of_the_file(command: str, tmp_path: Path) -> None:
    """Catches what-ifs that are not offered, and blanks that a shell would cut them at."""
    written(tmp_path, SMALL + WHAT_IFS)
    line = ("bowtie", command, "small.toml", "--what-if")
    assert asked(tmp_path, "bash", *line, "") == [r"one\ more,\ at\ once", "two"]


@pytest.mark.slow
def test_each_shell_in_its_own_way(tmp_path: Path) -> None:
    """Catches a shell that is offered another one's signs."""
    written(tmp_path, SMALL + WHAT_IFS)
    line = ("bowtie", "run", "small.toml", "--what-if")
    assert asked(tmp_path, "bash", *line, "one") == [r"one\ more,\ at\ once"]
    assert asked(tmp_path, "fish", *line, "o") == ["one more, at once"]
    assert asked(tmp_path, "zsh", *line, "o") == ["""_arguments '*: :(("one more, at once"))'"""]


@pytest.mark.slow
@pytest.mark.parametrize("content", ["what_if = 3", "= =", "", "\0"])
def test_a_file_that_is_none_offers_nothing(content: str, tmp_path: Path) -> None:
    """Catches a traceback in the middle of a line that is being typed."""
    written(tmp_path, content)
    assert asked(tmp_path, "bash", "bowtie", "run", "small.toml", "--what-if", "") == []
    assert asked(tmp_path, "bash", "bowtie", "run", "nowhere.toml", "--what-if", "") == []
