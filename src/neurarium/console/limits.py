"""How much of the machine a learner's program may take, where the system can see to that."""

import signal
import sys


def limit_memory(most: int) -> None:
    """Let this process take at most so many bytes; 0 is no limit."""
    if most <= 0 or not sys.platform.startswith("linux"):
        return
    import resource

    _lower(resource.RLIMIT_AS, most)


def limit_seconds(computing: int, waiting: float) -> None:
    """End this process after so many seconds of computing, or when so many have passed.

    The signals are left to the system: they end a long calculation in C, too.
    """
    if sys.platform == "win32" or sys.platform == "emscripten":
        return
    import resource

    _lower(resource.RLIMIT_CPU, computing)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, waiting)


def _lower(kind: int, most: int) -> None:
    import resource

    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, hard))
