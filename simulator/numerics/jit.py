"""Compile functions with numba."""

import functools
import threading
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulator.numerics.plain import plain

F = TypeVar("F", bound=Callable[..., Any])

Record: TypeAlias = Any  # one row of a structured array, written through in place
Rows: TypeAlias = NDArray[Any]  # a structured array
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Places: TypeAlias = NDArray[np.int32]  # in a list, -1 for none


def compiled(function: F) -> F:
    """Compile for speed and release the interpreter's lock; plain under NUMBA_DISABLE_JIT=1."""
    return function if plain() else _Compiled(function)  # type: ignore[return-value]


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

    def __reduce__(self) -> Any:
        """As numba's own: what is kept of one that is called within another is never mistaken for it."""
        return self._dispatcher().__reduce__()

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
    """The function as numba knows it, its compiled code kept on disk."""
    import numba

    from simulator.numerics.kept_code import Kept

    fragments = _fragments()
    how = {"pipeline_class": fragments.Entry} if fragments else {}
    dispatcher = numba.njit(nogil=True, **how)(function)
    if fragments:
        fragments.as_fragments(dispatcher)
    _forget_literals(dispatcher)
    kept = Kept(function)
    dispatcher._cache, dispatcher.compile = kept, kept.compiling(dispatcher.compile)
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
        types = tuple(numba.types.unliteral(a) for a in args)
        return template_of(types, {name: numba.types.unliteral(a) for name, a in kws.items()})

    dispatcher.get_call_template = get_call_template
