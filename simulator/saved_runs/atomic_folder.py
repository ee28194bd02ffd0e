"""Write a folder atomically: beside its place, then moved."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from simulator.experiment import OptionError
from simulator.saved_runs.manifest import foreign
from simulator.unfinished import LONGEST, begun, beside, left

_REPLACED = "replaced"  # of a record that stands aside for a new one


class Folder:
    """A folder in the making. `hashes`: sha256 of each file in it, by name with forward slashes."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.hashes: dict[str, str] = {}

    def put(self, name: str, content: bytes | Iterable[bytes]) -> None:
        """Write a file, piece by piece where there are several, and see it through to the disk."""
        file = self.place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        hashed = sha256()
        with file.open("xb") as stream:
            for piece in [content] if isinstance(content, bytes) else content:
                stream.write(piece)
                hashed.update(piece)
            stream.flush()
            os.fsync(stream.fileno())
        self.hashes[name] = hashed.hexdigest()


def check(place: Path, *, force: bool = False) -> None:
    """Raise OptionError where no folder can come to be; to be asked before anything is computed."""
    try:
        where = _where(place)
        _check_place(place, where)
        _clean(where)
        _check_free(place, where, force)
        with begun(where, Path.mkdir) as probe:
            probe.rmdir()
    except OSError as error:
        raise OptionError(f"{place}: no folder can be written there: {error.strerror or error}") from None


@contextmanager
def whole(place: Path, *, force: bool = False) -> Iterator[Folder]:
    """A folder to be filled, moved to its place when the block ends, and gone where the block fails.

    A kill leaves a folder whose name begins with a dot and says that it is unfinished: the next who writes
    here takes it away. With `force` a record that is there goes when the new one has come.
    Raises OptionError, OSError.
    """
    where = _where(place)
    _clean(where)
    with begun(where, Path.mkdir) as unfinished:
        try:
            yield Folder(unfinished)
            for folder, _, _ in os.walk(unfinished):
                _sync(Path(folder))
            _check_free(place, where, force)  # a second time: a run may have taken hours
            _move(unfinished, where)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise


def _clean(where: Path) -> None:
    """Take away what a kill has left of this folder, and put back a record that stood aside for a new one."""
    for old in left(where, Path.is_dir, _REPLACED):
        if where.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(where)
    for old in left(where, Path.is_dir):
        shutil.rmtree(old, ignore_errors=True)


def _where(place: Path) -> Path:
    return Path(os.path.abspath(place))  # noqa: PTH100 - a link stays one


def _check_place(place: Path, where: Path) -> None:
    if where in (Path.cwd(), *Path.cwd().parents):
        raise OptionError(f"{place}: you are in this folder; name one that is not there yet")
    if len(os.fsencode(where.name)) > LONGEST:
        raise OptionError(f"the name of the folder is too long: more than {LONGEST} letters")
    if not where.parent.is_dir():
        raise OptionError(f"{place}: there is no folder {place.parent}")


def _check_free(place: Path, where: Path, force: bool) -> None:
    if where.is_symlink():
        raise OptionError(f"{place}: this is a link; name a folder")
    if where.exists() and not where.is_dir():
        raise OptionError(f"{place}: this is a file; name a folder")
    if where.exists() and not force:
        raise OptionError(f"{place}: exists already; --force writes over it if it is a record")
    if where.exists() and (why := foreign(where)):
        raise OptionError(f"{place}: {why}; --force writes over a record, and over nothing else")


def _move(unfinished: Path, where: Path) -> None:
    """By one rename; what was there stands aside until it has worked."""
    if not where.exists():
        unfinished.rename(where)
        _sync(where.parent)
        return
    aside = beside(where, _REPLACED)
    where.rename(aside)
    try:
        unfinished.rename(where)
    except BaseException:
        aside.rename(where)
        raise
    _sync(where.parent)
    shutil.rmtree(aside, ignore_errors=True)


def _sync(folder: Path) -> None:
    """See the names in a folder through to the disk, where a system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
