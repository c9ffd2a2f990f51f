"""A kernel: a thread that owns the process and its sockets, and what pages ask it."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from neurarium.lab.kernel.log import OutputLog
from neurarium.lab.kernel.output import (
    Completions,
    Event,
    KernelState,
    Obstacle,
    Output,
    Variables,
)
from neurarium.server.jupyter.channels import Channels
from neurarium.server.jupyter.messages import completions_of, event_of, variables_of
from neurarium.server.jupyter.process import KernelProcess

_log = logging.getLogger(__name__)

LADDER = (2.0, 5.0)
"""Seconds after the first interrupt, and after the second, until the next step."""

_ANSWER_SECONDS = 0.1
"""So long an answer of the kernel is waited for; the page asks again."""

_POLL_MS = 200
_WEIGHING_SECONDS = 1.0
_HELLO_SECONDS = 0.3


class JupyterKernel:
    """A Jupyter kernel of our own launcher.

    Parameters
    ----------
    folder
        Where programs work.
    ladder
        See `LADDER`.
    most_memory
        Bytes that programs may take; 0 for what this machine allows.
    """

    def __init__(self, folder: Path, ladder: tuple[float, float] = LADDER, most_memory: int = 0) -> None:
        self._folder = folder
        self._most_memory = most_memory
        self._weighed = 0.0
        self._ladder = ladder
        self._lock = threading.Condition()  # guards all below; the thread takes it for each change
        self._state = KernelState()
        self._log = OutputLog()
        self._orders: deque[Callable[[], None]] = deque()
        self._waiting: str | None = None  # a program that waits for the kernel to be ready
        self._answers: dict[tuple[object, ...], Any] = {}
        self._open_questions: set[tuple[object, ...]] = set()
        self._thread: threading.Thread | None = None
        self._closing = False
        # The thread's own:
        self._process: KernelProcess | None = None
        self._channels: Channels | None = None
        self._asked: dict[str, tuple[object, ...]] = {}
        self._running = ""  # the id of the request that runs the program
        self._replied = 0.0
        self._began = 0.0
        self._stopped_at = 0.0
        self._said_hello = 0.0
        self._hello: set[str] = set()
        self._clears = False
        self._outcome: Literal["done", "error", "stopped"] = "done"  # of the run, once it is over

    # --- what pages ask -----------------------------------------------------------------------------------

    def run(self, source: str) -> int:
        """Run a program, starting the kernel first if it is off; return the number of the run."""
        with self._lock:
            if self._state.phase == "running" or self._waiting is not None:
                raise Obstacle("running").error()
            self._waiting = source
            number = self._state.run + 1
            phase = self._state.phase if self._state.phase in ("starting", "ready") else "starting"
            self._state = replace(self._state, phase=phase, run=number, outcome="", seconds=0.0)
            self._work()
            return number

    def stop(self) -> None:
        """Stop what runs."""
        with self._lock:
            if self._state.phase == "running":
                self._order(self._interrupt)
            elif self._waiting is not None:
                self._waiting = None
                self._state = replace(self._state, outcome="stopped")

    def restart(self) -> None:
        """Start anew."""
        with self._lock:
            if self._waiting is not None:
                self._waiting = None
                self._state = replace(self._state, outcome="stopped")
            self._order(self._start_anew)

    def state(self) -> KernelState:
        """Return what the kernel does."""
        with self._lock:
            if self._state.phase == "running":
                return replace(self._state, seconds=time.monotonic() - self._began)
            return self._state

    def output(self, since: int) -> Output:
        """Return what is new since the event of this number."""
        with self._lock:
            events, forgotten = self._log.since(since)
            return Output(self.state(), events, self._log.last, forgotten)

    def complete(self, source: str, cursor: int) -> Completions:
        """Return how the name before the cursor may go on."""
        content = {"code": source, "cursor_pos": cursor}
        found = self._ask(("complete", source, cursor), "complete_request", content)
        return found if isinstance(found, Completions) else Completions(not self._is_up, cursor, cursor)

    def variables(self, name: str) -> Variables:
        """Return the variables, also while a program runs."""
        found = self._ask(("variables", name), "neurarium_variables_request", {"name": name}, again=True)
        if not isinstance(found, Variables):
            return Variables(not self._is_up)
        with self._lock:
            return replace(found, known=("variables", name) not in self._open_questions)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._closing = True
            self._lock.notify_all()
            if self._channels is not None:
                self._channels.wake()

    def join(self) -> None:
        """Wait until the process has ended, after `close`."""
        thread = self._thread
        if thread is not None:
            thread.join()

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._closing

    @property
    def pid(self) -> int | None:
        """The number of the process group; None while there is none."""
        process = self._process
        return None if process is None else process.pid

    @property
    def _is_up(self) -> bool:
        return self._state.phase in ("starting", "ready", "running")

    def _ask(self, key: tuple[object, ...], kind: str, content: dict[str, Any], again: bool = False) -> Any:
        """Ask the kernel something, and wait a little for the answer; None if there is none yet."""
        with self._lock:
            if self._state.phase not in ("ready", "running"):
                return None
            if again or key not in self._answers:
                if key not in self._asked.values():
                    self._open_questions.add(key)
                    self._order(lambda: self._send_question(key, kind, content))
                self._lock.wait_for(lambda: key not in self._open_questions or self._closing, _ANSWER_SECONDS)
            return self._answers.get(key)

    def _order(self, order: Callable[[], None]) -> None:
        self._orders.append(order)
        self._work()

    def _work(self) -> None:
        """Let the thread work; start it first, if there is none."""
        if self._thread is None and not self._closing:
            self._thread = threading.Thread(target=self._serve, name="neurarium-console_0", daemon=True)
            self._thread.start()
        self._lock.notify_all()
        if self._channels is not None:
            self._channels.wake()

    # --- the thread ---------------------------------------------------------------------------------------

    def _serve(self) -> None:
        try:
            while not self._closing:
                self._turn()
        except Exception as error:  # noqa: BLE001  (the page gets it; the lab goes on)
            _log.exception("a kernel cannot go on")
            self._note("died", error)
        finally:
            self._end()

    def _turn(self) -> None:
        channels = self._channels
        messages = [] if channels is None else channels.receive(_POLL_MS)
        with self._lock:
            if channels is None and not self._orders and self._waiting is None and not self._closing:
                self._lock.wait(1.0)
            for channel, message in messages:
                self._take(channel, message)
            while self._orders:
                self._orders.popleft()()
            if self._waiting is not None and self._process is None:
                self._start()
            self._look()

    def _look(self) -> None:
        """Do what is due."""
        now, process, channels = time.monotonic(), self._process, self._channels
        if process is None or channels is None:
            return
        code = process.exit_code()
        if code is not None:
            self._died(code)
        elif self._state.phase == "starting" and now - self._said_hello > _HELLO_SECONDS:
            channels.send("shell", "kernel_info_request", {})
            self._said_hello = now
        elif self._state.phase == "ready" and self._waiting is not None:
            self._execute(channels)
        elif self._replied and now - self._replied > 1.0:  # its last message on `iopub` is lost
            self._finish()
        elif now - self._weighed > _WEIGHING_SECONDS:
            self._weighed = now
            if process.memory() > process.most_memory:
                self._log.add(Event(0, self._state.run, "memory", f"{process.most_memory / 2**30:.3g}"))
                process.kill()
        self._climb(now, process)

    def _start(self) -> None:
        self._process = KernelProcess(self._folder, self._most_memory)
        self._channels = Channels(self._process.connection)
        self._said_hello, self._hello = 0.0, set()
        self._asked.clear()
        self._open_questions.clear()
        self._answers.clear()
        self._state = replace(self._state, phase="starting", starts=self._state.starts + 1, exit=None)

    def _execute(self, channels: Channels) -> None:
        content: dict[str, Any] = {
            "code": self._waiting,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        self._waiting = None
        self._running = channels.send("shell", "execute_request", content)
        self._began = time.monotonic()
        self._replied, self._clears, self._outcome = 0.0, False, "done"
        self._state = replace(self._state, phase="running", outcome="")

    def _take(self, channel: str, message: dict[str, Any]) -> None:
        kind, content = message["header"]["msg_type"], message["content"]
        parent = message.get("parent_header", {}).get("msg_id", "")
        if self._state.phase == "starting":
            self._hello.add("iopub" if channel == "iopub" else kind)
            if {"iopub", "kernel_info_reply"} <= self._hello:
                self._state = replace(self._state, phase="ready")
        elif channel == "iopub":
            if kind == "status":
                if content["execution_state"] == "idle" and parent == self._running and self._running:
                    self._finish()
            else:
                self._show(kind, content)
        elif kind == "execute_reply" and parent == self._running:
            self._replied = time.monotonic()
        elif parent in self._asked:
            read = {"complete_reply": completions_of, "neurarium_variables_reply": variables_of}.get(kind)
            key = self._asked.pop(parent)
            if read is not None:
                if len(self._answers) > 50:
                    self._answers.clear()
                self._answers[key] = read(content)
                self._open_questions.discard(key)
                self._lock.notify_all()

    def _show(self, kind: str, content: dict[str, Any]) -> None:
        event = event_of(kind, content, self._state.run)
        if event is None:
            return
        if event.kind == "clear" and content.get("wait"):
            self._clears = True  # with the next output, so that nothing flickers
            return
        if self._clears:
            self._clears = False
            self._log.add(Event(0, self._state.run, "clear"))
        if event.attempt is not None:
            seconds = time.monotonic() - self._began
            event = replace(event, attempt=replace(event.attempt, seconds=seconds))
        if event.kind == "error":
            is_stop = event.error is not None and event.error.kind == "interrupted" and self._stopped_at
            self._outcome = "stopped" if is_stop else "error"
        self._log.add(event)

    def _finish(self) -> None:
        self._running, self._replied, self._stopped_at = "", 0.0, 0.0
        self._state = replace(
            self._state,
            phase="ready",
            stopping="",
            seconds=time.monotonic() - self._began,
            outcome=self._outcome,
        )

    def _interrupt(self) -> None:
        if self._state.phase == "running" and self._process is not None:
            self._process.interrupt()
            if not self._state.stopping:
                self._stopped_at = time.monotonic()
                self._state = replace(self._state, stopping="interrupt")

    def _climb(self, now: float, process: KernelProcess) -> None:
        """Take the next step of stopping, if it is time."""
        if self._state.stopping == "interrupt" and now - self._stopped_at > self._ladder[0]:
            process.interrupt()
            self._state = replace(self._state, stopping="interrupt_again")
        elif self._state.stopping == "interrupt_again" and now - self._stopped_at > sum(self._ladder):
            self._state = replace(self._state, stopping="restart")
            self._start_anew()

    def _start_anew(self) -> None:
        was_running, had_process = self._state.phase == "running", self._process is not None
        self._drop()
        if was_running:
            self._state = replace(self._state, outcome="stopped", seconds=time.monotonic() - self._began)
        self._state = replace(self._state, stopping="")
        if had_process:
            self._log.add(Event(0, self._state.run, "restarted"))
        self._start()

    def _died(self, code: int) -> None:
        was_running = self._state.phase == "running"
        seconds = time.monotonic() - self._began if was_running else self._state.seconds
        words = self._process.last_words() if self._process and self._state.phase == "starting" else ""
        self._drop()
        outcome = "died" if was_running or self._waiting is not None else self._state.outcome
        self._waiting = None
        self._state = replace(
            self._state, phase="dead", stopping="", exit=code, seconds=seconds, outcome=outcome
        )
        self._log.add(Event(0, self._state.run, "died", words))

    def _note(self, outcome: Any, error: Exception) -> None:
        with self._lock:
            self._waiting = None
            self._state = replace(self._state, phase="dead", stopping="", outcome=outcome)
            self._log.add(Event(0, self._state.run, "died", str(error)))

    def _send_question(self, key: tuple[object, ...], kind: str, content: dict[str, Any]) -> None:
        if self._channels is not None:
            self._asked[self._channels.send("control", kind, content)] = key

    def _drop(self) -> None:
        """End process and sockets."""
        if self._channels is not None:
            self._channels.close()
        if self._process is not None:
            self._process.end()
        self._channels = self._process = None
        self._running, self._replied, self._stopped_at = "", 0.0, 0.0
        self._asked.clear()
        self._open_questions.clear()

    def _end(self) -> None:
        with self._lock:
            self._drop()
            self._thread = None
            if self._state.phase != "dead":
                self._state = replace(self._state, phase="off", stopping="")
            self._lock.notify_all()
