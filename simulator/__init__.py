"""What are our odds? A Monte Carlo simulator of recurring revenue."""

from simulator.version import __version__

TYPE_CHECKING = False  # typing's own takes a third of the time of `bowtie --help`
if TYPE_CHECKING:
    from simulator import figures
    from simulator.engines import simulate
    from simulator.experiment import (
        BreakEven,
        Comparison,
        Outcomes,
        Sized,
        Solution,
        at_equal,
        breakeven,
        compare,
        run,
        solve,
    )
    from simulator.ledger import Ledger
    from simulator.metrics import Measures, definition, measure
    from simulator.model import Model
    from simulator.report.board.page import board
    from simulator.report.workbook import workbook
    from simulator.scenario import Scenario, ScenarioError
    from simulator.scenario.load import load
    from simulator.tables import table

__all__ = [
    "BreakEven",
    "Comparison",
    "Ledger",
    "Measures",
    "Model",
    "Outcomes",
    "Scenario",
    "ScenarioError",
    "Sized",
    "Solution",
    "__version__",
    "at_equal",
    "board",
    "breakeven",
    "compare",
    "definition",
    "figures",
    "load",
    "measure",
    "run",
    "simulate",
    "solve",
    "table",
    "workbook",
]

_NAMES = {
    "engines": ("simulate",),
    "experiment": (
        *("BreakEven", "Comparison", "Outcomes", "Sized", "Solution"),
        *("at_equal", "breakeven", "compare", "run", "solve"),
    ),
    "ledger": ("Ledger",),
    "metrics": ("Measures", "definition", "measure"),
    "model": ("Model",),
    "report.board.page": ("board",),
    "report.workbook": ("workbook",),
    "scenario": ("Scenario", "ScenarioError", "load"),
    "tables": ("table",),
}
_PAGES = {name: page for page, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> object:
    """A public name is imported when it is first asked for: `bowtie --help` stays quick."""
    from importlib import import_module

    if name == "figures":  # a page of names of its own
        return import_module(f"{__name__}.{name}")  # which puts it among the globals
    if name not in _PAGES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_PAGES[name]}"), name)
    if _PAGES[name] == "experiment":  # answers show themselves in a notebook by pages that know them
        import_module(f"{__name__}.report.notebook")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
