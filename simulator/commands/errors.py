"""CLI error handling: a message, exit code 2 and nothing written for bad input."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from typer.core import TyperGroup

from simulator.commands.say import say
from simulator.scenario_library import meant, scenarios
from simulator.visible import visible

if TYPE_CHECKING:
    from simulator.scenario import Scenario, ScenarioError

BAD_INPUT = 2
INTERRUPTED = 130

# Click's UsageError, whose module depends on the version of typer.
_USAGE_ERROR: type[typer.BadParameter] = typer.BadParameter.mro()[1]


class Commands(TyperGroup):
    """All commands; what typer itself says of a wrong word shows the word as text."""

    def make_context(self, *args: Any, **options: Any) -> Any:
        """Read the words before a command."""
        with _shown_as_text():
            return super().make_context(*args, **options)

    def invoke(self, *args: Any, **options: Any) -> Any:
        """Find the command, read its words, run it."""
        with _shown_as_text():
            return super().invoke(*args, **options)


@contextmanager
def _shown_as_text() -> Iterator[None]:
    try:
        yield
    except _USAGE_ERROR as error:
        error.message = visible(error.message, "\n\t")  # ends of lines are those of help, which may be one
        raise


def refuse(message: str) -> NoReturn:
    """Say what is wrong and end."""
    say(message, err=True)
    raise typer.Exit(BAD_INPUT)


@contextmanager
def door() -> Iterator[None]:
    """Around every command: what can not be, or is too much, is refused; Ctrl-C ends without fuss."""
    try:
        try:
            yield
        except (OSError, MemoryError, typer.Exit):
            raise
        except Exception as error:
            if _can_not_be(error):
                refuse(str(error))
            raise
    except BrokenPipeError:
        raise  # who reads has read enough: typer ends without a word
    except OSError as error:
        refuse(f"the answer can not be written: {error.strerror or error}")
    except MemoryError:
        refuse("not enough memory for so much: ask for fewer leads, fewer years or fewer threads")
    except KeyboardInterrupt:
        say("stopped before anything was done", err=True)
        raise typer.Exit(INTERRUPTED) from None


def _can_not_be(error: Exception) -> bool:
    """Whether an error says what the user could ask for instead; looked up where there is one only."""
    from simulator.experiment import OptionError, WorkersError
    from simulator.ledger import TooManyRows
    from simulator.money import TooMuchMoney

    return isinstance(error, OptionError | WorkersError | TooManyRows | TooMuchMoney)


def load_all(files: Sequence[Path], what_if: str | None = None) -> "list[Scenario]":
    """The scenarios of all files; where any is wrong, all that is wrong with any is refused."""
    scenarios, wrong = load_each(files, what_if)
    if wrong is not None:
        refuse(str(wrong))
    return scenarios


def load_each(
    files: Sequence[Path], what_if: str | None = None
) -> "tuple[list[Scenario], ScenarioError | None]":
    """The scenarios of the good files, and what is wrong with the others; warnings go to stderr."""
    from simulator.errors import collected
    from simulator.scenario import Problem, ScenarioError, load

    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for file in files:
        with collected(problems):
            scenarios.append(load(_found(file), what_if))
    warnings = [f"{scenario.path}: {warning}" for scenario in scenarios for warning in scenario.warnings]
    for warning in dict.fromkeys(warnings):
        say(warning, err=True)
    return scenarios, ScenarioError(dict.fromkeys(problems)) if problems else None


def tell_doubts(varied: "Scenario", company: "Scenario") -> None:
    """Say to stderr what is allowed and seldom meant in a what-if, and not in the company without it."""
    for warning in varied.warnings:
        if warning not in company.warnings:
            say(f"{company.path}, {varied.name}: {warning}", err=True)


def _found(file: Path) -> Path:
    """The file that is meant. Raises ScenarioError for a name without ending that nothing has."""
    from simulator.errors import Problem, ScenarioError, nearest

    found = meant(file)
    if found != file or file.suffix or file.exists() or not file.name or file.is_absolute():
        return found
    there = [one.stem for one in file.parent.glob("*.toml")]
    near = dict.fromkeys(filter(None, (nearest(file.name, there), nearest(file.as_posix(), scenarios()))))
    what = f"did you mean {' or '.join(near)}?" if near else "`bowtie list` shows all that come with it"
    text = f"there is no such file, and no company of that name comes with the product; {what}"
    raise ScenarioError([Problem(str(file), "", "", text)])
