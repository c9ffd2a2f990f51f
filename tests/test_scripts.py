"""The scripts behind the Makefile."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")


def load(name: str) -> ModuleType:
    """Load a script without running it."""
    spec = importlib.util.spec_from_file_location(name, ROOT / f"scripts/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script as the Makefile does."""
    command = [sys.executable, str(ROOT / "scripts" / script)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def program(path: Path, text: str) -> None:
    """Write a shell script that can be run."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the whole PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def tools(folder: Path, *names: str) -> None:
    """Put programs of these names into a folder."""
    for name in names:
        program(folder / name, "exit 0")


@pytest.mark.parametrize("browser", ["chromium", "google-chrome"])
def test_tools_at_hand_are_enough(path: Path, browser: str) -> None:
    """With all programs on the PATH nothing is installed, and nothing said."""
    tools(path, browser, "nginx", "openssl", "socat")
    program(path / "apt-get", "exit 9")
    result = run("setup_test_tools.py")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_missing_tool_and_no_way_to_get_it(path: Path) -> None:
    """Neither the program nor apt-get: exit status 1, and the names to look for, of what is missing only."""
    tools(path, "nginx", "openssl", "socat")
    result = run("setup_test_tools.py")
    assert result.returncode == 1
    assert "got neither" in result.stderr
    assert "chromium-browser or google-chrome" in result.stderr
    assert "socat" not in result.stderr


def test_a_failed_installation_is_loud(path: Path) -> None:
    """What apt-get said is shown, with its exit status."""
    program(path / "apt-get", "echo no network; exit 100")
    program(path / "sudo", 'shift; exec "$@"')
    program(path / "env", 'shift 2; exec "$@"')
    result = run("setup_test_tools.py")
    assert result.returncode == 1
    assert "`apt-get update -qq` to succeed, got exit status 100:\nno network" in result.stderr


def test_tools_that_apt_get_brings(path: Path) -> None:
    """After Debian's packages are there, all is well; what was there is not asked for."""
    tools(path, "nginx", "openssl", "browser.deb")
    link = f'/bin/ln -s "{path}/browser.deb" "{path}'
    program(
        path / "apt-get",
        f'[ "$1" = update ] || {{ echo "$@" >"{path}/log"; {link}/chromium"; {link}/socat"; }}',
    )
    program(path / "sudo", 'shift; exec "$@"')
    program(path / "env", 'shift 2; exec "$@"')
    assert run("setup_test_tools.py").returncode == 0
    assert (path / "log").read_text().split()[-2:] == ["chromium", "socat"]


def test_web_scripts_stop_at_the_first_failure(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Installed once, then each script in turn, until one fails with its own exit status."""
    program(path / "node", "echo v24.0.0")
    program(path / "npm", 'echo "$@"; case "$*" in *bad) exit 5;; esac')
    (tmp_path / "web/node_modules").mkdir(parents=True)
    (tmp_path / "web/package.json").write_text("{}")
    (tmp_path / "web/package-lock.json").write_text("{}")
    web = load("web")
    monkeypatch.setattr(web, "ROOT", tmp_path)
    assert web.main(["check", "bad", "test"]) == 5
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[-2:] for line in lines] == [["run", "check"], ["run", "bad"]]
    assert web.main(["test"]) == 0


def test_without_web_there_is_nothing_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A source tree without the front end passes its checks and says why."""
    web = load("web")
    monkeypatch.setattr(web, "ROOT", tmp_path)
    assert web.main(["check"]) == 0
    assert "nothing to do" in capsys.readouterr().out
