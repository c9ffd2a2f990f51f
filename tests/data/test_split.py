"""Stratified splits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.data import Mnist, stratified_split
from neurarium.engine.errors import ParameterError, ShapeError


@given(
    counts=st.lists(st.integers(1, 40), min_size=1, max_size=6),
    fraction=st.floats(0.05, 0.95),
    seed=st.integers(0, 2**32 - 1),
)
def test_classes_keep_their_proportions(counts: list[int], fraction: float, seed: int) -> None:
    """Each row lands in one part; each class gives its share, rounded up or down, and keeps a row."""
    rng = np.random.default_rng(seed)
    y = rng.permutation(np.repeat(np.arange(len(counts)), counts))
    if not any(int(count * fraction) for count in counts) and round(len(y) * fraction) == 0:
        with pytest.raises(ParameterError, match="enough rows"):
            stratified_split(y, fraction, rng)
        return
    try:
        train, validation = stratified_split(y, fraction, rng)
    except ParameterError:
        assert max(counts) == 1  # a class of one row keeps it, so that nothing can be held back
        return
    np.testing.assert_array_equal(np.sort(np.concatenate([train, validation])), np.arange(len(y)))
    held = np.bincount(y[validation], minlength=len(counts))
    for count, taken in zip(counts, held, strict=True):
        assert abs(taken - count * fraction) < 1
        assert count - taken >= 1
    assert len(validation) <= round(len(y) * fraction)
    if min(counts) * (1 - fraction) >= 1:  # no class has to be spared
        assert len(validation) == round(len(y) * fraction)


def test_mnist_holds_back_a_fifth(raw_mnist: Mnist) -> None:
    """Of 60,000 digits 12,000 are held back, each class within half a row of its fifth."""
    y = raw_mnist.y_train
    train, validation = stratified_split(y, 0.2, np.random.default_rng(0))
    assert (len(train), len(validation)) == (48_000, 12_000)
    assert np.abs(np.bincount(y[validation]) - np.bincount(y) / 5).max() < 1


def test_a_spared_class_is_not_made_up_for_by_others() -> None:
    """Two classes of one row keep it; the third still gives exactly its half, not more."""
    y = np.array([0, 1, *[2] * 18])
    _, validation = stratified_split(y, 0.5, np.random.default_rng(0))
    assert np.bincount(y[validation], minlength=3).tolist() == [0, 0, 9]


def test_the_seed_decides() -> None:
    """The same seed gives the same rows, another seed others."""
    y = np.arange(100) % 3
    first, again, other = (stratified_split(y, 0.3, np.random.default_rng(s))[1] for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_every_row_is_held_back_equally_often() -> None:
    """Over many seeds no row is preferred, whatever its place."""
    y = np.repeat([0, 1], [30, 10])
    times = np.zeros(40)
    for seed in range(2000):
        times[stratified_split(y, 0.5, np.random.default_rng(seed))[1]] += 1
    assert np.abs(times / 2000 - 0.5).max() < 0.06  # five standard deviations


@pytest.mark.parametrize("fraction", [0, 1, -0.1, 1.5, float("nan"), True, "0.2"])
def test_fractions_that_make_no_sense(fraction: float) -> None:
    """Nothing, everything, and what is no number at all."""
    with pytest.raises(ParameterError, match="above 0 and below 1, got"):
        stratified_split(np.arange(10) % 2, fraction, np.random.default_rng(0))


def test_labels_that_are_no_classes() -> None:
    """One-hot rows and real numbers have no classes to stratify by."""
    rng = np.random.default_rng(0)
    with pytest.raises(ShapeError, match=r"one class per row.*\(10, 2\)"):
        stratified_split(np.eye(10, 2, dtype=int), 0.5, rng)
    with pytest.raises(ShapeError, match="got float64"):
        stratified_split(np.linspace(0, 1, 10), 0.5, rng)


def test_too_few_rows() -> None:
    """One row of each class can be learned from, or held back, but not both."""
    with pytest.raises(ParameterError, match=r"got 3 rows of 3 classes\. Use more rows"):
        stratified_split(np.arange(3), 0.5, np.random.default_rng(0))
