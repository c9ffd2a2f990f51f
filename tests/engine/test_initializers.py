"""How weights begin: their moments, their seed, and their bits in both precisions."""

import numpy as np
import pytest

from neurarium.engine import (
    INITIALIZERS,
    MLP,
    Dense,
    He,
    Initializer,
    Network,
    Normal,
    ParameterError,
    Uniform,
    Xavier,
    Zeros,
)

N_IN, N_OUT = 300, 200  # 60,000 draws: the standard error of a variance is at most sqrt(2 / 60000) = 0.6%


@pytest.mark.parametrize(
    ("initializer", "variance", "limit"),
    [
        (Uniform(0.5), 1 / 12, 0.5),
        (Normal(0.01), 1e-4, np.inf),
        (Xavier(), 2 / (N_IN + N_OUT), np.sqrt(6 / (N_IN + N_OUT))),
        (He(), 2 / N_IN, np.inf),
    ],
    ids=repr,
)
def test_weights_have_the_promised_spread(initializer: Initializer, variance: float, limit: float) -> None:
    """Mean 0, the variance of the paper, and within the limit if there is one."""
    W = initializer.sample(np.random.default_rng(0), N_IN, N_OUT)
    assert W.shape == (N_IN, N_OUT)
    assert W.mean() == pytest.approx(0, abs=4 * np.sqrt(variance / W.size))
    assert W.var() == pytest.approx(variance, rel=0.03)
    assert np.abs(W).max() <= limit
    if np.isfinite(limit):
        assert np.abs(W).max() > 0.99 * limit
    else:  # a Gaussian: 4.6% lie beyond two standard deviations
        assert np.mean(np.abs(W) > 2 * np.sqrt(variance)) == pytest.approx(0.0455, abs=0.005)


def test_zeros() -> None:
    """All weights are 0, whatever the randomness."""
    np.testing.assert_array_equal(Zeros().sample(np.random.default_rng(0), 3, 2), np.zeros((3, 2)))


@pytest.mark.parametrize("name", [name for name in INITIALIZERS.names if name != "zeros"])
def test_the_seed_decides(name: str) -> None:
    """The same seed draws the same bits, another seed others."""
    one, same, other = (
        INITIALIZERS.get(name).sample(np.random.default_rng(seed), 5, 4) for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(one, same)
    assert (one != other).all()


@pytest.mark.parametrize("name", INITIALIZERS.names)
def test_precision_only_rounds(name: str) -> None:
    """A float32 network begins with the float64 network's weights, rounded: the draws are the same."""
    single, double = (
        Network([Dense(20, 10, init=INITIALIZERS.get(name), bias=0.1)], seed=5, dtype=dtype)
        for dtype in (np.float32, np.float64)
    )
    np.testing.assert_array_equal(single.theta, double.theta.astype(np.float32))


@pytest.mark.parametrize(("activation", "expected"), [("relu", He()), ("tanh", Xavier())])
def test_deep_networks_keep_their_signals(activation: str, expected: Initializer) -> None:
    """With what suits the activation, twenty layers keep a signal alive; weights of 0.01 silence it."""
    X = np.random.default_rng(0).normal(size=(50, 100))
    sizes = [100] * 21

    def spread(init: Initializer | None) -> float:
        network = MLP(sizes, activation=activation, output=activation, init=init, seed=1)
        assert init is not None or network.dense_layers[0].init == expected
        return float(network.forward(X).output.std())

    assert 1e-3 < spread(None) < 10
    assert spread(Normal(0.01)) < 1e-3


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Uniform(-1), "finite limit of 0 or more"),
        (lambda: Uniform(float("inf")), "finite limit of 0 or more"),
        (lambda: Normal(float("nan")), "finite scale of 0 or more"),
    ],
)
def test_a_spread_below_0_is_refused(make: type, message: str) -> None:
    """A negative, missing or infinite spread says what was expected."""
    with pytest.raises(ParameterError, match=message):
        make()
