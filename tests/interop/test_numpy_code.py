"""The script in plain NumPy."""

import os
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neurarium.engine import ACTIVATIONS, MLP, Scaling
from neurarium.interop import to_numpy
from neurarium.persist import Model

RunScript = Callable[..., tuple[np.ndarray, float]]


def test_the_script_computes_the_same(case: Any, tmp_path: Path) -> None:
    """For every kind of network: within 1e-6 of the engine, and in its type."""
    script, _ = to_numpy(case, tmp_path / "net.py")
    outputs = runpy.run_path(str(script))["predict"](case.rows())
    np.testing.assert_allclose(outputs, case.expected(), atol=1e-6, rtol=1e-6)
    assert outputs.dtype == case.network.dtype


def test_the_script_needs_only_numpy(everything: Any, tmp_path: Path, run_script: RunScript) -> None:
    """In a separate process, without our package; it reports that it agrees with the original."""
    outputs, difference = run_script(to_numpy(everything, tmp_path / "net.py")[0], everything.rows())
    np.testing.assert_allclose(outputs, everything.expected(), atol=1e-6)
    assert difference < 1e-6


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sizes=st.lists(st.integers(1, 9), min_size=2, max_size=5),
    activation=st.sampled_from(["sigmoid", "tanh", "relu", "leaky_relu", "gelu", "linear"]),
    output=st.sampled_from(ACTIVATIONS.names),
    batch_norm=st.booleans(),
    residual=st.booleans(),
    scaling=st.none() | st.builds(Scaling, st.floats(-9, 9), st.floats(0.1, 9)),
)
def test_random_networks_come_out_the_same(
    tmp_path: Path, sizes: list[int], output: str, scaling: Scaling | None, **settings: Any
) -> None:
    """Any sizes, activations and options."""
    network = MLP(sizes, output=output, bias=0.1, seed=4, **settings)
    model = Model(network, scaling=scaling)
    script, _ = to_numpy(model, tmp_path / "net.py")
    rows = np.random.default_rng(5).normal(size=(3, sizes[0]))
    outputs = runpy.run_path(str(script))["predict"](rows)
    np.testing.assert_allclose(outputs, model.predict(rows), atol=1e-5, rtol=1e-5)


def test_a_bare_network_takes_its_inputs_as_they_are(tmp_path: Path) -> None:
    """Without a scaling nothing is done to the rows."""
    network = MLP([3, 4, 2])
    script, weights = to_numpy(network, tmp_path / "net.py")
    assert weights == tmp_path / "net_weights.npz"
    rows = np.eye(3, dtype=np.float32)
    np.testing.assert_allclose(runpy.run_path(str(script))["predict"](rows), network.predict(rows), atol=1e-6)


def test_any_name_will_do(everything: Any, tmp_path: Path) -> None:
    """Spaces, quotation marks and other scripts in the file's name."""
    for name in [
        "my net.py",
        "it's.py",
        "网络.py",
        "\N{GRINNING FACE}.py",
        *(['say "hi".py'] if os.name == "posix" else []),
    ]:
        script, _ = to_numpy(everything, tmp_path / name)
        outputs = runpy.run_path(str(script))["predict"](everything.rows())
        np.testing.assert_allclose(outputs, everything.expected(), atol=1e-6)


@pytest.mark.parametrize("name", ["net", "net.txt", "net.npz"])
def test_a_script_ends_in_py(tmp_path: Path, name: str) -> None:
    """Another ending is refused before anything is written."""
    from neurarium.interop import InteropError

    with pytest.raises(InteropError, match=r"a path that ends in \.py, got .*net"):
        to_numpy(MLP([2, 2]), tmp_path / name)
    assert list(tmp_path.iterdir()) == []
