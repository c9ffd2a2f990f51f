"""The thread that gives long runs their time, whether or not a page is open."""

import threading

from neurarium.lab import RunBoard

_REST_SECONDS = 0.05


class Pump:
    """Advances the runs of a board, slice by slice, in the background.

    Parameters
    ----------
    board : RunBoard
        The runs.
    slice_ms : float
        Milliseconds of work between two looks at what else there is.
    """

    def __init__(self, board: RunBoard, slice_ms: float) -> None:
        self._board = board
        self._slice_ms = slice_ms
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="neurarium-pump", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, patience: float = 1.0) -> bool:
        """End after the slice that is being done.

        Parameters
        ----------
        patience : float
            How many seconds to wait for its end.

        Returns
        -------
        bool
            Whether it has ended. A slice is short unless a single step of training is long.
        """
        self._stop.set()
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while not self._stop.is_set():
            if not self._board.advance(self._slice_ms):
                self._stop.wait(_REST_SECONDS)
