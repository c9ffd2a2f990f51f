"""The margin, against scikit-learn's SVC without intercept, cases by hand, and Novikoff's theorem."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.svm import SVC

from neurarium.engine import Perceptron, ShapeError
from neurarium.engine.margin import margin, nearest_to_origin

SQUARE = [[0, 0], [0, 1], [1, 0], [1, 1]]

coordinates = st.integers(-60, 60).map(lambda n: n / 10)
points = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=25)


@pytest.mark.parametrize(
    ("answers", "gamma_squared", "bound"),
    [
        ([0, 0, 0, 1], 1 / 17, 51),  # (2, 2, -3) / sqrt 17 keeps 1 / sqrt 17 from (0, 1), (1, 0) and (1, 1)
        ([1, 1, 1, 0], 1 / 17, 51),  # the same turned around
        ([0, 1, 1, 1], 1 / 9, 27),  # (2, 2, -1) / 3
        ([1, 1, 1, 1], 1, 3),  # the bias alone does it
    ],
    ids=["and", "nand", "or", "always"],
)
def test_truth_tables_by_hand(answers: list[int], gamma_squared: float, bound: float) -> None:
    """Margin, radius and bound of the gates are those that pencil and paper give."""
    found = margin(SQUARE, answers)
    assert found.separable
    assert found.gamma**2 == pytest.approx(gamma_squared, rel=1e-12)
    assert (found.radius, found.farthest) == (math.sqrt(3), 3)
    assert found.bound == pytest.approx(bound, rel=1e-12)


@pytest.mark.parametrize("answers", [[0, 1, 1, 0], [1, 0, 0, 1]], ids=["xor", "its opposite"])
def test_no_margin_where_no_line_separates(answers: list[int]) -> None:
    """XOR and its opposite have the origin in the hull: margin 0, and no bound."""
    found = margin(SQUARE, answers)
    assert not found.separable
    assert (found.gamma, found.bound) == (0, np.inf)


def svc_margin(X: np.ndarray, y: np.ndarray) -> float:
    """Return the margin by scikit-learn: the rows and their mirror images leave no room for an intercept."""
    rows = np.column_stack([X, np.ones(len(X))]) * (2.0 * y[:, None] - 1)
    svc = SVC(kernel="linear", C=1e10, tol=1e-9).fit(np.vstack([rows, -rows]), np.repeat([1, 0], len(rows)))
    assert abs(svc.intercept_[0]) < 1e-4 * np.linalg.norm(svc.coef_)
    return float(1 / np.linalg.norm(svc.coef_))


@pytest.mark.parametrize("seed", range(30))
def test_the_margin_is_that_of_scikit_learn(seed: int) -> None:
    """A support vector machine without intercept on the rows (x, 1) finds the same margin."""
    rng = np.random.default_rng(seed)
    plane = rng.normal(size=3)
    X = rng.uniform(-5, 5, (rng.integers(2, 40), 2))
    distance = (X @ plane[:2] + plane[2]) / np.linalg.norm(plane)
    keep = np.abs(distance) > 0.2
    X, y = X[keep], (distance[keep] > 0).astype(int)
    if len(X) == 0:
        pytest.skip("all points lie near the plane")
    assert margin(X, y).gamma == pytest.approx(svc_margin(X, y), rel=1e-4)


@given(points, st.data())
def test_the_nearest_point_is_the_nearest(xy: list[tuple[float, float]], data: st.DataObject) -> None:
    """It lies in the hull, and no row is on the origin's side of its plane: nothing is nearer."""
    y = np.array(data.draw(st.lists(st.integers(0, 1), min_size=len(xy), max_size=len(xy))))
    rows = np.column_stack([xy, np.ones(len(xy))]) * (2.0 * y[:, None] - 1)
    nearest, shares = nearest_to_origin(rows)
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1)
    np.testing.assert_allclose(shares @ rows, nearest, atol=1e-12)
    assert (rows @ nearest).min() >= nearest @ nearest - 1e-9
    assert np.count_nonzero(shares) <= 4  # in three dimensions no more are needed (Carathéodory)


@given(points, st.tuples(coordinates, coordinates, coordinates), st.sampled_from([0.1, 1.0, 8.0]))
def test_the_mistakes_never_pass_the_bound(
    xy: list[tuple[float, float]], plane: tuple[float, float, float], eta: float
) -> None:
    """From w = 0 the rule makes at most (R / gamma)² mistakes, whatever the points and the rate."""
    X = np.array(xy)
    y = (X @ plane[:2] + plane[2] > 0).astype(int)
    found = margin(X, y)
    assume(found.separable)
    assume(found.bound < 5000)
    mistakes = sum(1 for _ in Perceptron(2, learning_rate=eta).mistakes(X, y))
    assert mistakes <= found.bound * (1 + 1e-9)


def test_the_same_point_in_both_classes() -> None:
    """Nothing separates a point from itself."""
    assert not margin([[1, 2], [1, 2], [3, 3]], [0, 1, 1]).separable


def test_a_single_point() -> None:
    """One row is its own hull."""
    found = margin([[3, 4]], [0])
    assert found.nearest.tolist() == [-3, -4, -1]
    assert found.bound == pytest.approx(1)


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (np.empty((0, 2)), [], "rows of samples"),
        ([1, 2], [0, 1], r"shape \(n, n_in\)"),
        (SQUARE, [0, 1, 2, 1], "4 answers, each 0 or 1"),
        (SQUARE, [0, 1], "4 answers"),
    ],
)
def test_what_has_no_margin_is_refused(X: Any, y: Any, message: str) -> None:
    """No samples, other shapes and other answers are errors that say so."""
    with pytest.raises(ShapeError, match=message):
        margin(X, y)
