"""Terminals and files without UTF-8: characters that they cannot hold are replaced by similar ones."""

import codecs
import io
import sys

HANDLER = "neurarium-plain"

PLAIN = {"·": "*", "×": "x", "←": "<-", "→": "->", "…": "...", "−": "-", "′": "'"}


def replace_unencodable() -> None:
    """Let standard output and standard error replace what they cannot encode, instead of failing."""
    codecs.register_error(HANDLER, _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None if it was closed before the start
            stream.reconfigure(errors=HANDLER)


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Return the replacement and where to continue, as `codecs.register_error` requires."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(PLAIN.get(c, c.encode("ascii", "backslashreplace").decode()) for c in letters), error.end
