"""What goes wrong outside a command's power: interrupts, full disks, other processes."""

import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import Result

from neurarium.cli.progress import RunProgress
from neurarium.cli.session import TrainingSession
from neurarium.data import Mnist
from neurarium.engine import MLP
from neurarium.persist import Model, ModelStore, load_model
from neurarium.training import Event, Progress, Started
from neurarium.training.finish import Metrics

Run = Callable[..., Result]
RunJson = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (PermissionError(13, "Permission denied", "/some/file"), 1, "/some/file: Permission denied"),
        (OSError("no space left"), 1, "no space left"),
        (MemoryError(), 1, "not enough memory"),
        (KeyboardInterrupt(), 130, "Stopped."),
    ],
)
def test_errors_become_messages(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, message: str
) -> None:
    """The system's errors and Ctrl-C end with a status and a message on standard error."""

    def fail(store: ModelStore) -> None:
        raise error

    monkeypatch.setattr(ModelStore, "entries", fail)
    result = run("models")
    assert result.exit_code == status
    assert message in result.stderr
    assert result.stdout == ""


def interrupt_at(monkeypatch: pytest.MonkeyPatch, kind: type[Event], number: int) -> None:
    """Press Ctrl-C at the given event."""
    show, seen = RunProgress.show, []

    def show_and_interrupt(progress: RunProgress, event: Event) -> None:
        show(progress, event)
        if isinstance(event, kind):
            seen.append(event)
            if len(seen) == number:
                signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(RunProgress, "show", show_and_interrupt)


def test_ctrl_c_in_the_middle_of_an_epoch(
    run: Run, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """What was learned in half an epoch is tested and kept, drawn if asked for, and can be resumed."""
    before = signal.getsignal(signal.SIGINT)
    interrupt_at(monkeypatch, Progress, 1)
    result = run("train", *quick, "--batch-size", "10", "--save", "run.safetensors", "--plot", "run.png")
    assert result.exit_code == 0
    assert "Stopped in epoch 1" in result.stderr
    assert "neurarium train --resume run.safetensors" in result.stderr
    assert Path("run.png").stat().st_size > 10_000
    kept = load_model("run.safetensors")
    assert kept.training is not None
    assert kept.training.values["step"] == 1
    assert kept.metrics["test_accuracy"] is not None
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_before_the_first_step(
    run: Run, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """Nothing was learned, so nothing is kept."""
    interrupt_at(monkeypatch, Started, 1)
    result = run("train", *quick)
    assert result.exit_code == 130
    assert "nothing was learned" in result.stderr
    assert ModelStore().names() == []


def interrupt_while_measuring(monkeypatch: pytest.MonkeyPatch, presses: int) -> None:
    """Press Ctrl-C when the training is over and its figures are not yet known."""
    metrics = TrainingSession.metrics

    def interrupted(session: TrainingSession) -> Metrics:
        for _ in range(presses):
            signal.raise_signal(signal.SIGINT)
        return metrics(session)

    monkeypatch.setattr(TrainingSession, "metrics", interrupted)


def test_ctrl_c_twice_in_a_moment_is_one_wish(
    run: Run, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """A key that repeats does not cost what was learned."""
    interrupt_at(monkeypatch, Progress, 1)
    interrupt_while_measuring(monkeypatch, 1)
    result = run("train", *quick, "--batch-size", "10")
    assert result.exit_code == 0
    assert "Stopped in epoch 1" in result.stderr
    assert ModelStore().load("mlp-784-8-10").metrics["test_accuracy"] is not None


def test_ctrl_c_after_the_last_step(
    run_json: RunJson, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """There is nothing left to stop: the figures come as if nothing had been pressed."""
    interrupt_while_measuring(monkeypatch, 1)
    assert run_json("train", *quick)["epochs"] == 2


def test_whoever_cannot_wait_keeps_the_weights(
    run: Run, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """Another Ctrl-C after a while ends the command, but the model was saved before it was measured."""
    monkeypatch.setattr("neurarium.cli.interrupt.FORCE_AFTER", -1.0)
    interrupt_while_measuring(monkeypatch, 2)
    result = run("train", *quick)
    assert result.exit_code == 130
    assert "Stopped." in result.stderr
    assert len(ModelStore().load("mlp-784-8-10").history) == 2


def test_a_name_that_is_taken_meanwhile(
    run_json: RunJson, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """Two trainings at once do not overwrite each other's models."""
    train = TrainingSession.train

    def another_is_quicker(session: TrainingSession, *arguments: Any) -> None:
        train(session, *arguments)
        ModelStore().save(Model(MLP([2, 2]), name=session.name))

    monkeypatch.setattr(TrainingSession, "train", another_is_quicker)
    assert run_json("train", *quick)["name"] == "mlp-784-8-10-2"
    assert ModelStore().load("mlp-784-8-10").network.n_in == 2


def test_a_store_that_cannot_be_written(run: Run, home: Path, quick: tuple[str, ...]) -> None:
    """The reason is said before anything is learned that could not be kept."""
    home.mkdir()
    (home / "neurarium").write_text("a file where the folder should be")
    result = run("train", *quick)
    assert result.exit_code == 1
    assert "Training" not in result.stderr
    assert "cannot make the folder for models" in result.stderr


def test_a_disk_that_fills_up(run: Run, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]) -> None:
    """The reason is said; there is no endless search for a better name."""

    def full(*args: object, **settings: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("neurarium.persist.files.write_atomically", full)
    for options in ((), ("--name", "mine")):
        result = run("train", *quick, *options)
        assert result.exit_code == 1
        assert "No space left on device" in result.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("data", "--plot", "out.png"),
        ("export", "m", "out.py", "--to", "numpy"),
        ("export", "m", "out.onnx", "--to", "onnx"),
        ("predict", "digit.png", "--steps", "."),
    ],
    ids=lambda command: command[0],
)
def test_a_full_disk_is_named_with_the_file(
    run: Run, monkeypatch: pytest.MonkeyPatch, raw_mnist: Mnist, command: tuple[str, ...]
) -> None:
    """Which file could not be written is said, and what was there before is whole."""
    ModelStore().save(Model(MLP([784, 10]), name="m"))
    Image.fromarray(255 - raw_mnist.x_test[0].reshape(28, 28)).save("digit.png")
    Path("out.onnx").write_text("an older export")

    def full(*args: object, **settings: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("neurarium.persist.atomic.os.fsync", full)
    if command[0] == "predict":  # Matplotlib saves by way of Pillow too, but into memory
        monkeypatch.setattr(Image.Image, "save", full)
    result = run(*command)
    assert result.exit_code == 1
    assert re.search(r"Error: cannot write \S+\.(png|npz|onnx): No space left on device", result.stderr)
    assert Path("out.onnx").read_text() == "an older export"
