"""How often images change sides during a short training."""

from contextlib import nullcontext

import numpy as np
from drawn_sets import bars

from neurarium.data.mnist import Mnist
from neurarium.engine import MLP, Scaling
from neurarium.lab.datasets.gallery import Gallery
from neurarium.lab.datasets.sides import BATCH, CHECKS, EPOCHS, UNITS, Sides
from neurarium.training import Dataset, TrainConfig, Trainer


def small():
    """Return a data set of bars in which every fifth label is wrong."""
    images, labels = bars(1200)
    rows = images.reshape(len(images), 784)
    labels = np.where(np.arange(1200) % 5 == 0, 11 - labels, labels).astype(np.int64)
    return Gallery(
        "", Mnist(rows[:1000], labels[:1000], rows[1000:], labels[1000:], None), tuple("0123456789")
    )


def test_as_the_same_training_says():
    """The counts are those of the same training, asked for all images after each fifth of an epoch."""
    gallery = small()
    found = Sides(gallery, nullcontext())
    shares = [0.0]
    while found.share < 1:
        found.advance(3)
        shares.append(found.share)
    assert shares == sorted(shares)
    images = gallery.images
    network = MLP([784, UNITS, 10])
    data = Dataset(images.x_train, images.y_train, scaling=Scaling.unit())
    trainer = Trainer(network, data, TrainConfig(epochs=EPOCHS, batch_size=BATCH, backend="numpy"))
    x = np.concatenate([images.x_train, images.x_test]) / np.float32(255)
    history = []
    for _ in range(CHECKS):
        list(trainer.advance(EPOCHS * 10 // CHECKS))
        history.append(network.predict(x).argmax(1) == gallery.labels)
    expected = np.sum(np.diff(np.array(history, int), axis=0) != 0, axis=0)
    assert (expected > 0).sum() > 20
    assert (found.changes != expected).mean() < 0.01  # rounding may tip a tie
    found.advance(5)
    assert found.share == 1
