"""Tests of the network in training on the test images, which it never learns from."""

from dataclasses import dataclass

import numpy as np

from neurarium.data.mnist import Mnist
from neurarium.engine.metrics import classes, confusion_matrix
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import FloatArray, IntArray
from neurarium.persist.model import DIGITS
from neurarium.training.blas import single_threaded_blas
from neurarium.training.evaluation import batches

SAMPLE = 1000
"""Test images that are used during a run: quick, and accurate to about one percent."""


@dataclass(frozen=True, eq=False)
class TestResult:
    """The answers to the first n test images, at one step of a run.

    Attributes
    ----------
    outputs, logits
        ``(n, 10)``: the answers, and the weighted sums that they are made of.
    labels, answers
        ``(n,)``.
    """

    step: int
    outputs: FloatArray
    logits: FloatArray
    labels: IntArray

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
    """Tests a network on the test images.

    Parameters
    ----------
    images
        Raw pixels and labels.
    scaling
        What makes the network's inputs of them.
    """

    def __init__(self, images: Mnist, scaling: Scaling) -> None:
        self._images = images
        self._scaling = scaling
        self._sample = scaling.apply(images.x_test[:SAMPLE])  # (1000, 784)

    def test_sample(self, network: Network, step: int) -> tuple[TestResult, list[FloatArray]]:
        """Return the answers to the sample, and what each hidden layer made of it, ``(1000, n_hidden)``."""
        with single_threaded_blas():
            trace = network.forward(self._sample)
        # The input of each dense layer but the first is the output of the hidden layer before it.
        test = TestResult(step, trace.output, trace.z, self._images.y_test[:SAMPLE])
        return test, [t.x for t in network.dense_traces(trace)[1:]]

    def test_all(self, network: Network, step: int) -> TestResult:
        """Return the answers to all test images."""
        x = self._images.x_test
        outputs = np.empty((len(x), network.n_out), network.dtype)
        logits = np.empty_like(outputs)
        with single_threaded_blas():
            for rows, inputs in batches(x, self._scaling):
                trace = network.forward(inputs)
                outputs[rows], logits[rows] = trace.output, trace.z
        return TestResult(step, outputs, logits, self._images.y_test)
