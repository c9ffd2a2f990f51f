"""Terminals and files that do not speak UTF-8: what they cannot hold is written in letters that they can."""

import codecs
import io
import sys

HANDLER = "neurarium-plain"

PLAIN = {"·": "*", "×": "x", "←": "<-", "→": "->", "…": "...", "−": "-", "′": "'"}


def speak_plainly() -> None:
    """Let standard output and standard error replace what their encoding lacks, instead of failing."""
    codecs.register_error(HANDLER, _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None if it was closed before we began
            stream.reconfigure(errors=HANDLER)


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Return what to write instead, and where to go on: how the codecs want it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(PLAIN.get(c, c.encode("ascii", "backslashreplace").decode()) for c in letters), error.end
