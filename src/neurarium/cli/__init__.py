"""The command line: one file for each command, each a thin layer over the library."""

import signal
import sys


def main() -> None:
    """Run the command line; what `neurarium` in a terminal calls."""
    try:
        from neurarium.cli.app import app
        from neurarium.cli.encoding import replace_unencodable

        replace_unencodable()
        app(prog_name="neurarium")
    except KeyboardInterrupt:  # before or after a command could handle it
        sys.exit(130)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command is over: nothing is left to interrupt
