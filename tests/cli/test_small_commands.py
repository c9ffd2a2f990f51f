"""`neurarium data`, `perceptron`, `gradcheck` and `lab`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import Result

from neurarium.cli import gradcheck_cases
from neurarium.cli.gradcheck import relative_error
from neurarium.data import Mnist
from neurarium.engine import ACTIVATIONS, LAYERS, LOSSES, REGULARIZERS, CrossEntropy
from neurarium.engine.types import FloatArray

Run = Callable[..., Result]
RunJson = Callable[..., dict[str, Any]]


def test_data(run: Run, run_json: RunJson, raw_mnist: Mnist, tmp_path: Path) -> None:
    """How many images there are of each digit; --plot draws some."""
    facts = run_json("data")
    assert (facts["train"], facts["test"], facts["inputs"]) == (60_000, 10_000, 784)
    assert facts["train_counts"][3] == int(np.sum(raw_mnist.y_train == 3))
    assert sum(facts["test_counts"]) == 10_000
    assert facts["zero_share"] == pytest.approx(np.mean(raw_mnist.x_train == 0))
    result = run("data", "--plot", "digits.png")
    assert "60,000 images" in result.stdout
    with Image.open(tmp_path / "digits.png") as picture:
        assert picture.size[0] > 1000


@pytest.mark.parametrize(
    ("gate", "ending"), [("and", "converged"), ("or", "converged"), ("XOR", "stopped after 100")]
)
def test_perceptron(run: Run, gate: str, ending: str) -> None:
    """AND and OR end with a line that separates them, XOR at the limit and with the reason."""
    result = run("perceptron", gate)
    assert result.exit_code == 0
    assert ending in result.stdout
    assert ("hidden layer" in result.stdout) == (gate == "XOR")
    assert ("The line:" in result.stdout) == (gate != "XOR")


def test_gradcheck(run: Run) -> None:
    """Every part is right."""
    result = run("gradcheck")
    assert result.exit_code == 0
    assert "wrong" not in result.stdout


def test_gradcheck_leaves_nothing_out() -> None:
    """There is a case for every activation (but the step), loss, kind of layer and penalty of the engine."""
    names = {case.name.replace("-", "_") for case in gradcheck_cases.cases()}
    assert {f"activation {name}" for name in ACTIVATIONS.names} - names == {"activation step"}
    for kind, members in (("loss", LOSSES.names), ("layer", LAYERS), ("penalty", REGULARIZERS.names)):
        assert {f"{kind} {name}" for name in members} <= names


def test_gradcheck_finds_a_wrong_gradient(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gradient that is off by a factor is found, and the status is 1."""

    class Wrong(CrossEntropy):
        def gradient(self, *args: Any, **settings: Any) -> FloatArray:
            return 1.001 * super().gradient(*args, **settings)

    good = [case for case in gradcheck_cases.cases() if case.name == "layer dense"]
    bad = [replace(case, loss=Wrong()) for case in good]
    assert relative_error(good[0]) < 1e-6 < relative_error(bad[0])
    monkeypatch.setattr("neurarium.cli.gradcheck.cases", lambda: bad)
    result = run("gradcheck")
    assert result.exit_code == 1
    assert "wrong" in result.stdout


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Stand in for the server; return the list of what it was called with."""
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr("neurarium.server.serve", lambda *args, url: calls.append((*args, url)))
    return calls


def test_lab(run: Run, served: list[tuple[Any, ...]]) -> None:
    """`neurarium` alone and `neurarium lab` open the lab; options are handed on."""
    assert run().exit_code == 0
    assert run("lab").exit_code == 0
    options = ("--host", "127.0.0.2", "--port", "9000", "--no-browser", "--token", "our-secret-word")
    assert run("lab", *options).exit_code == 0
    assert run("lab", "--url", "https://example.org/lab/").exit_code == 0
    assert served == [
        ("127.0.0.1", 8731, None, True, None),
        ("127.0.0.1", 8731, None, True, None),
        ("127.0.0.2", 9000, "our-secret-word", False, None),
        ("127.0.0.1", 8731, None, True, "https://example.org/lab/"),
    ]


def test_lab_without_its_libraries(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the message says what to install."""
    monkeypatch.setattr("neurarium.cli.errors.find_spec", lambda module: None)
    result = run("lab")
    assert result.exit_code == 1
    assert "neurarium[lab]" in result.stderr


def test_a_lab_that_cannot_start(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's reason is the message."""
    from neurarium.server import ServerError

    def refuse(*args: object, **options: object) -> None:
        raise ServerError("port 8731 is taken: choose another")

    monkeypatch.setattr("neurarium.server.serve", refuse)
    result = run("lab")
    assert result.exit_code == 1
    assert "port 8731 is taken" in result.stderr
