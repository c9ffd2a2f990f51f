"""Having trials done by an executor: processes of this machine, or a cluster."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from queue import Empty, SimpleQueue

from neurarium.engine.errors import NeurariumError
from neurarium.tuning.trial import Result, Trial, run_plain

TRIES = 3
"""So often in a row the workers may be lost without a result in between."""

_LOST = (BrokenExecutor, CancelledError, OSError)  # a pool, a cluster, a connection that is gone

_IN_FLIGHT = 4  # trials a worker has before it: the next is there when one ends
_LOOK_SECONDS = 0.2  # between two looks at whether to stop


class WorkersLostError(NeurariumError):
    """The workers ended again and again; what they had sent is kept."""


class WorkerError(NeurariumError):
    """A worker cannot do its work; the message says what it said."""


class Runner:
    """Has trials done.

    Parameters
    ----------
    hire
        Returns an executor; called again if its workers are lost.
    workers
        How many trials it does at once.
    stop
        Asked often: whether to give up what is not done.
    lost
        Errors of this executor that mean that a worker is gone.
    """

    def __init__(
        self,
        hire: Callable[[], Executor],
        workers: int,
        stop: Callable[[], bool] = lambda: False,
        lost: tuple[type[Exception], ...] = (),
    ) -> None:
        self._hire, self._workers, self._stop = hire, workers, stop
        self._lost = _LOST + lost
        self._executor: Executor | None = None

    def run(self, trials: Iterable[Trial]) -> Iterator[tuple[Trial, Result]]:
        """Yield each trial with its result, as they end; fewer if `stop` says so.

        Raises
        ------
        WorkersLostError
            If the workers were lost `TRIES` times in a row.
        WorkerError
            If a worker cannot train: because Neurarium is not installed there, for instance.
        """
        waiting = list(reversed(list(trials)))
        running: dict[Future[dict[str, object]], Trial] = {}
        ended: SimpleQueue[Future[dict[str, object]]] = SimpleQueue()  # to wait for thousands costs no more
        losses = 0  # since the last result
        try:
            while (waiting or running) and not self._stop():
                try:
                    while waiting and len(running) < _IN_FLIGHT * self._workers:
                        future = self._hired.submit(run_plain, waiting[-1].key)
                        running[future] = waiting.pop()
                        future.add_done_callback(ended.put)
                    try:
                        future = ended.get(timeout=_LOOK_SECONDS)
                    except Empty:
                        continue
                    if future in running:  # else it was of workers that are lost
                        result = _result_of(future)
                        losses = 0
                        yield running.pop(future), result
                except self._lost as error:
                    losses += 1
                    waiting += running.values()  # all that had begun begin again, with new workers
                    running.clear()
                    self.close()
                    if losses == TRIES:
                        raise WorkersLostError(
                            "the workers ended again and again: too little memory, or is the cluster gone? "
                            "All results so far are kept; resume the sweep later"
                        ) from error
        finally:
            for future in running:
                future.cancel()

    def close(self) -> None:
        """Let the workers go; what they have begun is given up."""
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    @property
    def _hired(self) -> Executor:
        if self._executor is None:
            self._executor = self._hire()
        return self._executor


def _result_of(future: Future[dict[str, object]]) -> Result:
    try:
        return Result.of_plain(future.result())
    except (ImportError, MemoryError) as error:
        raise WorkerError(
            f"a worker cannot train ({type(error).__name__}: {error}): expected the same version of "
            "neurarium there as here, and enough memory for MNIST and the network"
        ) from error
