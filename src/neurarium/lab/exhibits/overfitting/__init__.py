"""The exhibit `overfitting`: overfit on purpose, then cure it."""

from neurarium.lab.exhibits.overfitting.exhibit import Overfitting

__all__ = ["Overfitting"]
