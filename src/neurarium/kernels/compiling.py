"""How the kernels are compiled: one decorator, one set of options, one description of the processor.

Everything that differs from network to network (sizes, depth, activations, loss, optimizer, their settings)
is a run-time value. So there is one program for all networks: it is compiled once on a machine, and loaded
from the cache from then on (see `cache`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast
from weakref import WeakKeyDictionary

from llvmlite import binding
from numba import njit, types
from numba.core import config
from numba.core.compiler import compile_internal
from numba.core.targetconfig import ConfigStack
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin

from neurarium.kernels.cache import keep

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")
T = TypeVar("T")

# Division by 0 gives inf or NaN as NumPy does (the training loop looks for them); the GIL is free while a
# kernel runs. No `fastmath`: it may assume that NaN never occurs, and it would re-order sums at the
# compiler's whim.
FLOAT: Any = types.float32
"""In kernels, FLOAT(x) is x as a float32: arithmetic with it does not rise to float64."""

OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "boundscheck": False, "_nrt": False}


TYPES: dict[str, types.Type] = {
    "None": types.void,
    "int": types.int64,
    "tuple[int, int]": types.UniTuple(types.int64, 2),
    "float": types.float32,
    "tuple[float, int]": types.Tuple((types.float32, types.int64)),
    "Double": types.float64,
    "bool": types.boolean,
    "Bytes": types.uint8[::1],
    "Shorts": types.uint16[::1],
    "Integers": types.int64[::1],
    "Floats": types.float32[::1],
    "Doubles": types.float64[::1],
}
"""What the annotations of compiled functions mean; `vectors`, `plan` and others add their own types."""


def compiled_tuple(tuple_class: type[T]) -> type[T]:
    """Make a named tuple (of fields whose types are in `TYPES`) usable in compiled functions."""
    fields = [TYPES[field.__forward_arg__] for field in tuple_class.__annotations__.values()]
    TYPES[tuple_class.__name__] = types.BaseTuple.from_types(fields, tuple_class)
    return tuple_class


def inlined(function: F) -> F:
    """Do what `compiled` does, and put the function's code in the place of each call."""
    return compiled(function, inline=True)


def compiled(function: F, *, inline: bool = False) -> F:
    """Make a function callable from kernels, for the types that its annotations name.

    It is compiled as part of each `entry` that needs it: one module, one optimisation, one generation of
    machine code. (Left to itself, Numba would compile it anew for each mixture of constants and variables at
    its callers, each time down to machine code.) From Python it cannot be called: that is what entries are
    for.
    """
    *parameters, result = (TYPES[name] for name in function.__annotations__.values())
    declared = signature(result, *parameters)

    class Declared(ConcreteTemplate):  # type: ignore[misc]
        key = function
        cases: ClassVar[list[Any]] = [declared]

    infer_global(function, types.Function(Declared))

    @lower_builtin(function, *parameters)  # type: ignore[untyped-decorator]
    def call(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        called = _compile_into_caller(context, function, declared, inline=inline)
        return context.call_internal(builder, called, sig, args)

    return function


_compiled_into: WeakKeyDictionary[Any, dict[Any, Any]] = WeakKeyDictionary()
"""For each library that is being compiled, the functions that are in it already."""


def _compile_into_caller(context: Any, function: Any, declared: Any, *, inline: bool) -> Any:
    """Compile a function into the library of its caller, once; return what is needed to call it."""
    library = context.active_code_library
    known = _compiled_into.setdefault(library, {})
    if function not in known:
        flags = ConfigStack().top().copy()
        flags.forceinline = inline
        flags.no_compile = flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
        result = compile_internal(
            context.typing_context, context, library, function, declared.args, declared.return_type, flags, {}
        )
        known[function] = result.fndesc
    return known[function]


def instruction(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function that generates code usable in kernels: Numba's `intrinsic`, with a type."""
    return cast("Callable[..., Any]", intrinsic(function))


def entry(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that Python calls, and keep the machine code in the cache.

    What it calls is kept along with it, as part of its machine code.
    """
    dispatcher = njit(**OPTIONS, no_cfunc_wrapper=True)(function)
    keep(dispatcher)
    return cast("Callable[..., Any]", dispatcher)


def processor_features() -> frozenset[str]:
    """Return the names of the instruction sets that Numba compiles for, such as 'avx2' and 'fma'."""
    if config.CPU_FEATURES is not None:
        switches = str(config.CPU_FEATURES).split(",")
        return frozenset(s[1:] for s in switches if s.startswith("+"))
    if config.CPU_NAME not in (None, "", binding.get_host_cpu_name()):
        return frozenset()
    return frozenset(name for name, present in binding.get_host_cpu_features().items() if present)
