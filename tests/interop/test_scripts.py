"""The scripts for NumPy, PyTorch and Keras: what can be told without running them."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from neurarium.engine import MLP, Dense, Network, ReLU
from neurarium.interop import EXPORTERS, InteropError, to_keras, to_torch

SCRIPTS = ["numpy", "torch", "keras"]


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_script_is_readable_python(case: Any, tmp_path: Path, language: str) -> None:
    """It compiles, has the functions it promises, and is laid out for people."""
    script, weights = EXPORTERS[language](case, tmp_path / "net.py")
    text = script.read_text(encoding="utf-8")
    compile(text, "net.py", "exec")
    names = {node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
    assert names >= ({"predict"} if language == "numpy" else {"build", "predict"})
    assert text.endswith("\n")
    assert all(line == line.rstrip() and len(line) <= 110 for line in text.splitlines())
    assert sorted(tmp_path.iterdir()) == sorted([script, weights])


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_weight_in_the_script_is_in_the_file(case: Any, tmp_path: Path, language: str) -> None:
    """The weights file has every parameter and statistic once, and rows to compare with."""
    _, weights = EXPORTERS[language](case, tmp_path / "net.py")
    with np.load(weights) as file:
        arrays = dict(file)
    inputs, outputs = arrays.pop("example.inputs"), arrays.pop("example.outputs")
    rows = inputs if case.scaling is None else case.scaling.apply(inputs)
    np.testing.assert_array_equal(outputs, case.network.predict(rows))
    numbers = [a.ravel() for name, a in arrays.items() if not name.endswith("num_batches_tracked")]
    mine = np.concatenate([case.network.theta, case.network.statistics])
    np.testing.assert_array_equal(np.sort(np.concatenate([mine[:0], *numbers])), np.sort(mine))


def test_pytorch_has_its_own_names_and_shapes(everything: Any, tmp_path: Path) -> None:
    """W lies the other way round there, and names are numbers in the sequence, blocks within blocks too."""
    script, weights = to_torch(everything, tmp_path / "net.py")
    parameters, statistics = everything.network.parameters, everything.network.layer_statistics
    with np.load(weights) as arrays:
        np.testing.assert_array_equal(arrays["1.weight"], parameters[0]["W"].T)
        np.testing.assert_array_equal(arrays["3.weight"], parameters[1]["gamma"])
        np.testing.assert_array_equal(arrays["3.running_var"], statistics[1]["variance"])
        np.testing.assert_array_equal(arrays["6.0.weight"], parameters[3]["0.W"].T)
        np.testing.assert_array_equal(arrays["6.1.running_mean"], statistics[3]["1.mean"])
        np.testing.assert_array_equal(arrays["6.3.0.bias"], parameters[3]["2.0.b"])
    assert "nn.BatchNorm1d(6, eps=0.001, momentum=0.2)" in script.read_text()  # ours keeps 0.8 of the old


def test_keras_is_given_every_layer_by_name(everything: Any, tmp_path: Path) -> None:
    """The layers in the script and the arrays in the file go by the same names."""
    script, weights = to_keras(everything, tmp_path / "net.py")
    text = script.read_text()
    with np.load(weights) as arrays:
        for name in {key.split(".")[0] for key in arrays} - {"example"}:
            assert f'name="{name}")(x)' in text
    assert "keras.layers.Rescaling(0.02, offset=-2.0)(x)" in text  # (x - 100) * 0.02


@pytest.mark.parametrize("language", EXPORTERS)
def test_a_place_that_cannot_be_written_is_reported(tmp_path: Path, language: str) -> None:
    """A missing folder, or a folder in the file's place."""
    (tmp_path / "folder.py").mkdir()
    with pytest.raises(InteropError, match=r"cannot write .*missing/net.*; make the folder .*missing first"):
        EXPORTERS[language](MLP([2, 2]), tmp_path / "missing" / "net.py")
    with pytest.raises(InteropError, match=r"cannot write .*folder\.py"):
        EXPORTERS[language](MLP([2, 2]), tmp_path / "folder.py")


@pytest.mark.parametrize("language", EXPORTERS)
def test_parts_of_ones_own_are_refused(tmp_path: Path, language: str) -> None:
    """Nobody else knows how to compute them."""

    @dataclass(frozen=True)
    class Swish(ReLU):
        name: ClassVar[str] = "swish"

    @dataclass(frozen=True)
    class Wide(Dense):
        kind: ClassVar[str] = "wide"

    export: Callable[..., Any] = EXPORTERS[language]
    with pytest.raises(InteropError, match="cannot export the activation Swish: expected step, linear"):
        export(Network([Dense(2, 2, Swish())]), tmp_path / "net.py")
    with pytest.raises(InteropError, match="cannot export a layer of type Wide: expected dense"):
        export(Network([Wide(2, 2)]), tmp_path / "net.py")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("name", ["torch", "keras", "numpy", "onnx", "random", "json"])
def test_a_script_does_not_hide_the_library_that_it_imports(tmp_path: Path, language: str, name: str) -> None:
    """Python looks beside the script first, so such a name is refused, with another one proposed."""
    with pytest.raises(InteropError, match=f"in the place of the library {name}: .* {name}_model.py"):
        EXPORTERS[language](MLP([2, 2]), tmp_path / f"{name}.py")
    assert not list(tmp_path.iterdir())
