"""Train a perceptron on MNIST, live: the run needs no open page and survives a restart."""

from neurarium.lab.exhibits.train.exhibit import Train

__all__ = ["Train"]
