"""The parts of a Jupyter kernel that are our own: what it prints, how it reports an error, what it has."""

import sys
import time
from contextlib import suppress
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell

from neurarium.console.errors import describe
from neurarium.console.flood import Flood
from neurarium.console.variables import table

TAIL, VARIABLES = "neurarium_tail", "neurarium_variables_request"
"""The messages that Jupyter does not have."""

_TAIL_SECONDS = 0.25
_TAIL_SHOWN = 2000
"""While a run floods, so many of its last characters are sent, so often."""

flood = Flood()


class LimitedStream(OutStream):
    """Standard output or error, sent 25 times a second at most and limited by `flood`."""

    flush_interval = 0.04

    def write(self, string: str) -> int:
        """Write to the stream, or into the end that is kept."""
        passed = flood.take(string) if isinstance(string, str) else string  # which is refused
        if passed:
            super().write(passed)
        elif self.pub_thread is not None and not self._flush_pending:
            self._schedule_flush()
        return len(string)

    def _flush(self) -> None:
        super()._flush()
        if flood.wants_telling(time.monotonic(), _TAIL_SECONDS):
            self.send_tail(_TAIL_SHOWN)

    def send_tail(self, most: int | None = None) -> None:
        """Send the end of what was printed, in place of the one sent before."""
        tail = flood.tail(most)
        if tail is not None:
            content = {"left_out": tail.left_out, "text": tail.text}
            self.session.send(self.pub_thread, TAIL, content, parent=self.parent_header, ident=self.topic)


class Compiler(XCachingCompiler):
    """Gives what is run a name by which errors find it, and which no file has."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        """Return the name of the run of this number."""
        return f"<run {number}>"


class ConsoleShell(ZMQInteractiveShell):
    """A shell that reports an error as data."""

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        hook: Any = self.displayhook
        try:
            found = describe(evalue)
        except Exception:  # noqa: BLE001  (an error whose own text fails: Jupyter's words remain)
            found = {}
        content = {
            "ename": etype.__name__,
            "evalue": _text(evalue),
            "traceback": stb,
            "neurarium": found,
        }
        hook.session.send(hook.pub_socket, "error", content, hook.parent_header, ident=hook.topic)
        self._last_traceback = stb

    def get_exception_only(self, exc_tuple: Any = None) -> str:
        """Return the last line of an error, also of one whose text fails."""
        with suppress(Exception):
            return str(super().get_exception_only(exc_tuple))
        return ""


class ConsoleKernel(IPythonKernel):
    """A kernel with the lab's shell, which tells its variables while a program runs."""

    shell_class = ConsoleShell
    compiler_class = Compiler

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Messages on the control channel are answered while a program runs.
        self.control_handlers[VARIABLES] = self._answer_variables

    async def _answer_variables(self, stream: Any, ident: Any, parent: Any) -> None:
        shell: Any = self.shell
        found = table(shell.user_ns, shell.user_ns_hidden, parent["content"].get("name") or None)
        assert self.session is not None
        self.session.send(stream, VARIABLES.replace("request", "reply"), found, parent, ident)

    async def do_execute(self, code: str, silent: bool, *args: Any, **kwargs: Any) -> Any:
        """Run a program, and count what it prints."""
        if not silent:
            flood.start()
        try:
            return await super().do_execute(code, silent, *args, **kwargs)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            if isinstance(sys.stdout, LimitedStream):
                sys.stdout.send_tail()


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001  (a learner's own exception class)
        return ""
