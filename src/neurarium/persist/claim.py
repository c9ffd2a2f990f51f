"""A claim: a lock that one process at a time can hold."""

import os
import sys
from contextlib import suppress
from pathlib import Path


class Claim:
    """A claim, held by locking a file.

    The system releases the lock when the process ends, however it ends: a claim never outlives its owner.
    The file itself is empty and stays.

    Parameters
    ----------
    path
        The file; created if it does not exist.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Take the claim, if no other process has it; return whether it is ours.

        Where files cannot be written or locked, every process gets the claim.
        """
        if self._handle is None:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            except OSError:
                return True
            if not _lock(handle):
                os.close(handle)
                return False
            self._handle = handle
        return True

    @property
    def is_free(self) -> bool:
        """Whether it could be taken, or is ours already."""
        if self._handle is not None:
            return True
        free = self.take()
        self.release()
        return free

    def release(self) -> None:
        """Release the claim, if it is ours."""
        if self._handle is not None:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = None


def _lock(handle: int) -> bool:
    """Lock an open file without waiting; return whether no other process holds the lock."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    if sys.platform == "emscripten":  # in a browser each process has files of its own
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
