"""One run of `neurarium train`: new or resumed, saved after each epoch, ended by Ctrl-C or its last step."""

import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neurarium.cli.console import Output
from neurarium.cli.interrupt import Interrupt
from neurarium.cli.progress import RunProgress
from neurarium.data.mnist import Mnist
from neurarium.persist import SUFFIX, ModelError, ModelStore, save_model
from neurarium.training import EpochEnd, Trainer
from neurarium.training.checkpoint import to_model
from neurarium.training.finish import Metrics, measure, save
from neurarium.training.pace import Pace
from neurarium.training.recipe import Recipe

SLICE_SECONDS = 0.05
"""Of training between two checks for Ctrl-C: it seems to act at once, and the checks cost nothing."""


@dataclass
class TrainingSession:
    """A run with its files.

    Attributes
    ----------
    recipe, trainer, images
        What is trained and how, the run itself, and the images with their labels.
    name
        Of the model.
    replaces
        Whether a model of that name is overwritten.
    file
        Saved anew after each epoch; None for no such file.
    problem
        Why the file could not be saved the last time; empty if it was.
    rescued
        Where the model is if the user's data folder does not take it.
    """

    recipe: Recipe
    trainer: Trainer
    images: Mnist
    name: str
    replaces: bool = False
    file: Path | None = None
    problem: str = ""
    rescued: Path | None = None

    @property
    def interrupted(self) -> bool:
        """Whether the run was stopped before its end."""
        return self.trainer.ending is None

    def train(self, output: Output, interrupt: Interrupt) -> None:
        """Train to the end, or until Ctrl-C."""
        self._write_file({})  # a file that cannot be written is reported before the training
        pace = Pace()
        with RunProgress(output) as progress:
            progress.show(self.trainer.started())
            while not self.trainer.finished and not interrupt.requested:
                steps, start = self.trainer.step, time.perf_counter()
                for event in self.trainer.advance(pace.fitting(SLICE_SECONDS)):
                    progress.show(event)
                    if isinstance(event, EpochEnd):
                        self.save_file(output)
                pace.note(self.trainer.step - steps, time.perf_counter() - start)
        if self.interrupted:
            self.save_file(output)

    def save_file(self, output: Output, metrics: Mapping[str, Any] | None = None) -> None:
        """Write the run to its file, if it has one. An error is reported once, and the training continues."""
        try:
            self._write_file(metrics or {})
        except ModelError as error:
            if not self.problem:
                output.say(f"The training continues, but is not saved: {error}", style="yellow")
            self.problem = str(error)
        else:
            self.problem = ""

    def save_model(self, metrics: Mapping[str, Any], output: Output) -> Path:
        """Save the model under its name in the user's data folder; return its file.

        If the folder does not take it, because the disk is full for instance, the model is kept in a
        temporary folder, and where is said.
        """
        try:
            path = save(ModelStore(), self.recipe, self.trainer, self.name, metrics, overwrite=self.replaces)
        except ModelError as error:
            if not isinstance(error.__cause__, OSError):
                raise
            return self._rescue(metrics, error, output)
        self.name = path.name.removesuffix(SUFFIX)  # another process may have taken the name meanwhile
        self.replaces = True  # from now on the name belongs to this run
        if self.rescued is not None:
            shutil.rmtree(self.rescued.parent, ignore_errors=True)
            self.rescued = None
        return path

    def _write_file(self, metrics: Mapping[str, Any]) -> None:
        if self.file is not None:
            save_model(to_model(self.recipe, self.trainer, name=self.name, metrics=metrics), self.file)

    def _rescue(self, metrics: Mapping[str, Any], error: ModelError, output: Output) -> Path:
        path = self.rescued
        try:
            if path is None:
                path = Path(tempfile.mkdtemp(prefix="neurarium-")) / f"{self.name}{SUFFIX}"
            model = to_model(
                self.recipe, self.trainer, name=self.name, metrics=metrics, resumable=self.interrupted
            )
            save_model(model, path)
        except (ModelError, OSError) as another:
            raise ModelError(f"{error}; nor can it be kept in a temporary folder: {another}") from another
        if self.rescued is None:
            output.say(f"Error: {error}", style="red")
            output.say(f"The model is kept in a temporary folder; move it from there: {path}", style="red")
        self.rescued = path
        return path

    def metrics(self) -> Metrics:
        """Return loss and accuracy of the network as it is now, on each part of the data."""
        return measure(self.trainer, self.images)
