"""The look inside a network: gradients, and units that are dead."""

import numpy as np
import pytest

from neurarium.engine import MLP, Scaling
from neurarium.training import Dataset, TrainConfig
from neurarium.training.probe import PROBE_ROWS, probe


def rows_that_light(*units: int, n: int) -> np.ndarray:
    """Return ``(n, 3)`` raw rows: the last of them light these inputs, all others none."""
    x = np.zeros((n, 3), np.uint8)
    x[-1, list(units)] = 255
    return x


def network() -> MLP:
    """Three ReLU units, each switched on by its own input alone, and a second layer that mixes them."""
    made = MLP([3, 3, 2, 2])
    made.parameters[0]["W"][...] = np.eye(3)
    made.parameters[0]["b"][...] = -0.5
    made.parameters[1]["W"][...] = 1.0
    made.parameters[1]["b"][...] = [-0.25, 0.0]
    return made


@pytest.mark.parametrize("n", [PROBE_ROWS, PROBE_ROWS + 1, 5000])
def test_only_units_that_are_silent_on_all_rows_are_dead(n: int) -> None:
    """A unit that the very last row switches on is alive, whatever the first rows say."""
    y = np.zeros(n, np.int64)
    for lit, dead in (((0, 1), (1, 0, 0)), ((0, 1, 2), (0, 0, 0)), ((), (3, 2, 0))):
        data = Dataset(rows_that_light(*lit, n=n), y, scaling=Scaling.unit())
        assert probe(network(), data, TrainConfig()).dead_units == dead
