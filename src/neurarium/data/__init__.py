"""Data to learn from: MNIST, small tables, points in the plane, and ways to vary and split them."""

from neurarium.data.augment import PRESETS, Augmentation
from neurarium.data.errors import DataError, MissingDataError
from neurarium.data.idx import read_idx, read_idx_folder
from neurarium.data.mnist import Mnist, mnist
from neurarium.data.npz import read_npz
from neurarium.data.split import stratified_split
from neurarium.data.tables import Table, gate, iris
from neurarium.data.toy import Points, toy
from neurarium.data.train_test import TrainTest
from neurarium.data.warp import warp

__all__ = [
    "PRESETS",
    "Augmentation",
    "DataError",
    "MissingDataError",
    "Mnist",
    "Points",
    "Table",
    "TrainTest",
    "gate",
    "iris",
    "mnist",
    "read_idx",
    "read_idx_folder",
    "read_npz",
    "stratified_split",
    "toy",
    "warp",
]
