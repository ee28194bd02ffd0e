"""`bowtie new`: write a scenario file of your own."""

import shlex
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from simulator import compilation
from simulator.commands.completion import shipped_names
from simulator.commands.errors import door, refuse
from simulator.commands.files import refuse_what_is_there
from simulator.commands.say import say
from simulator.scenario_library import REGISTER, SCHEMA, folder, scenarios
from simulator.unfinished import whole_file

_ENDING = ".toml"
_LONGEST = 100  # bytes of a name


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the new file, with or without .toml.")],
    like: Annotated[
        str,
        typer.Option(metavar="NAME", help="The shipped company to begin with.", autocompletion=shipped_names),
    ] = "subscription",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """A scenario file of your own, like a shipped one."""
    with door():
        from simulator.scenario_library.new_file import own

        file = _place(name)
        made = own(_shipped(like), file.stem)
        files = {file: made.text.encode()}
        files |= {file.parent / beside: source.read_bytes() for beside, source in made.tables.items()}
        for path in files:
            refuse_what_is_there(path, force)
        schema, text = file.parent / SCHEMA, (folder() / SCHEMA).read_bytes()
        other = schema.exists() and (not schema.is_file() or schema.read_bytes() != text)
        if not schema.exists():
            files[schema] = text
        _write(files)
        say("\n".join(_report(file, list(files), other, made.what_ifs)))
        compilation.begin()


def _place(name: str) -> Path:
    """Where a file of this name is to be; refused where that cannot be."""
    path = Path(name)
    stem = path.name.removesuffix(_ENDING)
    if not stem.strip(". ") or stem.startswith(("-", ".")) or not stem.isprintable() or "\\" in stem:
        refuse(f"{name!r}: not the name of a file; write one such as my-company")
    if len(stem.encode()) > _LONGEST:
        refuse(f"{name!r}: too long; write a name such as my-company")
    file = path.with_name(stem + _ENDING)
    if file.name == REGISTER:
        refuse(f"{file}: the name of a register of sources; take another one")
    if not file.parent.is_dir():
        refuse(f"{file}: there is no folder {file.parent}")
    return file


def _shipped(like: str) -> Path:
    known = scenarios()
    name = like.removesuffix(_ENDING)
    if name not in known:
        from simulator.errors import nearest

        near = nearest(name, known)
        asked = f"did you mean {near}? " if near else ""
        right = f"{asked}`bowtie list` shows all that there are"
        refuse(f"--like {like}: no company of that name comes with the product; {right}")
    return known[name]


def _write(files: dict[Path, bytes]) -> None:
    """All of them, or none where one can not be written."""
    with ExitStack() as begun:
        for path, content in files.items():
            begun.enter_context(whole_file(path)).write_bytes(content)


def _report(file: Path, files: list[Path], other: bool, what_ifs: bool) -> list[str]:
    quoted = shlex.quote(str(file))
    lines = [f"written: {', '.join(map(str, files))}"]
    if other:
        lines.append(
            f"left as it is: {file.parent / SCHEMA}, though this version's is another (`bowtie schema`)"
        )
    lines += ["", "next:", f"  bowtie check {quoted}", f"  bowtie run {quoted}"]
    return [*lines, f"  bowtie compare {quoted} --what-ifs"] if what_ifs else lines
