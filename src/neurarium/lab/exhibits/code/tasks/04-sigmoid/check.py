"""Whether it is the sigmoid function, and that its derivative."""

import numpy as np
from numpy.typing import NDArray

from neurarium.console.examination import Program, Wrong, near
from neurarium.engine import Sigmoid

SHAPES = [(), (1,), (3,), (7,), (2, 3), (5, 1), (1, 4), (4, 4), (2, 3, 4), (100,)]


def check_values(program: Program) -> None:
    """Ask for ten generated arrays, and compare with the engine."""
    rng = np.random.default_rng(4)
    if program.array("sigmoid", np.array([2.0]), shape=(1,))[0] < 0.5:
        raise Wrong("mirrored", got=program.call("sigmoid", np.array([2.0]))[0])
    for shape in SHAPES:
        z = np.asarray(rng.normal(0, 3, shape))
        _compare(program, z)


def check_large(program: Program) -> None:
    """Go where e^z is too large for a number: the value is still 0 or 1."""
    for z in (-1000.0, -50.0, 50.0, 1000.0):
        got = np.asarray(program.call("sigmoid", np.array([z])))
        if np.isnan(got).any():
            raise Wrong("overflow", z=z, got=got.item())
        _compare(program, np.array([z]))


def check_slope(program: Program) -> None:
    """Compare the derivative with what the learner's own function rises by."""
    step = 1e-5
    z = np.array([-4.0, -2.5, -1.0, -0.5, 0.0, 0.25, 1.0, 1.5, 3.0, 5.0])
    up, down = (program.array("sigmoid", z + h, shape=z.shape) for h in (step, -step))
    expected = (up - down) / (2 * step)
    got = program.array("sigmoid_derivative", z, shape=z.shape)
    if near(got, z * (1 - z)):
        raise Wrong("output_as_z")
    for one, slope, wanted in zip(z, got, expected, strict=True):
        if not near(slope, wanted, 1e-6):
            raise Wrong("slope", z=one, got=slope, expected=wanted)
    program.array("sigmoid_derivative", z.reshape(2, 5), shape=(2, 5))


def _compare(program: Program, z: NDArray[np.float64]) -> None:
    got, expected = program.array("sigmoid", z, shape=z.shape), Sigmoid().forward(np.atleast_1d(z))
    for one, mine, wanted in zip(z.flat, got.flat, expected.flat, strict=True):
        if not near(mine, wanted):
            raise Wrong("values", z=one, got=mine, expected=wanted)
