"""Activation functions against scipy's, and their derivatives against finite differences."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special

from neurarium.engine import (
    ACTIVATIONS,
    GELU,
    INITIALIZERS,
    Activation,
    LeakyReLU,
    Linear,
    NotDifferentiableError,
    ParameterError,
    ReLU,
    Sigmoid,
    Softmax,
    Step,
    Tanh,
)

Array = npt.NDArray[np.float64]

ORACLES: dict[Activation, Callable[[Array], Array]] = {
    Step(): lambda z: np.heaviside(z, 1.0),
    Linear(): lambda z: z,
    Sigmoid(): special.expit,
    Tanh(): lambda z: 2 * special.expit(2 * z) - 1,
    ReLU(): lambda z: (z + np.abs(z)) / 2,
    GELU(): lambda z: z * special.expit(np.sqrt(8 / np.pi) * (z + 0.044715 * z**3)),
    LeakyReLU(0.2): lambda z: np.where(z > 0, z, 0.2 * z),
    Softmax(): lambda z: special.softmax(z, axis=-1),
}
SMOOTH = [Linear(), Sigmoid(), Tanh(), GELU(), Softmax()]
KINKED = [ReLU(), LeakyReLU(), LeakyReLU(0.3)]
DIFFERENTIABLE = [*SMOOTH, *KINKED]


def name(value: object) -> str:
    return repr(value)


def scores(seed: int = 0) -> Array:
    """Rows of numbers of both signs, none of them near the kink at 0."""
    z = np.random.default_rng(seed).uniform(0.01, 6, (7, 5))
    return z * np.where(np.random.default_rng(seed + 1).random(z.shape) < 0.5, -1, 1)


@pytest.mark.parametrize("activation", ORACLES, ids=name)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_forward_agrees_with_scipy(activation: Activation, dtype: type[np.floating]) -> None:
    """Each function gives what an independent formula gives, in both precisions."""
    z = np.vstack([scores(), np.zeros((1, 5))]).astype(dtype)
    before = z.copy()
    a = activation.forward(z)
    np.testing.assert_allclose(
        a, ORACLES[activation](z.astype(np.float64)), atol=float(4 * np.finfo(dtype).eps)
    )
    assert a.dtype == dtype
    np.testing.assert_array_equal(z, before)


@pytest.mark.parametrize("activation", ORACLES, ids=name)
def test_forward_writes_into_out(activation: Activation) -> None:
    """With `out` the answer is written there, and is the same."""
    out = np.full((7, 5), np.nan)
    assert activation.forward(scores(), out=out) is out
    np.testing.assert_array_equal(out, activation.forward(scores()))


def test_known_values() -> None:
    """The numbers that every textbook prints."""
    assert Sigmoid().forward(np.array([0.2]))[0] == pytest.approx(0.549834, abs=1e-6)
    assert Tanh().forward(np.array([1.0]))[0] == pytest.approx(0.761594, abs=1e-6)
    np.testing.assert_allclose(LeakyReLU().forward(np.array([-3.0, 3.0])), [-0.03, 3.0])
    np.testing.assert_array_equal(Step().forward(np.array([-1e-9, 0.0, 1e-9])), [0, 1, 1])


def test_softmax_of_3_and_2_is_in_the_ratio_e() -> None:
    """One score more makes a class e times as probable."""
    three, two = Softmax().forward(np.array([[3.0, 2.0]]))[0]
    assert three / two == pytest.approx(np.e)
    assert three + two == pytest.approx(1)


@pytest.mark.parametrize("activation", [a for a in DIFFERENTIABLE if a.name != "softmax"], ids=name)
def test_derivative_agrees_with_finite_differences(activation: Activation) -> None:
    """f'(z) is the slope of f at z."""
    z, h = scores(), 1e-6
    slope = (activation.forward(z + h) - activation.forward(z - h)) / (2 * h)
    np.testing.assert_allclose(activation.derivative(z, activation.forward(z)), slope, atol=1e-8)


def test_softmax_derivative_is_the_jacobian() -> None:
    """Entry i, j of a row's Jacobian says how output i moves with score j."""
    z, h = scores(), 1e-6
    columns = []
    for j in range(z.shape[1]):
        step = np.zeros(z.shape[1])
        step[j] = h
        columns.append((Softmax().forward(z + step) - Softmax().forward(z - step)) / (2 * h))
    jacobian = Softmax().derivative(z, Softmax().forward(z))
    np.testing.assert_allclose(jacobian, np.stack(columns, axis=-1), atol=1e-8)


@pytest.mark.parametrize("activation", DIFFERENTIABLE, ids=name)
@pytest.mark.parametrize("given", [False, True], ids=["new", "out"])
def test_backward_is_the_gradient_of_a_weighted_sum_of_outputs(activation: Activation, given: bool) -> None:
    """dL/dz of L = sum(g * f(z)) agrees with finite differences, wherever the answer is written."""
    z, h = scores(), 1e-6
    grad_a = np.random.default_rng(3).normal(size=z.shape)
    expected = np.empty_like(z)
    for i in np.ndindex(z.shape):
        step = np.zeros_like(z)
        step[i] = h
        expected[i] = ((activation.forward(z + step) - activation.forward(z - step)) * grad_a).sum() / (2 * h)
    kept = grad_a.copy()
    out = np.full_like(z, np.nan) if given else None
    grad_z = activation.backward(z, activation.forward(z), grad_a, out=out)
    np.testing.assert_allclose(grad_z, expected, atol=1e-8)
    assert out is None or grad_z is out
    np.testing.assert_array_equal(grad_a, kept)


@pytest.mark.parametrize("activation", DIFFERENTIABLE, ids=name)
def test_the_derivative_can_be_written_where_one_likes(activation: Activation) -> None:
    """In `out`, of the type of the sums, and the same bits as without."""
    z = scores().astype(np.float32)
    a = activation.forward(z)
    fresh = activation.derivative(z, a)
    out = np.full_like(fresh, np.nan)
    assert activation.derivative(z, a, out=out) is out
    assert fresh.dtype == np.float32
    np.testing.assert_array_equal(out, fresh)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", ORACLES, ids=name)
def test_huge_scores_do_no_harm(activation: Activation, dtype: type[np.floating]) -> None:
    """Scores of ±10,000 give the limit, finite and of the same precision, and no warning."""
    z = np.array([[-1e4, 0, 1e4], [1e4, 1e4, -1e4], [-1e4, -1e4, -1e4]], dtype)
    a = activation.forward(z)
    np.testing.assert_allclose(a, ORACLES[activation](z.astype(np.float64)), rtol=1e-6)
    assert a.dtype == dtype
    if activation.name != "step":
        grad_z = activation.backward(z, a, np.ones_like(z))
        assert np.isfinite(grad_z).all()
        assert grad_z.dtype == dtype


@pytest.mark.parametrize("activation", [ReLU(), LeakyReLU(0.3)], ids=name)
def test_at_the_kink_the_left_slope_counts(activation: Activation) -> None:
    """At exactly 0, where there is no slope, the convention is the left one."""
    z = np.zeros(1)
    assert activation.derivative(z, activation.forward(z))[0] == (0.3 if activation.name != "relu" else 0)


def test_step_cannot_be_trained_by_gradient() -> None:
    """The step function refuses to be differentiated and names what to use instead."""
    z = scores()
    with pytest.raises(NotDifferentiableError, match=r"slope is 0 .*Use 'sigmoid'.*Perceptron"):
        Step().derivative(z, Step().forward(z))
    with pytest.raises(NotDifferentiableError):
        Step().backward(z, Step().forward(z), np.ones_like(z))


rows = arrays(np.float64, (3, 4), elements=st.floats(-50, 50))


@given(rows)
def test_softmax_gives_probabilities(z: Array) -> None:
    """Whatever the scores, each row is positive and sums to 1."""
    a = Softmax().forward(z)
    assert (a >= 0).all()
    np.testing.assert_allclose(a.sum(axis=1), 1, rtol=1e-12)


@given(rows, st.floats(-1e3, 1e3))
def test_softmax_sees_differences_only(z: Array, shift: float) -> None:
    """Adding one number to all scores of a row changes nothing."""
    np.testing.assert_allclose(Softmax().forward(z + shift), Softmax().forward(z), atol=1e-12)


@given(rows)
def test_squeezing_functions_stay_in_their_range_and_order(z: Array) -> None:
    """Sigmoid stays in [0, 1], tanh in [-1, 1], and a larger sum never gives a smaller output."""
    z = np.sort(z, axis=None)
    for activation, low in ((Sigmoid(), 0), (Tanh(), -1)):
        a = activation.forward(z)
        assert a.min() >= low
        assert a.max() <= 1
        assert (np.diff(a) >= 0).all()


@pytest.mark.parametrize("alpha", [-0.1, 1.0, float("nan")])
def test_leaky_slope_must_be_a_leak(alpha: float) -> None:
    """A left slope below 0, or not below 1, is refused with the range that is allowed."""
    with pytest.raises(ParameterError, match="0 <= alpha < 1, got"):
        LeakyReLU(alpha)


@pytest.mark.parametrize("activation", [ACTIVATIONS.get(name) for name in ACTIVATIONS.names], ids=name)
def test_formulas_stand_beside_the_function(activation: Activation) -> None:
    """Each has LaTeX for itself and its derivative, with balanced braces, and an initialiser that exists."""
    for latex in (activation.formula, activation.derivative_formula):
        assert latex
        assert latex.count("{") == latex.count("}")
    assert activation.initializer in INITIALIZERS.names
