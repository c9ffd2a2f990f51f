"""`neurarium tune`."""

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from signalled import Command, run_signalled
from typer.testing import Result
from waiting import eventually

from neurarium.tuning.journal import SweepJournal

Run = Callable[..., Result]
RunJson = Callable[..., dict[str, Any]]

SMALL = ("tune", "--vary", "hidden=2,8,16", "--seeds", "2", "--limit", "400", "--epochs", "2", "--batch-norm")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A comparison that ran to its end: its file, and its JSON."""
    from typer.testing import CliRunner

    from neurarium.cli.app import app

    file = tmp_path_factory.mktemp("sweep") / "sweep.jsonl"
    result = CliRunner().invoke(app, [*SMALL, "--out", str(file), "--json"])
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") == 1
    return {"file": file, **json.loads(result.stdout)}


def test_it_compares(done: dict[str, Any]) -> None:
    """Three points with two seeds each, the first two confirmed with two fresh seeds each: ten trainings."""
    assert done["trainings"] == 10
    assert {row["hidden"] for row in done["rows"]} == {2, 8, 16}
    assert [row["mean"] for row in done["rows"]] == sorted(
        (row["mean"] for row in done["rows"]), reverse=True
    )
    assert all(row["low"] <= row["mean"] <= row["high"] for row in done["rows"])
    assert all(len(row["accuracies"]) == row["seeds"] == 2 for row in done["rows"])
    assert done["verdict"] in {"best", "other", "no_difference"}
    assert done["first"] == {"hidden": done["rows"][0]["hidden"]}
    assert (done["best"] is None) == (done["verdict"] == "no_difference")
    assert 0 < done["test_accuracy"]["mean"] < 1
    assert 0 <= done["mcnemar"]["p"] <= 1


def test_it_tells_a_story(run: Run, done: dict[str, Any], tmp_path: Path) -> None:
    """Going on with a finished sweep shows its table, the conclusion, and a picture, and trains nothing."""
    before = done["file"].read_bytes()
    picture = tmp_path / "sweep.png"
    result = run("tune", "--resume", "--out", done["file"], "--plot", picture)
    assert result.exit_code == 0, result.output
    for word in ("hidden", "95 % interval", "parameters", done["conclusion"][:40], "McNemar"):
        assert word in result.stdout, word
    assert done["file"].read_bytes() == before
    with Image.open(picture) as image:
        assert image.width > 400


@pytest.mark.parametrize(
    ("vary", "size"),
    [
        (("hidden=2,8", "activation=relu,tanh"), "map"),
        (("activation=relu,tanh",), "bars"),
    ],
)
def test_pictures_of_other_kinds(run: Run, tmp_path: Path, vary: tuple[str, ...], size: str) -> None:
    """Two knobs are a map; names are bars."""
    picture = tmp_path / f"{size}.svg"
    knobs = [word for text in vary for word in ("--vary", text)]
    options = ("--seeds", "2", "--limit", "100", "--epochs", "1", "--batch-norm", "--workers", "1")
    result = run("tune", *knobs, *options, "--plot", picture)
    assert result.exit_code == 0, result.output
    assert "Validation accuracy" in picture.read_text("utf-8") or picture.stat().st_size > 1000
    assert "Drawn in" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "there is nothing to compare: add --vary"),
        (("--vary", "hidden"), "a setting with its values"),
        (("--vary", "hidden="), "a setting with its values"),
        (("--vary", "hiden=2,4"), "did you mean hidden?"),
        (("--vary", "hidden=2,x"), "hidden: expected a whole number"),
        (("--vary", "hidden=-3,4"), "with a dash between, such as 64-32; got '-3'"),
        (("--vary", "learning-rate=0.1,0.1"), "has a value twice: 0.1, 0.1"),
        (("--vary", "hidden=2,,4"), "with a comma between"),
        (("--vary", "seed=1,2"), "choose how many"),
        (("--vary", "activation=relu,rulu"), "did you mean relu?"),
        (("--vary", "learning-rate=0.1..0.01"), "to a larger one"),
        (("--vary", "learning-rate=a..b"), "expected a range such as"),
        (("--vary", "learning-rate=0.1..1:lag"), "expected a range such as"),
        (("--vary", "activation=a..b"), "expected a range such as"),
        (("--vary", "hidden=2"), "make one point"),
        (("--vary", "hidden=2,4", "--vary", "hidden=8,16"), "varied twice"),
        (("--vary", "batch-norm=yes,perhaps"), "expected yes or no"),
        (("--vary", "hidden=2,4", "--seeds", "1"), "2 or more"),
        (("--vary", "hidden=2,4", "--budget", "soon"), "or a time, such as 60s"),
        (("--vary", "hidden=2,4", "--budget", "0"), "or a time, such as 60s"),
        (("--vary", "hidden=2,4", "--validation", "0"), "decided by validation images"),
        (("--vary", "momentum=0.5,0.9"), "momentum is for the optimizers momentum and nesterov"),
        (("--vary", "hidden=2,4", "--sampler", "grit"), "did you mean grid?"),
        (("--resume", "--epochs", "3"), "--resume keeps the settings"),
    ],
)
def test_wrong_usage_is_answered_in_words(
    run: Run, flat: Callable[[str], str], arguments: tuple[str, ...], said: str
) -> None:
    """Status 2, before anything is trained."""
    result = run("tune", *arguments)
    assert result.exit_code == 2, result.output
    assert said in flat(result.stderr)


def test_a_file_is_not_taken_for_a_new_sweep(run: Run, done: dict[str, Any], tmp_path: Path) -> None:
    """Results are never overwritten, and --resume with other settings says what differs."""
    before = done["file"].read_bytes()
    assert "add --resume" in run(*SMALL, "--out", done["file"]).stderr
    other = run(*SMALL, "--dropout", "0.5", "--resume", "--out", done["file"])
    assert other.exit_code == 1
    assert "base differ" in other.stderr
    assert run("tune", "--resume", "--out", tmp_path / "none.jsonl").exit_code == 1
    assert run("tune", "--resume").exit_code == 1  # there is none in the data folder either
    assert done["file"].read_bytes() == before


def test_a_file_that_cannot_be_written_is_said_first(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not after hours of training."""
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    result = run(*SMALL)
    assert result.exit_code == 1
    assert "cannot write" in result.stderr
    assert "at once" not in result.stderr  # nothing has begun


def test_a_head_that_is_killed_loses_nothing(
    command: Command, run_json: RunJson, done: dict[str, Any], tmp_path: Path, home: Path
) -> None:
    """Killed twice, resumed twice: the weights of an unbroken sweep, and no worker is left behind."""
    file = tmp_path / "sweep.jsonl"
    for calls, arguments in ((3000, (*SMALL, "--out", file)), (9000, ("tune", "--resume", "--out", file))):
        killed = run_signalled(command, "at once", calls, signal.SIGKILL, *arguments)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        eventually(lambda: not processes_of(home), "that the workers end with their head")
        if not file.exists():  # it was killed before the first result: begin anew
            file.write_bytes(done["file"].read_bytes().splitlines(keepends=True)[0])
    end = run_json("tune", "--resume", "--out", file)
    weights = {key: result.weights for key, result in SweepJournal(done["file"]).results.items()}
    assert {key: result.weights for key, result in SweepJournal(file).results.items()} == weights
    for figure in ("conclusion", "best", "first", "second", "difference", "mcnemar", "test_accuracy"):
        assert end[figure] == done[figure]


def processes_of(home: Path) -> list[int]:
    """Return the processes whose data folder is this one."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"XDG_DATA_HOME={home}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue  # it is another user's, or has just ended
    return found


def test_two_processes_do_not_work_on_one_sweep(run: Run, done: dict[str, Any], tmp_path: Path) -> None:
    """The second is told, and the file stays as it is."""
    file = tmp_path / "sweep.jsonl"
    file.write_bytes(done["file"].read_bytes())
    journal = SweepJournal(file)
    assert journal.take()
    result = run("tune", "--resume", "--out", file)
    journal.release()
    assert result.exit_code == 1
    assert "another process works on" in result.stderr
    assert run("tune", "--resume", "--out", file).exit_code == 0
