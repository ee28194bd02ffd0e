"""The notebooks are short, tell their question from the answer on, and use public names only."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

import simulator

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
STORIES = {
    "which-business-model",
    "where-lifetime-value-comes-from",
    "more-leads-or-better-conversion",
    "seller-or-customer-success-manager",
    "from-perpetual-to-subscription",
    "where-the-next-customer-comes-from",
    "qualify-harder-or-sell-faster",
}
SUBMODULES = {"figures"}
MOST_BYTES = 1_000_000
MOST_CELLS = 11
HEADINGS = re.compile(r"# [^\n]*\?\n## Answer\n(## Evidence: [^\n]+\n)+## What would change the answer\n")
ROUNDING = 0.01  # digits belong to one set of versions, as in the README; a stale output is further off

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> Any:
    """A notebook of the present format."""
    return nbformat.read(path, as_version=4)


def code_of(notebook: Any) -> list[Any]:
    """Its cells of code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def said(cell: Any) -> str:
    """All that a cell printed; of a picture only that there is one."""
    texts = []
    for output in cell.outputs:
        if output.output_type == "stream":
            assert output.name == "stdout", output.text
            texts.append(output.text)
        else:
            texts.append("\n".join(sorted(output.data)))
    return "".join(texts)


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def same(one: str, other: str) -> bool:
    """The same words, and numbers within a hundredth, or one unit of the last digit that is shown."""
    if NUMBER.sub("0", one) != NUMBER.sub("0", other):
        return False
    for mine, theirs in zip(NUMBER.findall(one), NUMBER.findall(other), strict=True):
        digits = [len(text.partition(".")[2]) for text in (mine, theirs)]
        a, b = (float(text.replace(",", "")) for text in (mine, theirs))
        if abs(a - b) > max(ROUNDING * max(a, b), 10.0 ** -min(digits)) * 1.000001:
            return False
    return True


def executed(path: Path, then: str = "") -> Any:
    """The notebook run anew, from the folder that it lies in; `then`: code that is run at its end."""
    from nbclient import NotebookClient

    notebook = read(path)
    for cell in code_of(notebook):
        cell.outputs, cell.execution_count = [], None
    told = len(notebook.cells)
    notebook.cells += [nbformat.v4.new_code_cell(then)] if then else []
    NotebookClient(notebook, timeout=900, kernel_name="python3", record_timing=False).execute(
        cwd=str(path.parent)
    )
    del notebook.cells[told:]
    return notebook


def strangers(code: str) -> set[str]:
    """Names of this package that a page uses and that are not public."""
    public = set(simulator.__all__) | SUBMODULES
    tree = ast.parse(code)
    found = set()
    shown = {alias for name in SUBMODULES for alias in _public(name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.startswith("simulator.")}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "simulator":
            known = public if node.module == "simulator" else shown
            if node.module not in {"simulator", *(f"simulator.{name}" for name in SUBMODULES)}:
                known = set()
            found |= {f"{node.module}.{a.name}" for a in node.names if a.name not in known}
        elif isinstance(node, ast.Attribute):
            if node.attr.startswith("_"):
                found.add(node.attr)
            whole = ast.unparse(node.value).removeprefix("simulator.")
            if whole == "simulator" and node.attr not in public:
                found.add(f"simulator.{node.attr}")
            if whole in SUBMODULES and node.attr not in shown:
                found.add(f"{whole}.{node.attr}")
    return found


def _public(submodule: str) -> list[str]:
    from importlib import import_module

    names: list[str] = import_module(f"simulator.{submodule}").__all__
    return names


def test_there_are_notebooks() -> None:
    """Catches a folder that was moved, or a notebook that is gone: nothing below would test it."""
    assert {path.stem for path in NOTEBOOKS} == STORIES


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import simulator\nsimulator.run(simulator.load('a'))", set()),
        ("from simulator import figures\nfigures.bowtie(1)", set()),
        ("from simulator.figures import side_by_side", set()),
        ("import simulator.engines", {"simulator.engines"}),
        ("from simulator.model import MONTH", {"simulator.model.MONTH"}),
        ("from simulator import engines", {"simulator.engines"}),
        ("simulator.metrics", {"simulator.metrics"}),
        ("figures.parts", {"figures.parts"}),
        ("simulator.figures.bowtie(1)", set()),
        ("simulator.figures.parts", {"figures.parts"}),
        ("from simulator.figures import parts", {"simulator.figures.parts"}),
        ("model._builder", {"_builder"}),
    ],
)
def test_strangers_are_found(code: str, found: set[str]) -> None:
    """Catches a search for private names that never finds any."""
    assert strangers(code) == found


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("won 12.3 % of 4,400", "won 12.4 % of 4,420", True),
        ("in 97 of 100", "in 96 of 100", True),
        ("won 12.3 %", "won 12.5 %", False),
        ("won 4,400", "won 4,600", False),
        ("12 won", "12 lost", False),
        ("12 won", "12 won 3", False),
    ],
)
def test_what_counts_as_the_same(one: str, other: str, equal: bool) -> None:
    """Catches a comparison that would let a stale output pass, or stop at a rounding."""
    assert same(one, other) is equal


@each_notebook
def test_public_names_only(path: Path) -> None:
    """Catches a story that a reader can not retell with what we promise to keep."""
    assert strangers("\n".join(cell.source for cell in code_of(read(path)))) == set()


@each_notebook
def test_stored_with_outputs_and_nothing_of_a_machine(path: Path) -> None:
    """Catches a notebook that was cleared, run out of order, run elsewhere, or is too large to keep."""
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) < MOST_BYTES
    notebook = read(path)
    cells = code_of(notebook)
    assert all(cell.outputs for cell in cells)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert all(output.output_type != "error" for cell in cells for output in cell.outputs)
    assert sum("image/png" in said(cell) for cell in cells) >= 2
    assert all(not cell.metadata for cell in cells)  # no times, no settings of an editor
    assert set(notebook.metadata.language_info) == {"name"}
    assert not re.search(r"[\"' (](/(home|Users|root|tmp|work|usr|opt|var)/|[A-Z]:\\\\)", text)


@each_notebook
def test_question_answer_evidence(path: Path) -> None:
    """Catches a notebook that makes one wait for its answer, grows into a lecture, or checks itself."""
    notebook = read(path)
    assert len(notebook.cells) <= MOST_CELLS
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert HEADINGS.fullmatch("".join(f"{line}\n" for line in prose.splitlines() if line.startswith("#")))
    code = ast.parse("\n".join(cell.source for cell in code_of(notebook)))
    assert not any(isinstance(node, ast.Assert) for node in ast.walk(code))
