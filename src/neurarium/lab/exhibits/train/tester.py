"""What a network in training makes of images that it does not learn from.

During a run these are the validation images; if none are held back, training images, which are called so. The
test images are looked at once, when the run has ended: whoever looks at them earlier and changes something
because of it has no images left that can tell how good the network is.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from neurarium.data.mnist import Mnist
from neurarium.engine.metrics import classes, confusion_matrix
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.values import ByteArray
from neurarium.persist.model import DIGITS
from neurarium.training import Trainer
from neurarium.training.blas import single_threaded_blas
from neurarium.training.evaluation import batches
from neurarium.training.recipe import Recipe

SAMPLE = 1000
"""Images that are looked at again and again during a run: quick, and accurate to about one percent."""

Part = Literal["training", "validation", "test"]
"""Of the data."""


@dataclass(frozen=True, eq=False)
class Images:
    """Some images of MNIST.

    Attributes
    ----------
    part
        Which part of the data they are.
    index
        Their places in MNIST's training or test set, ``(n,)``.
    pixels, labels
        ``(n, 784)``, 0 to 255, and ``(n,)``.
    """

    part: Part
    index: IntArray
    pixels: ByteArray
    labels: IntArray

    def __len__(self) -> int:
        return len(self.labels)

    @classmethod
    def of_run(cls, trainer: Trainer, recipe: Recipe, mnist: Mnist) -> "Images":
        """Return what is looked at while the run goes on: what is held back, or else what it learns from."""
        data = trainer.data
        if data.x_validation is None or data.y_validation is None:
            return cls("training", np.arange(len(data)), data.x_train, data.y_train)
        return cls("validation", recipe.held_back(mnist), data.x_validation, data.y_validation)

    @classmethod
    def of_test(cls, mnist: Mnist) -> "Images":
        """Return the test images."""
        return cls("test", np.arange(len(mnist.y_test)), mnist.x_test, mnist.y_test)


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers to the first n of some images, at one step of a run.

    Attributes
    ----------
    outputs, logits
        ``(n, 10)``: the answers, and the weighted sums that they are made of.
    """

    step: int
    images: Images
    outputs: FloatArray
    logits: FloatArray

    @property
    def labels(self) -> IntArray:
        """The images' labels, ``(n,)``."""
        return self.images.labels[: len(self.outputs)]

    @property
    def answers(self) -> IntArray:
        """The digits that the network decides for, ``(n,)``."""
        return classes(self.outputs)

    @property
    def accuracy(self) -> float:
        """Share of right answers."""
        return float(np.mean(self.answers == self.labels))

    def confusion(self) -> IntArray:
        """Count the answers, ``(10, 10)``: rows are labels, columns answers."""
        return confusion_matrix(self.answers, self.labels, DIGITS)

    def wrong(self) -> IntArray:
        """Return the images that were misread, the most certain mistake first."""
        answers = self.answers
        rows = np.flatnonzero(answers != self.labels)
        order = np.argsort(-self.outputs[rows, answers[rows]], kind="stable")
        return rows[order]

    def cell(self, label: int, answer: int) -> IntArray:
        """Return the images with this label that got this answer."""
        return np.flatnonzero((self.labels == label) & (self.answers == answer))


class Tester:
    """Asks a network for its answers to some images.

    Parameters
    ----------
    images
        What it is asked.
    scaling
        What makes the network's inputs of the pixels.
    """

    def __init__(self, images: Images, scaling: Scaling) -> None:
        self.images = images
        self._scaling = scaling
        self._sample = scaling.apply(images.pixels[:SAMPLE])  # (1000, 784), or as many as there are

    def ask_sample(self, network: Network, step: int) -> tuple[Answers, list[FloatArray]]:
        """Return the answers to the sample, and what each hidden layer made of it, ``(n, n_hidden)``."""
        with single_threaded_blas():
            trace = network.forward(self._sample)
        # The input of each dense layer but the first is the output of the hidden layer before it.
        answers = Answers(step, self.images, trace.output, trace.z)
        return answers, [t.x for t in network.dense_traces(trace)[1:]]

    def ask_all(self, network: Network, step: int) -> Answers:
        """Return the answers to all images."""
        pixels = self.images.pixels
        outputs = np.empty((len(pixels), network.n_out), network.dtype)
        logits = np.empty_like(outputs)
        with single_threaded_blas():
            for rows, inputs in batches(pixels, self._scaling):
                trace = network.forward(inputs)
                outputs[rows], logits[rows] = trace.output, trace.z
        return Answers(step, self.images, outputs, logits)
