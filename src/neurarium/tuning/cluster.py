"""Workers on other machines: a Dask cluster that somebody has started."""

import re
from concurrent.futures import Executor
from contextlib import ExitStack
from importlib.util import find_spec
from typing import Any

from neurarium.engine.errors import NeurariumError

TIMEOUT = 10
"""Seconds in which the scheduler must answer."""


class ClusterError(NeurariumError):
    """The cluster cannot be used; the message says why."""


class Cluster:
    """A Dask cluster at an address such as ``tcp://head:8786``; a context manager.

    Attributes
    ----------
    workers
        Threads of all its workers: so many trials are done at once.

    Raises
    ------
    ClusterError
        If Dask is not installed, nobody answers, or there is no worker.
    """

    def __init__(self, address: str) -> None:
        if find_spec("distributed") is None:
            raise ClusterError(
                "a cluster needs dask.distributed, which is not installed: pip install 'neurarium[dask]'"
            )
        self.address = address
        self._client: Any = None
        self._stack = ExitStack()

    def __enter__(self) -> "Cluster":
        from distributed import Client

        if not re.match(r"(tcp|tls|ws|wss|ucx)://.", self.address):
            raise self._no_answer("it is no such address")
        try:
            client = Client(self.address, timeout=TIMEOUT)  # type: ignore[no-untyped-call]
            self._client = self._stack.enter_context(client)
        except (OSError, ValueError, TypeError) as error:
            raise self._no_answer(str(error)) from error
        if self.workers == 0:
            self._stack.close()
            raise ClusterError(
                f"the scheduler at {self.address} has no worker: start `dask worker {self.address}`"
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def workers(self) -> int:
        """Threads of all workers that are there now."""
        return sum(self._client.nthreads().values())

    @property
    def lost(self) -> tuple[type[Exception], ...]:
        """The errors that mean that a worker was lost again and again."""
        from distributed import KilledWorker

        return (KilledWorker,)

    def _no_answer(self, why: str) -> ClusterError:
        return ClusterError(
            f"no scheduler answers at {self.address!r}: expected an address such as tcp://head:8786, where "
            f"`dask scheduler` runs ({why})"
        )

    def executor(self) -> Executor:
        """Return an executor whose work the cluster does; a worker that is lost is replaced by another."""
        executor: Executor = self._client.get_executor(pure=False, retries=2)
        return executor
