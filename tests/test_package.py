"""What carries the design: which page may know which, and what loads when."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import version
from pathlib import Path

import pytest

import simulator

PACKAGE = Path(simulator.__file__).parent
HEAVY = {"numpy", "scipy", "numba", "matplotlib", "polars", "pydantic", "simpy", "tomlkit"}


# What a company is, and how its numbers are written, is known before the model: parts of their own.
GROUND = {"scenario.keys": "company", "scenario.numbers": "quantity", "scenario.errors": "errors"}


def part_of(name: str) -> str:
    """The part of a page by its name within the package: `metrics` for metrics.revenue."""
    return GROUND.get(".".join(name.split(".")[:2]), name.split(".")[0])


OF_FILES = {"scenario", "company", "quantity"}  # what a file may say, and what it means


def pages() -> Iterator[tuple[str, Path]]:
    """Every page with the part it belongs to."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield part_of(".".join(path.relative_to(PACKAGE).with_suffix("").parts)), path


@cache
def statements(text: str) -> list[ast.Import | ast.ImportFrom]:
    """The imports of a page, wherever in it: several tests ask."""
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]


def imports(text: str) -> Iterator[str]:
    """Full names of all that a page imports: `a.b` and `a.b.c` for `from a.b import c`."""
    for node in statements(text):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        else:
            assert node.level == 0, "imports are absolute here"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parts_known(text: str) -> set[str]:
    """Parts of this package that a page imports."""
    names = [name.removeprefix("simulator.") for name in imports(text) if name.startswith("simulator.")]
    roots = {name: name.split(".")[0] for name in names}
    there = [n for n in names if (PACKAGE / roots[n]).is_dir() or (PACKAGE / f"{roots[n]}.py").is_file()]
    return {part_of(name) for name in there}


def test_the_reader_of_imports_sees_them() -> None:
    """Catches a ban that never finds anything."""
    text = "def f():\n    from simulator import rules\n    import simulator.engines.heap\n    import os.path"
    assert parts_known(text) == {"rules", "engines"}
    assert "os.path" in set(imports(text))


@pytest.mark.parametrize("part", ["metrics", "closed_form"])
def test_what_reads_ledgers_knows_neither_rules_nor_engines(part: str) -> None:
    """Catches a metric or an oracle that agrees with the rules because it asks them."""
    for mine, path in pages():
        if mine == part:
            assert not parts_known(path.read_text()) & {"rules", "engines", *OF_FILES}, path


def test_the_model_knows_no_files() -> None:
    """Catches a model that reads or writes a file, or knows a scenario."""
    text = (PACKAGE / "model.py").read_text()
    roots = {name.split(".")[0] for name in imports(text)}
    assert not roots & {"os", "io", "pathlib", "tomllib", "json", "pickle", "shutil", "tempfile"}
    assert parts_known(text) <= {"numerics", "company"}
    called = {
        n.func.id
        for n in ast.walk(ast.parse(text))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }
    assert "open" not in called


def test_only_figures_draw() -> None:
    """Catches matplotlib in a page that is not a drawing."""
    for mine, path in pages():
        drawn = any(name.split(".")[0] == "matplotlib" for name in imports(path.read_text()))
        assert not drawn or mine == "figures", path


def test_imports_point_one_way() -> None:
    """Catches two parts that know each other, and an answer that a ledger depends on."""
    known: dict[str, set[str]] = {}
    for part, path in pages():
        if part not in ("__init__", "__main__"):
            known.setdefault(part, set()).update(parts_known(path.read_text()) - {part})
    tuple(TopologicalSorter(known).static_order())  # raises CycleError
    later = {"experiment", "figures", "report", "saved_runs", "commands"}
    for part in set(known) - later:
        assert not known[part] & later, part
    assert not (known["ledger"] | known["rules"] | known["engines"]) & OF_FILES
    assert "scenario" not in known["model"] | known["company"] | known["quantity"]
    assert not known["company"] & {"scenario", "metrics", "money", "ledger"}
    assert not known["experiment"] & {"figures", "report", "saved_runs", "commands"}
    assert not known["figures"] & {"report", "saved_runs", "commands", "engines", "rules", *OF_FILES}
    assert "commands" not in known["saved_runs"] | known["report"]
    assert not known["format"] | known["numerics"] | known["visible"]
    assert known["errors"] == {"visible"}
    assert known["layout"] == {"format", "visible"}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def modules_known(text: str, modules: set[str]) -> set[str]:
    """Modules that a page imports: `a.b` for `from a import b` where b is one, else `a`; for types, too."""
    known = set()
    for node in statements(text):
        if isinstance(node, ast.Import):
            known |= {alias.name for alias in node.names}
        else:
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            known |= (whole & modules) | ({str(node.module)} if whole - modules else set())
    return known & modules


def test_no_two_modules_know_each_other() -> None:
    """Catches a circle of imports, by way of types or of a function, too."""
    files = {module_of(path): path for _, path in pages()}
    known = {name: modules_known(path.read_text(), set(files)) - {name} for name, path in files.items()}
    tuple(TopologicalSorter(known).static_order())  # raises CycleError
    typed = "if TYPE_CHECKING:\n    from a.b import c\n    from a import b, D\ndef f():\n    import a.c"
    assert modules_known(typed, {"a", "a.b", "a.c"}) == {"a", "a.b", "a.c"}
    assert modules_known("from a import b", {"a", "a.b"}) == {"a.b"}


@pytest.mark.parametrize(
    ("words", "heavy"),
    [
        (["--help"], HEAVY | {"typer"}),
        (["--version"], HEAVY),
        (["run", "--help"], HEAVY | {"typer"}),
        (["list"], HEAVY - {"pydantic"}),  # typer itself may load it to read options
    ],
)
def test_a_question_loads_nothing_heavy(words: list[str], heavy: set[str]) -> None:
    """Catches an import that makes `bowtie --help` slow."""
    program = (
        "import sys\n"
        "from simulator.__main__ import main\n"
        f"sys.argv = ['bowtie', *{words!r}]\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"print(sorted(set(sys.modules) & {heavy!r}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr.strip() == "[]"


def test_the_package_itself_loads_nothing_heavy() -> None:
    """Catches a public name that is imported before anybody asks for it."""
    program = f"import sys, simulator; print(sorted(set(sys.modules) & {HEAVY!r}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_figures_are_there_when_asked_for() -> None:
    """Catches pictures that need an import of their own, or that every import of the package draws in."""
    program = (
        "import sys, simulator\n"
        "assert 'matplotlib' not in sys.modules\n"
        "print(simulator.figures.bowtie.__name__, 'matplotlib' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "bowtie True"


def test_public_names() -> None:
    """Catches a public name that is not there, or is there and not told."""
    for name in simulator.__all__:
        assert getattr(simulator, name) is not None
    assert set(simulator._PAGES) == set(simulator.__all__) - {"__version__", "figures"}
    assert simulator.figures is importlib.import_module("simulator.figures")
    assert set(simulator.__all__) <= set(dir(simulator))
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        simulator.nothing  # noqa: B018


def test_one_version() -> None:
    """Catches a version that is written in two places and changed in one."""
    done = subprocess.run(
        [sys.executable, "-m", "simulator", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"bowtie {simulator.__version__}\n"
    assert version("bowtie-simulator") == simulator.__version__
