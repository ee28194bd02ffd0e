"""Compiled code that is kept: trusted, whole, or thrown away with a word; made by one process at a time."""

from __future__ import annotations

import errno
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numba
import pytest

from simulator.numerics import cache_folder, kept_code
from simulator.numerics.jit import compiled

pytestmark = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")
posix = pytest.mark.skipif(sys.platform == "win32", reason="folders are closed in another way there")


def _forget() -> None:
    for known in (cache_folder.folder, cache_folder.say, kept_code.folder_of):
        known.cache_clear()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for compiled code."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    folders = set(kept_code.FOLDERS)
    _forget()
    yield tmp_path / "cache"
    _forget()
    kept_code.FOLDERS.clear()
    kept_code.FOLDERS.update(folders)


def root_of() -> Callable[[float], float]:
    """A function as another process finds it: nothing of it is compiled yet."""
    _forget()

    @compiled
    def root(x: float) -> float:
        return x**0.5

    return root


def loaded(root: Callable[[float], float]) -> bool:
    """Whether what it was called with was found on disk."""
    return bool(root.stats.cache_hits)  # type: ignore[attr-defined]


def files(cache: Path) -> list[Path]:
    return sorted(cache.rglob(f"*{kept_code.ENDING}"))


def test_what_is_compiled_is_kept(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catches a cache that is written and never read, and one that leaves parts of files."""
    assert root_of()(9.0) == 3.0
    (file,) = files(cache)
    written = file.stat().st_mtime_ns
    again = root_of()
    assert again(9.0) == 3.0
    assert loaded(again)
    assert files(cache) == [file]
    assert file.stat().st_mtime_ns == written
    assert not list(cache.rglob("*.part"))
    assert capsys.readouterr().err == ""


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "shorter than a checksum": lambda content: content[:10],
    "cut after the checksum": lambda content: content[:64],
    "cut in half": lambda content: content[: len(content) // 2],
    "cut by a byte": lambda content: content[:-1],
    "a bit in the checksum": lambda content: bytes([content[0] ^ 1]) + content[1:],
    "a bit at the end": lambda content: content[:-1] + bytes([content[-1] ^ 1]),
    "a bit in the middle": lambda content: (
        content[: len(content) // 2]
        + bytes([content[len(content) // 2] ^ 4])
        + content[len(content) // 2 + 1 :]
    ),
    "something else": lambda content: b"not compiled code" * 1000,
    "no pickle": lambda content: kept_code._checksum(b"x") + b"x",
    "another pickle": lambda content: kept_code._checksum(b"N.") + b"N.",  # None
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_damaged_is_thrown_away_and_made_anew(
    cache: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[bytes], bytes]
) -> None:
    """Catches a damaged file that ends every command, is run, or stays."""
    root_of()(9.0)
    (file,) = files(cache)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    anew = root_of()
    assert anew(9.0) == 3.0
    assert not loaded(anew)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "is thrown away and made anew" in said
    assert str(file) in said
    again = root_of()
    assert again(16.0) == 4.0
    assert loaded(again)
    assert capsys.readouterr().err == ""


@posix
@pytest.mark.parametrize("which", ["root", "page"])
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_code_that_others_may_write_is_not_run(
    cache: Path, capsys: pytest.CaptureFixture[str], which: str, mode: int
) -> None:
    """Catches a pickle of somebody else that is loaded: it may do anything."""
    root_of()(9.0)
    (file,) = files(cache)
    open_to_others = cache if which == "root" else file.parent
    open_to_others.chmod(mode)
    anew = root_of()
    assert anew(9.0) == 3.0
    assert not loaded(anew)
    said = capsys.readouterr().err
    assert f"others may write there: chmod go-w {open_to_others}" in said
    assert said.count("is not used") == 1
    open_to_others.chmod(0o700)
    again = root_of()
    assert again(9.0) == 3.0
    assert loaded(again)


@posix
def test_code_of_somebody_else_is_not_run(
    cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a folder that is trusted because nobody but its owner, who is another, may write there."""
    root_of()(9.0)
    owner = cache.stat().st_uid
    monkeypatch.setattr(cache_folder, "ROOT_USER", -1)
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    anew = root_of()
    assert anew(9.0) == 3.0
    assert not loaded(anew)
    assert "it belongs to somebody else" in capsys.readouterr().err


def no_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a disk that is read-only; whoever runs tests as root may write everywhere."""
    really = Path.open

    def refused(self: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    def opened(self: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        return refused(self) if set(mode) & set("wax+") else really(self, mode, *more, **named)

    monkeypatch.setattr(Path, "mkdir", refused)
    monkeypatch.setattr(Path, "touch", refused)
    monkeypatch.setattr(Path, "open", opened)


def test_what_is_whole_on_a_read_only_disk_is_used(
    cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a cache that has to be written to be read."""
    root_of()(9.0)
    with monkeypatch.context() as patched:
        no_writing(patched)
        again = root_of()
        assert again(9.0) == 3.0
    assert loaded(again)
    assert capsys.readouterr().err == ""


def test_what_is_missing_on_a_read_only_disk_is_compiled(
    cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches an error where a part of the code is there, and nothing can be added."""
    root_of()(9.0)
    (file,) = files(cache)
    file.unlink()
    with monkeypatch.context() as patched:
        no_writing(patched)
        assert root_of()(9.0) == 3.0
    assert capsys.readouterr().err == f"compiled code is not kept: {file.parent}: Read-only file system\n"


def test_what_can_not_be_kept_is_compiled_all_the_same(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches an error, or silence, where a file stands in the place of the folder."""
    cache.write_text("no folder")
    assert root_of()(9.0) == 3.0
    assert capsys.readouterr().err.count("compiled code is not kept") == 1


def _holds(lock: str, held: str, seconds: float) -> None:
    with cache_folder.alone(Path(lock)):
        Path(held).touch()
        time.sleep(seconds)


@pytest.mark.slow
def test_a_process_that_is_killed_lets_go(tmp_path: Path) -> None:
    """Catches a lock that outlives who held it: nobody would ever compile again."""
    lock, held = tmp_path / "lock", tmp_path / "held"
    other = multiprocessing.get_context("spawn").Process(target=_holds, args=(str(lock), str(held), 600.0))
    other.start()
    while not held.exists():
        time.sleep(0.01)
    other.kill()
    with cache_folder.alone(lock):
        other.join()
    assert other.exitcode != 0


PROGRAM = """
import sys, time
from pathlib import Path
sys.path.insert(0, {folder!r})
from simulator.numerics import kept_code
import page
save = kept_code.Kept.save_overload
def told(self, signature, result):
    save(self, signature, result)
    with open({log!r}, "a") as log:
        log.write("compiled\\n")
kept_code.Kept.save_overload = told
print(page.root(9.0))
"""


@pytest.mark.slow
def test_two_processes_never_compile_the_same(tmp_path: Path) -> None:
    """Catches two commands at once that both take the time: who comes second waits for the first."""
    page = "from simulator.numerics.jit import compiled\n\n@compiled\ndef root(x):\n    return x**0.5\n"
    (tmp_path / "page.py").write_text(page)
    program = PROGRAM.format(folder=str(tmp_path), log=str(tmp_path / "log"))
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    how = {"env": environment, "stdout": subprocess.PIPE, "text": True}
    several = [subprocess.Popen([sys.executable, "-c", program], **how) for _ in range(3)]
    assert [one.communicate()[0] for one in several] == ["3.0\n"] * 3
    assert (tmp_path / "log").read_text() == "compiled\n"


def test_a_version_goes_only_when_nobody_has_used_it_for_long(cache: Path) -> None:
    """Another process may still be running on it."""
    for name, days in (("compiled-young", 1), ("compiled-old", 100), ("not-ours", 100)):
        (cache / name).mkdir(parents=True)
        (cache / name / ".used").touch()
        then = (cache / name / ".used").stat().st_mtime - days * 86400
        os.utime(cache / name / ".used", (then, then))
    kept_code._forget_old_versions(cache)
    assert (cache / "compiled-young").exists()
    assert not (cache / "compiled-old").exists()
    assert (cache / "not-ours").exists()
