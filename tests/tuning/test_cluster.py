"""A sweep on a real Dask cluster of two workers, all of whose processes may be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from signalled import run_signalled
from waiting import LONGEST_WAIT, eventually

from neurarium.tuning.cluster import Cluster, ClusterError
from neurarium.tuning.journal import SweepJournal
from neurarium.tuning.sweeps import Sweep

pytest.importorskip("distributed")

SMALL = (
    *("tune", "--vary", "hidden=2,8,16", "--seeds", "2", "--limit", "400", "--epochs", "2", "--batch-norm"),
    *("--json",),
)


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
        import json

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


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Two workers."""
    made = DaskCluster(tmp_path_factory.mktemp("dask"))
    yield made
    made.close()


def test_heads_and_workers_may_be_killed(cluster: DaskCluster, plan, runner, tmp_path: Path) -> None:
    """A worker is lost, the head is killed; what resumes has the weights of a sweep on this machine."""
    file = tmp_path / "sweep.jsonl"
    command = ([sys.executable, "-m", "neurarium.cli"], {**os.environ, "XDG_DATA_HOME": str(tmp_path)})
    on = ("--on", cluster.address)
    killed = run_signalled(command, "at once", 20_000, signal.SIGKILL, *SMALL, "--out", file, *on)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    cluster.kill_worker()
    again = ("--resume",) if file.exists() else ()
    words = [*command[0], *SMALL, "--out", str(file), *again, *on]
    done = subprocess.run(words, env=command[1], capture_output=True, check=False, timeout=LONGEST_WAIT)
    assert done.returncode == 0, done.stderr.decode()
    here = Sweep(plan)
    list(here.run(runner))
    there = SweepJournal(file).results
    assert {key: result.weights for key, result in there.items()} == {
        key: result.weights for key, result in here.results.items()
    }


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "ftp://127.0.0.1:8786"])
def test_a_cluster_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """The message says what is expected."""
    monkeypatch.setattr("neurarium.tuning.cluster.TIMEOUT", 1)
    with pytest.raises(ClusterError, match="no scheduler answers"), Cluster(address):
        pass
