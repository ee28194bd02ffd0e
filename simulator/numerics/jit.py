"""Compile functions with numba, and keep what is compiled until the code changes."""

import atexit
import functools
import hashlib
import importlib
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numpy as np
import platformdirs
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])

Record: TypeAlias = Any  # one row of a structured array, written through in place
Rows: TypeAlias = NDArray[Any]  # a structured array
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Places: TypeAlias = NDArray[np.int32]  # in a list, -1 for none

KEPT_DAYS = 14  # an old version goes when nobody has used it for so long: another process may run it


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


def _fingerprint(page: Path) -> str:
    """Hash of all that is compiled into the functions of a page, where it stands, and what compiles it.

    numba looks only at the file of the function itself, so an edit of a function that it
    calls would go unnoticed: https://github.com/numba/numba/issues/1833
    """
    pages, fresh = {Path(__file__)}, {page} & _imports().keys()
    while fresh:
        pages |= fresh
        fresh = {p for of in fresh if not _values_of(of) for p in _imports()[of][1]} - pages
    import numba

    digest = hashlib.blake2b(numba.__version__.encode(), digest_size=8)
    for of in sorted({*pages, page}):
        digest.update(str(of).encode())
        digest.update(_imports()[of][0] if of in _imports() else of.read_bytes())
        digest.update(_values_of(of))
    return digest.hexdigest()


@functools.cache
def cache_folder(page: Path) -> Path | None:
    """The folder of what is compiled of a page as it is; None where none can be written.

    Each page has one of its own, named by all that it imports: an edit forgets what it reaches and no more.
    """
    root = os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_dir("bowtie-simulator")
    folder = Path(root) / f"compiled-{_fingerprint(page)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".used").touch()
    except OSError:
        return None
    _clean_up_at_exit(folder.parent)
    return folder


@functools.cache
def _clean_up_at_exit(root: Path) -> None:
    atexit.register(_forget_old_versions, root)  # by then all that this process uses is marked as used


def _forget_old_versions(root: Path) -> None:
    def used(folder: Path) -> float:
        try:
            return (folder / ".used").stat().st_mtime
        except OSError:
            return time.time()

    for folder in root.glob("compiled-*"):
        if time.time() - used(folder) > KEPT_DAYS * 24 * 3600:
            shutil.rmtree(folder, ignore_errors=True)


def first_compilation() -> bool:
    """Whether the engine has yet to be compiled on this machine (up to a minute, once)."""
    import numba

    folder = cache_folder(Path(__file__).parents[1] / "engines" / "compiled.py")
    plain = bool(numba.config.DISABLE_JIT)
    return not plain and (folder is None or not any(folder.rglob("*.nbi")))


def compiled(function: F) -> F:
    """Compile for speed and release the interpreter's lock; plain under NUMBA_DISABLE_JIT=1."""
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0"):
        return function
    return _Compiled(function)  # type: ignore[return-value]


class _Compiled:
    """A function that numba hears of when Python or compiled code first calls it.

    numba takes longer to import than a file to check, and a millisecond for each function that it is told of;
    most functions are called by compiled code alone, and not looked at where that is kept.
    """

    _one_at_a_time = threading.Lock()

    def __init__(self, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)
        self.py_func = function
        self._made: Any = None

    def __call__(self, *args: Any) -> Any:
        return (self._made or self._dispatcher())(*args)

    @property
    def _numba_type_(self) -> Any:
        """By which numba knows it where compiled code calls it."""
        return self._dispatcher()._numba_type_

    def __getattr__(self, name: str) -> Any:
        """Its signatures and what else numba tells of it."""
        if name.startswith("__"):  # asked of anything, by who copies it or looks at it
            raise AttributeError(name)
        return getattr(self._dispatcher(), name)

    def _dispatcher(self) -> Any:
        with self._one_at_a_time:
            self._made = self._made or _dispatcher_of(self.py_func)
        return self._made


def _dispatcher_of(function: Callable[..., Any]) -> Any:
    """The function as numba knows it."""
    import numba

    folder, fragments = cache_folder(Path(function.__code__.co_filename)), _fragments()
    theirs = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder or "")  # read while the decorator runs, so give it back after
    try:
        how = {"pipeline_class": fragments.Entry} if fragments else {}
        dispatcher = numba.njit(nogil=True, cache=folder is not None, **how)(function)
    finally:
        numba.config.CACHE_DIR = theirs
    if not numba.config.DISABLE_JIT:
        if fragments:
            fragments.as_fragments(dispatcher)
        _forget_literals(dispatcher)
    return dispatcher


@functools.cache
def _fragments() -> Any:
    """By which functions are linked; None with a numba whose inside has moved (see there)."""
    try:
        from simulator.numerics import fragments
    except (ImportError, AttributeError):
        return None
    return fragments


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
    import numba

    template_of = dispatcher.get_call_template

    def get_call_template(args: Any, kws: Any) -> Any:
        plain = tuple(numba.types.unliteral(a) for a in args)
        return template_of(plain, {name: numba.types.unliteral(a) for name, a in kws.items()})

    dispatcher.get_call_template = get_call_template
