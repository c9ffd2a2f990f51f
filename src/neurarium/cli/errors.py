"""Errors of a command: a message instead of a traceback, and an exit status.

0 is done, 1 failed, 2 wrong usage (reported by Typer), 130 stopped by Ctrl-C.
"""

import os
import sys
from importlib.util import find_spec
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from neurarium.cli.console import Output
from neurarium.engine.errors import NeurariumError

FAILED = 1
STOPPED = 130


class CommandError(NeurariumError):
    """A command cannot do what was asked; the message says how to fix it."""


class Commands(TyperGroup):
    """The commands, with the library's errors turned into messages."""

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run the command line and report every error, also one in writing the end of the output."""
        try:
            try:
                return super().main(*args, **settings)
            finally:
                _flush_results()
        except BrokenPipeError:
            sys.exit(FAILED)  # the reader of the output has closed it
        except NeurariumError as error:
            fail(str(error))
        except OSError as error:
            reason = error.strerror or str(error)
            fail(f"{error.filename}: {reason}" if error.filename else reason)
        except MemoryError:
            fail("there is not enough memory for this: use smaller layers, a smaller batch or a --limit")

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            Output().say("Stopped.")
            raise typer.Exit(STOPPED) from None


def _flush_results() -> None:
    """Write what standard output still holds, while an error can be reported: at exit it is too late."""
    if sys.stdout is None:  # it was closed before the start
        return
    try:
        sys.stdout.flush()
    except OSError:
        # Python would try again at exit, and report the error in its own way.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def fail(message: str) -> NoReturn:
    """Write the message to standard error and end with status 1."""
    Output().say(f"Error: {message}", style="red")
    sys.exit(FAILED)


def need_extra(module: str, extra: str, purpose: str) -> None:
    """Make sure that an optional library is there.

    Raises
    ------
    CommandError
        If it is not; the message says what to install.
    """
    if find_spec(module) is None:
        raise CommandError(
            f"{purpose} needs {module}, which is not installed: python -m pip install 'neurarium[{extra}]'"
        )
