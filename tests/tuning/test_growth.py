"""The program that measures how a sweep grows past one machine: at a tiny size it does what it says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("distributed")

ROOT = Path(__file__).resolve().parents[2]
TINY = (
    *("--workers", "1", "3", "--each", "1", "--least", "10", "--grown", "15"),
    *("--limit", "200", "--epochs", "1", "--seconds", "0.01"),
)
ROW = re.compile(r"^\| (\d+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \| \d+% \| [\d.]+ \|$", re.MULTILINE)


def test_the_simulated_cluster_does_whole_sweeps() -> None:
    """Each row has its workers and all of its trainings; each number of the growth is there."""
    command = [sys.executable, "-m", "benchmarks.sweep_cluster", *TINY]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = ROW.findall(done.stdout)
    assert [(int(workers), int(trainings)) for workers, trainings, *_ in rows] == [(1, 10), (3, 10)]
    assert all(float(latency) > 0 and 0 < float(rate) <= 300 for *_, latency, rate in rows)
    assert "a recorded training: 0.01 s" in done.stdout
    assert "the plan of 15 trainings" in done.stdout
    size = re.search(r"a line of the journal: ([\d,]+) bytes", done.stdout)
    assert size is not None
    assert 300 < int(size[1].replace(",", "")) < 1500
