"""Optimizers against the papers' rules, number by number, and against scikit-learn and PyTorch."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neural_network import MLPClassifier as SklearnMLP
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer

from neurarium.engine import (
    MLP,
    OPTIMIZERS,
    SGD,
    Adam,
    AdamW,
    CrossEntropy,
    Momentum,
    Nesterov,
    Optimizer,
    ParameterError,
    RMSprop,
    objective,
)

Array = npt.NDArray[Any]
Gradient = Callable[[float], float]


# The rules as their papers write them, for a single parameter in plain floats. Each yields the parameter
# after every step; `g` gives the slope at a point, `eta` the learning rate of step t = 1, 2, ….


def sgd(x: float, g: Gradient, eta: Gradient) -> Iterator[float]:
    for t in range(1, 11):
        x = x - eta(t) * g(x)
        yield x


def momentum(x: float, g: Gradient, eta: Gradient, mu: float) -> Iterator[float]:
    """Polyak's heavy ball, in the form without the learning rate in the velocity."""
    v = 0.0
    for t in range(1, 11):
        v = mu * v + g(x)
        x = x - eta(t) * v
        yield x


def nesterov(x: float, g: Gradient, eta: Gradient, mu: float) -> Iterator[float]:
    """Sutskever et al. (2013), equations 3 and 4: the slope is taken at y, where the ball would roll to.

    The network's parameters are those y: the last look-ahead point is y = x + mu v.
    """
    y, v = x, 0.0
    for t in range(1, 11):
        v_next = mu * v - eta(t) * g(y)  # v_{t+1} = mu v_t - eta g(x_t + mu v_t)
        x = (y - mu * v) + v_next  # x_{t+1} = x_t + v_{t+1}
        y, v = x + mu * v_next, v_next
        yield y


def nesterov_by_velocity(x: float, g: Gradient, eta: Gradient, mu: float) -> Iterator[float]:
    """The same rule with the learning rate outside the velocity: how a schedule acts on it."""
    v = 0.0
    for t in range(1, 11):
        v = mu * v + g(x)
        x = x - eta(t) * (g(x) + mu * v)
        yield x


def rmsprop(x: float, g: Gradient, eta: Gradient, rho: float, epsilon: float) -> Iterator[float]:
    s = 0.0
    for t in range(1, 11):
        s = rho * s + (1 - rho) * g(x) ** 2
        x = x - eta(t) * g(x) / (math.sqrt(s) + epsilon)
        yield x


def adam(
    x: float, g: Gradient, eta: Gradient, beta1: float, beta2: float, epsilon: float, decay: float = 0.0
) -> Iterator[float]:
    """Kingma & Ba, algorithm 1; with `decay` Loshchilov & Hutter, algorithm 2."""
    m = v = 0.0
    for t in range(1, 11):
        slope = g(x)
        m = beta1 * m + (1 - beta1) * slope
        v = beta2 * v + (1 - beta2) * slope**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        x = x - eta(t) * (m_hat / (math.sqrt(v_hat) + epsilon) + decay * x)
        yield x


CASES: dict[str, tuple[Optimizer, Callable[[float, Gradient, Gradient], Iterator[float]]]] = {
    "sgd": (SGD(0.1), sgd),
    "momentum": (Momentum(0.1, 0.8), lambda x, g, eta: momentum(x, g, eta, 0.8)),
    "nesterov": (Nesterov(0.1, 0.8), lambda x, g, eta: nesterov(x, g, eta, 0.8)),
    "rmsprop": (RMSprop(0.1, 0.7, 1e-3), lambda x, g, eta: rmsprop(x, g, eta, 0.7, 1e-3)),
    "adam": (Adam(0.1, 0.8, 0.95, 1e-3), lambda x, g, eta: adam(x, g, eta, 0.8, 0.95, 1e-3)),
    "adamw": (
        AdamW(0.1, 0.8, 0.95, 1e-3, weight_decay=0.3),
        lambda x, g, eta: adam(x, g, eta, 0.8, 0.95, 1e-3, decay=0.3),
    ),
}


def slope(x: Any) -> Any:
    """The derivative of cosh(x) - 0.4 sin(3 x): steep, curved, with no closed path to follow."""
    return np.sinh(x) - 1.2 * np.cos(3 * x)


def ten_steps(
    optimizer: Optimizer, theta: Array, gradient: Callable[[Array], Array], scale: Gradient = lambda t: 1.0
) -> list[Array]:
    state = optimizer.init(theta)
    path = []
    for step in range(1, 11):
        optimizer.update(theta, gradient(theta), state, step, scale(step))
        path.append(theta.copy())
    return path


@pytest.mark.parametrize("epsilon", [1e-8, 0.1])
def test_epsilon_hat_is_scikit_learns(epsilon: float) -> None:
    """With epsilon_hat, ten steps of Adam are those of scikit-learn's, whatever epsilon is."""
    theirs = np.array([1.5, -0.7])
    reference = AdamOptimizer([theirs], 0.1, 0.8, 0.95, epsilon)
    path = []
    for _ in range(10):
        reference.update_params([theirs], [slope(theirs)])
        path.append(theirs.copy())
    ours = ten_steps(Adam(0.1, 0.8, 0.95, epsilon, epsilon_hat=True), np.array([1.5, -0.7]), slope)
    np.testing.assert_allclose(ours, path, rtol=1e-12)


def test_every_optimizer_has_a_case() -> None:
    """No rule goes without an oracle."""
    assert set(CASES) == set(OPTIMIZERS.names)


@pytest.mark.parametrize("name", CASES)
@given(start=st.lists(st.floats(-2, 2), min_size=1, max_size=4))
def test_ten_steps_agree_with_the_paper(name: str, start: list[float]) -> None:
    """From any start each parameter goes the way of the paper's scalar rule."""
    optimizer, rule = CASES[name]
    path = ten_steps(optimizer, np.array(start), slope)
    for i, x in enumerate(start):
        expected = list(rule(x, lambda at: float(slope(at)), lambda t: 0.1))
        np.testing.assert_allclose([theta[i] for theta in path], expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_ten_steps_with_a_schedule_agree_with_the_paper(name: str) -> None:
    """`scale` multiplies the learning rate of its own step only, and that of the decay too."""
    optimizer, rule = CASES[name]
    if name == "nesterov":
        rule = lambda x, g, eta: nesterov_by_velocity(x, g, eta, 0.8)  # noqa: E731
    path = ten_steps(optimizer, np.array([1.5]), slope, lambda t: 1 / t)
    expected = list(rule(1.5, lambda at: float(slope(at)), lambda t: 0.1 / t))
    np.testing.assert_allclose(np.ravel(path), expected, rtol=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_float32_goes_the_same_way(name: str) -> None:
    """In float32, memory and parameters stay float32, and ten steps end where float64's do."""
    optimizer, _ = CASES[name]
    start = np.array([1.5, -0.7, 0.2])
    single = start.astype(np.float32)
    assert {array.dtype for array in optimizer.init(single).values()} == {np.dtype(np.float32)}
    path = ten_steps(optimizer, single, slope)
    assert single.dtype == np.float32
    np.testing.assert_allclose(path[-1], ten_steps(optimizer, start, slope)[-1], rtol=1e-4, atol=1e-5)


def reference(**settings: Any) -> tuple[SklearnMLP, Array, Array]:
    """scikit-learn's network after its first full-batch step, and the data."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(30, 4)), rng.integers(0, 3, 30)
    network = SklearnMLP((6,), alpha=0, batch_size=30, random_state=1, **settings)
    return network.partial_fit(X, y, classes=[0, 1, 2]), X, y


def flat(network: SklearnMLP) -> Array:
    pairs = zip(network.coefs_, network.intercepts_, strict=True)
    return np.concatenate([array.ravel() for pair in pairs for array in pair])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (SGD(0.1), {"solver": "sgd", "momentum": 0}),
        (Momentum(0.1, 0.7), {"solver": "sgd", "momentum": 0.7, "nesterovs_momentum": False}),
        (Nesterov(0.1, 0.7), {"solver": "sgd", "momentum": 0.7, "nesterovs_momentum": True}),
        # Its epsilon stands elsewhere in the formula, so it is made too small to matter.
        (Adam(0.1, 0.8, 0.95, 1e-14), {"solver": "adam", "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-14}),
    ],
    ids=lambda value: value.name if isinstance(value, Optimizer) else "",
)
def test_ten_steps_of_a_network_agree_with_scikit_learn(ours: Optimizer, theirs: dict[str, Any]) -> None:
    """From scikit-learn's initial weights, ten steps of the same network end at the same weights."""
    first, X, y = reference(learning_rate_init=1e-300, **theirs)  # a step that moves nothing
    network = MLP([4, 6, 3], dtype=np.float64)
    network.theta[...] = flat(first)
    state = ours.init(network.theta)
    for step in range(1, 11):
        gradients = objective(network, CrossEntropy(), X, y, gradient=True).gradient
        assert gradients is not None
        ours.update(network.theta, gradients.vector, state, step)

    peer, X, y = reference(learning_rate_init=0.1, **theirs)
    for _ in range(9):
        peer.partial_fit(X, y)
    np.testing.assert_allclose(network.theta, flat(peer), rtol=1e-7, atol=1e-10)


@pytest.mark.peers
@pytest.mark.parametrize("name", CASES)
def test_ten_steps_agree_with_pytorch(name: str) -> None:
    """Ten steps from the same point end where torch.optim's end."""
    torch = pytest.importorskip("torch")
    optimizer, _ = CASES[name]
    theta = torch.tensor([1.5, -0.7, 0.2], dtype=torch.float64, requires_grad=True)
    theirs = {
        "sgd": lambda: torch.optim.SGD([theta], lr=0.1),
        "momentum": lambda: torch.optim.SGD([theta], lr=0.1, momentum=0.8),
        "nesterov": lambda: torch.optim.SGD([theta], lr=0.1, momentum=0.8, nesterov=True),
        "rmsprop": lambda: torch.optim.RMSprop([theta], lr=0.1, alpha=0.7, eps=1e-3),
        "adam": lambda: torch.optim.Adam([theta], lr=0.1, betas=(0.8, 0.95), eps=1e-3),
        "adamw": lambda: torch.optim.AdamW([theta], lr=0.1, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.3),
    }[name]()
    path = ten_steps(optimizer, np.array([1.5, -0.7, 0.2]), slope)
    for expected in path:
        theirs.zero_grad()
        (torch.cosh(theta) - 0.4 * torch.sin(3 * theta)).sum().backward()
        theirs.step()
        np.testing.assert_allclose(theta.detach().numpy(), expected, rtol=1e-9)


def test_adam_begins_with_steps_of_the_learning_rate() -> None:
    """Thanks to the correction the first step is eta, against the slope's sign, however steep the slope."""
    theta = np.zeros(4)
    gradient = np.array([1e-3, -1.0, 1e3, 0.0])
    Adam(0.1).update(theta, gradient, Adam().init(theta), 1)
    np.testing.assert_allclose(theta, [-0.1, 0.1, -0.1, 0], rtol=1e-4, atol=1e-20)


@pytest.mark.parametrize(
    ("special", "plain"),
    [
        (Momentum(0.1, 0), SGD(0.1)),
        (Nesterov(0.1, 0), SGD(0.1)),
        (AdamW(0.1, weight_decay=0), Adam(0.1)),
    ],
    ids=["momentum", "nesterov", "adamw"],
)
def test_without_its_extra_each_is_the_plain_rule(special: Optimizer, plain: Optimizer) -> None:
    """No momentum is SGD, no decay is Adam: bit for bit."""
    start = np.array([1.5, -0.7])
    np.testing.assert_array_equal(
        ten_steps(special, start.copy(), slope), ten_steps(plain, start.copy(), slope)
    )


@pytest.mark.parametrize("name", CASES)
def test_updates_are_in_place(name: str) -> None:
    """Parameters and memory are changed where they lie; the gradient is left alone."""
    optimizer, _ = CASES[name]
    theta, gradient = np.array([1.5, -0.7]), np.array([0.3, -0.2])
    state = optimizer.init(theta)
    assert set(state) == {*optimizer.memory, "scratch"}
    assert all((array == 0).all() for array in state.values())
    before = {key: id(array) for key, array in state.items()}
    optimizer.update(theta, gradient, state, 1)
    assert (theta != [1.5, -0.7]).all()
    assert {key: id(array) for key, array in state.items()} == before
    np.testing.assert_array_equal(gradient, [0.3, -0.2])


@pytest.mark.parametrize("name", CASES)
def test_the_memory_is_all_that_is_remembered(name: str) -> None:
    """A run that resumes from copies of theta and the named state gives the same bits."""
    optimizer, _ = CASES[name]
    unbroken = np.array([1.5, -0.7])
    state = optimizer.init(unbroken)
    for step in range(1, 6):
        optimizer.update(unbroken, slope(unbroken), state, step)
    resumed = unbroken.copy()
    fresh = optimizer.init(resumed)
    for key in optimizer.memory:
        fresh[key][...] = state[key]
    for step in range(6, 11):
        optimizer.update(unbroken, slope(unbroken), state, step)
        optimizer.update(resumed, slope(resumed), fresh, step)
    np.testing.assert_array_equal(resumed, unbroken)


@pytest.mark.parametrize("name", CASES)
def test_a_learning_rate_of_0_moves_nothing(name: str) -> None:
    """With rate 0, as with a schedule at 0, parameters stay."""
    optimizer, _ = CASES[name]
    theta = np.array([1.5, -0.7])
    ten_steps(optimizer, theta, slope, lambda t: 0.0)
    np.testing.assert_array_equal(theta, [1.5, -0.7])


@pytest.mark.parametrize("kind", OPTIMIZERS.members.values())
def test_each_finds_the_bottom_of_a_bowl(kind: type[Optimizer]) -> None:
    """On an elongated bowl every rule comes near the minimum from afar."""
    theta = np.array([3.0, -2.0])
    optimizer = kind(learning_rate=0.05)
    state = optimizer.init(theta)
    for step in range(1, 1001):
        optimizer.update(theta, np.array([1.0, 10.0]) * theta, state, step, 1 - step / 1001)
    np.testing.assert_allclose(theta, 0, atol=1e-2)


@pytest.mark.parametrize("kind", [RMSprop, Adam, AdamW])
def test_decaying_averages_never_become_denormal(kind: type[RMSprop] | type[Adam]) -> None:
    """Long after a parameter's last gradient its averages are still normal float32 numbers, or 0."""
    theta = np.zeros(3, np.float32)
    optimizer = kind()
    state = optimizer.init(theta)
    optimizer.update(theta, np.array([1.0, 1e-6, 0.0], np.float32), state, 1)
    nothing = np.zeros(3, np.float32)
    for step in range(2, 3000):
        optimizer.update(theta, nothing, state, step)
    for key in optimizer.memory:
        size = np.abs(state[key])
        assert ((size == 0) | (size >= np.finfo(np.float32).tiny)).all()


@pytest.mark.parametrize("kind", OPTIMIZERS.members.values())
@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_settings_outside_their_range_are_refused(kind: type[Optimizer], value: float) -> None:
    """No setting of any optimizer may be negative, nan or infinite; the error names the one that is."""
    for field in fields(kind):
        with pytest.raises(ParameterError, match=rf"^{kind.name} needs .*{field.name.replace('_', '.')}"):
            kind(**{field.name: value})


@pytest.mark.parametrize(
    ("kind", "setting"), [(Momentum, "momentum"), (RMSprop, "rho"), (Adam, "beta1"), (Adam, "beta2")]
)
def test_a_memory_that_never_fades_is_refused(kind: type[Optimizer], setting: str) -> None:
    """The share that is kept at each step must be below 1."""
    with pytest.raises(ParameterError, match=f"0 <= {setting} < 1, got 1"):
        kind(**{setting: 1.0})


def test_velocity_is_a_decaying_sum() -> None:
    """Under a gradient that stays the same the velocity comes to 1 / (1 - mu) times it."""
    momentum, theta = Momentum(0.0, 0.9), np.zeros(1)
    state = momentum.init(theta)
    for step in range(1, 400):
        momentum.update(theta, np.array([3.0]), state, step)
    assert state["v"] == pytest.approx(10 * 3)


@pytest.mark.parametrize("name", OPTIMIZERS.names)
def test_a_formula_says_what_its_letters_are(name: str) -> None:
    """Whatever of its memory, corrected or not, a rule uses, its formula says how it comes about."""
    formula = OPTIMIZERS.members[name].formula
    for letter in re.findall(r"\\hat [mv]|(?<![a-z\\])[mvs](?![a-z])", formula):
        assert re.search(rf"{re.escape(letter)} (=|\\leftarrow)", formula), letter
