"""The command line: one file for each command, each only a way to ask the library."""

import signal
import sys


def main() -> None:
    """Run the command line; what `neurarium` in a terminal calls."""
    try:
        from neurarium.cli.app import app
        from neurarium.cli.encoding import speak_plainly

        speak_plainly()
        app(prog_name="neurarium")
    except KeyboardInterrupt:  # so early or so late that no command could hear it
        sys.exit(130)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is over cannot be interrupted
