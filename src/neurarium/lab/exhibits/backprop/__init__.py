"""One training step of a small network, in four phases: forward, loss, backward, update."""

from neurarium.lab.exhibits.backprop.exhibit import Backprop

__all__ = ["Backprop"]
