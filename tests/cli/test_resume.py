"""Runs that are saved in a file, killed in real processes, and resumed."""

import json
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from signalled import Command, run_signalled
from typer.testing import Result
from waiting import LONGEST_WAIT

from neurarium.persist import ModelStore, load_model

Run = Callable[..., Result]
RunJson = Callable[..., dict[str, Any]]

# All that is random takes part: order, dropout, augmentation. Batch norm has statistics to keep as well, and
# is left to NumPy; without it the compiled kernels are at work.
NUMPY = (
    *("train", "--limit", "400", "--layers", "784-8-8-10", "--batch-norm", "--epochs", "60"),
    *("--dropout", "0.2", "--augment", "shift", "--schedule", "cosine", "--early-stopping", "100"),
)
KERNELS = (
    "train",
    "--limit",
    "4000",
    "--layers",
    "784-32-10",
    "--dropout",
    "0.1",
    "--epochs",
    "100",
    "--threads",
    "1",
)


def start(command: Command, *arguments: object) -> subprocess.Popen[str]:
    """Start a command in a separate process, its output line by line."""
    words, environment = command
    return subprocess.Popen(
        [*words, *(str(argument) for argument in arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(process: subprocess.Popen[str], text: str) -> None:
    """Read the process's messages up to the one that holds `text`."""
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        if text in line:
            return
    raise AssertionError(f"it ended without saying {text!r}: {''.join(seen)}")


def theta(path: str | Path) -> np.ndarray:
    """Return all parameters and statistics of a saved model."""
    network = load_model(path).network
    return np.concatenate([network.theta, network.statistics])


def test_killed_at_any_instant(command: Command, run_json: RunJson, tmp_path: Path) -> None:
    """Killed twice without warning, resumed twice: the weights of an unbroken run, bit for bit."""
    whole = run_json(*NUMPY, "--name", "whole")
    file = tmp_path / "run.safetensors"
    rng = random.Random(20)
    most = 80_000  # calls of Python functions: within a few epochs
    arguments: tuple[object, ...] = (*NUMPY, "--save", file)
    for epoch in (3, 20):
        calls = rng.randrange(1, most)
        done = run_signalled(command, f"epoch {epoch}/60", calls, signal.SIGKILL, *arguments)
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert epoch - 1 <= len(load_model(file).history) < 60  # it is reported, then saved
        arguments = ("train", "--resume", file)
    end = run_json(*arguments)
    assert np.array_equal(theta(end["model_path"]), theta(whole["model_path"]))
    assert np.array_equal(theta(file), theta(whole["model_path"]))
    for figure in ("epochs", "train_loss", "validation_loss", "test_loss", "test_accuracy", "seed", "layers"):
        assert end[figure] == whole[figure]
    assert len(end["seconds_per_epoch"]) == 60


def test_ctrl_c_keeps_what_was_learned(command: Command, run_json: RunJson) -> None:
    """Ctrl-C ends with status 0, a saved model and its figures; resuming gives an unbroken run's weights."""
    done = run_signalled(command, "epoch 4/100", 100, signal.SIGINT, *KERNELS, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    stopped = json.loads(done.stdout)
    assert 4 <= stopped["epochs"] < 100
    assert stopped["backend"] == "compiled"
    assert 0 < stopped["test_accuracy"] <= 1
    assert ModelStore().names() == [stopped["name"]]

    end = run_json("train", "--resume", stopped["name"], "--threads", 2)  # changes nothing but the time
    assert end["epochs"] == 100
    assert end["model_path"] == stopped["model_path"]  # what it became takes its place
    assert load_model(end["model_path"]).training is None
    whole = run_json(*KERNELS, "--name", "whole")
    assert np.array_equal(theta(end["model_path"]), theta(whole["model_path"]))


def test_ctrl_c_twice(command: Command) -> None:
    """A second Ctrl-C ends it at once, with status 130 and without a traceback."""
    process = start(command, *NUMPY, "--epochs", "100000")
    wait_for(process, "epoch 2/")
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    _, err = process.communicate(timeout=LONGEST_WAIT)
    assert "Traceback" not in err
    assert process.returncode in (0, 130)  # 0 if it was quicker than the second signal


def test_the_file_serves_every_command(
    run: Run, run_json: RunJson, tmp_path: Path, quick: tuple[str, ...]
) -> None:
    """What --save wrote can be evaluated, shown and exported, and gives the figures of the run."""
    trained = run_json("train", *quick, "--save", "run.safetensors")
    assert run_json("evaluate", "run.safetensors")["test_accuracy"] == trained["test_accuracy"]
    assert "--resume run.safetensors" in run("show", "run.safetensors").stdout
    assert run("export", "run.safetensors", "run.onnx", "--to", "onnx").exit_code == 0
    assert load_model("run.safetensors").metrics["test_accuracy"] == trained["test_accuracy"]


def test_a_finished_run_has_nothing_left_to_do(run_json: RunJson, quick: tuple[str, ...]) -> None:
    """Resuming at the end gives the same figures again."""
    options = ("--epochs", 9, "--early-stopping", 1, "--learning-rate", 0.1)
    first = run_json("train", *quick, *options, "--save", "run.safetensors")
    second = run_json("train", "--resume", "run.safetensors")
    figures = ("epochs", "seconds", "test_loss", "validation_loss")
    assert [first[figure] for figure in figures] == [second[figure] for figure in figures]


def test_the_same_options_again(run: Run, quick: tuple[str, ...]) -> None:
    """Options that say what the saved run says are welcome, a preset too."""
    run("train", *quick, "--preset", "numpy-sgd", "--save", "run.safetensors")
    again = (
        "train",
        *quick,
        "--preset",
        "numpy-sgd",
        "--save",
        "run.safetensors",
        "--resume",
        "run.safetensors",
    )
    assert run(*again).exit_code == 0


@pytest.mark.parametrize(
    ("option", "named"),
    [
        (("--epochs", "9"), "--epochs 9 (saved: 2)"),
        (("--layers", "784-9-10"), "--layers 784-9-10 (saved: 784-8-10)"),
        (("--optimizer", "sgd"), "--optimizer sgd (saved: adam)"),
        (("--no-batch-norm",), "--batch-norm no (saved: yes)"),
        (("--preset", "numpy-sgd"), "--standardize yes (saved: no)"),
    ],
)
def test_other_options(
    run: Run, flat: Callable[[str], str], quick: tuple[str, ...], option: tuple[str, ...], named: str
) -> None:
    """Options that contradict the saved run are named, with both values; nothing is trained."""
    run("train", *quick, "--save", "run.safetensors")
    before = Path("run.safetensors").read_bytes()
    result = run("train", "--resume", "run.safetensors", *option)
    assert result.exit_code == 2
    assert named in flat(result.stderr)
    assert Path("run.safetensors").read_bytes() == before


def test_what_cannot_be_resumed(run: Run, stored: ModelStore, quick: tuple[str, ...]) -> None:
    """A missing file, a damaged one, a model without its training, a finished model: each says why."""
    Path("bad.safetensors").write_bytes(b"12345678" * 9)
    run("train", *quick, "--name", "finished")
    for name, reason in (
        ("none.safetensors", "no such file"),
        ("bad.safetensors", "bad.safetensors"),
        ("untrained", "recipe"),
        ("finished", "--save"),
    ):
        result = run("train", "--resume", name)
        assert result.exit_code == 1
        assert reason in result.stderr
