"""Matrix products on one thread, for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import LibController


@contextmanager
def single_threaded_blas() -> Iterator[None]:
    """Let NumPy's matrix products use the calling thread alone.

    After a product on several threads, the BLAS library's other threads spin for some hundredths of a second,
    waiting for the next one, and take the cores from the compiled kernels: an epoch of MNIST then takes a
    third longer. Without `threadpoolctl` nothing happens.

    The limit holds for the whole process. A limit that is already set is left alone, so that the original one
    is restored in the end, in whatever order several threads enter and leave.
    """
    wide = [(library, library.num_threads) for library in _libraries() if library.num_threads != 1]
    for library, _ in wide:
        library.set_num_threads(1)
    try:
        yield
    finally:
        for library, threads in wide:
            library.set_num_threads(threads)


@cache
def _libraries() -> "tuple[LibController, ...]":
    try:
        from threadpoolctl import ThreadpoolController
    except ModuleNotFoundError:
        return ()
    return tuple(ThreadpoolController().select(user_api="blas").lib_controllers)
