"""The thread in which long runs are advanced, whether or not a page is open."""

import threading

from neurarium.lab import RunRegistry

_REST_SECONDS = 0.05


class BackgroundRunner:
    """Advances runs in a background thread, slice by slice.

    Parameters
    ----------
    runs
        The runs.
    slice_ms
        Milliseconds of work before the next run gets its turn.
    """

    def __init__(self, runs: RunRegistry, slice_ms: float) -> None:
        self._runs = runs
        self._slice_ms = slice_ms
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="neurarium-background", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, join_timeout: float = 1.0) -> bool:
        """Stop after the current slice.

        Parameters
        ----------
        join_timeout
            How many seconds to wait for the thread's end.

        Returns
        -------
        bool
            Whether the thread has ended. A slice is short unless a single training step is long.
        """
        self._stop.set()
        self._thread.join(join_timeout)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while not self._stop.is_set():
            if not self._runs.advance(self._slice_ms):
                self._stop.wait(_REST_SECONDS)
