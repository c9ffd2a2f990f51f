"""The engine as a whole: its public names, its purity, and the examples in its docstrings."""

import ast
import doctest
import importlib
import inspect
import random
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from neurarium import engine
from neurarium.engine.types import FloatArray

ROOT = Path(engine.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))


def module_of(source: Path) -> ModuleType:
    parts = source.relative_to(ROOT.parent).with_suffix("").parts
    return importlib.import_module(".".join(("neurarium", *(p for p in parts if p != "__init__"))))


def test_the_public_names_are_what_is_there() -> None:
    """`__all__` names everything that the package imports for its users, each once."""
    there = {name for name, value in vars(engine).items() if name[0] != "_" and not inspect.ismodule(value)}
    assert set(engine.__all__) == there
    assert len(set(engine.__all__)) == len(engine.__all__)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.relative_to(ROOT)))
def test_docstring_examples_give_what_they_show(source: Path) -> None:
    """Every >>> in the engine, run, prints what stands below it."""
    assert doctest.testmod(module_of(source)).failed == 0


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.relative_to(ROOT)))
def test_each_file_is_pure(source: Path) -> None:
    """No printing, no files, no global names rebound, no randomness but a generator that was handed in."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.Global)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "open", "input", "exec", "eval", "__import__"}
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"np.random", "numpy.random"}:
            assert node.attr in {"Generator", "default_rng"}


def test_importing_it_loads_numpy_and_the_standard_library_only() -> None:
    """In a fresh Python the engine, without the rest of the package, brings in nothing that is installed."""
    program = f"""
import sys
import types
import numpy.random
def loaded():
    return {{name.partition(".")[0] for name in sys.modules}} - set(sys.stdlib_module_names)
sys.modules["neurarium"] = types.ModuleType("neurarium")
sys.modules["neurarium"].__path__ = [{str(ROOT.parent)!r}]
before = loaded()
import neurarium.engine
print("loaded:", *(loaded() - before))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "loaded:\n"


def test_global_randomness_is_left_alone() -> None:
    """Building, training and checking a network neither reads nor moves the global generators."""
    numpy_before = np.random.get_state(legacy=False)  # noqa: NPY002
    python_before = random.getstate()

    def run() -> FloatArray:
        network = engine.MLP([2, 6, 2], dropout=0.3, batch_norm=True, seed=1, dtype=np.float64)
        X, y = np.random.default_rng(0).normal(size=(5, 2)), np.array([0, 1, 1, 0, 1])
        rng = np.random.default_rng(2)
        found = engine.objective(network, engine.CrossEntropy(), X, y, training=True, rng=rng, gradient=True)
        engine.check_gradient(network, engine.CrossEntropy(), X, y)
        engine.Perceptron(2).fit(X, y, max_epochs=3)
        assert found.gradient is not None
        return found.gradient.vector

    first = run()
    numpy_after = np.random.get_state(legacy=False)  # noqa: NPY002
    assert random.getstate() == python_before
    np.testing.assert_equal(numpy_after, numpy_before)
    np.random.seed(12345)  # noqa: NPY002  (another global state changes nothing)
    np.testing.assert_array_equal(run(), first)
    np.random.set_state(numpy_before)  # noqa: NPY002
