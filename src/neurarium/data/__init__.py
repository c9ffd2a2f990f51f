"""Data to learn from: MNIST, small tables, points in the plane, and ways to vary and split them."""

from neurarium.data.mnist import Mnist, mnist
from neurarium.data.npz import TrainTest, read_npz

__all__ = ["Mnist", "TrainTest", "mnist", "read_npz"]
