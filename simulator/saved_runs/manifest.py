"""The manifest of a record: how it was made, from which inputs, with hashes of its files."""

import json
import os
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from simulator.experiment import OptionError
from simulator.provenance import LIBRARIES, installed
from simulator.version import __version__

FILE = "manifest.json"
FORMAT = 1  # counts up when an older product could no longer read it
PRODUCT: Literal["bowtie-simulator"] = "bowtie-simulator"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Recorded(_Strict):
    """A scenario of the record, and its files in it."""

    name: str
    file: str  # under inputs/
    what_if: str
    changes: dict[str, Any]
    resolved: str


class Options(_Strict):
    """What the command was asked, beside the scenarios."""

    replications: int
    seed: int
    engine: str
    definitions: dict[str, str] = {}
    independent: bool = False  # whether what is not known was drawn so in each replication
    against: str | None = None
    second_lives: int = 0  # replications that were lived once more, with other luck
    precision: str | None = None  # how sure the metric `on` was to be
    on: str | None = None  # the metric of which is told what moves it
    by: str | None = None  # the metric by which what-ifs are ranked on the page
    at_equal: str | None = None  # the metric in which what-ifs were brought to the same size


class Machine(_Strict):
    """On what it ran: bits are promised for one architecture and one set of versions."""

    bowtie: str
    python: str
    libraries: dict[str, str]
    system: str
    architecture: str

    def differences(self, other: "Machine") -> list[str]:
        """`numpy 1.26.4, now 2.0.0` for each thing that is another one there."""
        pairs = {
            "bowtie": (self.bowtie, other.bowtie),
            "python": (self.python, other.python),
            **{name: (v, other.libraries.get(name, "none")) for name, v in self.libraries.items()},
            "system": (self.system, other.system),
            "architecture": (self.architecture, other.architecture),
        }
        return [f"{name} {then}, now {now}" for name, (then, now) in pairs.items() if then != now]


class Manifest(_Strict):
    """The manifest of a record. `files`: sha256 of each file but the manifest, by its name in the folder."""

    product: Literal["bowtie-simulator"]
    record: int
    command: Literal["run", "compare"]
    options: Options
    partial: bool
    replications_done: int
    scenarios: list[Recorded]
    written: str  # UTC
    machine: Machine
    files: dict[str, str]

    @property
    def inputs(self) -> dict[str, str]:
        """sha256 of each input by its name under inputs/."""
        return {n.removeprefix("inputs/"): h for n, h in self.files.items() if n.startswith("inputs/")}


def this_machine() -> Machine:
    """The machine and the versions that run now."""
    found = installed()
    return Machine(
        bowtie=__version__,
        python=found["python"],
        libraries={name: found[name] for name in LIBRARIES},
        system=found["system"],
        architecture=found["architecture"],
    )


def read(folder: Path) -> Manifest:
    """The manifest of a record. Raises OptionError where the folder is none, or is not understood."""
    if not folder.is_dir():
        what = "this is a file, not a record" if folder.exists() else "there is no such folder"
        raise OptionError(f"{folder}: {what}; name a folder that --out has written")
    if not (folder / FILE).is_file():
        raise OptionError(f"{folder}: not a record: there is no {FILE} in it")
    found = _tree(folder)
    if found.get("product") != PRODUCT:
        raise OptionError(f"{folder}: not a record: its {FILE} is damaged, or of something else")
    if found.get("record") != FORMAT:
        told = f"its {FILE} has format {found.get('record')!r}, this bowtie reads {FORMAT}"
        raise OptionError(f"{folder}: a record of another version: {told}")
    try:
        manifest = Manifest.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise OptionError(f"{folder}: {FILE} is damaged: {place}: {first['msg']}") from None
    strange = [one.file for one in manifest.scenarios if one.file not in manifest.inputs]
    if strange or not all(_is_within(name) for name in manifest.files):
        raise OptionError(f"{folder}: {FILE} is damaged: files: it names what is not in the record")
    names = [one.name for one in manifest.scenarios]
    against = manifest.options.against
    if len(names) != 1 if manifest.command == "run" else against not in names:
        raise OptionError(f"{folder}: {FILE} is damaged: scenarios: those of another command")
    return manifest


def _is_within(name: str) -> bool:
    """Whether a file's name leads into the folder, and not out of it."""
    parts = PurePosixPath(name).parts
    return bool(parts) and parts[0] != "/" and ".." not in parts and "\0" not in name


def foreign(folder: Path) -> str:
    """Why a folder is not a record as it was written and nothing else; empty where it is one, or is empty."""
    found = {
        (Path(at) / name).relative_to(folder).as_posix()
        for at, folders, files in os.walk(folder)
        for name in [*files, *(f for f in folders if (Path(at) / f).is_symlink())]
    }
    if not any(folder.iterdir()):
        return ""
    tree = _tree(folder) if FILE in found else {}
    known = tree.get("files")
    if tree.get("product") != PRODUCT or not isinstance(known, dict):
        return "it is not a record"
    others = sorted(found - known.keys() - {FILE})
    if others:
        return f"there is more in it than a record: {others[0]}"
    edited = [name for name, written in known.items() if hash_of(folder / name) not in (None, written)]
    return f"not as it was written: {', '.join(edited)}" if edited else ""


def hash_of(file: Path) -> str | None:
    """sha256 of a file; None where it is not there, or no file: a pipe would be waited for."""
    try:
        return sha256(file.read_bytes()).hexdigest() if file.is_file() else None
    except (OSError, ValueError):
        return None


def _tree(folder: Path) -> dict[str, Any]:
    """What is in the file, unchecked; nothing where that is no JSON."""
    try:
        found = json.loads((folder / FILE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
