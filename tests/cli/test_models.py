"""`neurarium models`, `show`, `evaluate` and `export`: what is done with models that are there."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import Result

from neurarium.data import Mnist
from neurarium.engine import MLP
from neurarium.persist import Model, ModelStore, load_model, save_model

Run = Callable[..., Result]
RunJson = Callable[..., dict[str, Any]]


def test_without_models(run: Run, run_json: RunJson) -> None:
    """An empty list is no failure, but says how to train a model; asking for one is a failure."""
    result = run("models")
    assert result.exit_code == 0
    assert "neurarium train" in result.stderr
    assert run_json("models")["models"] == []
    for arguments in (("predict", "x.png"), ("evaluate", "best"), ("show", "best")):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "neurarium train" in result.stderr


def test_models_lists_the_newest_first(run: Run, run_json: RunJson, quick: tuple[str, ...]) -> None:
    """Name, layers, parameters and accuracy of each, the newest on top."""
    run("train", *quick, "--name", "older")
    trained = run_json("train", *quick, "--name", "newer")
    listed = run_json("models")["models"]
    assert [model["name"] for model in listed] == ["newer", "older"]
    assert listed[0]["test_accuracy"] == pytest.approx(trained["test_accuracy"])
    assert listed[0]["layers"] == [784, 8, 10]
    assert listed[0]["path"] == trained["model_path"]
    assert "newer" in run("models").stdout


def test_a_broken_file_is_listed_as_broken(run: Run, run_json: RunJson, stored: ModelStore) -> None:
    """It does not hide the others."""
    stored.path("broken").write_bytes(b"nothing of the kind")
    assert "(broken)" in run("models").stdout
    found = {model["name"]: model for model in run_json("models")["models"]}
    assert found["broken"]["error"]
    assert "error" not in found["untrained"]


def test_show(run: Run, quick: tuple[str, ...], stored: ModelStore) -> None:
    """The sum of the parameters, the settings and the epochs; a model without a record shows what it has."""
    run("train", *quick, "--name", "mine")
    text = run("show", "mine").stdout
    assert "784 x 8 + 8 = " in text
    assert "batch-norm yes" in " ".join(text.split())
    assert "epoch" in text
    assert "parameters" in run("show", "untrained").stdout


def test_show_adds_up_thirteen_thousand_and_two(run: Run, tmp_path: Path) -> None:
    """784-16-16-10: 12,960 weights and 42 biases."""
    save_model(MLP([784, 16, 16, 10]), tmp_path / "small.safetensors")
    text = run("show", tmp_path / "small.safetensors").stdout
    assert "12,960 weights + 42 biases = 13,002 parameters" in text


def test_evaluate(run: Run, run_json: RunJson, quick: tuple[str, ...], raw_mnist: Mnist) -> None:
    """By name and by file the same figures, which are those of the training and those of NumPy."""
    trained = run_json("train", *quick, "--name", "mine")
    by_name, by_file = run_json("evaluate", "mine"), run_json("evaluate", trained["model_path"])
    assert set(by_name) == {"test_loss", "test_accuracy", "confusion", "count"}
    assert by_name == by_file
    assert by_name["test_accuracy"] == trained["test_accuracy"]
    assert by_name["test_loss"] == trained["test_loss"]
    answers = load_model(trained["model_path"]).predict(raw_mnist.x_test).argmax(axis=1)
    by_hand = [[int(np.sum((raw_mnist.y_test == t) & (answers == p))) for p in range(10)] for t in range(10)]
    assert by_name["confusion"] == by_hand
    assert by_name["count"] == 10_000
    assert f"{100 * by_name['test_accuracy']:.2f} % of 10,000" in run("evaluate", "mine").stdout


def test_evaluate_draws(run: Run, stored: ModelStore, tmp_path: Path) -> None:
    """--plot writes a picture."""
    assert run("evaluate", "untrained", "--plot", "out.png").exit_code == 0
    with Image.open(tmp_path / "out.png") as picture:
        assert picture.size[0] > 1000


def test_a_model_that_reads_no_digits(run: Run, tmp_path: Path) -> None:
    """A network of another shape is refused with its shape."""
    save_model(MLP([4, 8, 3]), tmp_path / "iris.safetensors")
    result = run("evaluate", "iris.safetensors")
    assert result.exit_code == 1
    assert "4 and 3" in result.stderr


def test_an_unknown_model(run: Run, stored: ModelStore, tmp_path: Path) -> None:
    """The message names the models that there are; a damaged file says what is wrong with it."""
    result = run("show", "bset")
    assert result.exit_code == 1
    assert "untrained" in result.stderr
    (tmp_path / "bad.safetensors").write_bytes(b"1234")
    result = run("evaluate", "bad.safetensors")
    assert result.exit_code == 1
    assert "only 4 bytes" in result.stderr


def test_names_are_completed(stored: ModelStore) -> None:
    """The shell is offered the models whose names begin so."""
    from neurarium.cli.models_found import complete

    assert list(complete("unt")) == ["untrained"]
    assert list(complete("x")) == []


def test_export_to_numpy(run: Run, stored: ModelStore, tmp_path: Path, raw_mnist: Mnist) -> None:
    """The script that is written gives the model's answers in a Python without Neurarium."""
    result = run("export", "untrained", "digits.py", "--to", "numpy")
    assert result.exit_code == 0
    assert "digits.py" in result.stdout
    np.save(tmp_path / "rows.npy", raw_mnist.x_test[:20])
    code = "import json, numpy, digits; print(json.dumps(digits.predict(numpy.load('rows.npy')).tolist()))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": "."}, capture_output=True, check=True
    )
    expected = stored.load("untrained").predict(raw_mnist.x_test[:20])
    np.testing.assert_allclose(json.loads(done.stdout), expected, atol=1e-5)


@pytest.mark.parametrize(("to", "out"), [("onnx", "m.onnx"), ("keras", "k.py"), ("torch", "t.py")])
def test_export_to_others(run: Run, stored: ModelStore, tmp_path: Path, to: str, out: str) -> None:
    """The file is there, and the command says so; what is in it is the concern of tests/interop."""
    result = run("export", "untrained", out, "--to", to)
    assert result.exit_code == 0
    assert f"Written: {out}" in result.stdout
    assert (tmp_path / out).stat().st_size > 0


def test_a_model_of_another_loss(run_json: RunJson, tmp_path: Path) -> None:
    """Without a record of its loss a model is measured by the loss that fits its output."""
    network = MLP([784, 6, 10], output="sigmoid", seed=1)
    save_model(Model(network), tmp_path / "s.safetensors")
    assert run_json("evaluate", "s.safetensors")["test_loss"] > 0
