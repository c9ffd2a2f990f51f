"""How the kernels are compiled: one decorator, one set of options, one description of the processor.

Everything that differs from network to network (sizes, depth, activations, loss, optimizer, their settings) is
a run-time value. So there is one program for all networks: it is compiled once on a machine, and loaded from
the cache from then on (see `cache`).
"""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Any, TypeVar, cast

from llvmlite import binding
from numba import njit, types
from numba.core import config

from neurarium.kernels.cache import keep

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

# Division by 0 gives inf or NaN as NumPy does (the training loop looks for them); the GIL is free while a kernel
# runs. No `fastmath`: it may assume that NaN never occurs, and it would re-order sums at the compiler's whim.
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "boundscheck": False, "_nrt": False}


TYPES: dict[str, types.Type] = {
    "int": types.int64,
    "float": types.float32,
    "Double": types.float64,
    "bool": types.boolean,
    "Bytes": types.uint8[::1],
    "Shorts": types.uint16[::1],
    "Integers": types.int64[::1],
    "Floats": types.float32[::1],
    "Doubles": types.float64[::1],
}
"""What the annotations of compiled functions mean; `vectors` and `plan` add their own types."""


def compiled(function: F) -> F:
    """Compile a function that only other kernels call, for the types that its annotations name.

    Left to itself, Numba would compile it anew for each mixture of constants and variables at its callers.
    """
    dispatcher = njit(**OPTIONS, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    declared = [a for name, a in function.__annotations__.items() if name != "return"]
    call_template = dispatcher.get_call_template

    def get_call_template(args: Any, kws: Any) -> Any:
        if not dispatcher.overloads:
            dispatcher.compile(tuple(TYPES[name] for name in declared))
            dispatcher.disable_compile()
        return call_template(args, kws)

    dispatcher.get_call_template = get_call_template
    return cast("F", dispatcher)


def entry(function: F) -> F:
    """Compile a function that Python calls, and keep the machine code in the cache.

    What it calls is kept along with it, as part of its machine code.
    """
    dispatcher = njit(**OPTIONS, no_cfunc_wrapper=True)(function)
    keep(dispatcher)
    return cast("F", dispatcher)


def processor_features() -> frozenset[str]:
    """Return the names of the instruction sets that Numba compiles for, such as 'avx2' and 'fma'."""
    if config.CPU_FEATURES is not None:
        switches = str(config.CPU_FEATURES).split(",")
        return frozenset(s[1:] for s in switches if s.startswith("+"))
    if config.CPU_NAME not in (None, "", binding.get_host_cpu_name()):
        return frozenset()
    return frozenset(name for name, present in binding.get_host_cpu_features().items() if present)


def is_arm() -> bool:
    """Say whether the processor is a 64-bit Arm."""
    return platform.machine().lower() in ("arm64", "aarch64")


def is_x86() -> bool:
    """Say whether the processor is a 64-bit x86."""
    return platform.machine().lower() in ("x86_64", "amd64")
