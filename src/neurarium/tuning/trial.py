"""A trial: one recipe, trained with its seed and measured. What a worker gets, and what it sends back."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.data.mnist import Mnist, mnist
from neurarium.engine.errors import Diverged, ParameterError
from neurarium.engine.types import IntArray
from neurarium.kernels import prepare
from neurarium.kernels.cores import processor
from neurarium.training.backends import choose
from neurarium.training.dataset import Rows
from neurarium.training.pace import Pace
from neurarium.training.recipe import Recipe
from neurarium.training.trainer import Trainer


@dataclass(frozen=True)
class Trial:
    """What to train: a recipe, its seed in it.

    Parameters
    ----------
    recipe
        It holds some training images back; these judge it.
    test
        Whether the test images are looked at too: only for those that were chosen already.
    """

    recipe: Recipe
    test: bool = False

    def __post_init__(self) -> None:
        if self.recipe.validation == 0:
            raise ParameterError(
                "a comparison is decided by validation images: hold some back, such as validation=0.2"
            )

    @property
    def seed(self) -> int:
        """The seed of everything."""
        return self.recipe.seed

    def plain(self) -> dict[str, Any]:
        """Return the trial as plain data; equal trials have equal data."""
        return {"recipe": self.recipe.as_dict(), "test": self.test}

    @cached_property
    def key(self) -> str:
        """A text that is the same for equal trials, in every process: plain data as JSON, under 1 kB."""
        return json.dumps(self.plain(), sort_keys=True, separators=(",", ":"))

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> "Trial":
        """Return the trial that `plain` described.

        Raises
        ------
        ParameterError
            If it describes none.
        """
        try:
            return cls(Recipe.from_dict(plain["recipe"]), bool(plain["test"]))
        except (KeyError, TypeError, AttributeError) as error:
            raise ParameterError(f"this is not a trial: {error}") from error


@dataclass(frozen=True)
class Score:
    """How many of `n` images were read right."""

    right: int
    n: int

    @property
    def share(self) -> float:
        """The accuracy, 0 to 1."""
        return self.right / self.n


@dataclass(frozen=True)
class Result:
    """What came of a trial.

    Attributes
    ----------
    validation
        On the images that were held back.
    test
        On the test images, if they were looked at.
    wrong
        Which test images were read wrong, ascending; None if they were not looked at.
    epochs
        Epochs that were trained; fewer than asked for with early stopping, or after a divergence.
    diverged
        The step at which the loss was no number any more; None if the training came to its end.
    seconds
        From the first step to the last.
    parameters
        Weights and biases of the network.
    weights
        A hash of them after the training: equal trials on processors of one kind have equal hashes.
    computed_on
        What kind: the backend and the processor.
    """

    validation: Score
    test: Score | None
    wrong: tuple[int, ...] | None
    epochs: int
    diverged: int | None
    seconds: float
    parameters: int
    weights: str
    computed_on: str

    def plain(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return asdict(self)

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> "Result":
        """Return the result that `plain` described.

        Raises
        ------
        ParameterError
            If it describes none.
        """
        try:
            test, wrong = plain["test"], plain["wrong"]
            return cls(
                validation=_score(plain["validation"]),
                test=None if test is None else _score(test),
                wrong=None if wrong is None else tuple(map(int, wrong)),
                epochs=int(plain["epochs"]),
                diverged=None if plain["diverged"] is None else int(plain["diverged"]),
                seconds=float(plain["seconds"]),
                parameters=int(plain["parameters"]),
                weights=str(plain["weights"]),
                computed_on=str(plain["computed_on"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ParameterError(f"this is not the result of a trial: {error}") from error


class Training:
    """A trial under way, in slices.

    One thread computes, so that the result depends neither on how many cores there are nor on how many trials
    run beside it. A training that diverges is a result as well: its network is judged as it is.

    Parameters
    ----------
    trial
        What to train.
    images
        Raw pixels and labels; this installation's MNIST by default.
    record
        Whether the history of the epochs is kept.
    """

    def __init__(self, trial: Trial, images: Mnist | None = None, *, record: bool = False) -> None:
        self.trial = trial
        self._images = images or _mnist()
        recipe = trial.recipe
        network = recipe.network()
        if choose(network, recipe.training).name == "compiled":
            prepare()  # else the first epochs would be computed in NumPy, to other bits
        training = replace(recipe.training, threads=1, record=record)
        self.trainer = Trainer(network, recipe.dataset(self._images), training)
        self.diverged: int | None = None
        self.seconds = 0.0
        self._pace = Pace()

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to train."""
        return self.diverged is not None or self.trainer.finished

    @property
    def done(self) -> float:
        """The part that is done, 0 to 1."""
        trainer = self.trainer
        return 1.0 if self.is_over else trainer.step / (trainer.config.epochs * trainer.steps_per_epoch)

    def advance(self, seconds: float) -> None:
        """Train for about so many seconds."""
        end = time.perf_counter() + seconds
        while not self.is_over and (left := end - time.perf_counter()) > 0:
            before, started = self.trainer.step, time.perf_counter()
            try:
                for _ in self.trainer.advance(self._pace.fitting(left)):
                    pass
            except Diverged as found:
                self.diverged = found.step
            took = time.perf_counter() - started
            self.seconds += took
            self._pace.note(max(self.trainer.step - before, 1), took)

    def held_right(self) -> NDArray[np.bool_]:
        """Return which of the images that were held back are read right."""
        data = self.trainer.data
        assert data.x_validation is not None
        assert data.y_validation is not None
        return self._right(data.x_validation, data.y_validation)

    def result(self) -> Result:
        """Measure the network as it is now."""
        trainer, network = self.trainer, self.trainer.network
        held = self.held_right()
        test = self._right(self._images.x_test, self._images.y_test) if self.trial.test else None
        return Result(
            validation=Score(int(held.sum()), len(held)),
            test=None if test is None else Score(int(test.sum()), len(test)),
            wrong=None if test is None else tuple(map(int, np.flatnonzero(~test))),
            epochs=trainer.epochs_done,
            diverged=self.diverged,
            seconds=self.seconds,
            parameters=int(network.theta.size),
            weights=hashlib.sha256(network.theta.tobytes()).hexdigest()[:16],
            computed_on=f"{trainer.started().backend}, {processor()}",
        )

    def answers(self, x: Rows) -> IntArray:
        """Return the digit that the network, as it is now, says of each row of raw pixels ``(n, 784)``."""
        with np.errstate(all="ignore"):  # a network that has diverged
            answers: IntArray = self.trainer.predict(x).argmax(axis=1)
        return answers

    def _right(self, x: Rows, y: Rows) -> NDArray[np.bool_]:
        right: NDArray[np.bool_] = self.answers(x) == y
        return right


def run(trial: Trial, images: Mnist | None = None) -> Result:
    """Train to the end, and measure; see `Training`."""
    training = Training(trial, images)
    while not training.is_over:
        training.advance(1.0)
    return training.result()


def run_plain(key: str) -> dict[str, Any]:
    """Do `run`, from a text to plain data: what goes to a worker, and what comes back."""
    return run(Trial.of_plain(json.loads(key))).plain()


@lru_cache(maxsize=1)
def _mnist() -> Mnist:
    return mnist("raw")


def _score(plain: Mapping[str, Any]) -> Score:
    right, n = int(plain["right"]), int(plain["n"])
    if not 0 <= right <= n or n == 0:
        raise ValueError(f"expected so many right of so many, got {right} of {n}")
    return Score(right, n)
