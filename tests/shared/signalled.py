"""A command in a process that sends itself a signal, however fast or slow the machine is."""

import signal
import subprocess
import sys

Command = tuple[list[str], dict[str, str]]
"""The beginning of a command line, and the environment."""

# So many calls of Python functions after a text has been written to standard error.
SIGNALLED = """
import io, os, sys
from neurarium.cli import main

text, calls, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

class Watched(io.TextIOWrapper):
    def write(self, written):
        done = super().write(written)
        if text in written:
            sys.setprofile(count)
        return done

def count(frame, event, argument):
    global calls
    calls -= 1
    if calls == 0:
        sys.setprofile(None)
        os.kill(os.getpid(), number)

sys.stderr = Watched(sys.stderr.detach(), line_buffering=True)
sys.argv[1:] = sys.argv[4:]
main()
"""


def run_signalled(
    command: Command, after: str, calls: int, number: signal.Signals, *arguments: object
) -> subprocess.CompletedProcess[str]:
    """Run a command that gets a signal so many calls after it has said something; return how it ended."""
    words = [sys.executable, "-c", SIGNALLED, after, str(calls), str(int(number))]
    words += [str(argument) for argument in arguments]
    return subprocess.run(words, env=command[1], capture_output=True, text=True, check=False)
