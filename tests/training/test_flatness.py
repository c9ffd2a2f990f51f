"""How much of a layer's sums lies on flat ground."""

import numpy as np
import pytest

from neurarium.engine import ReLU, Sigmoid, Softmax, Step, Tanh
from neurarium.training.flatness import count_flat, count_silent, slopes

Z = np.array([[0.0, -1, 3], [2.05, -2, -3], [2.07, 0, -0.5], [-9, -4, 1]])


def test_flat_sums_by_hand():
    """The sigmoid is flat beyond about 2.06, tanh beyond 1.82, ReLU where it is off."""
    for f, expected in ((Sigmoid(), 5), (Tanh(), 7), (ReLU(), 8)):
        found = slopes(f, Z, f.forward(Z))
        assert found is not None
        assert count_flat(found, 0.1) == expected


def test_softmax_has_its_own_slopes():
    """Each probability's slope by its own score is a (1 - a), as differences give it."""
    f, h = Softmax(), 1e-6
    found = slopes(f, Z, f.forward(Z))
    assert found is not None
    for k in range(3):
        step = h * np.eye(3)[k]
        expected = (f.forward(Z + step)[:, k] - f.forward(Z - step)[:, k]) / (2 * h)
        assert found[:, k] == pytest.approx(expected, abs=1e-8)


def test_a_step_has_none():
    """It says so, and raises nothing."""
    assert slopes(Step(), Z, Step().forward(Z)) is None


def test_silent_units_by_hand():
    """A single positive sum in a column is enough; 0 is none."""
    assert count_silent(Z) == 1
    assert count_silent(np.zeros((3, 2))) == 2
