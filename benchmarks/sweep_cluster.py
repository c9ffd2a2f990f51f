"""How a sweep grows past one machine: python -m benchmarks.sweep_cluster.

A real Dask scheduler with up to 1,000 workers' threads, all in this process, and the real head of a sweep:
plan, runner, journal, conclusion. Only the trainings are simulated: a task sleeps as long as a recorded one
took, and returns what that one returned.
"""

import argparse
import resource
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from os import getloadavg
from pathlib import Path
from typing import Any
from unittest import mock

from distributed import Client, LocalCluster

from neurarium.training.settings import RunSettings
from neurarium.tuning.journal import SweepJournal
from neurarium.tuning.knobs import Knob, Range
from neurarium.tuning.plan import Plan
from neurarium.tuning.runner import Runner
from neurarium.tuning.sweeps import Sweep
from neurarium.tuning.trial import Result, Trial, run

SEEDS = 5
COLUMNS = (
    "workers",
    "trainings",
    "latency, ms",
    "trainings/s",
    "of what the workers could do",
    "processor of the head and the scheduler, ms each",
)


class Recorded:
    """What takes the place of a training: it sleeps, and returns a result that was recorded."""

    def __init__(self, seconds: float, plain: Result, tested: Result) -> None:
        self.seconds, self.plain, self._tested = seconds, plain, tested

    def __call__(self, key: str) -> dict[str, Any]:
        """Return the result of a trial, by its key."""
        time.sleep(self.seconds)
        return (self._tested if '"test":true' in key else self.plain).plain()


def record(settings: RunSettings, seconds: float | None) -> Recorded:
    """Train really, on one thread; it counts how long the processor worked, whatever else it had to do."""
    recipe = settings.recipe()
    tested = run(Trial(recipe, test=True))  # the first one compiles
    start = time.process_time()
    plain = run(Trial(recipe))
    return Recorded(time.process_time() - start if seconds is None else seconds, plain, tested)


def plan_of(settings: RunSettings, trainings: int) -> Plan:
    """Return a plan of about so many trainings: learning rates with seeds."""
    points = max(2, trainings // SEEDS)
    return Plan(settings.recipe(), (Knob("learning_rate", Range(1e-5, 1.0, points, log=True)),), seeds=SEEDS)


def latency(client: Client, tries: int = 20) -> float:
    """Return the milliseconds from a question to its answer, if the task has nothing to do: the median."""
    times = []
    for i in range(tries):
        start = time.perf_counter()
        client.submit(int, i, pure=False).result()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def measured(plan: Plan, recorded: Recorded, workers: int, folder: Path) -> list[str]:
    """Do a whole sweep with so many workers; return a row of the table."""
    cluster = LocalCluster(
        processes=False, n_workers=1, threads_per_worker=workers, dashboard_address=None, memory_limit=0
    )
    with cluster, Client(cluster) as client:
        each, most = latency(client), len(plan.all_points) * SEEDS
        runner = Runner(lambda: client.get_executor(pure=False), workers)
        sweep = Sweep(plan, SweepJournal(folder / f"{workers}.jsonl", plan))
        with mock.patch("neurarium.tuning.runner.run_plain", recorded):
            start, busy = time.perf_counter(), time.process_time()
            for done, _ in enumerate(sweep.run(runner, workers), 1):
                if done == most:  # what confirms the first two keeps few workers busy
                    seconds, busy = time.perf_counter() - start, time.process_time() - busy
        runner.close()
    rate, possible = most / seconds, workers / recorded.seconds
    cells = (f"{workers:,}", f"{most:,}", f"{each:.1f}", f"{rate:.1f}", f"{rate / possible:.0%}")
    return [*cells, f"{1000 * busy / most:.1f}"]


def growth(settings: RunSettings, recorded: Recorded, trainings: int, folder: Path) -> Iterator[str]:
    """Yield lines on what a sweep of so many trainings takes of the head: bytes, memory, seconds."""
    start = time.perf_counter()
    plan = plan_of(settings, trainings)
    trials = [trial for trials in plan.rounds(dict) for trial in trials]
    yield f"the plan of {len(trials):,} trainings: {time.perf_counter() - start:.2f} s"
    path = folder / "growth.jsonl"
    journal = SweepJournal(path, plan)
    result = recorded.plain
    start = time.perf_counter()
    for trial in trials:
        journal.add(trial, result)
    seconds = time.perf_counter() - start
    yield f"a line of the journal: {path.stat().st_size / len(trials):,.0f} bytes"
    yield f"until it is on the disk: {1000 * seconds / len(trials):.2f} ms"
    start = time.perf_counter()
    again = SweepJournal(path)
    yield f"to read the journal: {time.perf_counter() - start:.1f} s"
    tracemalloc.start()
    again = SweepJournal(path)
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    yield f"memory of the head: {memory / len(trials) / 1000:.1f} kB a training"
    start = time.perf_counter()
    Sweep(plan, again).table()
    yield f"the table and the conclusion: {time.perf_counter() - start:.2f} s"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep_cluster", description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 10, 30, 100, 300, 1000], metavar="N")
    parser.add_argument("--each", type=int, default=4, help="trainings for each worker")
    parser.add_argument("--least", type=int, default=40, help="trainings of a sweep at least")
    parser.add_argument("--grown", type=int, default=10_000, help="trainings whose growth is measured")
    parser.add_argument("--seconds", type=float, help="of a training; else what it really takes")
    parser.add_argument("--limit", type=int, help="images")
    parser.add_argument("--epochs", type=int, default=RunSettings().epochs)
    options = parser.parse_args(arguments)
    settings = RunSettings(limit=options.limit, epochs=options.epochs)
    print(f"load before: {getloadavg()[0]:.1f}")
    recorded = record(settings, options.seconds)
    print(f"a recorded training: {recorded.seconds:.2f} s\n")
    print("| " + " | ".join(COLUMNS) + " |")
    print("|---" * len(COLUMNS) + "|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for workers in options.workers:
            plan = plan_of(settings, max(options.least, options.each * workers))
            print("| " + " | ".join(measured(plan, recorded, workers, folder)) + " |", flush=True)
        print()
        for line in growth(settings, recorded, options.grown, folder):
            print(f"- {line}", flush=True)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"- the whole program's memory at most: {most:.0f} MB")


if __name__ == "__main__":
    main()
