"""The READMEs promise what is true."""

import re
import shlex
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from neurarium.cli.app import app
from neurarium.data import mnist

ROOT = Path(__file__).resolve().parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


def blocks(readme: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_python_examples_run(
    readme: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every Python block runs as it stands, its network learns, and is in the lab's folder."""
    monkeypatch.setattr("neurarium.persist.store.default_folder", lambda: tmp_path / "models")
    (code,) = blocks(readme, "python")
    exec(compile(code, readme.name, "exec"), {})
    accuracy = re.search(r"validation accuracy (0\.\d+)", capsys.readouterr().out)
    assert accuracy is not None
    assert float(accuracy[1]) > 0.94
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["mine.safetensors"]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_commands_exist(readme: Path) -> None:
    """Every `neurarium` line names a command and options that are there."""
    lines = [line for block in blocks(readme, "") for line in block.splitlines()]
    commands = [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("$ neurarium")]
    assert len(commands) > 3
    for _, command, *arguments in commands:
        shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200", "TERM": "dumb"})
        assert shown.exit_code == 0, shown.output
        for option in (a for a in arguments if a.startswith("--")):
            assert option in shown.output


def test_the_session_works_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of the README, typed one after the other, with a picture of a 7 as the photo."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("neurarium.persist.store.default_folder", lambda: tmp_path / "models")
    seven = 255 - mnist("raw").x_test[0].reshape(28, 28)
    Image.fromarray(seven).resize((280, 280), Image.Resampling.BICUBIC).save("photo.png")
    lines = [line for block in blocks(READMES[0], "") for line in block.splitlines()]
    for line in (line for line in lines if line.startswith("$ neurarium")):
        arguments = shlex.split(line, comments=True)[2:]
        shown = CliRunner().invoke(app, arguments, env={"COLUMNS": "100"})
        assert shown.exit_code == 0, shown.output
        if arguments[0] == "predict":
            assert "photo.png: 7" in shown.stdout
    assert {file.name for file in tmp_path.iterdir()} >= {"confusion.png", "net.py"}


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_make_targets_exist(readme: Path) -> None:
    """`make lab` and `make test` are targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make (\w+)", "\n".join(blocks(readme, "")), re.MULTILINE)
    assert targets == ["lab", "test"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_links_lead_somewhere(readme: Path) -> None:
    """Every relative link of a README is a file or folder of the tree."""
    for target in re.findall(r"\]\(([^)#:]+)\)", readme.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_both_languages_show_the_same_commands() -> None:
    """A command that is in one README is in the other."""
    first, second = ([re.sub(r"#.*", "", b) for b in blocks(readme, "")] for readme in READMES)
    assert [b.split() for b in first] == [b.split() for b in second]
