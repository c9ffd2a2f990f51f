"""A team of threads that take each step together.

Plain Python threads run the same compiled function with the GIL released; between the phases of a step they
wait for each other at a barrier. It is an atomic counter that the early ones watch: for a moment at full
speed (a barrier takes less than a microsecond then), after that yielding their core each time, so that no
thread spins for long while another has no core to run on.
"""

from __future__ import annotations

import ctypes
import os
import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any, NamedTuple

from llvmlite import ir
from numba import types
from numba.core.cgutils import get_or_insert_function

from neurarium.kernels.compiling import compiled, compiled_tuple, instruction
from neurarium.kernels.cores import is_arm, is_x86
from neurarium.kernels.memory import aligned
from neurarium.kernels.vectors import element_pointer

if TYPE_CHECKING:
    from collections.abc import Callable

    from neurarium.kernels.memory import Integers

SPIN_LIMIT = 2000
"""Spins (some 20 microseconds) before the core is yielded."""

_ARRIVED, _ROUND, _CANCELLED = 0, 8, 16  # places in the counters, a cache line apart
_WORD = ir.IntType(64)


@compiled_tuple
class Member(NamedTuple):
    """One thread of a team, as compiled code knows it.

    Attributes
    ----------
    rank, size
        Its number, from 0, and how many there are.
    counters
        The team's `Team.counters`.
    yield_core
        Address of the C function that lets other threads run, or 0.
    """

    rank: int
    size: int
    counters: Integers
    yield_core: int


@compiled
def share(n: int, unit: int, rank: int, n_threads: int) -> tuple[int, int]:
    """Return this thread's part, from and to, of n things that come in whole units."""
    units = -(-n // unit)
    return min(n, units * rank // n_threads * unit), min(n, units * (rank + 1) // n_threads * unit)


# --- The barrier, in compiled code ------------------------------------------------------------------------


@instruction
def _add_atomically(typing: Any, array: Any, index: Any, amount: Any) -> Any:
    """Add to an element in one indivisible act and return what it was before."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        pointer = element_pointer(context, builder, sig.args[0], *args[:2])
        return builder.atomic_rmw("add", pointer, args[2], "seq_cst")

    return types.int64(array, types.int64, types.int64), generate


@instruction
def _load_atomically(typing: Any, array: Any, index: Any) -> Any:
    """Read an element; what other threads wrote before they changed it is visible afterwards."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.load_atomic(element_pointer(context, builder, sig.args[0], *args), "acquire", 8)

    return types.int64(array, types.int64), generate


@instruction
def _relax(typing: Any) -> Any:
    """Tell the processor that this is a waiting loop."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        if is_x86():
            pause = ir.FunctionType(ir.VoidType(), [])
            builder.call(get_or_insert_function(builder.module, pause, "llvm.x86.sse2.pause"), [])
        elif is_arm():
            hint = ir.FunctionType(ir.VoidType(), [ir.IntType(32)])
            instruction = get_or_insert_function(builder.module, hint, "llvm.aarch64.hint")
            builder.call(instruction, [ir.Constant(ir.IntType(32), 1)])  # 1: yield
        return context.get_dummy_value()

    return types.void(), generate


@instruction
def _call(typing: Any, address: Any) -> Any:
    """Call the C function without arguments at that address."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        function = ir.FunctionType(ir.IntType(32), [])
        builder.call(builder.inttoptr(args[0], function.as_pointer()), [])
        return context.get_dummy_value()

    return types.void(types.int64), generate


@compiled
def cancelled(counters: Integers) -> bool:
    """Return whether the caller was interrupted before its first barrier: then no thread may wait for it."""
    answer: bool = _load_atomically(counters, _CANCELLED) != 0
    return answer


@compiled
def barrier(member: Member) -> None:
    """Wait until all threads of the team have come here."""
    counters = member.counters
    if member.size == 1:
        return
    this_round = _load_atomically(counters, _ROUND)
    if _add_atomically(counters, _ARRIVED, 1) == member.size - 1:
        _add_atomically(counters, _ARRIVED, -member.size)
        _add_atomically(counters, _ROUND, 1)
        return
    spins = 0
    while _load_atomically(counters, _ROUND) == this_round:
        if cancelled(counters):
            return
        spins += 1
        if spins > SPIN_LIMIT and member.yield_core != 0:
            _call(member.yield_core)
        else:
            _relax()


# --- Denormal numbers -------------------------------------------------------------------------------------


@instruction
def flush_denormals(typing: Any) -> Any:
    """Let this thread take numbers below 1e-38 for 0, and return what its control register held before.

    Processors calculate with such numbers many times more slowly, and a decaying average is full of them.
    """

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        before = _read_control(builder)
        _write_control(builder, builder.or_(before, ir.Constant(_WORD, _FLUSH)))
        return before

    return types.int64(), generate


@instruction
def restore_control(typing: Any, before: Any) -> Any:
    """Undo `flush_denormals`: other code of this thread must not be affected."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        _write_control(builder, args[0])
        return context.get_dummy_value()

    return types.void(types.int64), generate


# x86: flush-to-zero (bit 15) and denormals-are-zero (bit 6) of MXCSR. Arm: FZ (bit 24) of FPCR.
_FLUSH = 1 << 15 | 1 << 6 if is_x86() else 1 << 24


def _read_control(builder: Any) -> Any:
    if is_x86():
        word, call = _mxcsr(builder, "stmxcsr")
        call()
        return builder.zext(builder.load(word), _WORD)
    if is_arm():
        read = get_or_insert_function(builder.module, ir.FunctionType(_WORD, []), "llvm.aarch64.get.fpcr")
        return builder.call(read, [])
    return ir.Constant(_WORD, 0)


def _write_control(builder: Any, value: Any) -> None:
    if is_x86():
        word, call = _mxcsr(builder, "ldmxcsr")
        builder.store(builder.trunc(value, ir.IntType(32)), word)
        call()
    elif is_arm():
        kind = ir.FunctionType(ir.VoidType(), [_WORD])
        builder.call(get_or_insert_function(builder.module, kind, "llvm.aarch64.set.fpcr"), [value])


def _mxcsr(builder: Any, instruction: str) -> tuple[Any, Callable[[], None]]:
    word = builder.alloca(ir.IntType(32))
    pointer = builder.bitcast(word, ir.IntType(8).as_pointer())
    kind = ir.FunctionType(ir.VoidType(), [ir.IntType(8).as_pointer()])
    function = get_or_insert_function(builder.module, kind, f"llvm.x86.sse.{instruction}")
    return word, lambda: builder.call(function, [pointer])


# --- The threads, in Python -------------------------------------------------------------------------------


class Team:
    """Threads that are ready to run the same function at the same time, the caller's own among them.

    Parameters
    ----------
    size
        Number of threads.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.counters: Integers = aligned(3 * _ROUND, "int64")
        self.yield_core = _yield_address()
        self._hire()

    def _hire(self) -> None:
        self._others = ThreadPoolExecutor(self.size - 1, "kernel-team") if self.size > 1 else None
        self._process = os.getpid()

    def run(self, function: Callable[[int], Any]) -> Any:
        """Call ``function(rank)`` once in every thread; return what rank 0, the caller, gets.

        An interrupt (Ctrl-C) is raised only when all have come back: none is left behind at the barrier.
        """
        if self._others is None:
            return function(0)
        if os.getpid() != self._process:  # after a fork: threads stay behind with the parent
            self._hire()
        self.counters[:] = 0
        futures: list[Future[Any]] = []
        try:
            futures += [self._others.submit(function, rank) for rank in range(1, self.size)]
            result = function(0)
        except BaseException:
            self.counters[_CANCELLED] = 1
            raise
        finally:
            wait(futures)
        for future in futures:
            future.result()
        return result

    def close(self) -> None:
        """End the threads; a team that is no longer referred to ends by itself."""
        if self._others is not None:
            self._others.shutdown()


def _yield_address() -> int:
    """Return the address of the C function that yields the core to another thread; 0 if there is none."""
    try:
        if sys.platform == "win32":
            function: Any = ctypes.WinDLL("kernel32").SwitchToThread
        else:
            function = ctypes.CDLL(None).sched_yield
    except (OSError, AttributeError):
        return 0
    return ctypes.cast(function, ctypes.c_void_p).value or 0
