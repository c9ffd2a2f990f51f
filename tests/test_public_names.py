"""The names that `import neurarium` gives."""

import subprocess
import sys
from importlib import metadata

import pytest

import neurarium


def test_every_public_name_exists() -> None:
    """`__all__` is the truth: each of its names can be had, and nothing public is missing from it."""
    for name in neurarium.__all__:
        assert getattr(neurarium, name) is not None
    modules = {"cli", "console", "data", "engine", "estimator", "interop", "kernels", "lab", "persist"}
    modules |= {"recognizer", "server", "site", "training", "tuning"}
    public = {name for name in vars(neurarium) if not name.startswith("_")} - modules
    assert public - {"TYPE_CHECKING"} <= set(neurarium.__all__)
    assert dir(neurarium) == sorted(neurarium.__all__)


def test_the_promised_names_are_public() -> None:
    """What the documentation promises is there."""
    promised = """
        MLP Trainer TrainConfig Perceptron SGD Momentum RMSprop Adam AdamW mnist load_model save_model
        read_digits MLPClassifier MLPRegressor sweep
    """
    assert set(promised.split()) <= set(neurarium.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As for any module, with the name in the message."""
    with pytest.raises(AttributeError, match="Perceptrn"):
        neurarium.Perceptrn  # noqa: B018


def test_the_version_is_the_packages() -> None:
    """`__version__` is what pip shows."""
    assert metadata.version("neurarium") == neurarium.__version__


def test_importing_is_light() -> None:
    """Neither Numba nor scikit-learn nor matplotlib nor safetensors is loaded by `import neurarium`."""
    code = "import sys, neurarium; print(*sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numba", "sklearn", "matplotlib", "safetensors", "rich", "typer", "scipy"}
    assert not heavy & set(done.stdout.split())


def test_packages_can_be_reached_from_the_top() -> None:
    """After `import neurarium` alone, `neurarium.engine.ReLU` is there."""
    code = "import neurarium; print(neurarium.engine.ReLU.name, neurarium.data.mnist is neurarium.mnist)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["relu", "True"]
