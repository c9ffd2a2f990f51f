"""A real Dask cluster on this machine."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from waiting import LONGEST_WAIT, eventually


class DaskCluster:
    """A scheduler and two workers with one thread each, as `dask scheduler` and `dask worker` start them."""

    def __init__(self, folder: Path) -> None:
        self._file, self._folder = folder / "scheduler.json", folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        eventually(self._file.exists, "that the scheduler is there")
        for _ in range(2):
            self.start_worker()

    def start_worker(self) -> None:
        """Start one more worker."""
        self._start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")

    def kill_worker(self) -> None:
        """End the newest worker without warning."""
        self.processes[-1].send_signal(signal.SIGKILL)
        self.processes.pop().wait(LONGEST_WAIT)

    @property
    def address(self) -> str:
        """Where the scheduler answers."""
        return str(json.loads(self._file.read_text("utf-8"))["address"])

    def close(self) -> None:
        """End all."""
        for process in self.processes:
            process.kill()
            process.wait(LONGEST_WAIT)

    def _start(self, what: str, *options: str) -> None:
        words = [sys.executable, "-m", "dask", what, "--scheduler-file", str(self._file), *options]
        log = (self._folder / f"{what}.log").open("ab")
        with log:
            self.processes.append(
                subprocess.Popen(words, cwd=self._folder, stdout=log, stderr=log, env={**os.environ})
            )
