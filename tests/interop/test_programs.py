"""Whole programs in Keras and PyTorch: what can be told without running them."""

import ast
import math
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from neurarium.engine import (
    ACTIVATIONS,
    LOSSES,
    MLP,
    OPTIMIZERS,
    SCHEDULES,
    Dense,
    Network,
    Residual,
    Scaling,
)
from neurarium.engine.initializers import INITIALIZERS
from neurarium.engine.optimizers import Optimizer
from neurarium.interop import InteropError, phrases
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import Change, Programs, dense_lines, mnist_lines, programs
from neurarium.interop.quantities import QUANTITIES
from neurarium.training import TrainConfig
from neurarium.training.early_stopping import EarlyStopping

POINTS = Phrase("x, y = points", "x, y = points")


def written(network: Network | None = None, **settings: Any) -> Programs:
    """Return the programs of a training."""
    return programs(network or MLP([2, 3, 2]), TrainConfig(**settings), POINTS)


def each(made: Programs) -> tuple[str, str]:
    """Return both texts."""
    return made.keras.text, made.torch.text


CASES = [
    *({"loss": loss} for loss in LOSSES.names),
    *({"optimizer": optimizer} for optimizer in OPTIMIZERS.names),
    *({"schedule": schedule} for schedule in SCHEDULES.names),
    {"l1": 0.1, "l2": 0.2},
    {"early_stopping": EarlyStopping()},
    {"early_stopping": EarlyStopping(3, 0.01, restore_best=False), "batch_size": None},
]


@pytest.mark.parametrize("settings", CASES, ids=str)
@pytest.mark.parametrize("validation", [0.0, 0.2])
def test_every_program_is_readable_python(settings: dict[str, Any], validation: float) -> None:
    """It compiles, is laid out for people, and uses no name that it does not have."""
    network = MLP([2, 3, 3, 2], batch_norm=True, dropout=0.1, output=output_of(settings))
    made = programs(network, TrainConfig(**settings), POINTS, validation=validation)
    for text in each(made):
        tree = ast.parse(text)
        assert all(line == line.rstrip() and len(line) <= 110 for line in text.splitlines())
        given = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        bound = {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        bound |= {
            alias.asname or alias.name for node in ast.walk(tree) for alias in getattr(node, "names", [])
        }
        bound |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
        builtins = {"len", "int", "float", "range", "min", "max", "sum", "isinstance", "print", "super"}
        assert given - bound - builtins == {"points"}


def output_of(settings: dict[str, Any]) -> str:
    """Return the output activation that a loss goes with."""
    return LOSSES.get(settings.get("loss", "cross_entropy")).output or "sigmoid"


@pytest.mark.parametrize("activation", ACTIVATIONS.names)
def test_every_activation_has_its_words(activation: str) -> None:
    """As a function, as a module, in a program; the slope of leaky ReLU is always written out."""
    for phrase in (
        phrases.activation_function(ACTIVATIONS.get(activation)),
        phrases.activation_module(ACTIVATIONS.get(activation)),
    ):
        for text in (phrase.keras, phrase.torch):
            ast.parse(text)
            assert ("0.01" in text) == (activation == "leaky_relu")
    for text in each(written(MLP([2, 3, 2], activation=activation))):
        ast.parse(text)


@pytest.mark.parametrize("init", INITIALIZERS.names)
def test_every_initializer_has_its_words(init: str) -> None:
    """Weights and biases begin in the programs as they do here."""
    for text in each(written(MLP([2, 3, 2], init=init, bias=0.1))):
        ast.parse(text)
        assert "0.1" in text


def test_defaults_that_differ_are_written_out() -> None:
    """RMSprop forgets as fast as ours, AdamW decays as much, momentum is the learner's."""
    keras, torch = each(written(optimizer="rmsprop"))
    assert "RMSprop(0.001, rho=0.9, epsilon=1e-16)" in keras
    assert "RMSprop(model.parameters(), 0.001, alpha=0.9, eps=1e-08)" in torch
    for text in each(written(optimizer="adamw")):
        assert "weight_decay=0.01" in text
    for text in each(written(optimizer={"name": "nesterov", "learning_rate": 0.5, "momentum": 0.7})):
        assert "0.5, momentum=0.7, nesterov=True)" in text


def test_a_program_says_how_the_network_is_trained() -> None:
    """Penalty (ours is half the square), dropout and batch size are there."""
    network = MLP([2, 4, 4, 3], dropout=0.2)
    keras, torch = each(written(network, l2=0.01, batch_size=7))
    assert "keras.regularizers.L1L2(l2=0.01 / 2)" in keras
    assert keras.count("keras.layers.Dropout(0.2)") == torch.count("nn.Dropout(0.2)") == 2
    assert "batch_size=7" in keras
    assert "loss += 0.01 / 2 * sum(layer.weight.square().sum()" in torch
    assert ".split(7)" in torch


def test_dense_layers_are_found_by_their_places() -> None:
    """Activations, dropout and batch norm are layers of their own, in PyTorch and in part in Keras."""
    loss = LOSSES.get("cross_entropy")
    lines = dense_lines(MLP([2, 4, 4, 3], dropout=0.2), loss)
    assert [each.layer.keras for each in lines] == [f"layer = model.layers[{at}]" for at in (0, 2, 4)]
    assert [each.layer.torch for each in lines] == [f"layer = model[{at}]" for at in (0, 3, 6)]
    lines = dense_lines(MLP([2, 4, 3], batch_norm=True), loss)
    assert [each.layer.keras for each in lines] == [f"layer = model.layers[{at}]" for at in (0, 3)]
    assert [each.inputs.torch for each in lines] == ["inputs = x", "model.eval()\ninputs = model[:3](x)"]
    assert lines[0].outputs.torch == "model.eval()\na = model[:3](x)"
    assert lines[1].outputs.torch == "model.eval()\nz = model(x)\na = torch.softmax(z, dim=1)"


def test_what_a_program_cannot_say_is_said() -> None:
    """Nothing is left out without a word."""
    made = programs(
        MLP([2, 3, 2]), TrainConfig(), POINTS, validation=0.2, left_out=["augmentation (elastic)"]
    )
    for text in each(made):
        assert text.startswith("# Not in this program: augmentation (elastic).\n# Neurarium holds rows back")
    keras, torch = each(written(optimizer="momentum", schedule="cosine"))
    assert "a changing rate acts later there" in keras
    assert "acts later" not in torch


@pytest.mark.parametrize("schedule", ["constant", "cosine"])
def test_a_rate_that_was_changed_is_in_the_program(schedule: str) -> None:
    """At every step, rate times factor is what the learner had set, by its schedule."""
    adam = OPTIMIZERS.get({"name": "adam", "learning_rate": 0.0})
    config = TrainConfig(optimizer=adam, schedule=SCHEDULES.get(schedule))
    changes = [Change(step, 0, config.with_rate(rate)) for step, rate in ((4, 0.25), (6, 0.1), (6, 0.5))]
    made = programs(MLP([2, 3, 2]), config, POINTS, changes=changes)
    assert "optimizers.Adam(0.25," in made.keras.text
    assert "optim.Adam(model.parameters(), 0.25," in made.torch.text
    for program in (made.keras, made.torch):
        names: dict[str, Any] = {"math": math, "total": 10}
        for definition in program.definitions:
            if "def factor" in definition or "def scheduled" in definition:
                exec(definition, names)
        for step in range(10):
            rate = 0.0 if step < 4 else 0.25 if step < 6 else 0.5
            expected = rate * SCHEDULES.get(schedule).factor(step, 10)
            assert 0.25 * names["factor"](step) == pytest.approx(expected)


def test_other_changes_are_named_with_their_epochs() -> None:
    """Optimizer, rows and penalties of the end are written; those of an earlier time are comments."""
    first = TrainConfig(optimizer="sgd", batch_size=10)
    second = replace(first, batch_size=20, l2=0.5)
    third = replace(second, optimizer=OPTIMIZERS.get({"name": "momentum", "learning_rate": 0.2}), l2=0.0)
    changes = [Change(40, 4, second), Change(60, 6, third)]
    for text in each(programs(MLP([2, 3, 2]), first, POINTS, changes=changes)):
        assert [line.split(": ")[1] for line in text.splitlines() if "Not in this program" in line] == [
            "epochs 1 to 6 with SGD().",
            "epochs 1 to 4 with 10 rows in a step.",
            "epochs 5 to 6 with an L2 penalty of 0.5.",
        ]
        assert "momentum=0.9" in text
        assert "(60, 0.2)" in text
    assert not any("Not in" in text for text in each(programs(MLP([2, 3, 2]), first, POINTS)))


def test_a_residual_network_is_refused() -> None:
    """A sequence of layers cannot say it."""
    with pytest.raises(InteropError, match="cannot write a layer of type Residual as a program"):
        written(Network([Residual((Dense(2, 2),))]))


@pytest.mark.parametrize("schedule", [name for name in SCHEDULES.names if name != "constant"])
def test_the_schedule_is_the_engine_s_own(schedule: str) -> None:
    """The function in the program gives the engine's factor at every step of runs of several lengths."""
    for text in each(written(schedule=schedule)):
        source = re.search(r"^def factor.*?(?=^\S)", text, re.MULTILINE | re.DOTALL)
        assert source is not None
        for total in (1, 7, 100):
            names: dict[str, Any] = {"math": math, "total": total}
            exec(source.group(), names)
            for step in range(total):
                expected = SCHEDULES.get(schedule).factor(step, total)
                assert names["factor"](step) == pytest.approx(expected, abs=1e-12)


def test_mnist_as_the_model_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scaling, limit, one-hot rows and shuffled labels are those of the run, by the lines for Keras."""
    rng = np.random.default_rng(0)
    pixels, labels = rng.integers(256, size=(50, 28, 28), dtype=np.uint8), rng.integers(10, size=50)
    tests = rng.integers(256, size=(20, 28, 28), dtype=np.uint8), rng.integers(10, size=20)
    to_categorical = lambda y, n: np.eye(n)[y]  # noqa: E731
    keras = SimpleNamespace(
        datasets=SimpleNamespace(mnist=SimpleNamespace(load_data=lambda: ((pixels, labels), tests))),
        utils=SimpleNamespace(to_categorical=to_categorical),
    )

    def run(**settings: Any) -> tuple[np.ndarray, ...]:
        names: dict[str, Any] = {"keras": keras, "np": np}
        exec(mnist_lines(**settings).keras, names)
        return names["x"], names["y"], names["x_test"], names["y_test"]

    flat, flat_tests = pixels.reshape(50, 784), tests[0].reshape(20, 784)
    x, y, x_test, y_test = run()
    np.testing.assert_array_equal(x, flat / 255)
    np.testing.assert_array_equal(y, labels)
    np.testing.assert_array_equal(x_test, flat_tests / 255)
    np.testing.assert_array_equal(y_test, tests[1])
    x, y, x_test, y_test = run(limit=40, standardize=True, validation=0.25, one_hot=True, shuffle_seed=4)
    scaling = Scaling.standard(flat[:30])
    np.testing.assert_allclose(x, scaling.apply(flat[:40]), atol=1e-5)
    np.testing.assert_allclose(x_test, scaling.apply(flat_tests), atol=1e-5)
    np.testing.assert_array_equal(y_test, tests[1])
    np.testing.assert_array_equal(y.argmax(1), np.random.default_rng(4).permutation(labels[:40]))
    for settings in ({}, {"limit": 40, "standardize": True, "one_hot": True, "shuffle_seed": 4}):
        ast.parse(mnist_lines(**settings).torch)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_quantity_is_python(name: str) -> None:
    """With numbers in its places, each line compiles."""
    for text in (QUANTITIES[name].keras, QUANTITIES[name].torch):
        ast.parse(re.sub(r"\{\w+\}", "0", text))


def test_each_optimizer_has_words() -> None:
    """The table knows the whole family."""
    for name in OPTIMIZERS.names:
        optimizer: Optimizer = OPTIMIZERS.get(name)
        assert phrases.optimizer_constructor(optimizer).torch.startswith("torch.optim.")
