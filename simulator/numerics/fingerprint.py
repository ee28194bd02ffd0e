"""What the compiled code of a page depends on: its text, and that of all the pages that it reaches."""

import functools
import hashlib
import importlib
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

COMPILER = Path(__file__).with_name("jit.py")  # which compiles them all, with what it imports


@functools.cache
def _imports() -> dict[Path, tuple[bytes, set[Path], bool]]:
    """Of each page that this package has: a hash of its text, what it imports from the package, and
    whether compiled code knows it by its values."""
    package = Path(__file__).parents[1]
    text = {page: page.read_text(encoding="utf-8") for page in package.rglob("*.py")}

    def imported(source: str) -> set[Path]:
        """Of `from a import b` the page b where it is one, else a."""
        pages = set()
        statement = r"^ *from simulator([\w.]*) import (?:\(([^)]*)\)|(.*))"
        for where, block, line in re.findall(statement, source, re.MULTILINE):
            place = package / where.replace(".", "/").lstrip("/")
            for name in re.findall(r"(\w+)(?: as \w+)?", block or line):
                inner = {place / f"{name}.py", place / name / "__init__.py"} & text.keys()
                pages |= inner or {place.with_suffix(".py"), place / "__init__.py"} & text.keys()
        return pages

    by_values = f"\n{known_by_values.__name__}("
    return {
        page: (hashlib.blake2b(source.encode()).digest(), imported(source), by_values in source)
        for page, source in text.items()
    }


_VALUES: dict[Path, bytes] = {}  # of pages that compiled code knows by their values


def known_by_values(page: str, values: Mapping[str, object]) -> None:
    """Say at the end of a page that compiled code knows it by its constants and dtypes alone.

    What it collects them from is not followed then: a sentence there compiles nothing anew.
    """
    told = {name: value for name, value in values.items() if isinstance(value, int | float | np.dtype)}
    _VALUES[Path(page)] = repr(sorted(told.items())).encode()


def _values_of(page: Path) -> bytes:
    """The values by which compiled code knows a page; nothing where it knows the page by its text."""
    if page not in _VALUES and page in _imports() and _imports()[page][2]:
        name = page.relative_to(Path(__file__).parents[2]).with_suffix("")
        importlib.import_module(".".join(name.parts))
    return _VALUES.get(page, b"")


def fingerprint(page: Path) -> str:
    """Hash of all that is compiled into the functions of a page, where it stands, and what compiles it.

    numba looks only at the file of the function itself, so an edit of a function that it
    calls would go unnoticed: https://github.com/numba/numba/issues/1833
    """
    pages: set[Path] = {page}
    fresh = {page, COMPILER} & _imports().keys()
    while fresh:
        pages |= fresh
        fresh = {p for of in fresh if not _values_of(of) for p in _imports()[of][1]} - pages
    import numba

    digest = hashlib.blake2b(numba.__version__.encode(), digest_size=8)
    for of in sorted(pages):
        digest.update(str(of).encode())
        digest.update(_imports()[of][0] if of in _imports() else of.read_bytes())
        digest.update(_values_of(of))
    return digest.hexdigest()
