"""Wrong labels."""

import numpy as np
import pytest

from neurarium.data.label_noise import with_wrong_labels


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_just_so_many_are_wrong(share):
    """The share is exact; the given labels stay as they are; every other class comes up alike."""
    labels = np.random.default_rng(1).integers(0, 10, 20_000).astype(np.uint8)
    before = labels.copy()
    given = with_wrong_labels(labels, share, 10, np.random.default_rng(0))
    assert np.count_nonzero(given != labels) == round(share * len(labels))
    assert np.array_equal(labels, before)
    assert set(np.unique(given)) == set(range(10))
    if share:
        shift = (given - labels.astype(int))[given != labels] % 10
        counts = np.bincount(shift, minlength=10)
        assert counts[0] == 0
        assert counts[1:].min() > 0.8 * counts.sum() / 9


def test_the_same_seed_spoils_the_same_labels():
    """And another seed others."""
    labels = np.arange(100) % 10
    first, again, other = (
        with_wrong_labels(labels, 0.3, 10, np.random.default_rng(seed)) for seed in (0, 0, 1)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
