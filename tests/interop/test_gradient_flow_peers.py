"""The pass of `gradient-flow`, by PyTorch's and Keras's automatic differentiation: the twins are run."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from neurarium.data.mnist import mnist
from neurarium.engine import MLP
from neurarium.lab import Workspace
from neurarium.lab.computed import Computed
from neurarium.lab.exhibits.gradient_flow import GradientFlow
from neurarium.lab.exhibits.gradient_flow.lines import FORWARD
from neurarium.lab.exhibits.gradient_flow.settings import GradientFlowSettings, make_network

pytestmark = [
    pytest.mark.peers,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras with NumPy 2
]


@pytest.fixture(autouse=True)
def usual_precision():
    """Take back what the programs set for the whole process: both libraries calculate in float32 again."""
    yield
    if find_spec("torch"):
        import torch

        torch.set_default_dtype(torch.float32)
    if find_spec("keras"):
        import keras

        keras.config.set_floatx("float32")


def arrays(network: MLP) -> Iterator[tuple[str, Any]]:
    """Yield the name and the values of each parameter, layer by layer."""
    for parameters in network.parameters:
        for name, array in parameters.items():
            yield name.rsplit(".", 1)[-1], array


def make(program: str, library: str, network: MLP, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run the program's first half on our MNIST, and give its layers the engine's weights."""
    images = mnist("raw")
    known: dict[str, Any] = {}
    first = program.split(FORWARD, maxsplit=1)[0]
    if library == "torch":
        import torch

        sets = {
            train: SimpleNamespace(data=torch.tensor(x), targets=torch.tensor(y.astype(np.int64)))
            for train, x, y in (
                (True, images.x_train, images.y_train),
                (False, images.x_test, images.y_test),
            )
        }
        first = first.replace("from torchvision import datasets\n", "")
        known["datasets"] = SimpleNamespace(MNIST=lambda _, download=False, train=True: sets[train])
    else:
        import keras

        loaded = ((images.x_train, images.y_train), (images.x_test, images.y_test))
        monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: loaded)
    exec(first, known)
    found = list(arrays(network))
    W = [array for name, array in found if name == "W"]
    b = [array for name, array in found if name == "b"]
    for layer, weight, bias in zip(known["layers"], W, b, strict=True):
        if library == "torch":
            layer.weight.data[:] = known["torch"].tensor(weight.T.copy())
            layer.bias.data[:] = known["torch"].tensor(bias)
        else:
            layer.set_weights([weight, bias])
    return known


def number_in(value: Any) -> float:
    """Return a library's scalar as a number."""
    return float(value.detach() if hasattr(value, "detach") else value)


def line(computed: Computed, library: str, places: dict[str, object], known: dict[str, Any]) -> float:
    """Run the line beside a number; return what its last assignment gives."""
    text = re.sub(r"\{(\w+)\}", lambda match: str(places[match[1]]), getattr(computed, library))
    exec(text, known)
    return number_in(known[text.splitlines()[-1].split(" = ")[0]])


@pytest.mark.parametrize("library", ["torch", "keras"])
@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize(
    ("activation", "initializer"), [("sigmoid", "normal"), ("relu", "he"), ("gelu", "xavier")]
)
def test_twins(tmp_path, monkeypatch, library, activation, initializer, residual, batch_norm):
    """With the engine's weights the program gives its gradients, and its lines give single numbers."""
    if find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    settings = GradientFlowSettings(
        7, 12, activation, initializer, 0.7, residual, batch_norm, seed=5, layer=3, learning_rate=0.3
    )
    view = GradientFlow(settings, Workspace(tmp_path)).view()
    program = getattr(view.program, library)
    known = make(program, library, make_network(settings.network), monkeypatch)
    exec(program.split(FORWARD)[1], known)
    assert number_in(known["loss"]) == pytest.approx(view.loss, rel=1e-5)
    assert [number_in(size) for size in known["sizes"]] == pytest.approx(view.gradients.tolist(), rel=1e-4)
    places = {"k": 3, "i": 2, "rate": settings.learning_rate}
    for name, expected in (
        ("gradient", view.gradients[3]),
        ("activation", view.activations[3]),
        ("ratio", view.ratio),
        ("update", view.updates[2]),
    ):
        assert line(view.computed[name], library, places, known) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("library", ["torch", "keras"])
@pytest.mark.parametrize("initializer", ["zeros", "normal", "xavier", "he"])
def test_first_weights(tmp_path, monkeypatch, library, initializer):
    """The program draws its own first weights from the same distribution: their spread is the engine's."""
    if find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    settings = GradientFlowSettings(3, 64, "tanh", initializer, 0.5)
    view = GradientFlow(settings, Workspace(tmp_path)).view()
    known = make(getattr(view.program, library), library, make_network(settings.network), monkeypatch)
    drawn: dict[str, Any] = {key: known[key] for key in ("datasets",) if key in known}
    first = getattr(view.program, library).split(FORWARD)[0].replace("from torchvision import datasets\n", "")
    exec(first, drawn)
    for layer, ours in zip(drawn["layers"], make_network(settings.network).weights(), strict=True):
        weight = layer.weight.detach().numpy() if library == "torch" else np.array(layer.kernel)
        assert weight.std() == pytest.approx(ours.std(), rel=0.1, abs=1e-12)
