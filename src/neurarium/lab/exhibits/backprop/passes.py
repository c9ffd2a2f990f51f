"""One training step, computed by the engine."""

import numpy as np

from neurarium.engine.losses import Loss
from neurarium.engine.network import Network
from neurarium.engine.objective import objective
from neurarium.engine.optimizers import SGD
from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.backprop.view import Course, LayerPass, Place, StepView

COURSE = 30
"""Steps that are looked ahead."""


def places_of(network: Network) -> tuple[Place, ...]:
    """Return the place of every parameter, in the order of `theta`."""
    places: list[Place] = []
    for layer, parameters in enumerate(network.parameters, start=1):
        n_in, n_out = parameters["W"].shape
        places += [Place(layer, row, unit) for row in range(n_in) for unit in range(n_out)]
        places += [Place(layer, -1, unit) for unit in range(n_out)]
    return tuple(places)


def pass_of(network: Network, loss: Loss, x: FloatArray, y: FloatArray) -> tuple[LayerPass, ...]:
    """Return every number of the forward and the backward pass of one sample ``(1, n_in)``."""
    found = objective(network, loss, x, y, gradient=True)
    assert found.gradient is not None
    layers = []
    for layer, t, g in zip(network.dense_layers, found.trace.layers, found.gradient.layers, strict=True):
        slope = layer.activation.derivative(t.z, t.a)
        layers.append(
            LayerPass(
                inputs=t.x[0].copy(),
                z=t.z[0].copy(),
                a=t.a[0].copy(),
                slope=slope[0] if slope.ndim == 2 else None,
                delta=g.delta[0].copy(),
                weight_gradient=g.parameters["W"].copy(),
                bias_gradient=g.parameters["b"].copy(),
            )
        )
    return tuple(layers)


def gradient_of(network: Network, loss: Loss, X: FloatArray, y: FloatArray) -> FloatArray:
    """Return dL/d(theta) of the mean loss of some samples."""
    found = objective(network, loss, X, y, gradient=True).gradient
    assert found is not None
    return found.vector


def updated(theta: FloatArray, gradient: FloatArray, rate: float, *, wrong_sign: bool) -> FloatArray:
    """Return the parameters after a step of plain descent, or, with the wrong sign, of ascent."""
    after = theta.copy()
    rule = SGD(rate)
    rule.update(after, -gradient if wrong_sign else gradient, rule.init(after), 1)
    return after


def step_of(
    network: Network, loss: Loss, X: FloatArray, y: FloatArray, rate: float, *, wrong_sign: bool
) -> StepView:
    """Return one step on a batch, with what each sample alone would do."""
    theta = network.theta.copy()
    gradient = gradient_of(network, loss, X, y)
    after = updated(theta, gradient, rate, wrong_sign=wrong_sign)
    own = np.array([gradient_of(network, loss, X[k : k + 1], y[k : k + 1]) for k in range(len(X))])
    proposals = np.array([updated(theta, g, rate, wrong_sign=wrong_sign) - theta for g in own])
    losses = _losses(network, loss, X, y)
    network.theta = after
    losses_after = _losses(network, loss, X, y)
    network.theta = theta
    return StepView(
        gradient=gradient,
        change=after - theta,
        after=after,
        gradients=own,
        proposals=proposals,
        losses=losses,
        losses_after=losses_after,
        loss=float(losses.mean()),
        loss_after=float(losses_after.mean()),
    )


def course_of(network: Network, loss: Loss, X: FloatArray, y: FloatArray, rate: float) -> Course:
    """Return where some steps from here lead, with minus and with plus."""
    return Course(*(_course(network.copy(), loss, X, y, rate, wrong_sign=sign) for sign in (False, True)))


def _course(
    network: Network, loss: Loss, X: FloatArray, y: FloatArray, rate: float, *, wrong_sign: bool
) -> FloatArray:
    values = np.full(COURSE + 1, np.nan)
    trace, room = network.trace(len(X)), network.gradients(len(X))
    rule = SGD(rate)
    memory = rule.init(network.theta)
    for k in range(COURSE + 1):
        found = objective(network, loss, X, y, gradient=True, trace=trace, out=room)
        if not np.isfinite(found.value):
            break
        values[k] = found.value
        rule.update(network.theta, -room.vector if wrong_sign else room.vector, memory, k + 1)
    return values


def _losses(network: Network, loss: Loss, X: FloatArray, y: FloatArray) -> FloatArray:
    trace = network.forward(X)
    return loss.rows(trace.z, trace.output, y)
