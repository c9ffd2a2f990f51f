"""`neurarium train`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import Result

from neurarium.cli.app import app
from neurarium.data import Mnist
from neurarium.persist import ModelStore, load_model

Run = Callable[..., Result]
RunJson = Callable[..., dict[str, Any]]

KEYS = {
    *(
        "name",
        "model_path",
        "backend",
        "layers",
        "parameters",
        "seed",
        "epochs",
        "seconds",
        "seconds_per_epoch",
    ),
    *("train_loss", "train_accuracy", "validation_loss", "validation_accuracy", "test_loss", "test_accuracy"),
}


def test_without_options_it_trains_the_tutorial_network(run_json: RunJson) -> None:
    """784-128-10 with Adam, five epochs, 12,000 images held back: about 97 % of the test images right."""
    result = run_json("train")
    assert result["layers"] == [784, 128, 10]
    assert result["parameters"] == 101_770
    assert result["epochs"] == 5
    assert result["seed"] == 0
    assert result["test_accuracy"] > 0.963
    assert result["name"] == "classic"


def test_json_has_exactly_these_keys(run_json: RunJson, quick: tuple[str, ...], raw_mnist: Mnist) -> None:
    """One object with the promised keys, whose figures the saved model bears out."""
    result = run_json("train", *quick)
    assert set(result) == KEYS
    assert len(result["seconds_per_epoch"]) == result["epochs"] == 2
    assert result["seconds"] == pytest.approx(sum(result["seconds_per_epoch"]))
    model = load_model(result["model_path"])
    answers = model.predict(raw_mnist.x_test).argmax(axis=1)
    assert result["test_accuracy"] == pytest.approx(np.mean(answers == raw_mnist.y_test))
    assert result["parameters"] == model.network.theta.size


def test_without_json_it_tells_a_story(run: Run, quick: tuple[str, ...]) -> None:
    """Tables, ten digits with what was predicted and what is true, where the model is: to standard output."""
    result = run("train", *quick)
    assert result.exit_code == 0
    assert "validation loss" in result.stdout
    assert "test" in result.stdout
    assert result.stdout.count(" / ") == 10
    assert "Saved as 'mlp-784-8-10'" in result.stdout
    assert "320 images, 80 held back" in result.stderr
    assert "Backend: the NumPy reference" in result.stderr
    assert "epoch 2/2" in result.stderr


def test_it_takes_a_free_name_unless_it_is_told_one(
    run: Run, run_json: RunJson, quick: tuple[str, ...]
) -> None:
    """The first free name is taken; a name that is given replaces the model that had it."""
    assert run_json("train", *quick)["name"] == "mlp-784-8-10"
    assert run_json("train", *quick)["name"] == "mlp-784-8-10-2"
    first = run_json("train", *quick, "--name", "mine")
    second = run_json("train", *quick, "--name", "mine", "--seed", 5)
    assert "'mine' will be replaced" in run("train", *quick, "--name", "mine", "--seed", 5).stderr
    assert first["model_path"] == second["model_path"]
    assert ModelStore().names() == ["mine", "mlp-784-8-10", "mlp-784-8-10-2"]
    assert ModelStore().load("mine").config["training"]["seed"] == 5


def test_a_seed_decides(run_json: RunJson, quick: tuple[str, ...]) -> None:
    """The same seed gives the same weights, another seed others."""
    thetas = [
        load_model(run_json("train", *quick, "--seed", seed)["model_path"]).network.theta
        for seed in (1, 1, 2)
    ]
    assert np.array_equal(thetas[0], thetas[1])
    assert not np.array_equal(thetas[0], thetas[2])


def test_without_a_validation_set(run_json: RunJson, quick: tuple[str, ...]) -> None:
    """Nothing is held back, and the validation figures are null."""
    result = run_json("train", *quick, "--validation", 0)
    assert result["validation_loss"] is None
    assert result["validation_accuracy"] is None


def test_shuffled_labels_teach_nothing(run_json: RunJson) -> None:
    """With labels at random the training images can be learned by heart, the test stays at chance."""
    options = ("--shuffle-labels", "--limit", 300, "--epochs", 20, "--validation", 0, "--batch-size", 20)
    result = run_json("train", *options, "--layers", "784-64-10", "--batch-norm")
    assert result["train_accuracy"] > 0.9
    assert result["test_accuracy"] < 0.2


def test_early_stopping(run: Run, run_json: RunJson, quick: tuple[str, ...]) -> None:
    """It ends when validation gets no better, long before the last epoch, and says so."""
    options = (*quick, "--epochs", "200", "--early-stopping", "2", "--learning-rate", "0.05")
    assert run_json("train", *options)["epochs"] < 100
    assert "Stopped early" in run("train", *options).stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--activation", "tanh", "--init", "xavier"),
        ("--activation", "Leaky_ReLU"),
        ("--loss", "mse", "--optimizer", "sgd", "--learning-rate", "0.5"),
        ("--loss", "binary-cross-entropy", "--optimizer", "rmsprop"),
        ("--optimizer", "nesterov", "--momentum", "0.8", "--schedule", "cosine"),
        ("--optimizer", "adamw", "--schedule", "one-cycle", "--l1", "1e-5", "--l2", "1e-4"),
        ("--dropout", "0.2", "--augment", "elastic", "--standardize"),
        ("--batch-size", "all", "--threads", "1"),
        ("--preset", "three-blue", "--layers", "784-8-10"),
        ("--preset", "numpy-sgd", "--no-standardize", "--layers", "784-8-10"),
    ],
)
def test_options_go_together(run_json: RunJson, quick: tuple[str, ...], options: tuple[str, ...]) -> None:
    """Whatever is chosen, it trains and gives finite figures."""
    result = run_json("train", *quick, *options)
    assert set(result) == KEYS
    assert 0 <= result["test_accuracy"] <= 1


def test_the_options_arrive(run_json: RunJson) -> None:
    """What is asked for is what the saved model says it was trained with."""
    result = run_json(
        *("train", "--layers", "784-12-9-10", "--activation", "sigmoid", "--init", "normal", "--loss", "mse"),
        *("--optimizer", "momentum", "--momentum", "0.7", "--learning-rate", "0.2", "--schedule", "warm-up"),
        *("--batch-size", "50", "--epochs", "1", "--seed", "4", "--l1", "0.001", "--l2", "0.002"),
        *("--dropout", "0.1", "--augment", "shift", "--early-stopping", "3", "--validation", "0.25"),
        *("--standardize", "--shuffle-labels", "--limit", "200", "--threads", "1", "--batch-norm"),
    )
    config = load_model(result["model_path"]).config
    training = config.pop("training")
    assert config == {
        "layers": [784, 12, 9, 10],
        "activation": "sigmoid",
        "init": "normal",
        "dropout": 0.1,
        "batch_norm": True,
        "standardize": True,
        "validation": 0.25,
        "limit": 200,
        "shuffle_labels": True,
    }
    assert training["loss"]["name"] == "mse"
    assert training["optimizer"] == {"name": "momentum", "learning_rate": 0.2, "momentum": 0.7}
    assert training["schedule"]["name"] == "warm_up"
    plain = ("batch_size", "epochs", "seed", "l1", "l2", "threads")
    assert [training[name] for name in plain] == [50, 1, 4, 0.001, 0.002, 1]
    assert training["augmentation"]["shift"] == 2
    assert training["early_stopping"]["patience"] == 3


def test_divergence_is_told_and_nothing_is_stored(run: Run, quick: tuple[str, ...]) -> None:
    """A loss that runs away ends with status 1, the step and advice; standard output stays empty."""
    options = ("--optimizer", "sgd", "--learning-rate", "1e30", "--activation", "linear", "--no-batch-norm")
    result = run("train", *quick, *options, "--loss", "mse", "--l2", "1", "--json")
    assert result.exit_code == 1
    assert "smaller learning rate" in result.stderr
    assert result.stdout == ""
    assert ModelStore().names() == []


def test_plot(run: Run, quick: tuple[str, ...], tmp_path: Path) -> None:
    """--plot writes a picture with more than one colour in it."""
    file = tmp_path / "run.png"
    result = run("train", *quick, "--plot", file)
    assert f"Drawn in {file}" in result.stdout
    with Image.open(file) as picture:
        assert picture.size[0] > 1000
        assert len(picture.convert("RGB").getcolors(maxcolors=2**24) or []) > 100


def test_plot_without_matplotlib(run: Run, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]) -> None:
    """Without the library it says what to install, before it trains."""
    monkeypatch.setattr("neurarium.cli.errors.find_spec", lambda module: None)
    result = run("train", *quick, "--plot", "run.png")
    assert result.exit_code == 1
    assert "neurarium[plot]" in result.stderr
    assert "Training" not in result.stderr


def test_without_numba_it_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the kernels everything works on NumPy, and the command says which of the two ran."""
    monkeypatch.setattr("neurarium.kernels.why_not", lambda *parts: "Numba is not installed")
    result = run("train", "--limit", "300", "--epochs", "1")
    assert result.exit_code == 0
    assert "NumPy reference, because Numba is not installed" in result.stderr


def test_missing_images(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without its data file the command says how to get it."""
    from neurarium.data import mnist

    # The package's function `mnist` hides the module of that name.
    monkeypatch.setattr(sys.modules["neurarium.data.mnist"], "MNIST_FILE", tmp_path / "nothing.npz")
    monkeypatch.setattr("neurarium.cli.train.mnist", mnist)
    result = run("train")
    assert result.exit_code == 1
    assert "nothing.npz" in result.stderr
    assert "pip install" in result.stderr


def test_help_shows_every_option(run: Run) -> None:
    """Each parameter of the command is in its help."""
    import typer

    text = run("train", "--help").stdout
    group: Any = typer.main.get_command(app)
    for parameter in group.commands["train"].params:
        assert parameter.opts[0] in text
    assert "neurarium train --resume" in text


def test_waiting_for_the_compiler_is_announced(
    run: Run, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """Compiling is done before the first epoch and told if it took long; without kernels there is none."""
    waits = iter([12.3, 0.4])
    monkeypatch.setattr("neurarium.kernels.prepare", lambda: next(waits))
    compiled = ("train", "--limit", "300", "--epochs", "1")
    assert "compiled in 12 s" in run(*compiled).stderr
    assert "compiled in" not in run(*compiled).stderr
    assert run("train", *quick).exit_code == 0  # batch norm: a third call of prepare() would raise


def test_a_training_that_has_learned_nothing_says_so(run: Run, quick: tuple[str, ...]) -> None:
    """Weights of 0 stay where they are: the end says that this is chance, and what may be the reason."""
    result = run("train", *quick, "--init", "zeros", "--activation", "tanh")
    assert result.exit_code == 0
    told = " ".join(result.stderr.split())
    assert "The network has learned nothing (" in told
    assert "no more than by chance)" in told
    assert "learned nothing" not in run("train", *quick).stderr
