"""Batch normalization against a plain re-implementation, unit by unit, in pure Python."""

import math
from statistics import fmean, pvariance, variance

import numpy as np
import numpy.typing as npt
import pytest

from neurarium.engine import BatchNorm, Network, ParameterError

Array = npt.NDArray[np.float64]

GAMMA, BETA = np.array([1.5, -0.5, 2.0]), np.array([0.1, -0.2, 0.3])
EPSILON, MOMENTUM = 1e-3, 0.8


def layer(activation: str = "linear") -> Network:
    """One batch-norm layer of 3 units, as a network."""
    norm = BatchNorm(3, activation, momentum=MOMENTUM, epsilon=EPSILON)  # type: ignore[arg-type]
    network = Network([norm], dtype=np.float64)
    network.parameters[0]["gamma"][...] = GAMMA
    network.parameters[0]["beta"][...] = BETA
    return network


def batch(seed: int, n: int = 8) -> Array:
    return np.random.default_rng(seed).normal([0, 5, -3], [1, 2, 0.5], (n, 3))


def test_training_uses_the_batch() -> None:
    """Each unit: minus the batch's mean, over the root of its variance, times gamma, plus beta."""
    X = batch(0)
    z = layer().forward(X, training=True).z
    for j, column in enumerate(X.T.tolist()):
        mean, std = fmean(column), math.sqrt(pvariance(column) + EPSILON)
        np.testing.assert_allclose(z[:, j], [GAMMA[j] * (x - mean) / std + BETA[j] for x in column])


def test_inference_uses_the_running_averages() -> None:
    """After some training batches each unit is normalised by the averages, whatever batch comes."""
    network = layer()
    means, variances = [0.0] * 3, [1.0] * 3
    for seed in range(5):
        X = batch(seed)
        network.forward(X, training=True)
        for j, column in enumerate(X.T.tolist()):
            means[j] = MOMENTUM * means[j] + (1 - MOMENTUM) * fmean(column)
            variances[j] = MOMENTUM * variances[j] + (1 - MOMENTUM) * variance(column)
    np.testing.assert_allclose(network.layer_statistics[0]["mean"], means)
    np.testing.assert_allclose(network.layer_statistics[0]["variance"], variances)

    kept = network.statistics.copy()
    X = batch(9, n=1)
    expected = [
        GAMMA[j] * (X[0, j] - means[j]) / math.sqrt(variances[j] + EPSILON) + BETA[j] for j in range(3)
    ]
    np.testing.assert_allclose(network.forward(X).z, [expected])
    np.testing.assert_array_equal(network.statistics, kept)


def test_running_averages_settle_at_the_data() -> None:
    """Fed the same distribution for long, the averages come near its mean and variance."""
    network = Network([BatchNorm(3)], dtype=np.float64)
    for seed in range(200):
        network.forward(batch(seed, n=100), training=True)
    np.testing.assert_allclose(network.layer_statistics[0]["mean"], [0, 5, -3], atol=0.2)
    np.testing.assert_allclose(network.layer_statistics[0]["variance"], [1, 4, 0.25], rtol=0.2)


def test_a_fresh_layer_changes_almost_nothing_in_inference() -> None:
    """It begins with mean 0, variance 1, gamma 1 and beta 0: the identity, but for epsilon."""
    X = batch(0)
    np.testing.assert_allclose(Network([BatchNorm(3)], dtype=np.float64).forward(X).output, X, rtol=1e-5)


def test_the_activation_follows() -> None:
    """The outputs are f(gamma x_hat + beta)."""
    trace = layer("tanh").forward(batch(0), training=True)
    np.testing.assert_allclose(trace.output, np.tanh(trace.z))


@pytest.mark.parametrize("training", [True, False])
def test_input_gradient_agrees_with_finite_differences(training: bool) -> None:
    """In training a moved x moves the batch's mean and variance too; in inference it does not."""
    network, X, h = layer(), batch(0), 1e-6
    network.statistics[...] = [0.5, 4.0, -2.0, 2.0, 1.0, 0.5]
    delta = np.random.default_rng(1).normal(size=X.shape)

    def value(inputs: Array) -> float:
        twin = network.copy()  # a training pass moves the running averages
        return float((twin.forward(inputs, training=training).z * delta).sum())

    expected = np.empty_like(X)
    for i in np.ndindex(X.shape):
        step = np.zeros_like(X)
        step[i] = h
        expected[i] = (value(X + step) - value(X - step)) / (2 * h)
    gradients = network.backward(network.copy().forward(X, training=training), delta)
    np.testing.assert_allclose(gradients.layers[0].x, expected, atol=1e-7)


def test_a_trace_may_serve_training_and_inference_in_turn() -> None:
    """Going back after an inference pass into a trace used for training takes the inference gradient."""
    network, X = layer(), batch(0)
    trace = network.trace(len(X))
    network.forward(X, training=True, out=trace)
    network.forward(X, out=trace)
    scale = GAMMA / np.sqrt(network.layer_statistics[0]["variance"] + EPSILON)
    np.testing.assert_allclose(
        network.backward(trace, np.ones_like(X)).layers[0].x, np.tile(scale, (len(X), 1))
    )


def test_a_batch_of_one_is_finite() -> None:
    """One row has no variance: its normalised values are 0, and nothing divides by 0."""
    network = layer()
    np.testing.assert_array_equal(network.forward(batch(0, n=1), training=True).z, [BETA])
    assert np.isfinite(network.statistics).all()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"momentum": 1.0}, "0 <= momentum < 1, got 1.0"),
        ({"momentum": -0.1}, "0 <= momentum < 1, got -0.1"),
        ({"epsilon": 0.0}, "finite epsilon above 0, got 0.0"),
    ],
)
def test_settings_are_checked(settings: dict[str, float], message: str) -> None:
    """A momentum that never learns and an epsilon that protects from nothing are refused."""
    with pytest.raises(ParameterError, match=message):
        BatchNorm(3, **settings)  # type: ignore[arg-type]
