"""ONNX, run by onnxruntime."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neurarium.engine import ACTIVATIONS, MLP
from neurarium.interop import InteropError, to_onnx

onnxruntime = pytest.importorskip("onnxruntime")


def _run(path: Path, rows: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (outputs,) = session.run(["outputs"], {"inputs": rows.astype(np.float32)})
    return np.asarray(outputs)


def test_onnxruntime_computes_the_same(case: Any, tmp_path: Path) -> None:
    """For every kind of network, scaling included: within 1e-5 of the engine."""
    (path,) = to_onnx(case, tmp_path / "net.onnx")
    rows = case.rows().astype(np.float32)
    expected = case.network.predict(rows if case.scaling is None else case.scaling.apply(rows))
    np.testing.assert_allclose(_run(path, rows), expected, atol=1e-5, rtol=1e-5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sizes=st.lists(st.integers(1, 9), min_size=2, max_size=5),
    activation=st.sampled_from(["sigmoid", "tanh", "relu", "leaky_relu", "gelu", "linear"]),
    output=st.sampled_from(ACTIVATIONS.names),
    batch_norm=st.booleans(),
    residual=st.booleans(),
)
def test_random_networks_come_out_the_same(
    tmp_path: Path, sizes: list[int], output: str, **settings: Any
) -> None:
    """Any sizes, activations and options."""
    network = MLP(sizes, output=output, bias=0.1, seed=4, **settings)
    (path,) = to_onnx(network, tmp_path / "net.onnx")
    rows = np.random.default_rng(5).normal(size=(3, sizes[0])).astype(np.float32)
    np.testing.assert_allclose(_run(path, rows), network.predict(rows), atol=1e-5, rtol=1e-5)


def test_the_number_of_rows_is_free(everything: Any, tmp_path: Path) -> None:
    """One row and many through the same file; the sizes of the network are stated in it."""
    (path,) = to_onnx(everything, tmp_path / "net.onnx")
    rows = everything.rows()
    assert _run(path, rows[:1]).shape == (1, 3)
    assert _run(path, np.repeat(rows, 9, axis=0)).shape == (54, 3)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    assert [(i.name, i.shape) for i in session.get_inputs()] == [("inputs", ["n", 5])]
    assert [(o.name, o.shape) for o in session.get_outputs()] == [("outputs", ["n", 3])]


def test_without_onnx_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is optional."""
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(InteropError, match=r"needs the package onnx: pip install 'neurarium\[onnx\]'"):
        to_onnx(MLP([2, 2]), tmp_path / "net.onnx")
