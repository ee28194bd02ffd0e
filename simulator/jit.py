"""`@compiled`: numba's njit, with a cache that notices edits."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numba
import numpy as np
import platformdirs
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])

Record: TypeAlias = Any  # one row of a structured array, written through in place

KEPT_DAYS = 14  # an old version goes when nobody has used it for so long: another process may run it


def _compiled_pages() -> list[Path]:
    """The pages that compile something, and all that they import from this package."""
    package = Path(__file__).parent
    text = {page: page.read_text(encoding="utf-8") for page in package.rglob("*.py")}
    found = {page for page in text if "@compiled" in text[page]} | {Path(__file__)}
    fresh = set(found)
    while fresh:
        source = "\n".join(text[page] for page in fresh)
        names = set(re.findall(r"from simulator\.([\w.]+) import", source))
        names |= set(re.findall(r"from simulator import (\w+)", source))
        places = {package / name.replace(".", "/") for name in names}
        fresh = {p for place in places for p in (place.with_suffix(".py"), place / "__init__.py")}
        fresh = (fresh & text.keys()) - found
        found |= fresh
    return sorted(found)


def _fingerprint() -> str:
    """Hash of what is compiled, where it stands, and what compiles it.

    numba looks only at the file of the function itself, so an edit of a function that it
    calls would go unnoticed: https://github.com/numba/numba/issues/1833
    """
    digest = hashlib.blake2b(numba.__version__.encode(), digest_size=8)
    for page in _compiled_pages():
        digest.update(str(page).encode())
        digest.update(page.read_bytes())
    return digest.hexdigest()


@functools.cache
def cache_folder() -> Path | None:
    """The folder of compiled code for this very source; None where none can be written."""
    root = os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_dir("bowtie-simulator")
    folder = Path(root) / f"compiled-{_fingerprint()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".used").touch()
    except OSError:
        return None
    _forget_old_versions(folder)
    return folder


def _forget_old_versions(current: Path) -> None:
    def used(folder: Path) -> float:
        try:
            return (folder / ".used").stat().st_mtime
        except OSError:
            return time.time()

    for folder in current.parent.glob("compiled-*"):
        if folder != current and time.time() - used(folder) > KEPT_DAYS * 24 * 3600:
            shutil.rmtree(folder, ignore_errors=True)


def first_compilation() -> bool:
    """Whether the engine has yet to be compiled on this machine (up to a minute, once)."""
    folder = cache_folder()
    plain = bool(numba.config.DISABLE_JIT)
    return not plain and (folder is None or not any(folder.rglob("*compiled*.nbi")))


def compiled(function: F) -> F:
    """Compile for speed and release the interpreter's lock; plain under NUMBA_DISABLE_JIT=1."""
    folder = cache_folder()
    theirs = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder or "")  # read while the decorator runs, so give it back after
    try:
        dispatcher = numba.njit(nogil=True, cache=folder is not None)(function)
    finally:
        numba.config.CACHE_DIR = theirs
    if not numba.config.DISABLE_JIT:
        _forget_literals(dispatcher)
    return dispatcher  # type: ignore[no-any-return]


def to_read(values: NDArray[Any]) -> NDArray[Any]:
    """Contiguous and read-only, always: each other layout would be compiled for anew."""
    view = np.ascontiguousarray(values).view()
    view.setflags(write=False)
    return view


def _forget_literals(dispatcher: Any) -> None:
    """Compile a function once, not anew for every constant that it is called with.

    numba types a constant argument as that very constant. One version of each function takes
    a quarter of the time to compile.
    """
    template_of = dispatcher.get_call_template

    def get_call_template(args: Any, kws: Any) -> Any:
        plain = tuple(numba.types.unliteral(a) for a in args)
        return template_of(plain, {name: numba.types.unliteral(a) for name, a in kws.items()})

    dispatcher.get_call_template = get_call_template
