"""Compile what only compiled code calls without machine code of its own.

numba makes a module of each function, with all that it calls inside, optimises it, and makes machine code
of it; whoever calls that function does so again, one level up. Here a function that compiled code calls is a
`Fragment`: typed and lowered, and no more. The function that Python calls links all fragments that it
reaches, each once, and is optimised as a whole, once. That takes less than half of the time.

This rests on numba's private `CodeLibrary`, and on `no_compile`, by which numba compiles its own helpers.
Where they have moved, `work()` finds out, and functions are compiled the plain way: slower, to the same code.
"""

import functools
from collections.abc import Iterator
from typing import Any

import numba
from llvmlite import ir
from llvmlite.binding import Linkage, parse_assembly
from numba.core import codegen, compiler, typing
from numba.core.compiler_lock import global_compiler_lock


class Library(codegen.JITCodeLibrary):
    """Code that is linked with all the fragments that it reaches, and optimised as a whole."""

    def _optimize_functions(self, module: Any) -> None:
        module.data_layout = self._codegen._data_layout

    def finalize(self) -> None:
        """Link, optimise, and make machine code.

        What is linked is called from nowhere else. Only where the optimiser knows that, it may draw a
        function into its one caller, and see that an error which it could raise is never raised.
        """
        own = {function.name for function in self._final_module.functions if not function.is_declaration}
        for library in self.reached():
            self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        for function in self._final_module.functions:
            if not function.is_declaration and function.name not in own:
                function.linkage = Linkage.internal
        self._optimize_final_module()
        self._final_module.verify()
        self._finalize_final_module()

    def serialize_using_object_code(self) -> tuple[str, str, tuple[bytes, bytes]]:
        """Machine code and its names are kept. Nobody links them again: what they are made of is not."""
        self._ensure_finalized()
        names = ir.Module()
        for function in self._final_module.functions:
            if function.linkage is Linkage.external and not function.is_declaration:
                named = ir.Function(names, ir.FunctionType(ir.VoidType(), ()), function.name)
                ir.IRBuilder(named.append_basic_block()).ret_void()
        return self.name, "object", (self._get_compiled_object(), parse_assembly(str(names)).as_bitcode())

    def reached(self) -> Iterator["codegen.CPUCodeLibrary"]:
        """The libraries that its code calls, and that their fragments call, each once."""
        seen, fresh = {self}, [self]
        while fresh:
            for library in fresh.pop()._linking_libraries:
                if library not in seen:
                    seen.add(library)
                    yield library
                    if isinstance(library, Fragment):
                        fresh.append(library)


class Fragment(Library):
    """Code that waits to be linked."""

    def finalize(self) -> None:
        """Nothing more is added to it."""
        self._finalize_dynamic_globals()
        self._finalized = True


class _Linking(compiler.Compiler):
    """Compile a function that Python calls."""

    library: type[Library] = Library

    def _compile_core(self) -> Any:
        own = self.library(self.state.targetctx.codegen(), self.state.func_id.func_qualname)
        own.enable_object_caching()
        self.state.library = own
        return super()._compile_core()


class _Lowering(_Linking):
    """Compile a function that compiled code calls."""

    library = Fragment

    def _compile_core(self) -> Any:
        self.state.flags.no_compile = True
        self.state.flags.no_cpython_wrapper = True
        self.state.flags.no_cfunc_wrapper = True
        return super()._compile_core()


class Entry(_Linking):
    """The same where fragments work; else numba's own way."""

    def _compile_core(self) -> Any:
        return super()._compile_core() if work() else compiler.Compiler._compile_core(self)


def _taken_as(given: Any) -> Any:
    """The type by which a fragment takes an argument: an integer in 64 bits, what is left out as what then
    counts. One fragment serves all calls; who calls it brings each argument into its type."""
    if isinstance(given, numba.types.Omitted):
        given = numba.typeof(given.value)
    narrow = isinstance(given, numba.types.Integer) and given.signed
    return numba.types.int64 if narrow else given


class _Inner:
    """A function as compiled code calls it: a fragment for each types of arguments."""

    def __init__(self, whole: Any) -> None:
        self._name = whole.py_func.__name__
        self._compiler = type(whole._compiler)(
            whole.py_func, whole.targetdescr, whole.targetoptions, {}, _Lowering
        )
        self._keys: dict[tuple[Any, ...], object] = {}
        self._signatures: list[Any] = []

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """The template by which numba types a call."""
        pysig, given = self._compiler.fold_argument_types(args, kws)
        types = tuple(map(_taken_as, given))
        self._compile(types)
        template = typing.make_concrete_template(self._name, self._name, self._signatures)
        return template, pysig, types, {}

    def get_overload(self, types: Any) -> object:
        """What stands for the fragment where numba lowers a call."""
        return self._keys[tuple(types)]

    def _compile(self, types: tuple[Any, ...]) -> None:
        if types in self._keys:
            return
        with global_compiler_lock:
            found = self._compiler.compile(types, None)
        key = object()
        found.target_context.insert_user_function(key, found.fndesc, [found.library])
        self._keys[types] = key
        self._signatures.append(found.signature)


def as_fragments(whole: Any) -> None:
    """Let compiled code call fragments of a dispatcher's function; Python calls the dispatcher as before."""
    inner = _Inner(whole)

    @functools.cache
    def plain() -> Any:  # apart from what Python calls: that may have been kept, and cannot be linked then
        return numba.njit(nogil=True)(whole.py_func)

    whole.get_call_template = lambda args, kws: (inner if work() else plain()).get_call_template(args, kws)
    whole.get_overload = lambda types: (inner if work() else plain()).get_overload(types)


@functools.cache
def work() -> bool:
    """Whether this numba links fragments: tried when something is compiled, once a process."""

    def twice(x: int) -> int:
        return x + x

    part = numba.njit(twice)
    inner = _Inner(part)
    part.get_call_template, part.get_overload = inner.get_call_template, inner.get_overload

    def entry(x: int) -> int:
        return part(x) + 1

    try:
        return bool(numba.njit(pipeline_class=_Linking)(entry)(20) == 41 and not part.overloads)
    except Exception:  # whatever has moved: what it raises cannot be known before
        return False
