"""The lines beside single numbers, run after the program that they stand beside: they give our numbers."""

import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from neurarium.engine import MLP
from neurarium.engine.metrics import accuracy, true_classes
from neurarium.engine.objective import objective
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import (
    DenseLines,
    Numbers,
    dense_lines,
    in_inference,
    programs,
    reading_program,
)
from neurarium.interop.quantities import QUANTITIES
from neurarium.recognizer import shares
from neurarium.training import Dataset, TrainConfig
from neurarium.training.evaluation import evaluate
from neurarium.training.probe import PROBE_ROWS, dead_units, probe

pytestmark = [
    pytest.mark.peers,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras with NumPy 2
]

ROWS = 300  # more than the probe looks at
LAYER = 1

CASES: dict[str, dict[str, Any]] = {
    "cross-entropy": {},
    "squared error, one-hot rows": {"loss": "mse", "output": "sigmoid"},
    "penalties": {"l1": 0.003, "l2": 0.02},
    "dropout": {"dropout": 0.3},
    "batch norm": {"batch_norm": True, "loss": "mse", "output": "sigmoid", "l2": 0.01},
    "held back": {"validation": 0.2},
    "held back, one-hot rows": {"validation": 0.2, "loss": "mse", "output": "sigmoid"},
}


class Case:
    """A network that has seen some data, and what is to be computed of it."""

    def __init__(self, settings: dict[str, Any]) -> None:
        settings = dict(settings)
        self.validation = settings.pop("validation", 0.0)
        parts = {name: settings.pop(name) for name in ("output", "dropout", "batch_norm") if name in settings}
        rng = np.random.default_rng(7)
        self.network = MLP([6, 9, 8, 4], seed=2, **({"activation": "relu"} | parts))
        self.network.theta += 0.2 * rng.normal(size=self.network.theta.size).astype(np.float32)
        self.network.parameters[0]["b"][:3] = -50  # dead, unless they are normalised
        self.network.statistics[...] = rng.uniform(0.5, 2, self.network.statistics.shape)
        self.config = TrainConfig(epochs=1, batch_size=32, backend="numpy", **settings)
        self.x = rng.normal(size=(ROWS, 6)).astype(np.float32)
        self.labels = rng.integers(4, size=ROWS).astype(np.int64)
        one_hot = self.config.loss.name == "mse"
        self.y: Any = np.eye(4, dtype=np.float32)[self.labels] if one_hot else self.labels
        self.numbers = Numbers(self.network, self.config, self.validation)
        self.layer = dense_lines(self.network, self.config.loss)[LAYER]
        held = int(ROWS * self.validation)
        self.learned = slice(0, ROWS - held)
        self.trace = self.network.forward(self.x)
        self.of_all = self.expected_of_all()
        self.programs = programs(self.network, self.config, Phrase("", ""), validation=self.validation)

    def arrays(self) -> list[np.ndarray]:
        """Return all parameters and statistics, layer by layer, as Keras orders them."""
        layers = zip(self.network.parameters, self.network.layer_statistics, strict=True)
        return [
            array
            for parameters, statistics in layers
            for array in (*parameters.values(), *statistics.values())
        ]

    def expected(self) -> dict[str, float]:
        """Return what the engine says."""
        network, config = self.network, self.config
        found = objective(network, config.loss, self.x, self.y, config.regularizers, gradient=True)
        assert found.gradient is not None
        slopes = network.views(found.gradient.vector)
        dense = [views for views in slopes if "W" in views][LAYER]
        trace = network.dense_traces(self.trace)[LAYER]
        W = network.weights()[LAYER]
        data = Dataset(self.x[self.learned], self.y[self.learned])
        probed = probe(network, data, config)
        return {
            "term": float(trace.x[0, 2] * W[2, 3]),
            "z": float(trace.x[0] @ W[:, 3] + [p for p in network.parameters if "W" in p][LAYER]["b"][3]),
            "weight_slope": float(dense["W"][2, 3]),
            "bias_slope": float(dense["b"][3]),
            "norm": probed.gradient_norms[LAYER],
            "dead": dead_units(network, data)[0],
            "loss": found.loss,
            "accuracy": accuracy(self.trace.output, self.y),
            "output": float(self.trace.output[5, 1]),
            "confusion": int(np.sum((self.labels == 1) & (self.trace.output.argmax(1) == 2))),
            "parameters": network.theta.size,
            "rows": len(data),
            "steps": -(-len(data) // 32),
        }

    def lines(self) -> dict[str, tuple[Phrase, str]]:
        """Return the lines for each number, and what they call it."""
        numbers, q = self.numbers, QUANTITIES
        return {
            "term": (q["layer.term"], "term"),
            "z": (q["layer.z"], "z"),
            "weight_slope": (numbers.weight_slope(), "slope"),
            "bias_slope": (numbers.bias_slope(), "slope"),
            "norm": (numbers.gradient_norm(min(PROBE_ROWS, self.learned.stop or ROWS)), "norm"),
            "loss": (numbers.loss(), "L"),
            "accuracy": (numbers.accuracy(), "accuracy"),
            "output": (numbers.output(), "a"),
            "confusion": (in_inference(q["confusion"], self.network), "count"),
            "parameters": (q["parameters"], "count"),
            "rows": (numbers.rows(), "rows"),
            "steps": (numbers.steps(), "steps"),
            "dead": (numbers.dead(), "dead"),
            "learned_loss": (numbers.learned(numbers.loss()), "L"),
            "learned_accuracy": (numbers.learned(numbers.accuracy()), "accuracy"),
            "output_of_all": (numbers.whole(numbers.output()), "a"),
        } | (self.held_lines() if self.validation else {})

    def held_lines(self) -> dict[str, tuple[Phrase, str]]:
        """Return the lines for the rows held back."""
        return {
            "held_accuracy": (self.numbers.held(self.numbers.accuracy()), "accuracy"),
            "held_confusion": (self.numbers.held(self.numbers.confusion()), "count"),
        }

    def expected_of_all(self) -> dict[str, float]:
        """Return what the engine says of all rows, and of those held back, which are the last."""
        x, y = self.x[self.learned], self.y[self.learned]
        expected = {
            "output_of_all": float(self.trace.output[-1, 1]),
            "learned_loss": evaluate(self.network, self.config.loss, x, y).loss,
            "learned_accuracy": accuracy(self.trace.output[self.learned], y),
        }
        if not self.validation:
            return expected
        held = slice(self.learned.stop, None)
        answers = self.trace.output.argmax(1)[held]
        return expected | {
            "held_accuracy": float(np.mean(answers == self.labels[held])),
            "held_confusion": int(np.sum((self.labels[held] == 1) & (answers == 2))),
        }


def filled(text: str, layer: DenseLines, language: str, places: dict[str, Any]) -> str:
    """Fill in places as the page does."""
    lines = {name: getattr(getattr(layer, name), language) for name in ("layer", "inputs", "outputs")}
    return re.sub(r"\{(\w+)\}", lambda found: str({**places, **lines}.get(found[1], found[0])), text)


PLACES = {
    "output": {"i": 5, "j": 1},
    "output_of_all": {"i": ROWS - 1, "j": 1},
    "confusion": {"label": 1, "answer": 2},
    "held_confusion": {"label": 1, "answer": 2},
    "steps": {"batch": 32},
}


def number_in(value: Any) -> float:
    """Return a library's scalar as a number."""
    return float(value.detach() if hasattr(value, "detach") else value)


def check(case: Case, names: dict[str, Any], language: str) -> None:
    """Run each number's lines in a copy of the program's names, and compare."""
    expected = case.expected() | case.of_all
    first = dense_lines(case.network, case.config.loss)[0]
    for name, (phrase, result) in case.lines().items():
        layer = first if name == "dead" else case.layer
        text = filled(getattr(phrase, language), layer, language, PLACES.get(name, {"i": 2, "j": 3}))
        scope = dict(names)
        if name == "confusion":
            scope["y"] = scope["labels"]
        exec(text, scope)
        assert number_in(scope[result]) == pytest.approx(expected[name], rel=2e-3, abs=2e-5), (name, text)


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    """One training after the other."""
    return Case(CASES[request.param])


def begun(case: Case, language: str, names: dict[str, Any], begin: Any) -> dict[str, Any]:
    """Run a program up to its training, and give its model our parameters."""
    program = getattr(case.programs, language)
    for part in (program.imports, *program.definitions, program.model):
        exec(part, names)
    begin(names["model"])
    return names


def fill_torch(model: Any, case: Case) -> None:
    """Give a model of PyTorch our parameters and statistics."""
    import torch

    ours = iter(case.arrays())
    with torch.no_grad():
        for module in model:
            buffers = [b for name, b in module.named_buffers() if name.startswith("running")]
            for array in [*module.parameters(), *buffers]:
                value = next(ours)
                array.copy_(torch.tensor(value.T if value.ndim == 2 else value))


def test_pytorch_says_our_numbers(case: Case) -> None:
    """Each line for PyTorch gives the engine's number, after the program, in training mode as it ends."""
    if not find_spec("torch"):
        pytest.skip("needs torch")
    import math

    import torch

    x, y, labels = torch.tensor(case.x), torch.tensor(case.y), torch.tensor(case.labels)
    names = {"x": x, "y": y, "labels": labels, "math": math}
    names = begun(case, "torch", names, lambda model: fill_torch(model, case))
    names["model"].train()
    if case.validation:  # as the program splits them
        learned = case.learned
        case.x, case.y, case.labels = case.x[learned], case.y[learned], case.labels[learned]
        case.learned, case.trace = slice(0, len(case.x)), case.network.forward(case.x)
        held = slice(learned.stop, None)
        names |= {"x": x[learned], "y": y[learned], "labels": labels[learned]}
        names |= {"x_held": x[held], "y_held": y[held]}
    check(case, names, "torch")


def fill_keras(model: Any, case: Case) -> None:
    """Give a model of Keras our parameters and statistics."""
    ours = iter(case.arrays())
    for layer in model.layers:
        for weight in layer.weights:
            if "seed" not in weight.path:
                weight.assign(next(ours))


def test_keras_says_our_numbers(case: Case) -> None:
    """Each line for Keras gives the engine's number."""
    if not (find_spec("keras") and find_spec("tensorflow")):
        pytest.skip("needs Keras with TensorFlow")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    import math

    import tensorflow as tf

    names = {"x": case.x, "y": case.y, "labels": case.labels, "math": math, "tf": tf}
    check(case, begun(case, "keras", names, lambda model: fill_keras(model, case)), "keras")


def readings(network: MLP, image: np.ndarray) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run the program of a reading in each library that is here; yield its language and its names."""
    program = reading_program(network, 0, 1 / 255)
    case: Any = SimpleNamespace(network=network)
    case.arrays = lambda: Case.arrays(case)
    ran = 0
    for language, fill, needed in (("torch", fill_torch, "torch"), ("keras", fill_keras, "tensorflow")):
        if not find_spec(needed):
            continue
        ran += 1
        model, reading = getattr(program, language).split("# Its weights")
        names: dict[str, Any] = {"image": image}
        exec(model, names)
        fill(names["model"], case)
        exec("# Its weights" + reading, names)
        yield language, names
    if not ran:
        pytest.skip("needs torch or TensorFlow")


def test_why_a_digit_and_not_another() -> None:
    """The scores' gap and its shares are those of the network, beside the program of a reading."""
    network = MLP([784, 12, 10], seed=3)
    image = np.random.default_rng(0).integers(256, size=(28, 28)).astype(np.uint8)
    x = image.reshape(1, 784) / np.float32(255)
    z = network.forward(x).z[0]
    slopes = network.backward(network.forward(x), np.eye(10, dtype=np.float32)[[3]] - np.eye(10)[[8]])
    last = dense_lines(network)[-1]
    for language, names in readings(network, image):
        if language == "keras":
            import tensorflow as tf

            names["tf"] = tf
        exec(filled(getattr(QUANTITIES["gap.shares"], language), last, language, {"i": 3, "j": 8}), names)
        gap = names["gap"].detach() if language == "torch" else names["gap"]
        assert float(gap) == pytest.approx(float(z[3] - z[8]), rel=1e-4)
        shares = np.asarray(names["shares"].detach() if language == "torch" else names["shares"])
        np.testing.assert_allclose(shares, x * slopes.layers[0].x, rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize("output", ["softmax", "sigmoid", "linear"])
def test_shares_are_those_of_the_recognizer(output: str) -> None:
    """Whatever a model ends with, the program's shares are the probabilities that are shown."""
    network = MLP([784, 6, 10], output=output, seed=4)
    image = np.random.default_rng(1).integers(256, size=(28, 28)).astype(np.uint8)
    expected = shares(network, network.predict(image.reshape(1, 784) / np.float32(255)))
    for language, names in readings(network, image):
        found = np.asarray(names["shares"].detach() if language == "torch" else names["shares"])
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-6)
        assert names["digit"] == expected.argmax()


def test_two_classes_are_told_by_the_sign() -> None:
    """An output of 0 counts as +1, as in the engine, in all four lines."""
    y = np.array([[1.0], [-1.0], [1.0], [-1.0]], np.float32)
    x = np.array([[0.0], [0.0], [-2.0], [-3.0]], np.float32)
    share = accuracy((x + 1) / 2, (y + 1) / 2)
    assert share == 0.5
    assert true_classes((y + 1) / 2).tolist() == [1, 0, 1, 0]
    ran = 0
    for language, needed in (("torch", "torch"), ("keras", "tensorflow")):
        if not find_spec(needed):
            continue
        ran += 1
        names: dict[str, Any] = {"model": lambda rows: rows}
        exec("import torch" if language == "torch" else "import keras", names)
        array = names["torch"].tensor if language == "torch" else names["keras"].ops.convert_to_tensor
        names |= {"x": array(x), "y": array(y)}
        exec(getattr(QUANTITIES["accuracy.signs"], language), names)
        assert float(names["accuracy"]) == share
        exec(getattr(QUANTITIES["confusion.signs"], language).format(label=-1, answer=1), names)
        assert int(names["count"]) == 1
    if not ran:
        pytest.skip("needs torch or TensorFlow")
