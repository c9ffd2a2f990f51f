"""A claim to something that only one process at a time may have."""

import os
import sys
from contextlib import suppress
from pathlib import Path


class Claim:
    """A claim that is laid by locking a file.

    The system takes the lock away when the process ends, however it ends: a claim never outlives its owner.
    The file itself is empty and stays.

    Parameters
    ----------
    path
        The file; made if it is not there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Lay the claim, if nobody else has; return whether it is ours.

        Where files cannot be written or locked there is nothing to be claimed, and everybody may go ahead.
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
        """Whether it could be taken, or is ours."""
        if self._handle is not None:
            return True
        free = self.take()
        self.release()
        return free

    def release(self) -> None:
        """Give the claim up; nothing happens if there is none."""
        if self._handle is not None:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = None


def _lock(handle: int) -> bool:
    """Lock an open file without waiting; return whether nobody else has done so."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system that knows no locks
        return True
    return True
