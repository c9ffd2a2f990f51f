"""A process that ends the kernel, and whatever it has started, when the lab has gone, however it went.

The kernel cannot do it by itself: a long calculation in C keeps its threads from working.
"""

import os
import select
import shutil
import signal
import sys
from contextlib import suppress


def guard(lab: int, kernel: int, folder: str) -> None:
    """Wait until the lab or the kernel has ended, then end the process group, this process included.

    Parameters
    ----------
    lab
        A pipe whose other end only the lab holds: it is closed when the lab ends.
    kernel
        The kernel's process. How it ended is written to the standard output, as `subprocess` has it.
    folder
        The folder of sockets, which is removed if the lab cannot do it any more.
    """
    over, ended = os.pipe()
    os.set_blocking(ended, False)
    signal.set_wakeup_fd(ended, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # it only wakes `select`
    while True:
        gone, status = os.waitpid(kernel, os.WNOHANG)
        if gone:
            with suppress(OSError):
                os.write(1, f"{os.waitstatus_to_exitcode(status)}\n".encode())
            break
        ready, _, _ = select.select([lab, over], [], [])
        if over in ready:
            os.read(over, 4096)
        # Nobody writes into the lab's pipe: an empty read is its end.
        if lab in ready and not os.read(lab, 4096):
            shutil.rmtree(folder, ignore_errors=True)
            break
    os.killpg(0, signal.SIGKILL)


def split(folder: str) -> None:
    """Become two processes: the guard, which never returns, and the kernel, which does.

    The lab starts this program as the leader of a process group, with a pipe as its standard input.
    """
    if sys.platform == "win32":
        return
    kernel = os.fork()
    if kernel:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the kernel
        guard(0, kernel, folder)
    # The two pipes are the guard's.
    for number, way in ((0, os.O_RDONLY), (1, os.O_WRONLY)):
        nothing = os.open(os.devnull, way)
        os.dup2(nothing, number)
        os.close(nothing)
