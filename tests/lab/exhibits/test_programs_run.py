"""The programs of some exhibits, run by Keras and PyTorch: they give the numbers of the views."""

from collections.abc import Callable
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from neurarium.data.mnist import mnist
from neurarium.engine import ACTIVATIONS, Dense, Network
from neurarium.lab.exhibits.activations.settings import EPOCHS
from neurarium.lab.exhibits.activations.sums import FLAT

pytestmark = [
    pytest.mark.peers,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras with NumPy 2
]

Ask = Callable[..., Any]
ARRAY = np.ndarray[Any, Any]


@pytest.fixture(params=["keras", "torch"])
def library(request: pytest.FixtureRequest) -> str:
    """Each library that is installed, in turn."""
    name: str = request.param
    if find_spec("tensorflow" if name == "keras" else name) is None:
        pytest.skip(f"{name} is not installed")
    return name


def ran(program: str, **names: Any) -> dict[str, Any]:
    """Run a program that goes on from some names; return all names."""
    exec(program, names)
    return names


def array(tensor: Any) -> ARRAY:
    """Return a library's tensor, or a number, as an array."""
    return np.asarray(tensor.detach() if hasattr(tensor, "detach") else tensor)


def begun(library: str, values: ARRAY) -> dict[str, Any]:
    """Return the names from which the lines beside a number go on: the library, and `z`."""
    if library == "torch":
        return ran("import torch\nz = torch.tensor(values)", values=values)
    return ran("import keras\nimport tensorflow as tf\nz = tf.constant(values)", values=values)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu", "gelu", "step", "linear"])
@pytest.mark.parametrize(("inputs", "weights"), [((0.8,), (0.5,)), ((0.8, -1.0, 0.3), (0.5, 2.0, -0.7))])
def test_neuron(
    ask: Ask, library: str, activation: str, inputs: tuple[float, ...], weights: tuple[float, ...]
) -> None:
    """The neuron's sum and output, and the lines of its slope."""
    view = ask("neuron", "open", inputs=inputs, weights=weights, bias=-0.2, activation=activation)
    names = ran(view["program"][library])
    assert array(names["z"]).item() == pytest.approx(view["z"], abs=1e-6)
    assert array(names["a"]).item() == pytest.approx(view["output"], abs=1e-6)
    if activation == "step":
        assert view["slope"] is None
        return
    slope = ran(view["computed"]["slope"][library], **begun(library, array(names["z"])))["slope"]
    assert array(slope).item() == pytest.approx(view["slope"], abs=1e-6)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu", "gelu", "step", "softmax"])
def test_curve(ask: Ask, library: str, activation: str) -> None:
    """The function that is followed at z, and its slope."""
    view = ask("activations", "open", shown=[activation], activation=activation, z=0.7)
    names = ran(view["programs"]["curve"][library])
    [bend] = view["bends"]
    assert array(names["a"]).item() == pytest.approx(bend["output"], abs=1e-6)
    if activation != "step":
        assert array(names["slope"]).item() == pytest.approx(bend["slope"], abs=1e-6)


@pytest.mark.parametrize("bend", [False, True])
def test_collapse(ask: Ask, library: str, bend: bool) -> None:
    """Two linear layers are the one whose weights are shown; with a ReLU between them they are not."""
    view = ask("activations", "open", bend=bend)
    names = ran(view["programs"]["collapse"][library])
    x, found = array(names["x"]), view["collapse"]
    np.testing.assert_allclose(array(names["one"]), x @ found["product"] + found["bias"], atol=1e-12)
    inside = x @ found["first"] + found["first_bias"]
    two = (np.maximum(inside, 0) if bend else inside) @ found["second"] + found["second_bias"]
    np.testing.assert_allclose(array(names["two"]), two, atol=1e-12)
    assert (array(names["difference"]).item() < 1e-12) is not bend


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu"])
@pytest.mark.parametrize("depth", [1, 10])
def test_depth(ask: Ask, library: str, activation: str, depth: int) -> None:
    """The product of the slopes of the last layers is what automatic differentiation brings back."""
    view = ask("activations", "open", shown=[activation], activation=activation, z=0.7, depth=depth)
    product = ran(view["programs"]["depth"][library])["product"]
    [chain] = view["depth"]["chains"]
    assert array(product).item() == pytest.approx(chain["products"][depth - 1], rel=1e-4)


def test_softmax(ask: Ask, library: str) -> None:
    """The probabilities of the scores, with a constant added and a temperature."""
    scores = [3.0, -1.0, 0.5, 0.0, 1.0, -2.0, 0.0, 0.0, 2.5, 0.1]
    view = ask("activations", "open", scores=scores, constant=2.0, temperature=0.5)
    p = ran(view["programs"]["softmax"][library])["p"]
    np.testing.assert_allclose(array(p)[0], view["softmax"]["probabilities"], rtol=1e-5)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_flat_and_silent(ask: Ask, library: str, activation: str) -> None:
    """The lines count the sums where the function is flat, and the neurons that no image switches on."""
    z = np.random.default_rng(5).normal(0, 4, (60, 9)).astype(np.float32)
    z[:, 2] = -np.abs(z[:, 2])
    computed = ask("activations", "open", hidden=activation)["computed"]
    f = ACTIVATIONS.get(activation)
    flat = ran(computed["flat"][library], **begun(library, z))["flat"]
    assert int(array(flat)) == int(np.sum(np.abs(f.derivative(z, f.forward(z))) < FLAT))
    assert int(array(ran(computed["silent"][library], **begun(library, z))["silent"])) == 1


def test_training(ask: Ask, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The training on MNIST, run whole, reads about as many test images rightly as the exhibit's network."""
    view = ask("activations", "open", hidden="relu", learning_rate=0.1, epoch=EPOCHS)
    sums = view["sums"]
    while sums["trained"] < EPOCHS:
        sums = ask("activations", "advance")
    images = mnist("raw")
    program, known = view["programs"]["sums"][library], {}
    if library == "torch":
        import torch

        torch.manual_seed(1)
        sets = {
            True: SimpleNamespace(
                data=torch.tensor(images.x_train), targets=torch.tensor(images.y_train).long()
            ),
            False: SimpleNamespace(
                data=torch.tensor(images.x_test), targets=torch.tensor(images.y_test).long()
            ),
        }
        program = program.replace("from torchvision import datasets\n", "")
        known["datasets"] = SimpleNamespace(MNIST=lambda _, download=False, train=True: sets[train])
    else:
        import keras

        keras.utils.set_random_seed(1)
        loaded = ((images.x_train, images.y_train), (images.x_test, images.y_test))
        monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: loaded)
    names = ran(program, **known)
    outputs = array(names["model"](names["x_test"][: sums["images"]]))
    right = (outputs.argmax(axis=1) == array(names["y_test"])[: sums["images"]]).mean()
    assert sums["accuracy"] > 0.85
    assert right == pytest.approx(sums["accuracy"], abs=0.04)


def test_a_layer_in_both_directions(ask: Ask, library: str) -> None:
    """Sums and gradients are those of the engine's layer with the same weights."""
    names = ran(ask("code", "open")["program"][library])
    layer = names["layer"]
    W, b = array(layer.kernel if library == "keras" else layer.weight.T), array(layer.bias)
    x, delta = array(names["x"]), names["delta"]
    network = Network([Dense(2, 3, "linear")])
    network.parameters[0]["W"][:] = W
    network.parameters[0]["b"][:] = b
    trace = network.forward(x)
    found = network.backward(trace, delta)
    np.testing.assert_allclose(array(names["z"]), trace.z, atol=1e-6)
    np.testing.assert_allclose(array(names["dL_dW"]), found.layers[0].parameters["W"], atol=1e-6)
    np.testing.assert_allclose(array(names["dL_db"]), found.layers[0].parameters["b"], atol=1e-6)
    np.testing.assert_allclose(array(names["dL_dx"]), delta @ W.T, atol=1e-6)
