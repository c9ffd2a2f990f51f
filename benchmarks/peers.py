"""Peers and us on the same work, in one interleaved run.

    python benchmarks/peers.py [--works W1,W4] [--peers-python PYTHON] [--rounds 7] [--out FOLDER]

Each peer runs in a separate process (`peer_workers/`), in an environment that may be another than ours: the
peers are no dependencies of the project. All processes of a work are started together and take turns, so that
a disturbance of the machine meets all alike. Works, in seconds per epoch of MNIST's 60,000 images:

W1  784-128-10, ReLU, Adam, batch 128          W4  2-4-4-1, tanh, SGD, batch 10, 500 rows: steps per second
W2  784-16-16-10, ReLU, SGD, batch 32          W5  784-128-10: one image, and 10,000 images
W3  784-800-10, ReLU, Adam, batch 128          W6  784-512-256-10, ReLU, Adam, batch 128
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "peer_workers"))

from common import WORKS, Work  # noqa: E402

from neurarium.data import mnist  # noqa: E402
from neurarium.kernels import available_cores  # noqa: E402

CONTESTANTS = {
    "Neurarium": ("neurarium_peer", "compiled"),
    "Neurarium, zeros not skipped": ("neurarium_peer", "dense"),
    "Neurarium, steps alone": ("neurarium_peer", "steps"),
    "Neurarium, NumPy": ("neurarium_peer", "numpy"),
    "NumPy, tuned": ("tuned_numpy_peer", "step"),
    "JAX, scan": ("jax_peer", "scan"),
    "JAX, step": ("jax_peer", "step"),
    "PyTorch, tuned": ("torch_peer", "tuned"),
    "PyTorch, DataLoader": ("torch_peer", "loader"),
    "Keras on TensorFlow": ("keras_peer", "tensorflow"),
    "Keras on JAX": ("keras_peer", "jax"),
    "scikit-learn": ("sklearn_peer", "fit"),
    "neural-network-digits": ("nn_digits_peer", "step"),
}
SHAPES = {
    "W1": "784-128-10, Adam",
    "W2": "784-16-16-10, SGD",
    "W3": "784-800-10, Adam",
    "W4": "2-4-4-1, SGD",
    "W5": "784-128-10",
    "W6": "784-512-256-10, Adam",
}
NOT_FOR = {"W4": {"neural-network-digits", "NumPy, tuned", "Neurarium, zeros not skipped"}}
ACCURACY_AFTER = 5  # epochs (for W4: runs)
REST = 0.15  # seconds between runs, in which the last one's threads fall asleep


@dataclass
class Result:
    """One contestant's runs of one work: seconds per epoch, or per call."""

    name: str
    version: str = ""
    seconds: list[float] = field(default_factory=list)
    many: list[float] = field(default_factory=list)  # W5 only: 10,000 images
    accuracy: float | None = None


class Worker:
    """A contestant's process."""

    def __init__(self, name: str, work: str, folder: str, peers_python: str) -> None:
        module, variant = CONTESTANTS[name]
        python = sys.executable if name.startswith("Neurarium") else peers_python
        # Settings made for one machine's sake must not decide how fast anybody's matrix products are.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
        self.result = Result(name)
        self.process = subprocess.Popen(
            [python, str(HERE / "peer_workers" / f"{module}.py"), variant, work, folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip

    def ask(self, request: str) -> dict[str, Any] | None:
        """Return the answer, or None if the process has died."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(request + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        return json.loads(line) if line else None

    def close(self) -> str:
        """End the process; return the last line of what it complained about."""
        complaints = ""
        try:
            _, complaints = self.process.communicate(timeout=20)
        except (subprocess.TimeoutExpired, ValueError):
            self.process.kill()
            self.process.wait()
        return complaints.strip().rpartition("\n")[2]


def run_work(work: str, names: list[str], rounds: int, folder: str, peers_python: str) -> list[Result]:
    """Let all contestants take turns."""
    workers = []
    for name in names:
        worker = Worker(name, work, folder, peers_python)
        answer = worker.ask("train")  # the first epoch compiles and warms up: it does not count
        if answer is None:
            print(f"  {name}: left out ({worker.close()})", file=sys.stderr)
            continue
        worker.result.version = answer["version"]
        workers.append(worker)
    request = "predict" if work == "W5" else "train"
    trained = 1
    for turn in range(max(rounds, ACCURACY_AFTER - 1)):
        # Nobody always comes first, or always behind the same one.
        for worker in workers[turn % len(workers) :] + workers[: turn % len(workers)]:
            time.sleep(REST)
            answer = worker.ask(request)
            assert answer is not None, f"{worker.result.name} died: {worker.close()}"
            worker.result.seconds.append(answer["one"] if request == "predict" else answer["seconds"])
            if request == "predict":
                worker.result.many.append(answer["many"])
        trained += request == "train"
        if trained == ACCURACY_AFTER:
            for worker in workers:
                answer = worker.ask("accuracy")
                worker.result.accuracy = answer["accuracy"] if answer else None
            trained += 1
    for worker in workers:
        worker.close()
    return [worker.result for worker in workers]


def gflop(work: Work, rows: int) -> float:
    """Return the arithmetic of one epoch: forward, dW, and delta for all layers but the first."""
    products = [a * b for a, b in zip(work.sizes[:-1], work.sizes[1:], strict=True)]
    return 2e-9 * rows * (2 * sum(products) + sum(products[1:]))


def measured_peak() -> float:
    """Return what our own product reaches on all cores with everything in the nearest cache, in GFLOP/s."""
    from neurarium.kernels.compiling import entry
    from neurarium.kernels.memory import aligned
    from neurarium.kernels.product import product
    from neurarium.kernels.team import Team
    from neurarium.kernels.tuples import Matrix, Strided

    n, depth, m = 24, 96, 64

    @entry
    def multiply(A, B, C, times):
        for _ in range(times):
            product(Strided(A, 0, depth, 1), Matrix(B, 0, m), Matrix(C, 0, m), depth, n, m)

    team = Team(available_cores())
    rooms = [(aligned(n * depth), aligned(depth * m), aligned(n * m)) for _ in range(team.size)]
    multiply(*rooms[0], 1)
    best = 0.0
    for _ in range(20):
        start = time.perf_counter()
        team.run(lambda rank: multiply(*rooms[rank], 10_000))
        best = max(best, team.size * 10_000 * 2e-9 * n * depth * m / (time.perf_counter() - start))
    return best


def rows_of(work: str, results: list[Result], peak: float) -> list[dict[str, Any]]:
    """Return the lines of a work's table."""
    lines = []
    for what in ("seconds", "many") if work == "W5" else ("seconds",):
        ours = median(getattr(results[0], what))
        for result in results:
            times = getattr(result, what)
            share = None
            if work not in ("W4", "W5"):
                share = gflop(WORKS[work], 60_000) / median(times) / peak
            lines.append(
                {
                    "work": work
                    + {"seconds": " (one image)", "many": " (10,000 images)"}[what] * (work == "W5"),
                    "name": result.name,
                    "version": result.version,
                    "median": median(times),
                    "min": min(times),
                    "ratio": median(times) / ours,
                    "peak": share,
                    "accuracy": result.accuracy,
                }
            )
    return lines


def duration(work: str, seconds: float) -> str:
    """Return a time in the unit that suits the work."""
    if work == "W4":
        return f"{50 / seconds:,.0f} steps/s"
    if seconds < 1e-3:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 0.1 else f"{seconds:.3f} s"


def markdown(lines: list[dict[str, Any]], machine: dict[str, Any]) -> str:
    """Return all tables as Markdown."""
    text = [", ".join(f"{k}: {v}" for k, v in machine.items())]
    for work in dict.fromkeys(line["work"] for line in lines):
        text += [
            "",
            f"**{work}**",
            "",
            "| | median | best | × ours | of FMA peak | accuracy |",
            "|---|--:|--:|--:|--:|--:|",
        ]
        for line in sorted((x for x in lines if x["work"] == work), key=lambda x: x["median"]):
            peak = "" if line["peak"] is None else f"{line['peak']:.0%}"
            accuracy = "" if line["accuracy"] is None else f"{line['accuracy']:.2%}"
            text.append(
                f"| {line['name']} {line['version']} | {duration(work, line['median'])} "
                f"| {duration(work, line['min'])} | {line['ratio']:.2f} | {peak} | {accuracy} |"
            )
    return "\n".join(text) + "\n"


def overview(lines: list[dict[str, Any]], machine: dict[str, Any]) -> str:
    """Return one table of all works: our median, and how many times as long each contestant takes."""
    works = list(dict.fromkeys(line["work"] for line in lines))
    cells = {(line["name"], line["work"]): line for line in lines}
    heads = [f"{work}<br>{SHAPES[work[:2]]}" for work in works]
    text = [
        ", ".join(f"{k}: {v}" for k, v in machine.items()),
        "",
        f"| | {' | '.join(heads)} |",
        f"|---|{'--:|' * len(works)}",
    ]
    for name in dict.fromkeys(line["name"] for line in lines):
        row = []
        for work in works:
            line = cells.get((name, work))
            if line is None:
                row.append("")
            elif name == "Neurarium":
                row.append(f"**{duration(work[:2], line['median'])}**")
            else:
                row.append(f"{line['ratio']:.3g} ×")
        text.append(f"| {name} | {' | '.join(row)} |")
    return "\n".join(text) + "\n"


def describe_machine(peak: float) -> dict[str, Any]:
    """Return what the figures belong to."""
    model = platform.processor()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next(
            (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model
        )
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return {
        "date": time.strftime("%Y-%m-%d"),
        "processor": model,
        "cores": available_cores(),
        "FMA peak": f"{peak:.0f} GFLOP/s",
        "Python": platform.python_version(),
        "NumPy": np.__version__,
        "load before": f"{load:.1f}",
    }


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--works", default=",".join(WORKS))
    parser.add_argument("--only", default="", help="names (or their beginnings), separated by ';'")
    parser.add_argument(
        "--peers-python", default=sys.executable, help="interpreter of the peers' environment"
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--out", type=Path, help="folder for overview.md, peers.md and peers.json")
    options = parser.parse_args()
    wanted = tuple(options.only.split(";"))
    names = [n for n in CONTESTANTS if not options.only or n == "Neurarium" or n.startswith(wanted)]

    peak = measured_peak()
    machine = describe_machine(peak)
    lines: list[dict[str, Any]] = []
    raw: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        data = mnist("raw")
        np.savez(
            Path(folder) / "mnist.npz",
            x=data.x_train.reshape(60_000, -1), y=data.y_train,
            x_test=data.x_test.reshape(10_000, -1), y_test=data.y_test,
        )  # fmt: skip
        for work in options.works.split(","):
            contestants = [n for n in names if n not in NOT_FOR.get(work, set())]
            results = run_work(work, contestants, options.rounds, folder, options.peers_python)
            raw[work] = [asdict(result) for result in results]
            lines += rows_of(work, results, peak)
            print(markdown([line for line in lines if line["work"].startswith(work)], machine), flush=True)
    print(overview(lines, machine))
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "overview.md").write_text(overview(lines, machine), "utf-8")
        (options.out / "peers.md").write_text(markdown(lines, machine), "utf-8")
        (options.out / "peers.json").write_text(
            json.dumps({"machine": machine, "lines": lines, "runs": raw}, indent=1), "utf-8"
        )


if __name__ == "__main__":
    main()
