"""Pass many arrays to a compiled function as one record of their addresses.

With a tuple of arrays every call would count references on each of them: several times slower.
Whoever makes such a record keeps what it points to.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numba.core import types

from simulator.numerics.jit import Record, compiled


@numba.extending.intrinsic
def _pointer_compiled(typing_context: Any, address: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

    return types.voidptr(types.uint64), generate


def _pointer_plain(address: Any) -> ctypes.c_void_p:
    return ctypes.c_void_p(int(address))


pointer = _pointer_plain if numba.config.DISABLE_JIT else _pointer_compiled


def row_of(name: str, dtype: np.dtype[Any]) -> Callable[..., Any]:
    """A compiled function (record, index) -> row: of the list of rows whose address is record[name]."""

    @compiled
    def row(record: Record, index: int) -> Record:
        return numba.carray(pointer(record[name]), (index + 1,), dtype)[index]

    return row
