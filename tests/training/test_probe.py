"""The look inside a network: gradients, and units that are dead."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.engine import MLP, Scaling
from neurarium.training import Dataset
from neurarium.training.probe import PROBE_ROWS, dead_units


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
        assert dead_units(network(), data) == dead


@given(
    sizes=st.lists(st.integers(1, 12), min_size=1, max_size=3),
    shift=st.floats(-3, 1),
    kind=st.sampled_from([{}, {"dropout": 0.3}, {"batch_norm": True}]),
    seed=st.integers(0, 1000),
)
def test_the_quick_way_counts_what_one_look_at_all_rows_finds(sizes, shift, kind, seed) -> None:
    """Any depth, with dropout or batch norm: as many as a forward pass of all rows leaves at 0."""
    rng = np.random.default_rng(seed)
    net = MLP([4, *sizes, 3], seed=seed, **kind)
    for parameters in net.parameters:
        for key in {"b", "beta"} & set(parameters):
            parameters[key][...] += (shift * rng.random(parameters[key].shape)).astype(np.float32)
    x = (rng.normal(size=(2 * PROBE_ROWS + 5000, 4)) ** 3).astype(np.float32)  # a few rows are far out
    data = Dataset(x, np.zeros(len(x), np.int64))
    traces = net.forward(x).layers
    relus = [t.a for layer, t in zip(net.layers, traces, strict=True) if layer.activation.name == "relu"]
    expected = [int(np.all(a <= 0, axis=0).sum()) for a in relus]
    assert dead_units(net, data) == (*expected, 0)
