"""Rosenblatt's perceptron: what it solves, what it never can, and every step re-computed by hand."""

from fractions import Fraction
from itertools import takewhile
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.linear_model import Perceptron as SklearnPerceptron

from neurarium.engine import ParameterError, Perceptron, ShapeError

SQUARE = [[0, 0], [0, 1], [1, 0], [1, 1]]
AND, OR, XOR = [0, 0, 0, 1], [0, 1, 1, 1], [0, 1, 1, 0]


@pytest.mark.parametrize("answers", [AND, OR], ids=["and", "or"])
@pytest.mark.parametrize("learning_rate", [0.1, 1.0])
def test_it_solves_and_and_or(answers: list[int], learning_rate: float) -> None:
    """Both are learned: a whole pass without a mistake, and the right answers from then on."""
    perceptron = Perceptron(2, learning_rate=learning_rate)
    result = perceptron.fit(SQUARE, answers)
    assert result.converged
    assert result.errors[-1] == 0
    assert perceptron.predict(SQUARE).tolist() == answers
    assert str(result) == f"converged: no mistakes in pass {result.epochs}"


def test_it_never_solves_xor() -> None:
    """XOR is tried to the limit, with mistakes in every pass, and the result says why."""
    result = Perceptron(2).fit(SQUARE, XOR, max_epochs=200)
    assert not result.converged
    assert result.epochs == len(result.errors) == 200
    assert min(result.errors) > 0
    assert str(result).startswith("stopped after 200 passes with ")
    assert "No straight line separates the two classes: that takes a hidden layer" in str(result)


@pytest.mark.parametrize("learning_rate", [0.1, 1.0])
def test_that_it_never_solves_xor_is_proved(learning_rate: float) -> None:
    """The weights after some pass come back exactly: the passes between them would repeat for ever."""
    result = Perceptron(2, learning_rate=learning_rate).fit(SQUARE, XOR, max_epochs=50)
    assert result.cycle is not None
    first, second = result.cycle
    after = [(0.0, 0.0, 0.0), *((*u.w.tolist(), u.b) for u in result.updates if u.sample == 3)]
    assert after[first] == after[second]
    assert len(set(after[:second])) == second  # nothing came back before
    assert min(result.errors[first:second]) > 0  # no pass of the cycle is right
    assert after[first :: second - first] == [after[first]] * len(after[first :: second - first])
    assert f"after pass {second} the weights are exactly those after pass {first}" in str(result)


def test_a_cycle_from_the_beginning() -> None:
    """A sample that is both 0 and 1: its two mistakes undo each other within the very first pass."""
    result = Perceptron(1, w=[1.0]).fit([[0], [0]], [0, 1], max_epochs=3)
    assert result.cycle == (0, 1)
    assert "after pass 1 the weights are exactly those it began with" in str(result)


@pytest.mark.parametrize("answers", [AND, OR, XOR], ids=["and", "or", "xor"])
def test_nothing_is_proved_too_early(answers: list[int]) -> None:
    """Stopped after one pass, before anything came back, or converged: no cycle."""
    early = Perceptron(2).fit(SQUARE, answers, max_epochs=1)
    assert (early.converged, early.cycle) == (False, None)
    assert "If no straight line separates the two classes (as for XOR), it never will" in str(early)
    assert (Perceptron(2).fit(SQUARE, answers).cycle is None) == (answers != XOR)


def test_every_look_is_recorded_and_follows_the_rule() -> None:
    """Re-computed by hand, w += eta (y - ŷ) x and b += eta (y - ŷ) give every recorded number."""
    eta = 0.25
    result = Perceptron(2, learning_rate=eta, w=[0.5, -0.25], b=0.125).fit(SQUARE, AND, max_epochs=100)
    assert result.converged
    assert len(result.updates) == 4 * result.epochs
    w, b = [0.5, -0.25], 0.125
    mistakes = [0] * result.epochs
    for k, update in enumerate(result.updates):
        epoch, sample = divmod(k, 4)
        x, y = SQUARE[sample], AND[sample]
        z = w[0] * x[0] + w[1] * x[1] + b
        answer = 1 if z >= 0 else 0
        w = [w[0] + eta * (y - answer) * x[0], w[1] + eta * (y - answer) * x[1]]
        b = b + eta * (y - answer)
        mistakes[epoch] += answer != y
        assert (update.epoch, update.sample) == (epoch + 1, sample)
        assert (update.z, update.predicted, update.true) == (z, answer, y)
        assert (update.w.tolist(), update.b) == (w, b)
        assert update.changed == (answer != y)
    assert result.errors == tuple(mistakes)


@given(
    st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9), st.integers(0, 1)), min_size=1, max_size=12),
    st.integers(1, 6),
)
def test_the_mistakes_alone_are_those_of_a_fit(rows: list[tuple[int, int, int]], passes: int) -> None:
    """What `mistakes` yields is what `fit` records of the wrong answers, pass by pass."""
    X, y = np.array(rows)[:, :2], np.array(rows)[:, 2]
    result = Perceptron(2, learning_rate=0.5).fit(X, y, max_epochs=passes)
    wanted = [u for u in result.updates if u.changed]
    neuron = Perceptron(2, learning_rate=0.5)
    found = list(takewhile(lambda u: u.epoch <= passes, neuron.mistakes(X, y)))
    assert [(u.epoch, u.sample, u.z, *u.w, u.b) for u in found] == [
        (u.epoch, u.sample, u.z, *u.w, u.b) for u in wanted
    ]
    if result.converged:
        assert neuron.predict(X).tolist() == y.tolist()


@pytest.mark.parametrize("seed", range(8))
def test_scikit_learn_takes_the_same_way(seed: int) -> None:
    """Where no sum is exactly 0, its Perceptron has the same weights after any number of passes."""
    rng = np.random.default_rng(seed)
    X, start = rng.normal(size=(30, 2)), rng.normal(size=3)
    y = (X @ [1.0, -2.0] + rng.normal(scale=0.7, size=30) > 0.3).astype(int)
    for passes in (1, 2, 7):
        ours = Perceptron(2, learning_rate=0.3, w=start[:2], b=start[2])
        ours.fit(X, y, max_epochs=passes)
        theirs = SklearnPerceptron(eta0=0.3, shuffle=False, tol=None, max_iter=passes)
        theirs.fit(X, y, coef_init=start[None, :2], intercept_init=start[2:])
        np.testing.assert_allclose(ours.w, theirs.coef_[0], rtol=1e-9, atol=1e-12)
        assert ours.b == pytest.approx(theirs.intercept_[0], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("answers", [AND, OR, XOR], ids=["and", "or", "xor"])
@pytest.mark.parametrize("factor", [0.001, 0.05, 0.1, 0.2, 0.3, 2.0, 10.0, 777.7])
def test_from_zero_the_rate_cancels_out(answers: list[int], factor: float) -> None:
    """Another rate makes the same mistakes, and all weights that many times as large."""
    one = Perceptron(2, learning_rate=1.0).fit(SQUARE, answers, max_epochs=20)
    other = Perceptron(2, learning_rate=factor).fit(SQUARE, answers, max_epochs=20)
    assert other.errors == one.errors
    for ours, theirs in zip(one.updates, other.updates, strict=True):
        assert ours.changed == theirs.changed
        assert (factor * ours.w).tolist() == theirs.w.tolist()
        assert factor * ours.b == theirs.b


@pytest.mark.parametrize("eta", ["0.05", "0.1", "0.2", "0.7", "3"])
@pytest.mark.parametrize("start", [("0", "0", "0"), ("0.3", "-0.1", "0.2"), ("-0.7", "1.1", "0.4")])
@pytest.mark.parametrize("answers", [AND, OR, XOR], ids=["and", "or", "xor"])
def test_a_run_is_that_of_exact_fractions(answers: list[int], start: tuple[str, ...], eta: str) -> None:
    """Every answer, also where the sum is exactly 0, is that of the rule on fractions, which never round."""
    w = [Fraction(value) for value in start]
    wanted = []
    for _ in range(12):
        for x, true in zip(SQUARE, answers, strict=True):
            z = w[0] * x[0] + w[1] * x[1] + w[2]
            error = true - (z >= 0)
            w = [value + Fraction(eta) * error * part for value, part in zip(w, [*x, 1], strict=True)]
            wanted.append((float(z), error != 0))
    neuron = Perceptron(2, learning_rate=float(eta), w=[float(v) for v in start[:2]], b=float(start[2]))
    found = [u for _ in range(12) for u in neuron.fit(SQUARE, answers, max_epochs=1).updates]
    assert [u.changed for u in found] == [changed for _, changed in wanted]
    assert [u.z for u in found] == pytest.approx([z for z, _ in wanted], abs=1e-12)
    assert all(u.z == 0 for u, (z, _) in zip(found, wanted, strict=True) if z == 0)


def test_one_mistake_by_hand() -> None:
    """At w = 0 the answer is 1; if 0 was right, w loses eta x and b loses eta."""
    perceptron = Perceptron(2, learning_rate=0.5)
    update = perceptron.learn([2, -1], 0)
    assert (update.z, update.predicted, update.changed) == (0, 1, True)
    assert (perceptron.w.tolist(), perceptron.b) == ([-1.0, 0.5], -0.5)
    assert not perceptron.learn([2, -1], 0).changed
    assert (perceptron.w.tolist(), perceptron.b) == ([-1.0, 0.5], -0.5)


def test_what_was_recorded_stays() -> None:
    """Later learning does not reach back into earlier records."""
    perceptron = Perceptron(2)
    first = perceptron.learn([1, 1], 0)
    kept = first.w.copy()
    perceptron.fit(SQUARE, OR)
    np.testing.assert_array_equal(first.w, kept)


def test_learning_goes_on_from_where_it_was() -> None:
    """A second fit begins with the weights of the first: what is learned needs one pass."""
    perceptron = Perceptron(2)
    perceptron.fit(SQUARE, AND)
    w = perceptron.w.copy()
    assert perceptron.fit(SQUARE, AND).epochs == 1
    np.testing.assert_array_equal(perceptron.w, w)


@given(
    st.integers(1, 4).flatmap(
        lambda n_in: st.tuples(
            st.lists(
                st.lists(st.floats(-1, 1), min_size=n_in, max_size=n_in).map(tuple), min_size=1, max_size=20
            ),
            st.lists(st.floats(-1, 1), min_size=n_in + 1, max_size=n_in + 1),
        )
    ),
    st.sampled_from([0.1, 1.0, 7.0]),
)
def test_mistakes_stay_below_novikoffs_bound(
    case: tuple[list[tuple[float, ...]], list[float]], learning_rate: float
) -> None:
    """Whatever separates with a margin is learned, with at most (R / margin)² mistakes (Novikoff 1962)."""
    points, plane = np.array(case[0]), np.array(case[1])
    assume(np.linalg.norm(plane) > 1e-3)
    extended = np.hstack([points, np.ones((len(points), 1))])  # the bias is the weight of a constant 1
    distance = extended @ plane / np.linalg.norm(plane)
    separated = np.abs(distance) > 0.15
    assume(separated.any())
    X, y = points[separated], (distance[separated] > 0).astype(int)
    radius = np.linalg.norm(extended[separated], axis=1).max()
    bound = (radius / np.abs(distance[separated]).min()) ** 2

    result = Perceptron(X.shape[1], learning_rate=learning_rate).fit(X, y, max_epochs=int(bound) + 2)
    assert result.converged
    assert sum(result.errors) <= bound * (1 + 1e-9)


@pytest.mark.parametrize("answers", [np.array(OR, np.uint8), np.array(OR, bool), np.array(OR, float)])
def test_answers_of_any_type(answers: Any) -> None:
    """0 and 1 may be integers, floats, or truth values."""
    perceptron = Perceptron(2)
    assert perceptron.fit(SQUARE, answers).converged
    assert perceptron.predict(SQUARE).tolist() == OR


def test_sums_and_answers() -> None:
    """Each row gives z = w . x + b; the answer is 1 from z = 0 on."""
    X = np.array([[1, 1], [1.5, 1], [0, 0]])
    perceptron = Perceptron(2, w=[1, -2], b=0.5)
    np.testing.assert_array_equal(perceptron.weighted_sum(X), [-0.5, 0, 0.5])
    assert perceptron.predict(X).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (SQUARE, [0, 1, 2, 0], "4 answers, each 0 or 1; got"),
        (SQUARE, [0, 1, -1, 0], "each 0 or 1"),
        (SQUARE, [0, 1], r"expected 4 answers.*got \[0, 1\]"),
        ([[0, 0, 0]], [0], r"rows of 2 inputs, shape \(n, 2\); got \(1, 3\)"),
        ([0, 1], [0, 1], r"rows of 2 inputs.*got \(2,\)"),
        (np.empty((0, 2)), [], "at least one row, got none"),
    ],
)
def test_samples_that_do_not_fit_are_refused(X: Any, y: Any, message: str) -> None:
    """Other shapes, other answers and no samples at all are errors that say so."""
    with pytest.raises(ShapeError, match=message):
        Perceptron(2).fit(X, y)


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"n_in": 0}, ParameterError, "at least one input, got 0"),
        ({"n_in": 2, "learning_rate": 0}, ParameterError, "learning rate above 0, got 0"),
        ({"n_in": 2, "learning_rate": float("nan")}, ParameterError, "learning rate above 0, got nan"),
        ({"n_in": 2, "w": [1, 2, 3]}, ShapeError, r"expected 2 weights, got shape \(3,\)"),
    ],
)
def test_settings_are_checked(settings: dict[str, Any], error: type[Exception], message: str) -> None:
    """A perceptron that could not learn is refused."""
    with pytest.raises(error, match=message):
        Perceptron(**settings)


def test_the_limit_must_allow_a_pass() -> None:
    """max_epochs below 1 is refused."""
    with pytest.raises(ParameterError, match="max_epochs must be 1 or more, got 0"):
        Perceptron(2).fit(SQUARE, AND, max_epochs=0)
