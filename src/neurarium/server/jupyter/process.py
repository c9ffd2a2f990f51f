"""The process of a kernel: its folder of sockets, its environment, its beginning and its end."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import psutil

MOST_MEMORY = 8 * 2**30
"""Bytes that a kernel may take; on a small machine less.

On Linux no process of it gets more address space, so that a program that asks for more gets a MemoryError.
Everywhere, Linux too, what all its processes together hold is looked at about once a second (`memory`), and a
kernel that holds more is ended.
"""

_LONGEST_PATH = 100  # of a socket; macOS allows 104 bytes, Linux 108


class KernelProcess:
    """A kernel's process, with the folder that holds its sockets: nobody else may enter it.

    Parameters
    ----------
    folder
        Where programs work.
    most_memory
        Bytes that they may take; 0 for what this machine allows.
    """

    def __init__(self, folder: Path, most_memory: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.most_memory = most_memory or _memory()
        self.sockets = Path(tempfile.mkdtemp(prefix="nrm-", dir=_short_folder()))  # made with mode 0700
        self.connection: dict[str, Any] = {
            "transport": "ipc",
            "ip": str(self.sockets / "k"),
            "key": secrets.token_hex(32),
            "signature_scheme": "hmac-sha256",
            "shell_port": 1,
            "iopub_port": 2,
            "stdin_port": 3,
            "control_port": 4,
            "hb_port": 5,
            "kernel_name": "",
        }
        file = self.sockets / "connection.json"
        with open(file, "w", opener=_for_me_alone) as stream:  # Path.open has no opener
            json.dump(self.connection, stream)
        self._errors = self.sockets / "errors.txt"
        with self._errors.open("wb") as errors:
            self._process = self._started(file, folder, errors)

    def _started(self, file: Path, folder: Path, errors: IO[bytes]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603  (this very program)
            [sys.executable, "-m", "neurarium.console", str(file), str(self.most_memory)],
            stdin=subprocess.PIPE,  # its end is how the kernel's guard sees that the lab has gone
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=folder,
            env=_environment(self.sockets),
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The number of the process, and of its group."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """Return with which code the kernel ended; None while it lives."""
        code = self._process.poll()
        if code is None or self._process.stdout is None:
            return code
        told = self._process.stdout.readline().decode()  # by the guard, which has ended too
        return int(told) if told.strip() else code

    def memory(self) -> int:
        """Return how many bytes the process and those that it has started hold."""
        held = 0
        with suppress(psutil.Error):
            whole = psutil.Process(self.pid)
            for each in (whole, *whole.children(recursive=True)):
                with suppress(psutil.Error):  # it has ended meanwhile
                    held += each.memory_info().rss
        return held

    def last_words(self) -> str:
        """Return the last line that the process wrote outside any program: why it did not start."""
        try:
            lines = self._errors.read_text(errors="replace").split("\n")
        except OSError:
            return ""
        return next((line for line in reversed(lines) if line.strip()), "")[:500]

    def interrupt(self) -> None:
        """Interrupt what runs, as Ctrl-C does."""
        self._signal(signal.SIGINT)

    def kill(self) -> None:
        """End the process at once, and whatever it has started."""
        self._signal(signal.SIGKILL)

    def end(self) -> None:
        """End the process at once, and put away all that was its own."""
        self.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)


def _short_folder() -> str | None:
    """Return a folder whose path is short enough for sockets; None for the system's own choice."""
    usual = tempfile.gettempdir()
    return None if len(os.fsencode(usual)) + 24 < _LONGEST_PATH else "/tmp"  # noqa: S108  (mkdtemp's own)


def _memory() -> int:
    """Return how many bytes a kernel may take: not more than the machine has."""
    try:
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return MOST_MEMORY
    return min(MOST_MEMORY, max(pages * size, 2 * 2**30))


def _environment(sockets: Path) -> dict[str, str]:
    """Return the environment of a kernel: ours without what is the lab's own, and nobody's start-up files."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NEURARIUM_", "JPY_", "IPY", "PYTHONSTARTUP", "PYTEST_"))
    }
    return kept | {
        "IPYTHONDIR": str(sockets / "ipython"),
        "JUPYTER_CONFIG_DIR": str(sockets / "jupyter"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "PYTHONUNBUFFERED": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def _for_me_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
