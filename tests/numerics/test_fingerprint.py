"""Compiled code is made anew for an edit that reaches it, and for no other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.numerics import fingerprint
from tests.test_package import module_of, modules_known

PACKAGE = Path(__file__).parents[2] / "simulator"


def _python(program: str, package: Path, cache: Path | str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "NUMBA_CACHE_DIR": str(cache), "PYTHONPATH": str(package.parent)},
        cwd=package.parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def _folder(package: Path, cache: Path, page: str = "engines/compiled.py") -> str:
    program = "from pathlib import Path; from simulator.numerics.kept_code import folder_of; "
    return _python(f"{program}print(folder_of(Path({str(package / page)!r})))", package, cache)


@pytest.mark.slow
def test_an_edit_of_any_page_that_is_compiled_in_is_noticed(tmp_path: Path) -> None:
    """numba by itself looks only at the page of the outermost function (numba#1833)."""
    package = tmp_path / "simulator"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    pages = ("engines/compiled.py", "scenario/to_model/draws.py")
    before = {page: _folder(package, tmp_path / "cache", page) for page in pages}
    for edited, reached in (
        ("numerics/threshold.py", {"engines/compiled.py"}),
        ("model.py", {"engines/compiled.py"}),  # compiles nothing itself; its constants are compiled in
        ("rules/seats.py", {"engines/compiled.py"}),
        ("company/team.py", {"scenario/to_model/draws.py"}),
        ("numerics/jit.py", set(pages)),
        ("numerics/fragments.py", set(pages)),  # the compiler, too
        ("commands/run.py", set()),
    ):
        with (package / edited).open("a") as file:
            file.write("\n# edited\n")
        after = {page: _folder(package, tmp_path / "cache", page) for page in pages}
        assert {page for page in pages if after[page] != before[page]} == reached, edited
        before = after
    team = package / "company" / "team.py"
    team.write_text(team.read_text().replace('column="benefits_and_taxes"', 'column="burdens"'))
    assert _folder(package, tmp_path / "cache") != before["engines/compiled.py"]  # a column of the model


@pytest.mark.slow
def test_another_checkout_compiles_for_itself(tmp_path: Path) -> None:
    """numba's own files are keyed by path: sharing a folder would hide a first compilation."""
    package = tmp_path / "simulator"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    assert _folder(package, tmp_path / "cache") != _folder(PACKAGE, tmp_path / "cache")


def test_imports_are_read_as_python_reads_them() -> None:
    """Catches an import in a form that goes unseen: an edit behind it would compile nothing anew."""
    texts = {page: page.read_text() for page in PACKAGE.rglob("*.py")}
    modules = {module_of(page) for page in texts}
    for page, (_, imported, _) in fingerprint._imports().items():
        known = modules_known(texts[page], modules)
        assert {module_of(each) for each in imported} - {"simulator"} == known - {"simulator"}, page
