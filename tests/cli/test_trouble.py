"""What goes wrong outside a command's power: interrupts, full disks, other processes."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import Result
from waiting import LONGEST_WAIT

from neurarium.cli.progress import RunProgress
from neurarium.cli.session import TrainingSession
from neurarium.data import Mnist
from neurarium.engine import MLP
from neurarium.persist import Model, ModelStore, load_model
from neurarium.persist.atomic import write_atomically
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


def interrupt_at(
    monkeypatch: pytest.MonkeyPatch, kind: type[Event], number: int, how: signal.Signals = signal.SIGINT
) -> None:
    """Press Ctrl-C, or send another signal, at the given event."""
    show, seen = RunProgress.show, []

    def show_and_interrupt(progress: RunProgress, event: Event) -> None:
        show(progress, event)
        if isinstance(event, kind):
            seen.append(event)
            if len(seen) == number:
                signal.raise_signal(how)

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


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_other_signals_keep_what_was_learned(
    run: Run, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...], name: str
) -> None:
    """A training that the system ends, or whose terminal is closed, is saved as by Ctrl-C."""
    how = signal.Signals[name]
    before = signal.getsignal(how)
    interrupt_at(monkeypatch, Progress, 1, how)
    result = run("train", *quick, "--batch-size", "10")
    assert result.exit_code == 0
    assert "neurarium train --resume mlp-784-8-10" in result.stderr
    kept = ModelStore().load("mlp-784-8-10")
    assert kept.training is not None
    assert kept.training.values["step"] == 1
    assert signal.getsignal(how) is before


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ignored_signals_stay_ignored(
    run_json: RunJson, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """A training that was begun by nohup continues when its terminal is closed."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        interrupt_at(monkeypatch, Progress, 1, signal.SIGHUP)
        assert run_json("train", *quick)["epochs"] == 2
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX terminals")
def test_a_terminal_that_is_closed(command: tuple[list[str], dict[str, str]], home: Path) -> None:
    """When the terminal is closed in the middle of a training, the process saves it and ends."""
    import fcntl
    import pty
    import termios

    words, environment = command
    master, terminal = pty.openpty()
    options = (
        "--limit",
        "400",
        "--epochs",
        "100000",
        "--layers",
        "784-8-10",
        "--batch-norm",
        "--name",
        "kept",
    )
    with subprocess.Popen(
        [*words, "train", *options],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  (no thread runs yet)
    ) as process:
        os.close(terminal)
        said = b""
        while b"loss" not in said:  # on the progress bar: the first steps have been taken
            said += os.read(master, 10_000)
        os.close(master)
        assert process.wait(LONGEST_WAIT) == 0
    kept = ModelStore(home / "neurarium" / "models").load("kept")
    assert kept.training is not None
    assert kept.training.values["step"] >= 1
    assert kept.metrics["test_accuracy"] is not None


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


def test_a_second_interrupt_keeps_the_weights(
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


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """Return a list of folders whose disk is full; temporary files have a folder of the test's own."""
    folders: list[Path] = []

    def write(path: Path, data: bytes, **settings: Any) -> None:
        if any(path.absolute().is_relative_to(folder) for folder in folders):
            raise OSError(28, "No space left on device")
        write_atomically(path, data, **settings)

    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr("neurarium.persist.files.write_atomically", write)
    return folders


@pytest.mark.parametrize("options", [(), ("--name", "mine")])
def test_a_full_data_folder_does_not_cost_the_model(
    run: Run, home: Path, full: list[Path], quick: tuple[str, ...], options: tuple[str, ...]
) -> None:
    """A model that its folder does not take is kept in a temporary folder, with its figures."""
    full.append(home)
    result = run("train", *quick, *options)
    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    (path,) = Path("temporary").resolve().rglob("*.safetensors")
    assert str(path) in result.stderr
    assert result.stderr.count("temporary folder") == 1
    assert path.stem == (options[-1] if options else "mlp-784-8-10")
    kept = load_model(path)
    assert len(kept.history) == 2
    assert kept.metrics["test_accuracy"] is not None


def test_a_stopped_run_can_be_resumed_from_a_temporary_folder(
    run: Run, home: Path, full: list[Path], monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """What the message says about resuming is true where the disk was full."""
    full.append(home)
    with monkeypatch.context() as patch:
        interrupt_at(patch, Progress, 1)
        stopped = run("train", *quick, "--batch-size", "10")
    told = re.search(r"neurarium train --resume (\S+)", stopped.stderr)
    assert told is not None
    full.clear()
    resumed = run("train", "--resume", told[1])
    assert resumed.exit_code == 0
    assert len(ModelStore().load("mlp-784-8-10").history) == 2


def test_a_disk_that_has_room_again(
    run: Run, home: Path, full: list[Path], monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """If there is room again when the figures are known, the model goes where it belongs."""
    full.append(home)
    metrics = TrainingSession.metrics
    monkeypatch.setattr(TrainingSession, "metrics", lambda session: full.clear() or metrics(session))
    result = run("train", *quick)
    assert result.exit_code == 0
    assert ModelStore().load("mlp-784-8-10").metrics["test_accuracy"] is not None
    assert list(Path("temporary").iterdir()) == []


def test_a_full_disk_does_not_end_a_training(
    run: Run, full: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """A file that cannot be updated is reported once; the run continues, and its model is saved."""
    (tmp_path / "small").mkdir()
    show = RunProgress.show

    def fill(progress: RunProgress, event: Event) -> None:
        show(progress, event)
        if isinstance(event, Progress):
            full.append(tmp_path / "small")

    monkeypatch.setattr(RunProgress, "show", fill)
    result = run("train", *quick, "--save", "small/run.safetensors")
    assert result.exit_code == 1
    assert result.stderr.count("The training continues, but is not saved") == 1
    assert "Error: cannot write small/run.safetensors: No space left on device" in result.stderr
    assert len(ModelStore().load("mlp-784-8-10").history) == 2
    assert len(load_model("small/run.safetensors").history) == 0  # as it was before the disk was full


def test_a_file_that_can_be_saved_again(
    run: Run, full: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """When there is room again the file is brought up to date, and all is well."""
    (tmp_path / "small").mkdir()
    metrics, show = TrainingSession.metrics, RunProgress.show
    monkeypatch.setattr(TrainingSession, "metrics", lambda session: full.clear() or metrics(session))

    def fill(progress: RunProgress, event: Event) -> None:
        show(progress, event)
        full.append(tmp_path / "small")

    monkeypatch.setattr(RunProgress, "show", fill)
    result = run("train", *quick, "--save", "small/run.safetensors")
    assert result.exit_code == 0
    assert "is not saved" in result.stderr
    assert len(load_model("small/run.safetensors").history) == 2


def test_output_that_cannot_be_written_does_not_cost_the_model(
    run: Run, monkeypatch: pytest.MonkeyPatch, quick: tuple[str, ...]
) -> None:
    """A progress that cannot be shown any more ends the command, but not before the model is saved."""
    show = RunProgress.show

    def broken(progress: RunProgress, event: Event) -> None:
        show(progress, event)
        if isinstance(event, Progress):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(RunProgress, "show", broken)
    result = run("train", *quick, "--batch-size", "10")
    assert result.exit_code == 1
    kept = ModelStore().load("mlp-784-8-10")
    assert kept.training is not None
    assert kept.training.values["step"] == 1


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send oneself")
@pytest.mark.parametrize("module", ["numpy", "typer", "neurarium.engine", "neurarium.cli.train"])
def test_ctrl_c_while_libraries_are_being_imported(
    command: tuple[list[str], dict[str, str]], module: str
) -> None:
    """In the first half second too a command ends with status 130 and without a word."""
    code = (
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from neurarium.cli import main\n"
        "main()\n"
    )
    arguments, environment = command
    done = subprocess.run(
        [arguments[0], "-c", code, "models"], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="a variable of other systems")
def test_a_relative_data_home_is_said_to_be_ignored(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a command, on standard error, with the folder that is used; an absolute one is nothing special."""
    monkeypatch.setenv("XDG_DATA_HOME", "somewhere/else")
    told = " ".join(run("models").stderr.split())
    assert told.count("XDG_DATA_HOME is ignored") == 1
    assert "'somewhere/else'; models are in /" in told
    assert not Path("somewhere").exists()
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere/else")
    assert "XDG_DATA_HOME" not in run("models").stderr
