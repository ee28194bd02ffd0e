"""Keep compiled code on disk: whole, checked when it is read, and compiled by one process at a time."""

import atexit
import functools
import hashlib
import pickle
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from numba.core import caching, compiler, serialize
from numba.core.compiler_lock import global_compiler_lock

from simulator.numerics import cache_folder
from simulator.numerics.cache_folder import PREFIX, USED, alone, say, write_whole
from simulator.numerics.fingerprint import fingerprint

ENDING = ".code"
FOLDERS: set[Path] = set()  # that this process has read or written
KEPT_DAYS = 14  # an old version goes when nobody has used it for so long: another process may run it


@functools.cache
def folder_of(page: Path) -> Path | None:
    """The folder of what is compiled of a page as it is; None where there is none.

    Each page has one of its own, named by all that it imports: an edit forgets what it reaches and no more.
    """
    folder = cache_folder.folder(fingerprint(page))
    if folder is not None:
        FOLDERS.add(folder)
        with suppress(OSError):  # who may not write there can not forget it either
            (folder / USED).touch()
            _clean_up_at_exit(folder.parent)
    return folder


@functools.cache
def _clean_up_at_exit(root: Path) -> None:
    atexit.register(_forget_old_versions, root)  # by then all that this process uses is marked as used


def _forget_old_versions(root: Path) -> None:
    def used(folder: Path) -> float:
        try:
            return (folder / USED).stat().st_mtime
        except OSError:
            return time.time()

    for folder in root.glob(f"{PREFIX}*"):
        if time.time() - used(folder) > KEPT_DAYS * 24 * 3600:
            shutil.rmtree(folder, ignore_errors=True)


class Kept(caching.NullCache):  # type: ignore[misc]
    """The compiled code of one function, a file for each types of arguments and each kind of processor.

    A file is a checksum and what numba makes of its result to be pickled. What is damaged is thrown away.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._turn = ExitStack()

    def compiling(self, compile: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """numba's method that compiles, where what is not there is compiled by one process at a time."""

        def compile_alone(signature: Any) -> Any:
            with global_compiler_lock:
                before = self._turn  # a function may call itself
                with ExitStack() as self._turn:
                    try:
                        return compile(signature)
                    finally:
                        self._turn = before

        return compile_alone

    def load_overload(self, signature: Any, target: Any) -> Any:
        """What is kept for these types; None, with nobody else compiling it, where that is nothing."""
        target.refresh()
        file = self._file(signature, target.codegen())
        if file is None:
            return None
        found = self._read(file, target)
        if found is None:
            try:
                self._turn.enter_context(alone(file.with_suffix(".lock")))
            except OSError:
                return None
            found = self._read(file, target)  # whom we waited for has made it
        return found

    def save_overload(self, signature: Any, result: Any) -> None:
        """Keep what has been compiled; where that can not be, say so and go on."""
        if result.library.has_dynamic_globals:  # addresses of this process
            return
        file = self._file(signature, result.codegen)
        if file is None:
            place = cache_folder.root()
            say(
                f"compiled code is not kept: {place} can not be used; NUMBA_CACHE_DIR may name another folder"
            )
            return
        content = serialize.dumps(result._reduce())
        try:
            write_whole(file, _checksum(content) + content)
        except OSError as error:
            say(f"compiled code is not kept: {file.parent}: {error.strerror or error}")

    def _file(self, signature: Any, codegen: Any) -> Path | None:
        folder = folder_of(Path(self._function.__code__.co_filename))
        if folder is None:
            return None
        cells = tuple(cell.cell_contents for cell in self._function.__closure__ or ())
        key = (str(signature), codegen.magic_tuple(), self._function.__code__.co_code)
        digest = hashlib.blake2b(repr(key).encode(), digest_size=8)
        digest.update(serialize.dumps(cells) if cells else b"")
        name = self._function.__qualname__.replace("<", "").replace(">", "")
        line = self._function.__code__.co_firstlineno
        return folder / f"{name}-{line}-{digest.hexdigest()}{ENDING}"

    def _read(self, file: Path, target: Any) -> Any:
        try:
            content = memoryview(file.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            return self._thrown_away(file, error.strerror or str(error))
        size = hashlib.blake2b().digest_size
        if _checksum(content[size:]) != content[:size]:
            return self._thrown_away(file, "it is damaged")
        try:
            return compiler.CompileResult._rebuild(target, *pickle.loads(content[size:]))
        except Exception as error:  # of numba's inside: what it raises cannot be known before
            return self._thrown_away(file, f"{type(error).__name__}: {error}")

    def _thrown_away(self, file: Path, why: str) -> None:
        say(f"compiled code of {self._function.__qualname__} is thrown away and made anew: {file}: {why}")
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _checksum(content: bytes | memoryview) -> bytes:
    return hashlib.blake2b(content).digest()
