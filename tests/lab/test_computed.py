"""What stands behind the numbers: the engine's function, and the same line in Keras and PyTorch."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

from neurarium.engine import MLP, Dense, Residual, Scaling, Softmax
from neurarium.engine.layers import BatchNorm
from neurarium.engine.network import Network
from neurarium.lab import Workspace
from neurarium.lab.computed import symbol_of
from neurarium.persist import Model
from neurarium.training import Trainer

SETTINGS: list[tuple[str, dict[str, Any]]] = [
    *(("neuron", {"activation": name}) for name in ("step", "linear", "sigmoid", "tanh", "leaky_relu")),
    ("neuron", {"inputs": [1, -0.5, 0], "weights": [2, 0.25, 1e-9]}),
    *(("activations", {"activation": name}) for name in ("step", "softmax", "gelu", "leaky_relu")),
    ("activations", {"model": "plain", "bend": True, "layer": 2}),
    ("activations", {"weight_scale": 2.0}),
    ("forward", {}),
    ("forward", {"hidden": [3, 2], "inputs": [0.5, 0.8, -1, 1]}),
    ("gradient-flow", {}),
    ("gradient-flow", {"residual": True, "batch_norm": True, "initializer": "he", "activation": "gelu"}),
    ("playground", {}),
    ("playground", {"dataset": "iris", "regularization": "l2", "regularization_rate": 0.1, "dropout": 0.2}),
    ("playground", {"problem": "regression", "optimizer": "nesterov", "init": "normal"}),
    (
        "playground",
        {"activations": ["leaky_relu", "relu"], "inputs": ["xSquared", "xTimesY", "sinX", "sinY"]},
    ),
    ("train", {}),
    ("train", {"loss": "mse", "schedule": "one_cycle", "early_stopping": 3, "standardize": True}),
    ("train", {"batch_norm": True, "dropout": 0.5, "augmentation": "elastic", "shuffle_labels": True}),
    ("data", {}),
    ("recognise", {}),
]


def found(answer: Any) -> Iterator[dict[str, Any]]:
    """Yield all `Computed` and all programs of an answer."""
    if isinstance(answer, dict):
        if {"keras", "torch"} <= set(answer):
            yield answer
        for part in answer.values():
            yield from found(part)
    elif isinstance(answer, list | tuple):
        for part in answer:
            yield from found(part)


@pytest.mark.parametrize(("exhibit", "settings"), SETTINGS, ids=str)
def test_each_number_has_its_function_and_its_lines(workspace, ask, exhibit, settings):
    """The lab can show the function's source; the lines are Python once their places are filled."""
    workspace.models.save(Model(MLP([784, 16, 10]), scaling=Scaling.unit(), name="plain"))
    lines = list(found(ask(exhibit, "open", **settings)))
    assert lines
    symbols = [line["symbol"] for line in lines if "symbol" in line]
    assert symbols
    sources = [part for symbol in symbols for part in ask("lab", "source", symbols=[symbol])]
    assert [source["symbol"] for source in sources] == symbols
    assert all("def " in source["code"] for source in sources)
    for line in lines:
        for text in (line["keras"], line["torch"]):
            ast.parse(re.sub(r"\{\w+\}", "0", text))


def test_a_program_is_the_settings_own(ask):
    """What the learner chose is in the program; what it cannot say is named."""
    program = ask("train", "open", standardize=True, schedule="cosine", augmentation="elastic", l2=0.25)
    for text in (program["plan"]["program"]["keras"], program["plan"]["program"]["torch"]):
        assert "# Not in this program: augmentation" in text
        assert "math.cos" in text
        assert "0.25 / 2" in text
        assert "= learned.mean(), learned.std(" in text
    program = ask("playground", "open", inputs=["x", "sinY"], learning_rate=0.7)["program"]
    assert "np.column_stack([x1, np.sin(x2)])" in program["keras"]
    assert "torch.stack([x1, torch.sin(x2)], dim=1)" in program["torch"]
    assert all("epochs = {epochs}" in text and "SGD(" in text for text in program.values())


def test_a_model_reads_with_its_own_scaling(workspace: Workspace, ask):
    """The program of a model scales the pixels as the model does; a residual network says what to do."""
    workspace.models.save(Model(MLP([784, 8, 10]), scaling=Scaling(33.25, 0.0125), name="scaled"))
    program = ask("recognise", "open", model="scaled")["model"]["program"]
    assert all("(image.reshape(1, 784) - 33.25) * 0.0125" in text for text in program.values())
    network = Network([Dense(784, 8, "relu"), Residual((Dense(8, 8), BatchNorm(8))), Dense(8, 10, "softmax")])
    workspace.models.save(Model(network, name="residual"))
    program = ask("recognise", "open", model="residual")["model"]["program"]
    assert all("neurarium export" in text for text in program.values())


@pytest.mark.parametrize(
    ("output", "symbol", "line"),
    [
        ("softmax", "engine.activations.Softmax.forward", "shares = model(x)\n"),
        ("sigmoid", "recognizer.shares", "shares = a / "),
        ("linear", "engine.activations.Softmax.forward", "softmax(model(x)"),
    ],
)
def test_shares_are_made_of_the_outputs_that_the_model_has(workspace, ask, output, symbol, line):
    """Softmax outputs are shares; sigmoids are divided by their sum; of others the softmax is taken."""
    workspace.models.save(Model(MLP([784, 8, 10], output=output), scaling=Scaling.unit(), name=output))
    view = ask("recognise", "open", model=output)
    share = view["computed"]["share"]
    assert share["symbol"] == symbol
    for text in (share["keras"], share["torch"], *view["model"]["program"].values()):
        assert line in text


def test_symbols_are_the_functions_own_names():
    """A property stands for its function; an inherited method for the class that has it."""
    assert symbol_of(Trainer.epochs_done) == "training.trainer.Trainer.epochs_done"
    assert symbol_of(Softmax().forward) == "engine.activations.Softmax.forward"
