"""Dropout: who is silenced, what the others make up for, and when nothing happens."""

import numpy as np
import numpy.typing as npt
import pytest

from neurarium.engine import Dense, Dropout, Network, ParameterError

RATE = 0.3


def masks(
    seed: int, n: int = 400, width: int = 50, dtype: type[np.floating] = np.float64
) -> npt.NDArray[np.floating]:
    """What a dropout layer makes of 400 rows of 50 ones."""
    network = Network([Dropout(50, RATE)], dtype=dtype)
    return network.forward(np.ones((400, 50)), training=True, rng=np.random.default_rng(seed)).output


def test_the_asked_share_is_silenced_and_the_rest_scaled_up() -> None:
    """Outputs are 0 or x / (1 - rate), in about the asked shares, so that the expected sum stays."""
    out = masks(0)
    np.testing.assert_allclose(np.unique(out), [0, 1 / (1 - RATE)])
    # 20,000 draws: four standard deviations are 4 * sqrt(0.3 * 0.7 / 20000) = 0.013
    assert np.mean(out == 0) == pytest.approx(RATE, abs=0.013)
    assert out.mean() == pytest.approx(1, abs=0.02)


def test_units_and_rows_are_silenced_independently() -> None:
    """No unit and no row is favoured, and each pass draws a new mask."""
    silent = masks(0) == 0
    spread = np.sqrt(RATE * (1 - RATE))
    assert np.abs(silent.mean(axis=0) - RATE).max() < 5 * spread / np.sqrt(400)
    assert np.abs(silent.mean(axis=1) - RATE).max() < 5 * spread / np.sqrt(50)
    network = Network([Dropout(50, RATE)])
    rng = np.random.default_rng(0)
    first = network.forward(np.ones((4, 50)), training=True, rng=rng).output
    second = network.forward(np.ones((4, 50)), training=True, rng=rng).output
    assert (first != second).any()


def test_the_same_seed_silences_the_same_units() -> None:
    """A mask depends on the seed alone: not on the precision, and another seed gives another."""
    np.testing.assert_array_equal(masks(5), masks(5))
    np.testing.assert_array_equal(masks(5) == 0, masks(5, dtype=np.float32) == 0)
    assert (masks(5) != masks(6)).any()


def test_nothing_happens_in_inference() -> None:
    """Outside training the output is the input and no randomness is needed."""
    network = Network([Dropout(3, 0.9)], dtype=np.float64)
    X = np.random.default_rng(0).normal(size=(5, 3))
    np.testing.assert_array_equal(network.forward(X).output, X)


@pytest.mark.parametrize("training", [True, False])
def test_the_gradient_passes_where_the_signal_passed(training: bool) -> None:
    """dL/dx is the delta times the factor that this pass put on x."""
    network = Network([Dropout(6, RATE)], dtype=np.float64)
    trace = network.forward(np.ones((5, 6)), training=training, rng=np.random.default_rng(0))
    factor = trace.output  # of ones
    delta = np.random.default_rng(1).normal(size=(5, 6))
    np.testing.assert_allclose(network.backward(trace, delta).layers[0].x, delta * factor)


def test_a_trace_may_serve_training_and_inference_in_turn() -> None:
    """A used trace holds no mask over: inference after training changes nothing."""
    network = Network([Dropout(6, RATE)], dtype=np.float64)
    trace = network.trace(5)
    X = np.ones((5, 6))
    network.forward(X, training=True, rng=np.random.default_rng(0), out=trace)
    np.testing.assert_array_equal(network.forward(X, out=trace).output, X)
    np.testing.assert_array_equal(network.backward(trace, X).layers[0].x, X)


def test_training_needs_randomness() -> None:
    """Without a generator the error says which argument to pass."""
    network = Network([Dense(2, 2), Dropout(2)])
    with pytest.raises(ParameterError, match=r"pass rng=np\.random\.default_rng"):
        network.forward([[0.0, 1.0]], training=True)


@pytest.mark.parametrize("rate", [-0.1, 1.0, float("nan")])
def test_rate_must_leave_something(rate: float) -> None:
    """A rate below 0, or one that silences everything, is refused."""
    with pytest.raises(ParameterError, match="0 <= rate < 1, got"):
        Dropout(3, rate)
