"""The scripts for PyTorch and Keras, run by PyTorch and Keras."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurarium.interop import to_keras, to_torch

pytestmark = pytest.mark.peers

RunScript = Callable[..., tuple[np.ndarray, float]]


def _installed(*names: str) -> str:
    """Return the first of these packages that is installed; without one the test is skipped."""
    for name in names:
        if find_spec(name):
            return name
    pytest.skip(f"needs {' or '.join(names)}")


def test_pytorch_computes_the_same(case: Any, tmp_path: Path, run_script: RunScript) -> None:
    """For every kind of network: within 1e-5 of the engine."""
    _installed("torch")
    outputs, difference = run_script(to_torch(case, tmp_path / "net.py")[0], case.rows())
    np.testing.assert_allclose(outputs, case.expected(), atol=1e-5, rtol=1e-5)
    assert difference < 1e-5


def test_keras_computes_the_same(case: Any, tmp_path: Path, run_script: RunScript) -> None:
    """For every kind of network, on whatever backend there is: within 1e-5 of the engine."""
    _installed("keras")
    backend = _installed("tensorflow", "jax", "torch")
    script, _ = to_keras(case, tmp_path / "net.py")
    outputs, difference = run_script(script, case.rows(), KERAS_BACKEND=backend)
    np.testing.assert_allclose(outputs, case.expected(), atol=1e-5, rtol=1e-5)
    assert difference < 1e-5
