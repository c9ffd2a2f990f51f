"""How many threads a fit or a prediction is worth."""

import sys
from contextlib import AbstractContextManager, nullcontext

from neurarium.training.blas import single_threaded_blas

WORK_OF_TWO = 100_000_000
"""Parameters times rows that are worth a second thread. In a shorter epoch or prediction (some ten
milliseconds) it gains little, and costs several times as much where the cores have other work too."""

WORK_OF_BLAS = 100_000
"""The same, of which BLAS does less on one thread by itself: a limit would take longer than the work."""


def threads_for(asked: int | None, work: int) -> int | None:
    """Return how many threads to use: one where more would be in each other's way, or not worth it.

    Parameters
    ----------
    asked
        What the user wants; None decides by the work.
    work
        Parameters times rows.
    """
    if asked is not None:
        return int(asked)
    return 1 if work < WORK_OF_TWO or inside_parallel_region() else None


def limited_blas(threads: int | None, work: int) -> AbstractContextManager[None]:
    """Return a context in which NumPy's products take one thread if that is what `threads_for` said."""
    return single_threaded_blas() if threads == 1 and work >= WORK_OF_BLAS else nullcontext()


def inside_parallel_region() -> bool:
    """Say whether this is a task of joblib's or of a Dask worker, which has already given it its core."""
    from joblib.parallel import get_active_backend

    backend, _ = get_active_backend()
    return bool(getattr(backend, "nesting_level", 0)) or _inside_dask_task()


def _inside_dask_task() -> bool:
    """Say whether a Dask worker runs this; joblib's Dask backend does not count how deep it is nested."""
    dask = sys.modules.get("distributed")  # a worker has it
    if dask is None:
        return False
    try:
        dask.get_worker()
    except ValueError:  # this thread is none of a worker's
        return False
    return True
