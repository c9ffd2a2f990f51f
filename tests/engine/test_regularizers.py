"""The prices on weights, by hand and by finite differences."""

import numpy as np
import pytest

from neurarium.engine import L1, L2, REGULARIZERS, ParameterError, Regularizer

W = np.array([[3.0, -4.0], [0.5, 0.0]])


def test_l1_by_hand() -> None:
    """0.1 * (3 + 4 + 0.5 + 0), and the same pull on every weight but 0."""
    assert L1(0.1).value(W) == pytest.approx(0.75)
    np.testing.assert_allclose(L1(0.1).gradient(W), [[0.1, -0.1], [0.1, 0]])


def test_l2_by_hand() -> None:
    """0.1 / 2 * (9 + 16 + 0.25 + 0), and a pull in proportion to the weight."""
    assert L2(0.1).value(W) == pytest.approx(1.2625)
    np.testing.assert_allclose(L2(0.1).gradient(W), [[0.3, -0.4], [0.05, 0]])


@pytest.mark.parametrize("regularizer", [L1(0.3), L2(0.3)], ids=repr)
def test_gradient_agrees_with_finite_differences(regularizer: Regularizer) -> None:
    """The gradient is how the price changes with each weight (none of them at the kink)."""
    weights, h = np.random.default_rng(0).normal(size=(4, 3)), 1e-6
    expected = np.empty_like(weights)
    for i in np.ndindex(weights.shape):
        step = np.zeros_like(weights)
        step[i] = h
        expected[i] = (regularizer.value(weights + step) - regularizer.value(weights - step)) / (2 * h)
    np.testing.assert_allclose(regularizer.gradient(weights), expected, atol=1e-8)


@pytest.mark.parametrize("name", REGULARIZERS.names)
def test_precision_and_weights_are_kept(name: str) -> None:
    """float32 weights have a float32 gradient, and asking for the price changes nothing."""
    weights = W.astype(np.float32)
    regularizer = REGULARIZERS.get(name)
    assert regularizer.gradient(weights).dtype == np.float32
    assert isinstance(regularizer.value(weights), float)
    room = np.full_like(weights, np.nan)
    assert regularizer.value(weights, room) == regularizer.value(weights)
    assert regularizer.gradient(weights, out=room) is room
    np.testing.assert_array_equal(room, regularizer.gradient(weights))
    np.testing.assert_array_equal(weights, W)


@pytest.mark.parametrize("kind", [L1, L2])
def test_a_price_of_0_is_none_and_a_negative_one_is_refused(kind: type[L1] | type[L2]) -> None:
    """Rate 0 costs nothing; one below 0 would reward large weights."""
    assert kind(0).value(W) == 0
    np.testing.assert_array_equal(kind(0).gradient(W), np.zeros((2, 2)))
    for rate in (-1, float("inf")):
        with pytest.raises(ParameterError, match=f"finite rate of 0 or more, got {rate}"):
            kind(rate)
