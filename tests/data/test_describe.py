"""What a set of images looks like, against NumPy's own functions on the whole array."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from neurarium.data.describe import class_means, never_lit, pixel_mean, pixel_spread
from neurarium.data.mnist import mnist

IMAGES = arrays.arrays(np.uint8, st.tuples(st.integers(1, 600), st.integers(1, 5)))


@given(IMAGES, st.integers(0, 99))
def test_as_numpy(images, seed):
    """Means, spreads and dark pixels are NumPy's, whatever the bytes."""
    labels = np.random.default_rng(seed).integers(0, 3, len(images))
    assert np.allclose(pixel_mean(images), images.mean(axis=0), rtol=1e-12)
    assert np.allclose(pixel_spread(images), images.std(axis=0), atol=1e-5)
    assert (never_lit(images) == (images == 0).all(axis=0)).all()
    means = class_means(images, labels, 4)
    assert means.shape == (4, images.shape[1])
    for k in range(3):
        if (labels == k).any():
            assert np.allclose(means[k], images[labels == k].mean(axis=0), rtol=1e-12)
    assert (means[3] == 0).all()


def test_mnist():
    """The published mean and standard deviation of MNIST, and its 67 dark pixels."""
    x = mnist("raw").x_train
    mean, spread = pixel_mean(x) / 255, pixel_spread(x) / 255
    assert round(mean.mean(), 4) == 0.1307
    assert round(np.sqrt(np.mean(spread**2 + mean**2) - mean.mean() ** 2), 4) == 0.3081
    assert never_lit(x).sum() == 67
