"""Compiling ahead: each compiled function that Python calls is run once on next to nothing."""

from __future__ import annotations

import time

import numpy as np

from neurarium.engine import MLP, SGD, CrossEntropy
from neurarium.kernels.pixels import pixels_of
from neurarium.kernels.predict import Predictor
from neurarium.kernels.rows import read_rows
from neurarium.kernels.stepper import Stepper


def prepare_all() -> float:
    """Compile or load everything; return the seconds it took."""
    start = time.perf_counter()
    x = np.zeros((4, 64), np.uint8)
    y = np.arange(4) % 2
    optimizer = SGD()
    for sizes, sparse in (([64, 2], True), ([64, 2], False), ([16, 2], False)):
        network = MLP(sizes)
        stepper = Stepper(
            network,
            read_rows(x[:, : sizes[0]], 0.0, 1.0, sparse=sparse),
            y,
            loss=CrossEntropy(),
            optimizer=optimizer,
            state=optimizer.init(network.theta),
            batch_size=4,
            threads=1,
        )
        side = int(sizes[0] ** 0.5)
        warps = None if sparse else lambda n, side=side: np.zeros((n, 2, side, side), np.float32)
        stepper.take(np.arange(4), 4, 1, np.ones(1), draw_warps=warps)
        Predictor(network)(x[:1, : sizes[0]])
    for kind in (np.float32, np.float64):
        pixels_of(np.zeros((1, 1), kind), 1.0)
    return time.perf_counter() - start
