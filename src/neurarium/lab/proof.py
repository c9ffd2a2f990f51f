"""Prove it: finite differences against backpropagation, in float64, wherever a gradient is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neurarium.engine.activations import LeakyReLU, ReLU
from neurarium.engine.gradcheck import check_gradient
from neurarium.engine.layers import Layer, LayerTrace
from neurarium.engine.losses import Loss, Targets
from neurarium.engine.network import Network
from neurarium.engine.objective import objective
from neurarium.engine.regularizers import L1, Regularizer
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.budget import Budget

TOLERANCE = 1e-5
"""Below this relative error the two gradients agree."""

STEPS = (1e-5, 1e-6, 1e-4)
"""Of the differences: a smaller one where the loss bends sharply, a larger one where rounding decides."""

_FLOOR = 1e-4
"""Smaller slopes are measured against this, times the loss if it is above 1: rounding alone makes so much."""

_CHUNK = 8


@dataclass(frozen=True)
class Checked:
    """One parameter, checked.

    Attributes
    ----------
    name, layer, index
        ``W``, of the second layer that has one, at ``(0, 3)``; a bias has one place.
    analytic, numeric
        dL/d(parameter) by backpropagation and by finite differences.
    step
        Of the differences.
    error
        ``|analytic - numeric| / max(|analytic| + |numeric|, floor)``.
    bent
        The two gradients differ because a ReLU (or an L1 penalty) has its corner between the two points: a
        difference across a corner says nothing about the slope.
    """

    name: str
    layer: int
    index: tuple[int, ...]
    analytic: float
    numeric: float
    step: float
    error: float
    bent: bool


@dataclass(frozen=True)
class Proof:
    """Some parameters, checked.

    Attributes
    ----------
    checks
        In the order asked for; fewer than `asked` if the time was used up.
    asked, parameters
        How many were to be checked, and how many the network has.
    rows
        Of how many samples the loss is the mean.
    worst
        The largest relative error of those that are not bent.
    agree
        The rule: every relative error is below `tolerance`, but for the bent ones.
    tolerance, floor
        The rule's two numbers.
    """

    checks: tuple[Checked, ...]
    asked: int
    parameters: int
    rows: int
    worst: float
    agree: bool
    tolerance: float
    floor: float


def prove(
    network: Network,
    loss: Loss,
    X: npt.ArrayLike,
    y: Targets,
    *,
    indices: Sequence[int] | IntArray | None = None,
    regularizers: tuple[Regularizer, ...] = (),
    training: bool = False,
    start: int = 0,
    budget: Budget | None = None,
) -> Proof:
    """Check the gradient of a network's loss, on a copy in float64.

    Parameters
    ----------
    network
        Stays as it is.
    loss, regularizers
        What is differentiated.
    X, y
        Inputs ``(n, n_in)`` and targets.
    indices
        Which entries of `theta`; all by default.
    training
        Whether batch normalization acts as in training; else all is as in inference.
    start
        Begin with this one of them.
    budget
        When it is used up, the rest is left out: ask again from there. At least a few are checked.
    """
    exact = network.copy(np.float64)
    X = np.asarray(X, np.float64)
    asked = np.arange(exact.theta.size) if indices is None else np.asarray(indices)
    with np.errstate(over="ignore", invalid="ignore"):
        value = objective(exact, loss, X, y, regularizers, training=training).value
        floor = _FLOOR * max(1.0, value)
        judge = _Judge(exact, loss, X, y, regularizers, floor, training)
        checks: list[Checked] = []
        for first in range(start, len(asked), _CHUNK):
            checks += judge.check(asked[first : first + _CHUNK])
            if budget is not None and budget.left <= 0:
                break
    errors = [check.error for check in checks if not check.bent]
    worst = max(errors, default=0.0) if all(np.isfinite(errors)) else float("inf")
    return Proof(
        checks=tuple(checks),
        asked=len(asked),
        parameters=exact.theta.size,
        rows=len(X),
        worst=worst,
        agree=worst < TOLERANCE,
        tolerance=TOLERANCE,
        floor=floor,
    )


Place = tuple[str, int, tuple[int, ...]]


@dataclass
class _Judge:
    """Checks parameters of one network."""

    network: Network
    loss: Loss
    X: FloatArray
    y: Targets
    regularizers: tuple[Regularizer, ...]
    floor: float
    training: bool

    def __post_init__(self) -> None:
        self.places = list(_places(self.network))

    def check(self, indices: IntArray) -> list[Checked]:
        """Check each with the first step that shows agreement, else with the best."""
        best = self._try(indices, STEPS[0])
        for step in STEPS[1:]:
            for k in range(len(indices)):
                if not best[k].error < TOLERANCE:
                    (again,) = self._try(indices[k : k + 1], step)
                    best[k] = again if again.error < best[k].error else best[k]
        return best

    def _try(self, indices: IntArray, step: float) -> list[Checked]:
        found = check_gradient(
            self.network,
            self.loss,
            self.X,
            self.y,
            regularizers=self.regularizers,
            indices=indices,
            training=self.training,
            epsilon=step,
        )
        checks = []
        for i, analytic, numeric in zip(
            indices.tolist(), found.analytic.tolist(), found.numeric.tolist(), strict=True
        ):
            error = abs(analytic - numeric) / max(abs(analytic) + abs(numeric), self.floor)
            bent = error >= TOLERANCE and self._is_bent(i, step)
            name, layer, index = self.places[i]
            checks.append(Checked(name, layer, index, analytic, numeric, step, error, bent))
        return checks

    def _is_bent(self, i: int, step: float) -> bool:
        """Whether a corner lies between the two points of the difference."""
        network = self.network
        before = network.theta[i].item()
        if abs(before) <= step and any(isinstance(r, L1) for r in self.regularizers):
            return True
        sides = []
        for value in (before - step, before + step):
            network.theta[i] = value
            trace = network.forward(self.X, training=self.training)
            sides.append(_sides(network.layers, trace.layers))
        network.theta[i] = before
        return any((below != above).any() for below, above in zip(*sides, strict=True))


def _sides(layers: Sequence[Layer], traces: Sequence[LayerTrace]) -> list[npt.NDArray[np.bool_]]:
    """Return on which side of their corner the units of each ReLU layer are, ``(n, n_units)``."""
    found: list[npt.NDArray[np.bool_]] = []
    for layer, trace in zip(layers, traces, strict=True):
        if trace.inner:  # a residual block
            found += _sides(layer.layers, trace.inner)  # type: ignore[attr-defined]
        elif isinstance(layer.activation, ReLU | LeakyReLU):
            found.append(trace.z > 0)
    return found


def _places(network: Network) -> Iterator[Place]:
    """Yield the place of each entry of `theta`: layers are counted by their weight matrices, from 1."""
    layer = 0
    for parameters in network.parameters:
        for key, array in parameters.items():
            name = key.rsplit(".", 1)[-1]  # inside a residual block
            layer += name == "W"
            for index in np.ndindex(array.shape):
                yield name, layer, index


def spread(network: Network, per_layer: int, seed: int = 0) -> IntArray:
    """Return some entries of `theta` from every layer, drawn at random: a sample of a large network.

    The first of each array come first: when the time is used up early, as many layers as can be are checked.

    Parameters
    ----------
    network
        Whose.
    per_layer
        How many of each weight matrix, bias, …
    seed
        Of the draw.
    """
    rng, start = np.random.default_rng(seed), 0
    chosen: list[IntArray] = []
    turns: list[IntArray] = []
    for parameters in network.parameters:
        for array in parameters.values():
            drawn = rng.choice(array.size, min(per_layer, array.size), replace=False)
            chosen.append(start + np.sort(drawn))
            turns.append(np.arange(len(drawn)))
            start += array.size
    return np.concatenate(chosen)[np.argsort(np.concatenate(turns), kind="stable")]
