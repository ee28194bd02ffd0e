"""Pass many arrays to a compiled function as one record of their addresses.

With a tuple of arrays every call would count references on each of them: several times slower.
Whoever makes such a record keeps what it points to.
"""

import ctypes
from collections.abc import Callable, Iterable
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import types

from simulator.numerics.jit import Record
from simulator.numerics.plain import plain


def point(record: Record, owner: object, names: Iterable[str]) -> None:
    """Tell a record where these arrays of its owner begin; its fields have their names."""
    for name in names:
        record[name] = getattr(owner, name).ctypes.data


@numba.extending.intrinsic
def _pointer_compiled(typing_context: Any, address: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

    return types.voidptr(types.uint64), generate


def _pointer_plain(address: Any) -> ctypes.c_void_p:
    return ctypes.c_void_p(int(address))


pointer = _pointer_plain if plain() else _pointer_compiled


def _place(context: Any, builder: Any, address: Any, index: Any, dtype: np.dtype[Any]) -> Any:
    """Where the row stands: a multiplication and an addition. No array is made, which would be counted."""
    size = ir.Constant(ir.IntType(64), dtype.itemsize)
    place = builder.add(address, builder.mul(index, size))
    return builder.inttoptr(place, context.get_value_type(numba.from_dtype(dtype)))


def row_at(dtype: np.dtype[Any]) -> Callable[[Any, int], Record]:
    """A function (address, index) -> row: of the list of rows that begins at an address."""
    if plain():
        return lambda address, index: numba.carray(pointer(address), (int(index) + 1,), dtype)[index]

    @numba.extending.intrinsic
    def row(typing_context: Any, address: Any, index: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return _place(context, builder, arguments[0], arguments[1], dtype)

        return numba.from_dtype(dtype)(types.uint64, types.int64), generate

    found: Callable[[Any, int], Record] = row
    return found


def row_of(name: str, dtype: np.dtype[Any]) -> Callable[[Record, int], Record]:
    """A function (record, index) -> row: of the list of rows whose address is record[name]."""
    if plain():
        row_plain = row_at(dtype)
        return lambda record, index: row_plain(record[name], index)

    @numba.extending.intrinsic
    def row(typing_context: Any, record: Any, index: Any) -> Any:
        offset = ir.Constant(ir.IntType(64), record.fields[name].offset)

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            own, index = arguments
            start = builder.gep(builder.bitcast(own, ir.IntType(8).as_pointer()), [offset])
            address = builder.load(builder.bitcast(start, ir.IntType(64).as_pointer()))
            return _place(context, builder, address, index, dtype)

        return numba.from_dtype(dtype)(record, types.int64), generate

    found: Callable[[Record, int], Record] = row
    return found
