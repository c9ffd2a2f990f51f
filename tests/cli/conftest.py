"""The command line in the test's own process, with a separate data folder and MNIST loaded once."""

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from neurarium.cli.app import app
from neurarium.data import Mnist
from neurarium.engine import MLP, Scaling
from neurarium.persist import Model, ModelStore

# Batch norm is what the kernels leave to NumPy: nothing has to be compiled.
QUICK = ("--limit", "400", "--epochs", "2", "--layers", "784-8-10", "--batch-norm")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a separate data folder and working folder."""
    folder = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setattr("neurarium.persist.store.default_folder", lambda: folder / "neurarium" / "models")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture(autouse=True)
def cached_mnist(raw_mnist: Mnist, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand out the real images without reading them again for each command."""
    for command in ("train", "evaluate", "data"):
        monkeypatch.setattr(f"neurarium.cli.{command}.mnist", lambda scale: raw_mnist, raising=True)


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run a command; a traceback fails the test."""

    def run(*args: object, input: bytes | None = None) -> Result:  # noqa: A002  (the runner's name for it)
        result = CliRunner(env={"COLUMNS": "100"}).invoke(
            app, [str(arg) for arg in args], input=input, prog_name="neurarium"
        )
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def run_json(run: Callable[..., Result]) -> Callable[..., dict[str, Any]]:
    """Run a command with --json that must succeed; return its object, the only thing on standard output."""

    def run_json(*args: object, status: int = 0, **options: Any) -> dict[str, Any]:
        result = run(*args, "--json", **options)
        assert result.exit_code == status, result.output
        assert result.stdout.count("\n") == 1
        found = json.loads(result.stdout)
        assert isinstance(found, dict)
        return found

    return run_json


@pytest.fixture
def stored() -> ModelStore:
    """A data folder with one model in it: untrained, but able to answer."""
    store = ModelStore()
    network = MLP([784, 8, 10], seed=3)
    store.save(Model(network, scaling=Scaling.unit(), name="untrained", created="2026-01-31T12:00:00+00:00"))
    return store


@pytest.fixture
def command(home: Path) -> tuple[list[str], dict[str, str]]:
    """The beginning of a command line for a separate process, and its environment."""
    environment = {**os.environ, "XDG_DATA_HOME": str(home), "COLUMNS": "100"}
    source = Path(__file__).resolve().parents[2] / "src"
    environment["PYTHONPATH"] = str(source)
    return [sys.executable, "-m", "neurarium.cli"], environment


@pytest.fixture
def flat() -> Callable[[str], str]:
    """Take the frame and the line breaks out of a message in a box."""
    return lambda text: re.sub(r"[│╭╮╰╯─\s]+", " ", text)


@pytest.fixture
def quick() -> tuple[str, ...]:
    """Options for a training of a moment, on NumPy."""
    return QUICK
