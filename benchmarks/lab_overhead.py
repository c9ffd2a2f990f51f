"""What training in the lab costs over the same training without it: python -m benchmarks.lab_overhead.

Both train the same network in the same process, in turn, several times: a plain `Trainer`, and a run of the
exhibit `train` advanced by the server's background runner, without and with a page that asks for pictures.
Times count from the first step to the last.
"""

import argparse
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from neurarium.kernels import prepare
from neurarium.lab import Lab, Workspace
from neurarium.lab.digits import digits
from neurarium.lab.exhibits.train.run import TrainingRun
from neurarium.lab.exhibits.train.settings import PRESET_SETTINGS, TrainSettings, recipe_of
from neurarium.server.background import BackgroundRunner
from neurarium.server.locks import FairLock
from neurarium.server.settings import Limits
from neurarium.training import Trainer

LOOK_SECONDS = 0.2  # a page asks about five times a second


def train_plainly(settings: TrainSettings) -> float:
    """Return the seconds that a plain trainer needs."""
    recipe = recipe_of(settings)
    trainer = Trainer(recipe.network(), recipe.dataset(digits()), recipe.training)
    start = time.perf_counter()
    trainer.fit()
    return time.perf_counter() - start


def train_in_the_lab(settings: TrainSettings, *, watched: bool) -> float:
    """Return the seconds that the same training takes in the background, watched or not."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), FairLock)
        lab = Lab(workspace)
        run = Timed(workspace, "benchmark", settings, FairLock())
        lab.handle({"id": 0, "exhibit": "train", "op": "open", "params": {}})
        runner = BackgroundRunner(workspace.runs, Limits().slice_ms)
        workspace.runs.add(run)
        runner.start()
        while not run.ended.wait(LOOK_SECONDS):
            if watched:
                lab.handle({"id": 1, "exhibit": "train", "op": "status", "params": {}})
        runner.stop()
        return run.seconds


class Timed(TrainingRun):
    """A run that times itself: from the end of its preparation until its last step is taken."""

    seconds = 0.0

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.ended = threading.Event()

    def _prepare(self) -> Trainer:
        trainer = super()._prepare()
        self._began = time.perf_counter()
        return trainer

    def _finish(self, trainer: Trainer) -> None:
        self.seconds = time.perf_counter() - self._began
        super()._finish(trainer)
        self.ended.set()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--preset", default="classic", choices=PRESET_SETTINGS)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    settings = replace(PRESET_SETTINGS[options.preset], epochs=options.epochs)
    prepare()
    digits()
    train_plainly(replace(settings, epochs=1, limit=2000))
    times: dict[str, list[float]] = {"plain": [], "lab": [], "watched": []}
    for _ in range(options.rounds):
        times["plain"].append(train_plainly(settings))
        times["lab"].append(train_in_the_lab(settings, watched=False))
        times["watched"].append(train_in_the_lab(settings, watched=True))
    medians = {name: statistics.median(seconds) for name, seconds in times.items()}
    # Neighbours in time share the machine's mood: the ratio is taken round by round.
    ratios = {
        name: statistics.median(t / p for t, p in zip(times[name], times["plain"], strict=True))
        for name in ("lab", "watched")
    }
    result = {"preset": options.preset, "epochs": options.epochs, "seconds": medians, "ratio": ratios}
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
