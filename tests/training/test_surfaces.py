"""Surfaces, and the plane of a path."""

import numpy as np
import pytest

from neurarium.training.path_plane import PathPlane
from neurarium.training.surfaces import SAMPLES, SURFACES, SampledSurface

MINIMA = {
    "bowl": [(0, 0)],
    "ravine": [(0, 0)],
    "saddle": [(0, 2), (0, -2)],
    "two_minima": [(-2, 0)],
    "rosenbrock": [(1, 1)],
}


@pytest.mark.parametrize("name", SURFACES.names)
def test_slopes_are_those_of_the_height(name):
    """Central differences of the height give the slope; the code that is shown gives the height."""
    surface = SURFACES.get(name)
    for x, y in np.random.default_rng(1).uniform(-2, 2, (20, 2)):
        h = 1e-5
        along_x = (surface.height(x + h, y) - surface.height(x - h, y)) / (2 * h)
        along_y = (surface.height(x, y + h) - surface.height(x, y - h)) / (2 * h)
        assert surface.slope(x, y) == pytest.approx((along_x, along_y), rel=1e-5, abs=1e-6)
        assert surface.height(x, y) == pytest.approx(eval(surface.code, {"x": x, "y": y}), rel=1e-12)


@pytest.mark.parametrize("name", SURFACES.names)
def test_the_lowest_point_is_zero(name):
    """The height is 0 at the minima, with no slope there, and above 0 everywhere in the picture."""
    surface = SURFACES.get(name)
    for x, y in MINIMA[name]:
        assert surface.height(float(x), float(y)) == pytest.approx(0, abs=1e-12)
        assert surface.slope(float(x), float(y)) == pytest.approx((0, 0), abs=1e-12)
    (cx, cy), reach = surface.centre, surface.reach
    x, y = np.meshgrid(np.linspace(cx - reach, cx + reach, 101), np.linspace(cy - reach, cy + reach, 101))
    assert (surface.height(x, y) > -1e-12).all()


def test_the_saddle_and_the_shallow_minimum():
    """(0, 0) of the saddle is flat at a height of 1; the shallow minimum is flat at 4/3."""
    saddle, two = SURFACES.get("saddle"), SURFACES.get("two_minima")
    assert (saddle.slope(0.0, 0.0), saddle.height(0.0, 0.0)) == ((0, 0), 1)
    assert two.slope(2.0, 0.0) == (0, 0)
    assert two.height(2.0, 0.0) == pytest.approx(4 / 3)


@pytest.mark.parametrize("name", SURFACES.names)
def test_samples_make_the_surface(name):
    """The mean gradient of all batches of an epoch is that of the surface, as is that of all samples."""
    sampled = SampledSurface(SURFACES.get(name))
    theta = np.array([0.4, -0.7])
    exact = sampled.surface.slope(0.4, -0.7)
    batches = np.random.default_rng(0).permutation(SAMPLES).reshape(8, 8)
    gradients = [sampled.gradient(theta, rows) for rows in batches]
    assert np.allclose(np.mean(gradients, axis=0), exact)
    assert np.array_equal(sampled.gradient(theta, None), exact)
    assert np.allclose(np.std(sampled.tilts, axis=0), sampled.surface.tilt)
    # One sample's loss is the surface, tilted: its gradient at two places differs as the surface's does.
    one = np.array([5])
    moved = sampled.gradient(theta + 0.1, one) - sampled.gradient(theta, one)
    assert np.allclose(moved, sampled.gradient(theta + 0.1, None) - sampled.gradient(theta, None))


def test_the_plane_by_the_covariance():
    """Directions and shares are the eigenvectors and eigenvalues of the points' covariance matrix."""
    rng = np.random.default_rng(3)
    path = np.cumsum(rng.normal(size=(40, 6)) * [5, 1, 3, 0.2, 0.1, 2], axis=0)
    plane = PathPlane.of(path)
    values, vectors = np.linalg.eigh(np.cov(path.T))
    assert np.allclose(plane.shares, values[::-1][:2] / values.sum())
    for direction, vector in zip(plane.directions, vectors.T[::-1][:2], strict=True):
        assert abs(direction @ vector) == pytest.approx(1)
    assert np.allclose(plane.directions @ plane.directions.T, np.eye(2))
    assert plane.share_of(path) == pytest.approx(sum(plane.shares))
    assert (plane.project(path)[-1] >= 0).all()


def test_a_path_in_a_plane():
    """Of points in a plane nothing is lost: there and back is the same."""
    flat = np.random.default_rng(0).normal(size=(9, 2)) @ np.array([[1.0, 2, 0, -1], [0, 1, 1, 3]]) + 7
    plane = PathPlane.of(flat)
    assert sum(plane.shares) == pytest.approx(1)
    for point, (x, y) in zip(flat, plane.project(flat), strict=True):
        assert np.allclose(plane.point(x, y), point)


def test_a_path_that_does_not_move():
    """One point, or the same point again, has a plane and no variance."""
    for path in (np.ones((1, 5)), np.ones((4, 5))):
        plane = PathPlane.of(path)
        assert plane.shares == (0, 0)
        assert plane.share_of(path) == 0
        assert np.allclose(plane.directions @ plane.directions.T, np.eye(2))
