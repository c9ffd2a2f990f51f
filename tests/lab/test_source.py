"""Source that is read from the installed package."""

import pytest

from neurarium.engine.activations import Sigmoid
from neurarium.lab.protocol import LabError
from neurarium.lab.source import read_source


def test_reads_what_runs():
    """A method's source is its own text, with its place in the package."""
    source = read_source("engine.activations.Sigmoid.forward")
    assert source.file == "engine/activations.py"
    assert source.code.startswith("def forward(self, z")
    assert source.line == Sigmoid.forward.__code__.co_firstlineno
    assert "np.tanh(out, out=out)" in source.code


def test_reads_classes_modules_and_names_of_packages():
    """Classes, modules, and what a package's __init__ exports, can be named too."""
    assert read_source("engine.activations.Sigmoid").code.startswith("@dataclass")
    assert read_source("engine.activations").line == 1
    assert read_source("engine.Sigmoid").file == "engine/activations.py"
    assert read_source("engine.network.Network.n_in").code.startswith("@property")


@pytest.mark.parametrize(
    "symbol",
    [
        "",
        ".",
        "engine",  # a package's __init__ is in the package, but this checks the next ones by contrast
        "os",
        "os.path.join",
        "server.security.Guard",
        "cli",
        "lab.lab.Lab",
        "engine.nothing",
        "engine.activations.np",
        "engine.activations.np.linalg.norm",
        "engine.activations.dataclass",
        "engine.activations.Sigmoid.forward.__globals__",
        "engine.activations.__builtins__",
        "engine.activations.Sigmoid.name",
        "engine.activations.Sigmoid.__init__",
        "engine/activations",
        "..engine",
        "engine.activations.Sigmoid.forward.__code__",
        "engine." * 60,
        "ｅngine",
    ],
)
def test_everything_else_is_not_found(symbol):
    """Only modules, classes and functions of the package's shown parts have a source to show."""
    if symbol == "engine":
        assert read_source(symbol).file == "engine/__init__.py"
        return
    with pytest.raises(LabError) as caught:
        read_source(symbol)
    assert caught.value.code == "not_found"
