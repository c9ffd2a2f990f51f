"""Losses: how wrong the network is, as one number, and the gradient of that number.

A loss sees the last layer's weighted sums ``z`` (the logits) and its outputs ``a = f(z)``, and returns
``dL/dz``, where backpropagation starts. So softmax and cross-entropy, whose derivatives together come to
just ``a - y``, are combined in one visible place: here. All losses are means over the ``n`` rows, so that the
learning rate does not depend on the batch size.

Targets ``y`` are class numbers ``(n,)``, or numbers of the outputs' shape ``(n, k)`` (such as one-hot rows).
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurarium.engine.activations import Activation
from neurarium.engine.errors import ParameterError, ShapeError
from neurarium.engine.family import Family
from neurarium.engine.types import FloatArray

Targets = npt.NDArray[Any]

SHARES_TOLERANCE = 1e-3
"""How far from 1 the sum of a row of shares may be, because shares are often rounded."""


class Loss(ABC):
    """A measure of error and its gradient."""

    name: ClassVar[str]
    formula: ClassVar[str]
    gradient_formula: ClassVar[str]
    """dL/dz of one row, as LaTeX."""
    output: ClassVar[str | None] = None
    """The output activation that this loss needs; None if any will do."""

    def value(self, z: FloatArray, a: FloatArray, y: Targets, weights: FloatArray | None = None) -> float:
        """Return the mean loss of the rows.

        Parameters
        ----------
        z, a
            The last layer's weighted sums and outputs, ``(n, k)``.
        y
            Targets, ``(n,)`` or ``(n, k)``.
        weights
            How much each row counts, ``(n,)``; None for all alike.
        """
        rows = self.rows(z, a, y)
        if weights is None:
            return float(rows.mean(dtype=np.float64))
        return float(np.average(rows.astype(np.float64), weights=weights))

    @abstractmethod
    def rows(self, z: FloatArray, a: FloatArray, y: Targets) -> FloatArray:
        """Return the loss of each row, ``(n,)``; the arguments are those of `value`."""

    @abstractmethod
    def gradient(
        self, output: Activation, z: FloatArray, a: FloatArray, y: Targets, out: FloatArray | None = None
    ) -> FloatArray:
        """Return ``dL/dz``, ``(n, k)``; `output` is the last layer's activation."""

    def check(self, output: Activation) -> None:
        """Raise `ParameterError` if the last layer's activation does not fit this loss."""
        if self.output is not None and output.name != self.output:
            raise ParameterError(
                f"the loss {self.name!r} needs the output activation {self.output!r}, "
                f"got {output.name!r}: build the network with output={self.output!r}, or use the loss 'mse'"
            )

    def check_targets(self, y: Targets) -> None:  # noqa: B027  (most losses take any number)
        """Raise `ShapeError` if the targets' values do not fit this loss."""


@dataclass(frozen=True)
class MeanSquaredError(Loss):
    """Half the mean squared distance; the half cancels the 2 of the derivative."""

    name: ClassVar[str] = "mse"
    formula: ClassVar[str] = r"L = \frac{1}{2n} \sum_{i=1}^{n} \lVert a_i - y_i \rVert^2"
    gradient_formula: ClassVar[str] = r"\frac{\partial L}{\partial z_i} = \frac{1}{n} (a_i - y_i)\, f'(z_i)"

    def rows(self, z: FloatArray, a: FloatArray, y: Targets) -> FloatArray:
        """Return ``sum((a - y)**2) / 2`` of each row."""
        error = difference(a, y)
        return np.asarray(np.einsum("ij,ij->i", error, error) / 2)

    def gradient(
        self, output: Activation, z: FloatArray, a: FloatArray, y: Targets, out: FloatArray | None = None
    ) -> FloatArray:
        """Return ``(a - y) f'(z) / n``."""
        grad_a = difference(a, y)
        grad_a /= len(a)
        return output.backward(z, a, grad_a, out=out)


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """The surprise, in nats, at the true class: minus the logarithm of its softmax probability.

    A row of targets divides 1 among the classes: 1 for the true one, or probabilities. Only then are the
    derivatives as simple as below.
    """

    name: ClassVar[str] = "cross_entropy"
    formula: ClassVar[str] = r"L = -\frac{1}{n} \sum_{i=1}^{n} \sum_{c} y_{ic} \ln a_{ic}"
    gradient_formula: ClassVar[str] = r"\frac{\partial L}{\partial z_i} = \frac{1}{n} (a_i - y_i)"
    output: ClassVar[str | None] = "softmax"

    def check_targets(self, y: Targets) -> None:
        """Raise `ShapeError` if a row of targets does not sum to 1."""
        if y.ndim == 1:  # class numbers
            return
        sums = y.sum(axis=1)
        if len(sums) and not np.abs(sums - 1).max() < SHARES_TOLERANCE:
            row = int(np.abs(sums - 1).argmax())
            raise ShapeError(
                f"cross-entropy needs rows of targets that sum to 1 (shares of the classes); row {row} sums "
                f"to {sums[row]:g}. For independent yes-or-no outputs, use "
                "'binary_cross_entropy'"
            )

    def rows(self, z: FloatArray, a: FloatArray, y: Targets) -> FloatArray:
        """Return ``logsumexp(z) - z[true class]`` of each row: the logarithm never meets a 0."""
        top = z.max(axis=1, keepdims=True)
        log_a = z - top
        log_a -= np.log(np.exp(log_a).sum(axis=1, keepdims=True))  # ln softmax(z), row by row
        if is_labels(a, y):
            return np.asarray(-log_a[np.arange(len(a)), _labels(a, y)])
        shares = same_shape(a, y)
        self.check_targets(y)
        return np.asarray(-np.einsum("ij,ij->i", log_a, shares))

    def gradient(
        self,
        output: Activation,
        z: FloatArray,
        a: FloatArray,
        y: Targets,
        out: FloatArray | None = None,
    ) -> FloatArray:
        """Return ``(a - y) / n``: the derivatives of logarithm and softmax cancel to just this."""
        delta = difference(a, y, out=out)
        self.check_targets(y)
        delta /= len(a)
        return delta


@dataclass(frozen=True)
class BinaryCrossEntropy(Loss):
    """Cross-entropy for yes-or-no outputs, each with its own sigmoid."""

    name: ClassVar[str] = "binary_cross_entropy"
    formula: ClassVar[str] = (
        r"L = -\frac{1}{n} \sum_{i=1}^{n} \left( y_i \ln a_i + (1 - y_i) \ln (1 - a_i) \right)"
    )
    gradient_formula: ClassVar[str] = r"\frac{\partial L}{\partial z_i} = \frac{1}{n} (a_i - y_i)"
    output: ClassVar[str | None] = "sigmoid"

    def rows(self, z: FloatArray, a: FloatArray, y: Targets) -> FloatArray:
        """Return the sum of ``ln(1 + exp(z)) - y z``, which is the formula without any ``ln 0``."""
        terms = np.logaddexp(0, z) - _targets(a, y) * z
        return np.asarray(terms.sum(axis=1))

    def gradient(
        self,
        output: Activation,
        z: FloatArray,
        a: FloatArray,
        y: Targets,
        out: FloatArray | None = None,
    ) -> FloatArray:
        """Return ``(a - y) / n``: the derivatives of logarithm and sigmoid cancel."""
        delta = difference(a, y, out=out)
        delta /= len(a)
        return delta


@dataclass(frozen=True)
class Poisson(Loss):
    """Half the Poisson deviance, for counts: the outputs are the rates at which something happens.

    Source: McCullagh & Nelder, "Generalized linear models" (1989), section 2.3.
    """

    name: ClassVar[str] = "poisson"
    formula: ClassVar[str] = (
        r"L = \frac{1}{n} \sum_{i=1}^{n} \left( y_i \ln \frac{y_i}{a_i} - y_i + a_i \right)"
    )
    gradient_formula: ClassVar[str] = r"\frac{\partial L}{\partial z_i} = \frac{1}{n} (a_i - y_i)"
    output: ClassVar[str | None] = "exp"

    def check_targets(self, y: Targets) -> None:
        """Raise `ShapeError` if a target is below 0."""
        if len(y) and y.min() < 0:
            raise ShapeError(f"the Poisson loss is for counts: expected targets of 0 or more, got {y.min()}")

    def rows(self, z: FloatArray, a: FloatArray, y: Targets) -> FloatArray:
        """Return the sum of ``y (ln y - z) - y + a`` of each row, where ``0 ln 0`` is 0."""
        counts = _targets(a, y)
        logs = np.log(counts, out=np.zeros_like(z), where=counts > 0, casting="unsafe")
        terms = counts * (logs - z) - counts + a
        return np.asarray(terms.sum(axis=1))

    def gradient(
        self,
        output: Activation,
        z: FloatArray,
        a: FloatArray,
        y: Targets,
        out: FloatArray | None = None,
    ) -> FloatArray:
        """Return ``(a - y) / n``: the derivatives of logarithm and exponential cancel."""
        delta = difference(a, y, out=out)
        delta /= len(a)
        return delta


LOSSES: Family[Loss] = Family("loss", MeanSquaredError, CrossEntropy, BinaryCrossEntropy, Poisson)


def is_labels(a: FloatArray, y: Targets) -> bool:
    """Return whether `y` holds class numbers ``(n,)`` for the outputs `a` ``(n, k > 1)``."""
    return y.ndim == 1 and a.shape[1] > 1


def difference(a: FloatArray, y: Targets, out: FloatArray | None = None) -> FloatArray:
    """Return ``a - y``, ``(n, k)``; class numbers count as one-hot rows.

    Raises
    ------
    ShapeError
        If `y` does not fit the outputs `a`, or a class number is not below k.
    """
    if is_labels(a, y):
        out = np.positive(a, out=out)
        out[np.arange(len(a)), _labels(a, y)] -= 1  # a one-hot row is 1 at its class, 0 elsewhere
        return out
    return np.subtract(a, same_shape(a, y), out=out, dtype=a.dtype)


def one_hot(labels: npt.ArrayLike, n_classes: int) -> FloatArray:
    """Return rows ``(n, n_classes)`` that are 1 at their class number and 0 elsewhere, float32."""
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise ShapeError(f"expected class numbers of shape (n,), got shape {labels.shape}")
    rows = np.zeros((len(labels), n_classes), np.float32)
    rows[np.arange(len(labels)), _labels(rows, labels)] = 1
    return rows


def _targets(a: FloatArray, y: Targets) -> Targets:
    return one_hot(_labels(a, y), a.shape[1]).astype(a.dtype) if is_labels(a, y) else same_shape(a, y)


def _labels(a: FloatArray, y: Targets) -> Targets:
    if len(y) != len(a) or y.dtype.kind not in "iu" or (len(y) and not 0 <= y.min() <= y.max() < a.shape[1]):
        span = f"{y.min()} to {y.max()}" if len(y) else "nothing"
        raise ShapeError(
            f"expected {len(a)} class numbers, whole and from 0 to {a.shape[1] - 1}; "
            f"got {len(y)} of type {y.dtype}, from {span}"
        )
    return y


def same_shape(a: FloatArray, y: Targets) -> Targets:
    """Return the targets `y` in the shape of the outputs `a` ``(n, k)``; ``(n,)`` counts as one column.

    Raises
    ------
    ShapeError
        If they do not fit.
    """
    y = y[:, None] if y.ndim == 1 else y
    if y.shape != a.shape:
        raise ShapeError(f"the targets do not fit the outputs: expected shape {a.shape}, got {y.shape}")
    return y
