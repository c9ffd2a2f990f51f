"""How quickly and quietly the command begins: what it imports, and what the shell is offered."""

import io
import shlex
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner, Result
from waiting import LONGEST_WAIT

from neurarium.cli.app import app
from neurarium.data import Mnist
from neurarium.persist import ModelStore

Command = tuple[list[str], dict[str, str]]

GROUP: Any = typer.main.get_command(app)

HEAVY = ("numba", "matplotlib", "sklearn", "scipy", "onnx", "starlette", "uvicorn", "IPython")


def test_help_imports_nothing_heavy(command: Command) -> None:
    """`neurarium --help` must not wait for libraries that it does not use."""
    code = f"""
import sys
from neurarium.cli import main
sys.argv = ["neurarium", "--help"]
try:
    main()
except SystemExit as end:
    assert not end.code
print("heavy:", [name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=command[1], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("heavy: []\n")
    assert "train" in done.stdout


def test_a_real_process(command: Command) -> None:
    """The command works as a program: status, standard output, standard error."""
    words, environment = command
    done = subprocess.run(
        [*words, "show", "nothing"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "neurarium train" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("encoding", "times"), [("ascii", "w1*a"), ("latin-1", "w1·a"), ("utf-8", "w1·a")])
def test_any_encoding_will_do(command: Command, encoding: str, times: str) -> None:
    """Where the terminal has no arrows or dots, other letters take their place."""
    words, environment = command
    done = subprocess.run(
        [*words, "perceptron", "xor"],
        env={**environment, "PYTHONIOENCODING": encoding},
        capture_output=True,
        encoding=encoding,
        check=False,
    )
    assert done.returncode == 0
    assert times in done.stdout
    assert ("w ← w" if encoding == "utf-8" else "w <- w") in done.stdout
    assert done.stderr == ""


needs_full_disk = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="needs a device that is always full"
)
either_way = pytest.mark.parametrize("buffered", [True, False], ids=["buffered", "unbuffered"])


@needs_full_disk
@either_way
@pytest.mark.parametrize("arguments", [("models", "--json"), ("--help",)], ids=" ".join)
def test_a_full_disk_behind_standard_output(
    command: Command, arguments: tuple[str, ...], buffered: bool
) -> None:
    """The reason is said in one line, whether or not Python holds back what is written until its end."""
    words, environment = command
    environment.pop("PYTHONUNBUFFERED", None)
    if not buffered:
        environment["PYTHONUNBUFFERED"] = "1"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*words, *arguments], env=environment, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.endswith(b"Error: No space left on device\n")
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


TALKATIVE = {
    "train": ("--limit", "200", "--epochs", "1", "--layers", "784-8-10", "--batch-norm", "--json"),
    "tune": (
        *("--vary", "hidden=2,4", "--seeds", "2", "--limit", "100", "--epochs", "1", "--batch-norm"),
        *("--workers", "1"),
    ),
    "evaluate": ("untrained",),
    "predict": ("seven.png", "--model", "untrained"),
    "models": ("--json",),
    "show": ("untrained",),
    "export": ("untrained", "untrained.py", "--to", "numpy"),
    "data": (),
    "perceptron": ("and",),
    "gradcheck": (),
    "lab": ("--help",),
    "site": ("public",),
}
"""Every command, with arguments that make it write something to standard output."""


@needs_full_disk
@either_way
@pytest.mark.parametrize("name", list(GROUP.commands))
def test_every_command_tells_of_a_full_disk(
    name: str,
    buffered: bool,
    stored: ModelStore,
    raw_mnist: Mnist,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whichever command it is, buffered or not, the reason is its last word and its status is 1."""
    Image.fromarray(255 - np.pad(raw_mnist.x_test[0].reshape(28, 28), 20)).save("seven.png")
    # At the end this closes the stream, as Python does: nothing may be left that cannot be written.
    with (
        Path("/dev/full").open("wb", buffering=-1 if buffered else 0) as raw,
        io.TextIOWrapper(raw, encoding="utf-8", write_through=not buffered) as full,
    ):
        monkeypatch.setattr(sys, "stdout", full)
        with pytest.raises(SystemExit) as end:
            app([name, *TALKATIVE[name]], prog_name="neurarium")
        assert end.value.code == 1
        assert capsys.readouterr().err.endswith("Error: No space left on device\n")


def test_results_may_go_to_a_reader_who_leaves(command: Command) -> None:
    """`neurarium perceptron xor | head -1` ends without a traceback."""
    words, environment = command
    process = subprocess.Popen(
        [*words, "perceptron", "xor"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=LONGEST_WAIT)
    assert b"Traceback" not in err


def test_the_lab_really_opens(command: Command) -> None:
    """It says where it is, answers there, and Ctrl-C ends it at once, with status 0."""
    words, environment = command
    process = subprocess.Popen(
        [*words, "lab", "--port", "0", "--no-browser", "--token", "our-secret-word"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    line = next((line for line in process.stderr if "http://127.0.0.1:" in line), "")
    try:
        assert "token=our-secret-word" in line
        address = line.split()[-1].split("/?")[0]
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address + "/api/models", timeout=LONGEST_WAIT)
        assert refused.value.code in (401, 403)
        refused.value.close()
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LONGEST_WAIT)
    assert process.returncode == 0
    assert "Traceback" not in err


def test_shell_completion() -> None:
    """The shell gets a script, and values for the options that have a few."""
    shown = CliRunner().invoke(app, [], prog_name="neurarium", env={"_NEURARIUM_COMPLETE": "source_bash"})
    assert "_NEURARIUM_COMPLETE" in shown.stdout
    offered = CliRunner().invoke(
        app,
        [],
        prog_name="neurarium",
        env={
            "_NEURARIUM_COMPLETE": "complete_bash",
            "COMP_WORDS": "neurarium train --optimizer ",
            "COMP_CWORD": "3",
        },
    )
    assert {"adam", "sgd", "nesterov"} <= set(offered.stdout.split())


def test_every_command_has_help_with_examples(run: Callable[..., Result]) -> None:
    """Help ends with examples, and each of them is a command line that is understood."""
    for name, command in GROUP.commands.items():
        text = run(name, "--help").stdout
        examples = command.epilog.split("\n\n")[1:]
        assert examples
        for example in examples:
            assert example.split()[:2] == ["neurarium", name]
            assert example in " ".join(text.split())
            command.make_context(name, shlex.split(example)[2:])
