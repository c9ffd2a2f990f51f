"""Matrix products on one thread, for a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


@contextmanager
def single_threaded_blas() -> Iterator[None]:
    """Let NumPy's matrix products use the calling thread alone.

    After a product that was shared out, the BLAS library's other threads wait busily for the next one, for
    some hundredths of a second, and take the cores from the compiled kernels: an epoch of MNIST then takes a
    third longer. Where the library cannot be told, nothing happens.
    """
    controller = _controller()
    if controller is None:
        yield
        return
    with controller.limit(limits=1, user_api="blas"):
        yield


@cache
def _controller() -> "ThreadpoolController | None":
    try:
        from threadpoolctl import ThreadpoolController
    except ModuleNotFoundError:
        return None
    return ThreadpoolController()
