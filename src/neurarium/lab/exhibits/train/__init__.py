"""Train a perceptron on MNIST, live: the run goes on when nobody looks, and outlives the server."""

from neurarium.lab.exhibits.train.exhibit import Train

__all__ = ["Train"]
