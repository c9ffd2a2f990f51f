"""Keras `fit`, on TensorFlow and on JAX."""

import os
import sys

os.environ["KERAS_BACKEND"] = sys.argv[1]
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
from common import Data, Peer, Work, first_weights, serve


class Keras(Peer):
    """Variants: "tensorflow", "jax"."""

    version = keras.__version__

    def __init__(self, variant: str, work: Work, data: Data) -> None:
        keras.utils.set_random_seed(0)
        self.image = data.x.dtype == np.uint8
        (self.x, _), self.y = data.scaled, data.y
        dense = keras.layers.Dense
        hidden = [dense(n, activation=work.activation) for n in work.sizes[1:-1]]
        self.model = keras.Sequential([keras.Input((work.sizes[0],)), *hidden, dense(work.sizes[-1])])
        for layer, (W, b) in zip(self.model.layers, first_weights(work.sizes), strict=True):
            layer.set_weights([W, b])
        optimizers = keras.optimizers
        adam = work.optimizer == "adam"
        self.model.compile(
            optimizer=optimizers.Adam(work.rate) if adam else optimizers.SGD(work.rate / 2),  # mse has no 1/2
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True) if self.image else "mse",
        )
        if self.image and not adam:
            self.model.optimizer.learning_rate = work.rate
        self.batch = work.batch

    def train(self, epochs: int) -> None:
        self.model.fit(self.x, self.y, batch_size=self.batch, epochs=epochs, verbose=0)

    def predict(self, x):
        if len(x) == 1:
            return np.asarray(self.model(x))  # the quickest way for one row
        return self.model.predict(x, batch_size=1000, verbose=0)


serve(Keras)
