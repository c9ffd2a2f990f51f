"""Optimizers: how a gradient changes the parameters.

All parameters of a network lie in one flat vector ``theta``, so each rule is a few lines on whole vectors.
An optimizer has settings only; its state between steps is a dict of vectors made by `init`. `update` works in
place and takes no new memory: the vector ``state["scratch"]`` holds the intermediate values of a formula.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from neurarium.engine.family import Family, require
from neurarium.engine.memory import zeros
from neurarium.engine.types import FloatArray

State = dict[str, FloatArray]

TINY = 1e-30
"""Added to decaying averages. Without it those of a pixel that is always 0 would become denormal numbers
(below 1e-38), with which processors calculate many times more slowly."""


@dataclass(frozen=True)
class Optimizer(ABC):
    """A rule that changes parameters against their gradient."""

    name: ClassVar[str]
    formula: ClassVar[str]
    memory: ClassVar[tuple[str, ...]] = ()
    """The names of the vectors in its state."""

    learning_rate: float

    def init(self, theta: FloatArray) -> State:
        """Return the state before the first step: zeros of the shape of `theta`."""
        return {name: zeros(theta.size, theta.dtype) for name in (*self.memory, "scratch")}

    @abstractmethod
    def update(
        self, theta: FloatArray, grad: FloatArray, state: State, step: int, scale: float = 1.0
    ) -> None:
        """Change `theta` in place.

        Parameters
        ----------
        theta, grad
            Parameters and the gradient of the loss, ``(n_parameters,)``.
        state
            What `init` returned; changed in place.
        step
            Counted from 1.
        scale
            Factor on the learning rate, from a schedule.
        """


@dataclass(frozen=True)
class SGD(Optimizer):
    """Straight down the slope. With the whole training set as one batch this is gradient descent."""

    name: ClassVar[str] = "sgd"
    formula: ClassVar[str] = r"\theta \leftarrow \theta - \eta\, g"

    learning_rate: float = 0.01

    def __post_init__(self) -> None:
        _check_rate(self.name, self.learning_rate)

    def update(
        self,
        theta: FloatArray,
        grad: FloatArray,
        state: State,
        step: int,
        scale: float = 1.0,
    ) -> None:
        """Apply ``theta -= eta * grad``."""
        theta -= np.multiply(grad, self.learning_rate * scale, out=state["scratch"])


@dataclass(frozen=True)
class Momentum(Optimizer):
    """A ball that rolls: its velocity is a sum of past gradients that decays.

    While the gradient stays the same, the velocity grows towards ``1 / (1 - mu)`` times the gradient.

    Source: Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).
    """

    name: ClassVar[str] = "momentum"
    formula: ClassVar[str] = r"v \leftarrow \mu v + g, \quad \theta \leftarrow \theta - \eta\, v"
    memory: ClassVar[tuple[str, ...]] = ("v",)

    learning_rate: float = 0.01
    momentum: float = 0.9

    def __post_init__(self) -> None:
        _check_rate(self.name, self.learning_rate)
        _check_fraction(self.name, "momentum", self.momentum)

    def update(
        self,
        theta: FloatArray,
        grad: FloatArray,
        state: State,
        step: int,
        scale: float = 1.0,
    ) -> None:
        """Apply ``v = mu v + grad; theta -= eta v``."""
        v, scratch = state["v"], state["scratch"]
        v *= self.momentum
        v += grad
        theta -= np.multiply(v, self.learning_rate * scale, out=scratch)


@dataclass(frozen=True)
class Nesterov(Momentum):
    """Momentum that looks ahead: its gradient is that of the place where the ball will be.

    Source: Sutskever, Martens, Dahl & Hinton, "On the importance of initialization and momentum in deep
    learning" (ICML 2013), section 2.
    """

    name: ClassVar[str] = "nesterov"
    formula: ClassVar[str] = r"v \leftarrow \mu v + g, \quad \theta \leftarrow \theta - \eta\, (g + \mu v)"

    def update(
        self,
        theta: FloatArray,
        grad: FloatArray,
        state: State,
        step: int,
        scale: float = 1.0,
    ) -> None:
        """Apply ``v = mu v + grad; theta -= eta (grad + mu v)``."""
        v, scratch = state["v"], state["scratch"]
        v *= self.momentum
        v += grad
        np.multiply(v, self.momentum, out=scratch)
        scratch += grad
        scratch *= self.learning_rate * scale
        theta -= scratch


@dataclass(frozen=True)
class RMSprop(Optimizer):
    """Each parameter's step is divided by the recent size of its gradient.

    Source: Tieleman & Hinton, "Neural networks for machine learning", lecture 6.5 (2012).
    """

    name: ClassVar[str] = "rmsprop"
    formula: ClassVar[str] = (
        r"s \leftarrow \rho s + (1 - \rho) g^2, \quad "
        r"\theta \leftarrow \theta - \eta \frac{g}{\sqrt{s} + \epsilon}"
    )
    memory: ClassVar[tuple[str, ...]] = ("s",)

    learning_rate: float = 0.001
    rho: float = 0.9
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        _check_rate(self.name, self.learning_rate)
        _check_fraction(self.name, "rho", self.rho)
        require(0 < self.epsilon < np.inf, f"rmsprop needs a finite epsilon above 0, got {self.epsilon!r}")

    def update(
        self,
        theta: FloatArray,
        grad: FloatArray,
        state: State,
        step: int,
        scale: float = 1.0,
    ) -> None:
        """Apply ``s = rho s + (1 - rho) grad²; theta -= eta grad / (sqrt(s) + epsilon)``."""
        s, scratch = state["s"], state["scratch"]
        _blend_square(s, grad, self.rho, scratch)
        np.sqrt(s, out=scratch)
        scratch += self.epsilon
        np.divide(grad, scratch, out=scratch)
        scratch *= self.learning_rate * scale
        theta -= scratch


_AVERAGES = r"m \leftarrow \beta_1 m + (1 - \beta_1) g, \quad v \leftarrow \beta_2 v + (1 - \beta_2) g^2"
_CORRECTED = r"\hat m = \frac{m}{1 - \beta_1^t}, \; \hat v = \frac{v}{1 - \beta_2^t}"
_STEP = r"\frac{\hat m}{\sqrt{\hat v} + \epsilon}"


@dataclass(frozen=True)
class Adam(Optimizer):
    """Momentum and RMSprop together, with a correction for the averages' start at 0.

    With `epsilon_hat` epsilon is added to the root before the correction instead of after it, as
    scikit-learn, Keras and others do.

    Source: Kingma & Ba, "Adam: a method for stochastic optimization" (ICLR 2015), algorithm 1; for
    `epsilon_hat` the end of section 2.
    """

    name: ClassVar[str] = "adam"
    formula: ClassVar[str] = (
        rf"{_AVERAGES}, \quad \theta \leftarrow \theta - \eta {_STEP}, \quad {_CORRECTED}"
    )
    memory: ClassVar[tuple[str, ...]] = ("m", "v")

    learning_rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    epsilon_hat: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        _check_rate(self.name, self.learning_rate)
        require(
            isinstance(self.epsilon_hat, bool),
            f"{self.name} needs epsilon_hat to be True or False, got {self.epsilon_hat!r}",
        )
        _check_fraction(self.name, "beta1", self.beta1)
        _check_fraction(self.name, "beta2", self.beta2)
        require(
            0 < self.epsilon < np.inf, f"{self.name} needs a finite epsilon above 0, got {self.epsilon!r}"
        )

    def update(
        self, theta: FloatArray, grad: FloatArray, state: State, step: int, scale: float = 1.0
    ) -> None:
        """Apply the two averages, their corrections and the step."""
        m, v, scratch = state["m"], state["v"], state["scratch"]
        np.multiply(grad, 1 - self.beta1, out=scratch)
        scratch += TINY
        m *= self.beta1
        m += scratch  # m = beta1 m + (1 - beta1) g
        _blend_square(v, grad, self.beta2, scratch)  # v = beta2 v + (1 - beta2) g²

        # m^ / (sqrt(v^) + eps) with both corrections moved into the two scalars, which saves two passes
        root = float(np.sqrt(1 - self.beta2**step))
        np.sqrt(v, out=scratch)
        scratch += self.epsilon if self.epsilon_hat else self.epsilon * root
        np.divide(m, scratch, out=scratch)
        scratch *= self.learning_rate * scale * root / (1 - self.beta1**step)
        theta -= scratch


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam whose weight decay acts on the parameters themselves instead of on the gradient.

    Source: Loshchilov & Hutter, "Decoupled weight decay regularization" (ICLR 2019), algorithm 2.
    """

    name: ClassVar[str] = "adamw"
    formula: ClassVar[str] = (
        rf"{_AVERAGES}, \quad "
        rf"\theta \leftarrow (1 - \eta \lambda)\, \theta - \eta {_STEP}, \quad {_CORRECTED}"
    )

    weight_decay: float = 0.01

    def __post_init__(self) -> None:
        super().__post_init__()
        require(
            0 <= self.weight_decay < np.inf,
            f"adamw needs a finite weight_decay of 0 or more, got {self.weight_decay!r}",
        )

    def update(
        self, theta: FloatArray, grad: FloatArray, state: State, step: int, scale: float = 1.0
    ) -> None:
        """Shrink `theta` by ``1 - eta * weight_decay``, then step as Adam does."""
        theta *= 1 - self.learning_rate * scale * self.weight_decay
        super().update(theta, grad, state, step, scale)


OPTIMIZERS: Family[Optimizer] = Family("optimizer", SGD, Momentum, Nesterov, RMSprop, Adam, AdamW)


def _blend_square(average: FloatArray, grad: FloatArray, keep: float, scratch: FloatArray) -> None:
    """Apply ``average = keep * average + (1 - keep) * grad²`` in place."""
    np.multiply(grad, grad, out=scratch)
    scratch *= 1 - keep
    scratch += TINY
    average *= keep
    average += scratch


def _check_rate(name: str, learning_rate: float) -> None:
    require(
        0 <= learning_rate < np.inf,
        f"{name} needs a finite learning rate of 0 or more, got {learning_rate!r}",
    )


def _check_fraction(name: str, setting: str, value: float) -> None:
    require(0 <= value < 1, f"{name} needs 0 <= {setting} < 1, got {value!r}")
