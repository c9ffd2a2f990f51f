"""What is typed wrongly: status 2 and a message that helps, never a traceback."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from neurarium.cli.app import app

Run = Callable[..., Result]

BAD = [
    ("--layers", "abc", "784-128-10"),
    ("--layers", "784", "784-128-10"),
    ("--layers", "784-0-10", "784-128-10"),
    ("--layers", "784-128-11", "784-128-10"),
    ("--layers", "100-10", "784-128-10"),
    ("--layers", "784-99999999-10", "784-128-10"),
    ("--layers", "784-90000-90000-10", "at most 50,000,000"),
    ("--activation", "rleu", "did you mean relu?"),
    ("--activation", "softmax", "expected one of"),
    ("--activation", "step", "expected one of"),
    ("--init", "zero", "did you mean zeros?"),
    ("--loss", "hinge", "expected one of"),
    ("--optimizer", "adamax", "did you mean adam"),
    ("--learning-rate", "0", "above 0"),
    ("--learning-rate", "-1", "above 0"),
    ("--learning-rate", "nan", "above 0"),
    ("--learning-rate", "inf", "above 0"),
    ("--learning-rate", "fast", "above 0"),
    ("--momentum", "1", "less than 1"),
    ("--momentum", "0.5", "--optimizer momentum"),
    ("--schedule", "linear", "expected one of"),
    ("--batch-size", "0", "or 'all'"),
    ("--batch-size", "1.5", "or 'all'"),
    ("--epochs", "0", "1 or more"),
    ("--epochs", "five", "1 or more"),
    ("--epochs", "9" * 5000, "1 or more"),
    ("--seed", "-1", "0 or more"),
    ("--l1", "-0.1", "0 or more"),
    ("--l2", "x", "0 or more"),
    ("--dropout", "1", "less than 1"),
    ("--augment", "rotate", "expected one of"),
    ("--early-stopping", "0", "1 or more"),
    ("--validation", "1", "less than 1"),
    ("--limit", "0", "1 or more"),
    ("--preset", "top", "expected one of"),
    ("--name", "a/b", "without"),
    ("--name", "", "1 to 100"),
    ("--save", "no/such/folder/run.safetensors", "make"),
    ("--save", ".", "add a file name"),
    ("--save", "/dev/null", "device"),
    ("--save", "\0", "path of a file"),
    ("--save", "x" * 5000, "expected a file to write"),
    ("--plot", "run.txt", "run.png"),
    ("--threads", "0", "1 or more"),
]


@pytest.mark.parametrize(("option", "value", "help_in_message"), BAD)
def test_bad_values(
    run: Run, flat: Callable[[str], str], option: str, value: str, help_in_message: str
) -> None:
    """Each option says what it expected; nothing is written to standard output."""
    result = run("train", option, value)
    assert result.exit_code == 2
    assert result.stdout == ""
    message = flat(result.stderr)
    assert option.removeprefix("--") in message
    # A value that is very long, or no text, is not repeated in full.
    assert help_in_message.replace(" ", "") in message.replace(" ", "")


def test_every_option_of_train_with_a_value_is_tried() -> None:
    """An option that is added without a bad value here fails this test."""
    import typer

    group = typer.main.get_command(app)
    options = [p for p in group.commands["train"].params if not p.is_flag]  # type: ignore[attr-defined]
    tried = {option for option, _, _ in BAD}
    assert {p.opts[0] for p in options} - tried == {"--resume"}  # see test_resume.py


@pytest.mark.parametrize(
    "arguments",
    [
        ("trian",),
        ("evaluate",),
        ("predict",),
        ("show",),
        ("export", "model", "out.onnx"),
        ("export", "model", "out.onnx", "--to", "caffe"),
        ("export", "model", "no/folder/out.onnx", "--to", "onnx"),
        ("export", "model", "out.py", "--to", "onnx"),
        ("export", "model", "out.onnx", "--to", "torch"),
        ("perceptron", "nand"),
        ("lab", "--port", "65536"),
        ("lab", "--port", "http"),
        ("lab", "--token", "a b"),
        ("data", "--plot", "x.gif"),
        ("predict", "digit.png", "--steps", sys.executable),
        ("train", "--fast"),
        ("train", "surplus"),
    ],
)
def test_wrong_commands(run: Run, arguments: tuple[str, ...]) -> None:
    """Unknown commands, missing arguments and bad values end with status 2."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


OPTIONS = [
    *(
        "--layers",
        "--activation",
        "--epochs",
        "--batch-size",
        "--learning-rate",
        "--seed",
        "--limit",
        "--save",
    ),
    *(
        "--resume",
        "--plot",
        "--name",
        "--preset",
        "--json",
        "--model",
        "--steps",
        "--to",
        "--port",
        "--token",
    ),
    *("--momentum", "--validation", "--standardize", "--no-batch-norm", "--help", "--version", "--", "-h"),
]
WORDS = st.one_of(
    st.sampled_from(OPTIONS),
    st.sampled_from(
        ["784-8-10", "0", "-1", "1e309", "nan", "all", "no-such-file", ".", "..", "~", "%s", "{}"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    command=st.sampled_from(["evaluate", "predict", "show", "export", "perceptron", "models", "train"]),
    words=st.lists(WORDS, max_size=6),
)
def test_no_command_line_shows_a_traceback(command: str, words: list[str], tmp_path: Path) -> None:
    """Whatever is typed, the status is 0, 1 or 2, and there is a message unless it is 0."""
    # `train` would go to work if all is right: one value that is wrong keeps it from that.
    words = [*words, "--epochs", "none"] if command == "train" else words
    result = CliRunner().invoke(app, [command, *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), (command, words)
    assert result.exit_code in (0, 1, 2)
    assert result.exit_code == 0 or result.stderr


def test_version(run: Run) -> None:
    """--version prints the package's version."""
    import neurarium

    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout == f"neurarium {neurarium.__version__}\n"
