"""Catches a numba that no longer links fragments, and code that is another where it is linked."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import pytest
from llvmlite.binding import Linkage, parse_bitcode

from simulator.numerics import fragments
from simulator.numerics.jit import compiled

pytestmark = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")


def nested():
    """What Python calls, and what that calls."""

    @compiled
    def root(x: float) -> float:
        if x < 0.0:
            raise ValueError("no root of it")
        return x**0.5

    @compiled
    def both(x: float, y: float) -> float:
        return root(x) + root(y)

    return root, both


def test_what_compiled_code_calls_has_no_machine_code_of_its_own() -> None:
    """Would catch a numba whose inside has moved: then fragments are to be mended."""
    assert fragments.work()
    root, both = nested()
    assert both(9.0, 16.0) == 7.0
    assert not root.overloads
    assert root(25.0) == 5.0  # Python may call it all the same


def test_an_error_far_inside_is_heard() -> None:
    _, both = nested()
    with pytest.raises(ValueError, match="no root of it"):
        both(1.0, -1.0)


def test_machine_code_and_names_are_kept_and_no_more() -> None:
    """Catches code that is read in a second form, too, which nobody uses: a tenth of a short run."""
    _, both = nested()
    both(9.0, 16.0)
    (found,) = both.overloads.values()
    _, kind, (code, rest) = found.library.serialize_using_object_code()
    names = parse_bitcode(rest)
    assert kind == "object"
    assert code
    assert found.fndesc.llvm_cpython_wrapper_name in {f.name for f in names.functions}
    assert {len(list(block.instructions)) for f in names.functions for block in f.blocks} == {1}


def test_what_is_linked_is_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an optimiser that has to keep each function apart for others: code a sixth slower."""
    seen = {}
    plain = fragments.Library._optimize_final_module

    def look(library: fragments.Library) -> None:
        seen.update({f.name: f.linkage for f in library._final_module.functions if not f.is_declaration})
        plain(library)

    monkeypatch.setattr(fragments.Library, "_optimize_final_module", look)
    _, both = nested()
    assert both(9.0, 16.0) == 7.0
    by_name = {name: {seen[n] for n in seen if f"{name}B" in n} for name in ("root", "both")}
    assert by_name == {"root": {Linkage.internal}, "both": {Linkage.external}}


def test_one_fragment_serves_all_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches what is left out, or a smaller integer, that is compiled anew: a fifth more fragments of the
    engine, and a default that is another where nobody gives it."""
    count = []
    plain = fragments._Lowering._compile_core

    def look(self: fragments._Lowering) -> Any:
        count.append(self.state.func_id.func_name)
        return plain(self)

    monkeypatch.setattr(fragments._Lowering, "_compile_core", look)

    @compiled
    def weighed(x: int, by: int = -2, more: float = 0.5, twice: bool = True) -> float:
        return (2 if twice else 1) * (x * by + more)

    @compiled
    def all_of_them(row: Any, x: int) -> tuple[float, ...]:
        return (
            weighed(x), weighed(x, 3), weighed(row["small"], row["small"], twice=False), weighed(x, more=1.5),
            weighed(row["small"]),
        )  # fmt: skip

    row = np.array([(2**31 - 1,)], [("small", "i4")])[0]
    big = 2**31 - 1
    assert all_of_them(row, 7) == (-27.0, 43.0, big * big + 0.5, -25.0, -4.0 * big + 1.0)
    assert count == ["weighed"]


def test_the_plain_way_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    _, both = nested()
    pairs = np.random.default_rng(1).random((100, 2))
    linked = [both(x, y) for x, y in pairs]
    monkeypatch.setattr(fragments, "work", lambda: False)
    monkeypatch.delattr(fragments._Inner, "get_call_template")
    root, plain = nested()
    assert root(25.0) == 5.0  # which may have been kept by itself
    assert [plain(x, y) for x, y in pairs] == linked


@pytest.mark.parametrize("moved", ["_optimize_final_module", "_get_module_for_linking"])
def test_a_numba_that_has_moved_is_noticed(moved: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nobody's work ends in an error of numba."""

    def gone(*_: object) -> None:
        raise AttributeError(moved)

    monkeypatch.setattr(fragments.Library, moved, gone)
    assert not fragments.work.__wrapped__()
