"""The scenario files that come with the product, and new files made of them."""

from pathlib import Path

SCHEMA = "scenario.schema.json"
ABSENT = "none"  # as a value: as if the key were not there; a child file drops what its base has
REGISTER = "sources.toml"  # of sources: no company
_HERE = Path(__file__).resolve().parent


def folder() -> Path:
    """Where they are: beside this page as it is installed, beside the package in a checkout."""
    installed = _HERE / "scenarios"
    return installed if installed.is_dir() else _HERE.parents[1] / "scenarios"


def scenarios() -> dict[str, Path]:
    """Every shipped scenario by its name, such as "subscription" and "portfolio/05m"; folders last."""
    place = folder()
    files = [file for file in place.rglob("*.toml") if file.name != REGISTER]
    files.sort(key=lambda file: (len(file.relative_to(place).parts), file))
    return {file.relative_to(place).with_suffix("").as_posix(): file for file in files}


def meant(file: Path) -> Path:
    """A file as it is named; by a name without ending also NAME.toml, else the shipped one of that name."""
    if file.suffix or not file.name or file.is_file():
        return file
    beside = file.with_name(f"{file.name}.toml")
    return beside if beside.is_file() else scenarios().get(file.as_posix(), file)
