"""Examples of the pages, run; and what they print, stored again: python -m tests.docs.stored

Look at the difference before you keep it: what was written around an example may no longer be so.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.docs.edits import edited
from tests.docs.pages import BLOCK, DOCS, python_folder, text_of
from tests.test_notebooks import NUMBER

SAID = "# > "  # in front of what an example in Python prints
STEPS = "ten-minutes.md"


def printed(code: str, known: dict[str, Any]) -> Iterator[tuple[list[str], list[str]]]:
    """Each statement of an example, as lines, and the lines that it prints."""
    lines, at = code.splitlines(), 0
    for node in ast.parse(code).body:
        end = node.end_lineno or at
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(ast.Module([node], []), "example", "exec"), known)
        yield [line for line in lines[at:end] if not line.startswith(SAID)], said.getvalue().splitlines()
        at = end


def commands(block: str) -> list[tuple[str, str]]:
    """The commands of an example with what is shown under each."""
    parts = re.split(r"^\$ (.*)\n?", block, flags=re.MULTILINE)
    assert parts[0] == ""
    return list(zip(parts[1::2], parts[2::2], strict=True))


def answered(command: str) -> str:
    """What a command prints, in the folder that we are in."""
    from typer.testing import CliRunner

    from simulator.commands import app

    program, *words = shlex.split(command)
    assert program == "bowtie"
    came = CliRunner().invoke(app, words)
    assert came.exit_code == 0, f"{command}\n{came.output}"
    return came.stdout


def step_by_step(folder: Path) -> Iterator[tuple[str, str, str]]:
    """The ten minutes, done in an empty folder that we are in: each command, what is shown, what came."""
    mine = folder / "mine.toml"
    for language, block in BLOCK.findall(text_of(STEPS)):
        if language == "toml":
            mine.write_text(edited(mine.read_text(encoding="utf-8"), block), encoding="utf-8")
        elif language == "console":
            for command, shown in commands(block):
                yield command, shown, answered(command)


def again(shown: str, came: str) -> str:
    """The lines that are shown, as they come now; what comes in other words has to be looked at."""

    def shape(line: str) -> str:
        return " ".join(NUMBER.sub("0", line).split())

    lines, at, found = came.splitlines(), 0, []
    for line in shown.splitlines():
        here = next((n for n in range(at, len(lines)) if shape(lines[n]) == shape(line)), None)
        if here is not None:
            line, at = lines[here].rstrip(), here + 1
        elif line != "...":
            print(f"look at: {line}")
        found.append(line + "\n")
    return "".join(found)


def main() -> None:
    """Write the outputs of all examples anew."""
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(python_folder(Path(place))):
        for page in sorted(DOCS.glob("*.md")):
            known: dict[str, Any] = {}

            def filled(match: re.Match[str], known: dict[str, Any] = known) -> str:
                if match[1] != "python":
                    return match[0]
                lines = [
                    line
                    for code, said in printed(match[2], known)
                    for line in (*code, *(SAID + s for s in said))
                ]
                return "\n".join(["```python", *lines, "```"])

            page.write_text(BLOCK.sub(filled, page.read_text(encoding="utf-8")), encoding="utf-8")
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        text = text_of(STEPS)
        for command, shown, came in step_by_step(Path(place)):
            text = text.replace(f"$ {command}\n{shown}", f"$ {command}\n{again(shown, came)}", 1)
        (DOCS / STEPS).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
