"""Data to learn from: MNIST, small tables, points in the plane, and ways to vary and split them."""

from neurarium.data.mnist import Mnist, mnist
from neurarium.data.npz import TrainTest, read_npz
from neurarium.data.scaling import Scaling

__all__ = ["Mnist", "Scaling", "TrainTest", "mnist", "read_npz"]
