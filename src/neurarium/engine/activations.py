"""Activation functions, each with its derivative and its formula beside it.

An activation turns a layer's weighted sums ``z`` into its outputs ``a = f(z)``, element by element
(softmax: row by row). Backpropagation needs its derivative:

    dL/dz = dL/da * f'(z)

Source: Goodfellow, Bengio, Courville, "Deep Learning" (2016), sections 6.2.2 and 6.3.
"""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from neurarium.engine.errors import NotDifferentiableError
from neurarium.engine.family import Family, require
from neurarium.engine.types import FloatArray


class Activation(ABC):
    """A function from weighted sums to outputs, and its derivative."""

    name: ClassVar[str]
    formula: ClassVar[str]
    """f(z), as LaTeX."""
    derivative_formula: ClassVar[str]
    """f'(z), as LaTeX."""
    initializer: ClassVar[str] = "xavier"
    """The initializer that keeps signals at their size through layers of this activation."""

    @abstractmethod
    def forward(self, z: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``a = f(z)``, of the shape of `z`, in `out` (not `z`) if that is given."""

    @abstractmethod
    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``f'(z)``, of the shape of `z`, in `out` (not `z` or `a`) if that is given.

        `a` is ``f(z)``, which often makes it cheaper. Where each output depends on all of its row (softmax),
        it is the Jacobian, ``(n, k, k)``.
        """

    def backward(
        self, z: FloatArray, a: FloatArray, grad_a: FloatArray, out: FloatArray | None = None
    ) -> FloatArray:
        """Return ``dL/dz`` from ``dL/da``, both of the shape of `z`, in `out` (not `grad_a`) if given."""
        slope = self.derivative(z, a, out=out)
        return np.multiply(grad_a, slope, out=slope)  # dL/da * f'(z)


@dataclass(frozen=True)
class Step(Activation):
    """1 or 0: the perceptron's activation."""

    name: ClassVar[str] = "step"
    formula: ClassVar[str] = r"f(z) = \begin{cases} 1 & z \ge 0 \\ 0 & z < 0 \end{cases}"
    derivative_formula: ClassVar[str] = r"f'(z) = 0 \text{ for } z \ne 0, \text{ undefined at } 0"

    def forward(self, z: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return 1 where ``z >= 0``, else 0."""
        return np.greater_equal(z, 0, out=np.empty_like(z) if out is None else out)

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Refuse: a slope of 0 everywhere teaches nothing.

        Raises
        ------
        NotDifferentiableError
            Always.
        """
        raise NotDifferentiableError(
            "the step function cannot be trained by gradient: its slope is 0 everywhere but at the jump, so "
            "no weight would ever move. Use 'sigmoid' (a smooth step), or train a single neuron with "
            "Perceptron, whose rule needs no derivative"
        )


@dataclass(frozen=True)
class Linear(Activation):
    """Returns its input. Layers with it alone collapse into one linear map."""

    name: ClassVar[str] = "linear"
    formula: ClassVar[str] = r"f(z) = z"
    derivative_formula: ClassVar[str] = r"f'(z) = 1"

    def forward(self, z: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return a copy of `z`."""
        return np.positive(z, out=out)

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ones."""
        out = np.empty_like(z) if out is None else out
        out[...] = 1
        return out

    def backward(
        self,
        z: FloatArray,
        a: FloatArray,
        grad_a: FloatArray,
        out: FloatArray | None = None,
    ) -> FloatArray:
        """Return the gradient itself: a slope of 1 changes nothing."""
        return np.positive(grad_a, out=out)


@dataclass(frozen=True)
class Sigmoid(Activation):
    """Maps any number into (0, 1). Far from 0 it is flat: gradients vanish there."""

    name: ClassVar[str] = "sigmoid"
    formula: ClassVar[str] = r"\sigma(z) = \frac{1}{1 + e^{-z}}"
    derivative_formula: ClassVar[str] = r"\sigma'(z) = \sigma(z)\,(1 - \sigma(z))"

    def forward(self, z: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``1 / (1 + exp(-z))``, written with tanh, which cannot overflow."""
        out = np.multiply(z, 0.5, out=out)
        np.tanh(out, out=out)  # sigmoid(z) = (1 + tanh(z / 2)) / 2
        out += 1
        out *= 0.5
        return out

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``a (1 - a)``: at most 1/4, at z = 0."""
        return np.multiply(a, np.subtract(1, a, out=out), out=out)


@dataclass(frozen=True)
class Tanh(Activation):
    """Maps any number into (-1, 1), centred on 0."""

    name: ClassVar[str] = "tanh"
    formula: ClassVar[str] = r"\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}"
    derivative_formula: ClassVar[str] = r"\tanh'(z) = 1 - \tanh^2(z)"

    def forward(self, z: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``tanh(z)``."""
        return np.tanh(z, out=out)

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``1 - a**2``: at most 1, at z = 0."""
        return np.subtract(1, np.multiply(a, a, out=out), out=out)


@dataclass(frozen=True)
class ReLU(Activation):
    """Keeps positive values. A unit whose sum is never positive stops learning: it is dead.

    Source: Nair & Hinton, "Rectified linear units improve restricted Boltzmann machines" (ICML 2010).
    """

    name: ClassVar[str] = "relu"
    formula: ClassVar[str] = r"f(z) = \max(0, z)"
    derivative_formula: ClassVar[str] = r"f'(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}"
    initializer: ClassVar[str] = "he"

    def forward(self, z: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``max(0, z)``."""
        return np.maximum(z, 0, out=out)

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return 1 where ``z > 0``, else 0 (at the kink, by convention, 0)."""
        return np.greater(z, 0, out=np.empty_like(z) if out is None else out)


@dataclass(frozen=True)
class LeakyReLU(Activation):
    """ReLU with a small slope `alpha` on the left, so that no unit dies.

    Source: Maas, Hannun & Ng, "Rectifier nonlinearities improve neural network acoustic models" (2013).
    """

    name: ClassVar[str] = "leaky_relu"
    formula: ClassVar[str] = r"f(z) = \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases}"
    derivative_formula: ClassVar[str] = r"f'(z) = \begin{cases} 1 & z > 0 \\ \alpha & z \le 0 \end{cases}"
    initializer: ClassVar[str] = "he"

    alpha: float = 0.01

    def __post_init__(self) -> None:
        require(0 <= self.alpha < 1, f"leaky_relu needs 0 <= alpha < 1, got {self.alpha!r}")

    def forward(self, z: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``max(alpha z, z)``."""
        out = np.multiply(z, self.alpha, out=out)
        return np.maximum(z, out, out=out)

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return 1 where ``z > 0``, else ``alpha``."""
        out = np.greater(z, 0, out=np.empty_like(z) if out is None else out)
        return np.maximum(out, self.alpha, out=out)


@dataclass(frozen=True)
class GELU(Activation):
    """A ReLU without a kink: about z on the right, about 0 on the left, and a small dip between them.

    This is the form with tanh, as in GPT-2: within 0.0005 of ``z Phi(z)``, where Phi is the normal
    distribution's cumulative probability.

    Source: Hendrycks & Gimpel, "Gaussian error linear units" (2016), section 2.
    """

    name: ClassVar[str] = "gelu"
    formula: ClassVar[str] = (
        r"f(z) = \frac{z}{2} \left( 1 + \tanh u \right), \quad "
        r"u = \sqrt{\tfrac{2}{\pi}} \left( z + 0.044715\,z^3 \right)"
    )
    derivative_formula: ClassVar[str] = (
        r"f'(z) = \frac{1 + \tanh u}{2} + \frac{z}{2} \left( 1 - \tanh^2 u \right) "
        r"\sqrt{\tfrac{2}{\pi}} \left( 1 + 0.134145\,z^2 \right)"
    )
    initializer: ClassVar[str] = "he"

    _SCALE: ClassVar[float] = math.sqrt(2 / math.pi)
    _CUBE: ClassVar[float] = 0.044715
    _FLAT: ClassVar[float] = 10.0  # beyond it tanh u is 1 to the last digit, and z**2 need not grow

    def forward(self, z: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``z (1 + tanh u) / 2``."""
        out = self._tanh(z, out)
        out += 1
        out *= 0.5
        return np.multiply(out, z, out=out)

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``(1 + tanh u) / 2 + z / 2 (1 - tanh(u)**2) du/dz``: from -0.13 to 1.13."""
        near = np.clip(z, -self._FLAT, self._FLAT)
        t = self._tanh(z)
        out = np.multiply(near, near, out=out)
        out *= 3 * self._CUBE
        out += 1
        out *= self._SCALE  # du/dz
        out *= near
        out *= 1 - t * t
        out += 1 + t
        out *= 0.5
        return out

    def _tanh(self, z: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``tanh u`` with ``u = sqrt(2 / pi) (z + 0.044715 z**3)``."""
        out = np.clip(z, -self._FLAT, self._FLAT, out=out)
        out *= out
        out *= self._CUBE
        out += 1
        out *= self._SCALE
        out *= z
        return np.tanh(out, out=out)


@dataclass(frozen=True)
class Softmax(Activation):
    """Turns a row of scores into probabilities, in the ratio of their exponentials; they sum to 1."""

    name: ClassVar[str] = "softmax"
    formula: ClassVar[str] = r"f(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}"
    derivative_formula: ClassVar[str] = r"\frac{\partial a_i}{\partial z_j} = a_i\,(\delta_{ij} - a_j)"

    def forward(self, z: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return each row's exponentials over their sum; the row's maximum is subtracted first.

        That changes nothing (it cancels in the fraction), but no exponential can overflow.
        """
        out = np.subtract(z, z.max(axis=-1, keepdims=True), out=out)
        np.exp(out, out=out)
        np.divide(out, out.sum(axis=-1, keepdims=True), out=out)
        return out

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return each row's Jacobian, ``(n, k, k)``: every output depends on every score."""
        identity = np.eye(a.shape[-1], dtype=a.dtype)
        return np.multiply(a[..., :, None], identity - a[..., None, :], out=out)  # a_i (delta_ij - a_j)

    def backward(
        self,
        z: FloatArray,
        a: FloatArray,
        grad_a: FloatArray,
        out: FloatArray | None = None,
    ) -> FloatArray:
        """Multiply by the Jacobian without building it: ``a * (g - sum(g * a))``."""
        mean = np.einsum("...k,...k->...", grad_a, a)[..., None]  # the row's slopes, weighted by a
        out = np.subtract(grad_a, mean, out=out)
        return np.multiply(a, out, out=out)


@dataclass(frozen=True)
class Exp(Activation):
    """Turns any number into a rate above 0: the output of a network that predicts counts."""

    name: ClassVar[str] = "exp"
    formula: ClassVar[str] = r"f(z) = e^{z}"
    derivative_formula: ClassVar[str] = r"f'(z) = e^{z}"

    def forward(self, z: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``exp(z)``."""
        return np.exp(z, out=out)

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``a``: the exponential is its own derivative."""
        return np.positive(a, out=out)


ACTIVATIONS: Family[Activation] = Family(
    "activation", Step, Linear, Sigmoid, Tanh, ReLU, LeakyReLU, GELU, Softmax, Exp
)
