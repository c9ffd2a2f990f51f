"""Matrix products on one thread, for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import LibController


@contextmanager
def single_threaded_blas() -> Iterator[None]:
    """Let NumPy's matrix products use the calling thread alone.

    After a product that was shared out, the BLAS library's other threads wait busily for the next one, for
    some hundredths of a second, and take the cores from the compiled kernels: an epoch of MNIST then takes a
    third longer. Where the library cannot be told, nothing happens.

    The limit is the whole process's. Whoever finds it set leaves it as it is, so that in the end it is what
    it was before, in whichever order several threads come and go.
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
