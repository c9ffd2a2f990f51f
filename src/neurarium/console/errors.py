"""A learner's error as data: what kind it is, where it is, and what its sentence speaks of.

A page words each kind in its reader's language. Python and NumPy say in their messages what was wrong; where
that is not enough (which operand, which axis), the operands are looked up in the frame that failed.
"""

import re
import sys
import threading
import traceback
import warnings
from types import TracebackType
from typing import Any

from neurarium.console.operands import operands_of
from neurarium.console.recognise import kind_of

RUN = re.compile(r"<run \d+>")
"""The file name of what a learner runs; see `shell.Compiler`."""

NAME = "program.py"
"""What a traceback calls it."""

_LONGEST = 20_000


def describe(error: BaseException) -> dict[str, Any]:
    """Return an error as plain data.

    Returns
    -------
    dict
        `kind` and `values`: see `kinds`. `type` and `message` in Python's words. `line` in the program that
        was run, from 1; 0 if it is not known, `column` likewise. `operands`: those of the operation that
        failed, as far as they are known. `traceback`: the frames of the learner's program and below it.
    """
    frame = learner_frame(error.__traceback__)
    line, column = (frame.tb_lineno, 0) if frame else (0, 0)
    if isinstance(error, SyntaxError) and RUN.fullmatch(error.filename or ""):
        line, column = error.lineno or 0, error.offset or 0
    operands = operands_of(frame) if frame else []
    text = text_of(error)
    kind, values = kind_of(error, text, operands)
    return {
        "kind": kind,
        "values": {name: str(value) for name, value in values.items()},
        "type": type(error).__name__,
        "message": text[:_LONGEST],
        "line": line,
        "column": column,
        "operands": [operand.as_dict() for operand in operands],
        "traceback": written(error),
    }


def text_of(error: BaseException) -> str:
    """Return what an error says of itself; empty if a learner's own class cannot."""
    if isinstance(error, SyntaxError) and error.msg:
        return error.msg  # without the place, which is told as such
    try:
        return str(error)
    except Exception:  # noqa: BLE001  (whatever it is, the learner is told of the first error)
        return ""


def learner_frame(found: TracebackType | None) -> TracebackType | None:
    """Return the innermost frame of a traceback that is in the learner's program."""
    last = None
    while found is not None:
        if RUN.fullmatch(found.tb_frame.f_code.co_filename):
            last = found
        found = found.tb_next
    return last


def name_programs() -> None:
    """Let warnings, and errors of threads, call a learner's program by its name."""
    as_usual = warnings.formatwarning

    def formatted(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
    ) -> str:
        return RUN.sub(NAME, as_usual(message, category, filename, lineno, line))

    def report(failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
            thread = "a thread" if failed.thread is None else failed.thread.name
            sys.stderr.write(f"Exception in {RUN.sub(NAME, thread)}:\n{written(failed.exc_value)}")

    warnings.formatwarning = formatted
    threading.excepthook = report


def written(error: BaseException) -> str:
    """Return the traceback as Python writes it, from the learner's program on."""
    start = error.__traceback__
    while start is not None and not RUN.fullmatch(start.tb_frame.f_code.co_filename):
        start = start.tb_next
    text = "".join(traceback.format_exception(type(error), error, start, limit=None if start else 0))
    return RUN.sub(NAME, text)[-_LONGEST:]
