"""Short trainings, done in slices: a first model, and fine-tuning a model on one person's handwriting."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from neurarium.data.augment import PRESETS as AUGMENTATIONS
from neurarium.data.mnist import Mnist
from neurarium.engine.errors import NeurariumError
from neurarium.engine.losses import CrossEntropy, Loss, MeanSquaredError
from neurarium.engine.optimizers import Adam
from neurarium.engine.scaling import Scaling
from neurarium.lab.computed import Computed
from neurarium.lab.digits import digits
from neurarium.lab.exhibits.recognise.lines import draw_training
from neurarium.lab.exhibits.recognise.own_digits import OwnDigit
from neurarium.lab.exhibits.recognise.own_split import hold_out, learned_by, note_learned
from neurarium.lab.exhibits.recognise.scoring import Score, Scoring
from neurarium.lab.model_cache import NamedModel
from neurarium.lab.protocol import LabError, brief
from neurarium.lab.rules import FileName, refuse
from neurarium.persist import SUFFIX, Model, ModelError, ModelStore
from neurarium.training import Dataset, TrainConfig, Trainer
from neurarium.training import Progress as TrainProgress
from neurarium.training.finish import save
from neurarium.training.presets import CLASSIC

MOST_REPEATS = 20
"""Own digits are repeated until they are as many as MNIST's in a pass, but at most this many times."""

MNIST_ROWS = 4000

Kind = Literal["train", "tune"]
Rows = tuple[NDArray[np.uint8], NDArray[np.int64]]


@dataclass(frozen=True)
class Progress:
    """How far a short training is.

    Attributes
    ----------
    share
        0 to 1: of the training, and of the scoring before and after it.
    loss, accuracy
        Means over the pass so far; None before the first step.
    name
        What the model is called, once it is saved.
    before, after
        Its scores, as soon as they are known; `before` of the model that was tuned.
    own_held
        How many of the learner's digits are held out: they are scored, and not learned from.
    images
        Of which `loss` and `accuracy` are the means.
    computed
        What computes `loss` and `accuracy`.
    """

    kind: Kind
    share: float
    epoch: int
    epochs: int
    loss: float | None
    accuracy: float | None
    finished: bool
    name: str | None
    before: Score | None
    after: Score | None
    own_held: int
    images: int
    computed: dict[str, Computed]


class ShortTraining(ABC):
    """A short training whose result is scored, and saved in the store when it is over.

    Parameters
    ----------
    store
        Where the result goes.
    trainer
        Who trains.
    images
        MNIST.
    own
        Digits of the learner ``(n, 784)`` and their labels ``(n,)``, if some are to be scored too.
    scored_before
        Whether the network is scored before the training as well.
    """

    kind: Kind

    def __init__(
        self, store: ModelStore, trainer: Trainer, images: Mnist, own: Rows | None, *, scored_before: bool
    ) -> None:
        self._store = store
        self.trainer = trainer
        scaling = trainer.data.scaling
        self._before = Scoring(images, own, scaling) if scored_before else None
        self._after = Scoring(images, own, scaling)
        self._own_held = 0 if own is None else len(own[1])
        self._images = 0
        self._loss: float | None = None
        self._accuracy: float | None = None
        self.name: str | None = None

    @property
    def finished(self) -> bool:
        """Whether the model is saved."""
        return self.name is not None

    def advance(self, steps: int) -> None:
        """Take at most so many steps, of scoring or of training; after the last one save the model."""
        while steps > 0 and not self.finished:
            if self._before is not None and not self._before.finished:
                steps -= self._score(self._before, steps)
            elif not self.trainer.finished:
                steps -= self._train(steps)
            else:
                steps -= self._score(self._after, steps)
                if self._after.score is not None:
                    self.name = self._save(self._after.score).name.removesuffix(SUFFIX)

    def _score(self, scoring: Scoring, steps: int) -> int:
        return scoring.advance(self.trainer.network, steps)

    def _train(self, steps: int) -> int:
        before = self.trainer.step
        for event in self.trainer.advance(steps):
            if isinstance(event, TrainProgress):
                self._images, self._loss, self._accuracy = event.samples, event.loss, event.accuracy
        return self.trainer.step - before

    def progress(self) -> Progress:
        """Return how far it is."""
        trainer = self.trainer
        scorings = [scoring for scoring in (self._before, self._after) if scoring is not None]
        total = trainer.config.epochs * trainer.steps_per_epoch + sum(scoring.steps for scoring in scorings)
        return Progress(
            kind=self.kind,
            share=(trainer.step + sum(scoring.done for scoring in scorings)) / total,
            epoch=min(trainer.epochs_done + 1, trainer.config.epochs),
            epochs=trainer.config.epochs,
            loss=self._loss,
            accuracy=self._accuracy,
            finished=self.finished,
            name=self.name,
            before=self._before.score if self._before else None,
            after=self._after.score,
            own_held=self._own_held,
            images=self._images,
            computed=draw_training(trainer.network, trainer.config),
        )

    @abstractmethod
    def _save(self, score: Score) -> Path:
        """Save the network, which has this score, under a free name; return the model's file."""


class FirstTraining(ShortTraining):
    """The classic tutorial network, from nothing.

    Parameters
    ----------
    epochs
        Passes through the training images.
    distorted
        Whether each image is turned, slanted and stretched a little, another way each time. Then the network
        reads handwriting better that is not like MNIST's.
    """

    kind = "train"

    def __init__(self, store: ModelStore, epochs: int, *, distorted: bool = False) -> None:
        images = digits()
        augmentation = AUGMENTATIONS["affine"] if distorted else None
        training = replace(CLASSIC.recipe.training, epochs=epochs, augmentation=augmentation)
        self._recipe = replace(CLASSIC.recipe, training=training)
        trainer = Trainer(self._recipe.network(), self._recipe.dataset(images), training)
        super().__init__(store, trainer, images, None, scored_before=False)

    def _save(self, score: Score) -> Path:
        name = CLASSIC.name if self._recipe.training.augmentation is None else "handwriting"
        return save(self._store, self._recipe, self.trainer, name, {"test_accuracy": score.mnist})


class Tuning(ShortTraining):
    """Fine-tuning of a model on one person's handwriting, mixed with MNIST so that it forgets nothing.

    Parameters
    ----------
    named
        The model; it stays as it is.
    own
        The learner's digits; at least one. Some are held out.
    epochs
        Passes through the mixture.
    name
        What the result is called; empty for the model's own name and "-own".
    """

    kind = "tune"

    def __init__(
        self, store: ModelStore, named: NamedModel, own: list[OwnDigit], epochs: int, name: str
    ) -> None:
        self._model_before = named.model
        self._base = name or f"{named.name}-own"
        images = digits()
        learned = learned_by(named.model)
        to_learn, held = hold_out(own, learned)
        self._learned = learned | {digit.id for digit in to_learn}
        x, y = mixture(images, *own_rows(to_learn))
        scaling = named.model.scaling or Scaling(0.0, 1.0)
        config = TrainConfig(
            loss=_loss_for(named.model),
            optimizer=Adam(0.0005),
            epochs=epochs,
            batch_size=64,
        )
        try:
            store.path(self._base)
            trainer = Trainer(named.model.network.copy(), Dataset(x, y, scaling=scaling), config)
        except ModelError as error:
            raise refuse("name", FileName(), name) from error
        except NeurariumError as error:
            raise LabError(
                "bad_model",
                f"The model '{named.name}' cannot be tuned: {error}",
                "Choose another one.",
                {"name": brief(named.name), "reason": str(error)},
            ) from error
        super().__init__(store, trainer, images, own_rows(held) if held else None, scored_before=True)

    def _save(self, score: Score) -> Path:
        return self._store.save_new(
            replace(
                self._model_before,
                network=self.trainer.network,
                name=self._base,
                created=datetime.now(UTC).isoformat(),
                metrics=note_learned(
                    {"test_accuracy": score.mnist, "own_accuracy": score.own}, self._learned
                ),
                history=self.trainer.history.rows(),
                training=None,
            )
        )


def own_rows(own: list[OwnDigit]) -> Rows:
    """Return images ``(n, 784)`` and labels ``(n,)``."""
    x = np.array([digit.image.ravel() for digit in own], np.uint8).reshape(len(own), -1)
    return x, np.array([digit.label for digit in own], np.int64)


def mixture(
    images: Mnist, x: NDArray[np.uint8], y: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the learner's digits, each several times, and MNIST's first: half and half if there are many."""
    repeats = int(np.clip(MNIST_ROWS // len(x), 1, MOST_REPEATS))
    rows: list[Any] = [np.tile(x, (repeats, 1)), images.x_train[:MNIST_ROWS]]
    labels = [np.tile(y, repeats), images.y_train[:MNIST_ROWS]]
    return np.concatenate(rows), np.concatenate(labels)


def _loss_for(model: Model) -> Loss:
    """Return the loss that fits a model's output."""
    return CrossEntropy() if model.network.output.name == "softmax" else MeanSquaredError()
