"""One run of `neurarium train`: begun or gone on with, kept in files, stopped by Ctrl-C or at its end."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from neurarium.cli.console import Output
from neurarium.cli.interrupt import Interrupt
from neurarium.cli.pace import Pace
from neurarium.cli.progress import RunProgress
from neurarium.data.mnist import Mnist
from neurarium.engine.types import FloatArray
from neurarium.persist import Model, ModelError, ModelStore, save_model
from neurarium.training import EpochEnd, Finished, Trainer
from neurarium.training.checkpoint import to_model
from neurarium.training.recipe import Recipe


@dataclass
class Run:
    """A run.

    Attributes
    ----------
    recipe, trainer, images
        What is trained and how, where it stands, and the images with their labels.
    name
        Of the model.
    replaces
        Whether a model of that name gives way.
    file
        Brought up to date after each epoch; None for no such file.
    finished
        How the run ended; None if it has not.
    """

    recipe: Recipe
    trainer: Trainer
    images: Mnist
    name: str
    replaces: bool = False
    file: Path | None = None
    finished: Finished | None = None

    @property
    def interrupted(self) -> bool:
        """Whether the run was stopped before its end."""
        return self.finished is None

    def go(self, output: Output, interrupt: Interrupt) -> None:
        """Train to the end, or until Ctrl-C."""
        self.keep()
        pace = Pace()
        with RunProgress(output) as progress:
            progress.show(self.trainer.started())
            while not self.trainer.finished and not interrupt.requested:
                before = self.trainer.step
                for event in self.trainer.advance(pace.start()):
                    progress.show(event)
                    if isinstance(event, EpochEnd):
                        self.keep()
                pace.stop(self.trainer.step - before)
        if self.trainer.finished:
            *_, end = self.trainer.run()  # a finished run still says how it ended
            assert isinstance(end, Finished)
            self.finished = end
        else:
            self.keep()

    def keep(self, metrics: dict[str, Any] | None = None) -> None:
        """Bring the file up to date."""
        if self.file is not None:
            save_model(self.model(metrics or {}, going_on=True), self.file)

    def store(self, metrics: dict[str, Any]) -> Path:
        """Save the model under its name in the user's data folder; return its file."""
        store = ModelStore()
        while True:
            # What was stopped can be gone on with; what is finished needs no memory of its training.
            model = self.model(metrics, going_on=self.interrupted)
            try:
                path = store.save(model, overwrite=self.replaces)
            except ModelError:
                free = store.free_name(self.name)
                if self.replaces or free == self.name:
                    raise
                self.name = free  # another run has taken the name meanwhile
            else:
                self.replaces = True  # from now on the name is this run's own
                return path

    def model(self, metrics: dict[str, Any], *, going_on: bool) -> Model:
        """Return the run as a model to save."""
        return to_model(
            self.recipe,
            self.trainer,
            name=self.name,
            created=datetime.now(UTC).isoformat(),
            metrics={"backend": self.trainer.started().backend} | metrics,
            going_on=going_on,
        )

    def outputs(self, x: Any) -> FloatArray:
        """Return the network's outputs ``(n, 10)`` for raw images."""
        return self.trainer.predict(x)

    def metrics(self) -> dict[str, float | None]:
        """Return loss and accuracy of the network as it is now, on each part of the data."""
        data, evaluate = self.trainer.data, self.trainer.evaluate
        held = None
        if data.x_validation is not None and data.y_validation is not None:
            held = evaluate(data.x_validation, data.y_validation)
        parts = {
            "train": evaluate(data.x_train, data.y_train),
            "validation": held,
            "test": evaluate(self.images.x_test, self.images.y_test),
        }
        found: dict[str, float | None] = {}
        for part, result in parts.items():
            found[f"{part}_loss"] = result.loss if result else None
            found[f"{part}_accuracy"] = result.accuracy if result else None
        return found
