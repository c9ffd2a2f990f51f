"""The parts of a Jupyter kernel that are our own: what it prints, how it reports an error, what it has."""

import json
import os
import sys
import time
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQDisplayPublisher, ZMQInteractiveShell
from jupyter_client.jsonutil import json_clean, json_default
from jupyter_client.session import json_packer
from traitlets import Type

from neurarium.console.errors import describe
from neurarium.console.flood import Flood
from neurarium.console.pace import Pace
from neurarium.console.variables import table

TAIL, VARIABLES = "neurarium_tail", "neurarium_variables_request"
"""The messages that Jupyter does not have."""

_UPDATE_SECONDS = 0.1
_TAIL_SECONDS = 0.25
_TAIL_SHOWN = 2000
"""While a run floods, so many of its last characters are sent, so often."""

flood = Flood()


def pack(message: object) -> bytes:
    """Return a message as JSON in UTF-8; halves of characters, which are none, become question marks."""
    try:
        return bytes(json_packer(message))
    except UnicodeEncodeError:
        text = json.dumps(json_clean(message), default=json_default, ensure_ascii=False)
        return text.encode("utf-8", "replace")


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

    def flush(self) -> None:
        """Return when all that was written is sent: what comes next may keep all threads from working."""
        super().flush()
        super().flush()  # the first waits only until its message is queued, behind its own waiting

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


class LimitedDisplay(ZMQDisplayPublisher):
    """Shows figures; one that changes all the time is sent ten times a second at most, and its last state."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pace = Pace(_UPDATE_SECONDS)

    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **kwargs: Any,
    ) -> None:
        """Show something, or hold it back for a moment if it takes the place of what was just shown."""

        def send() -> None:
            super(LimitedDisplay, self).publish(data, metadata, transient=transient, update=update, **kwargs)

        name = (transient or {}).get("display_id") if update else None
        if name is None:
            send()
        else:
            self.pace.send(name, send, time.monotonic())


class Compiler(XCachingCompiler):
    """Gives what is run a name by which errors find it, and which no file has."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        """Return the name of the run of this number."""
        return f"<run {number}>"


class ConsoleShell(ZMQInteractiveShell):
    """A shell that reports an error as data."""

    display_pub_class = Type(LimitedDisplay)
    has_reported = False  # in this run

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Lines keep their numbers: IPython leaves out empty ones at the beginning.
        changes = self.input_transformer_manager.cleanup_transforms
        changes[:] = [
            change for change in changes if getattr(change, "__name__", "") != "leading_empty_lines"
        ]

    def showtraceback(self, exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
        """Report the error that has just occurred; the end of a program by `sys.exit` is none."""
        _, error, _ = self._get_exc_info(exc_tuple)
        if isinstance(error, SystemExit):
            if error.code is not None and not isinstance(error.code, int):  # as Python does
                sys.stderr.write(f"{error.code}\n")
            return
        self._report(error)

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        """Report that a program is not Python."""
        self._report(self._get_exc_info(None)[1])

    def ask_exit(self) -> None:
        """End the program, as `exit()` does everywhere else; the kernel goes on."""
        raise SystemExit

    def _report(self, error: BaseException) -> None:
        if self.has_reported:  # an error whose own text fails makes IPython fail, too
            return
        self.has_reported = True
        # What was printed before comes before.
        sys.stdout.flush()
        sys.stderr.flush()
        hook: Any = self.displayhook
        hook.session.send(hook.pub_socket, "error", describe(error), hook.parent_header, ident=hook.topic)


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
        shell: Any = self.shell
        if not silent:
            flood.start()
            shell.has_reported = False
        process = os.getpid()
        try:
            return await super().do_execute(code, silent, *args, **kwargs)
        finally:
            if os.getpid() != process:  # the child of a fork that came to the program's end
                os._exit(0)
            shell.display_pub.pace.send_rest()
            sys.stdout.flush()
            sys.stderr.flush()
            if isinstance(sys.stdout, LimitedStream):
                sys.stdout.send_tail()
