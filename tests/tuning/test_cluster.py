"""A sweep on a real Dask cluster of two workers, all of whose processes may be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dask_cluster import DaskCluster
from signalled import run_signalled
from waiting import LONGEST_WAIT

from neurarium.tuning.cluster import Cluster, ClusterError
from neurarium.tuning.journal import SweepJournal
from neurarium.tuning.sweeps import Sweep

pytest.importorskip("distributed")

SMALL = (
    *("tune", "--vary", "hidden=2,8,16", "--seeds", "2", "--limit", "400", "--epochs", "2", "--batch-norm"),
    *("--json",),
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
