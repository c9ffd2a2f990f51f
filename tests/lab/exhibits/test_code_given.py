"""The given programs of the code lab run as they are, and what their texts claim about the result is true."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import neurarium
from neurarium.lab.exhibits.code.given import CELL, FOLDER, Given, given, missing_packages
from neurarium.lab.kernel.output import Obstacle

Ask = Callable[..., Any]
NAMES = tuple(given())


def run(name: str, folder: Path, *changes: tuple[str, str], warns: str = "") -> str:
    """Run a program in a process of its own, as a learner would; return what it prints.

    Each change, a text and what takes its place, is one that the program's text proposes. It may warn of
    nothing but what the text says.
    """
    source = given()[name].source
    for old, new in changes:
        assert source.count(old) == 1, f"{old!r} is not in the program once"
        source = source.replace(old, new)
    missing = missing_packages(source)
    if missing:
        pytest.skip(f"it needs {', '.join(missing)}")
    (folder / "program.py").write_text(source, encoding="utf-8")
    packages = [str(Path(neurarium.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONUTF8": "1", "MPLBACKEND": "agg"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, packages))
    environment["TF_CPP_MIN_LOG_LEVEL"] = "3"  # TensorFlow's own notes are no warnings of the program
    done = subprocess.run(
        [sys.executable, "-W", "default" if warns else "error", "program.py"],
        cwd=folder,
        env={**environment, "XDG_DATA_HOME": str(folder / "data")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (warns in done.stderr) if warns else (done.stderr == "")
    return done.stdout


def found(pattern: str, printed: str) -> float:
    """Return the number in what a program has printed."""
    match = re.search(pattern, printed)
    assert match, printed
    return float(match[1])


@pytest.mark.parametrize("program", given().values(), ids=NAMES)
def test_each_step_is_explained(program: Given) -> None:
    """Steps have the titles of the cells, lines in the program, and words in both languages."""
    titles = CELL.findall(program.source)
    assert [step.title.en for step in program.steps] == titles
    assert titles[0] == "Imports"
    assert titles[-1] == "Result"
    lines = program.source.splitlines()
    after = 0
    for step in program.steps:
        assert after < step.first <= step.last <= len(lines)
        assert lines[step.first - 1].strip()
        assert not any(CELL.match(line) for line in lines[step.first - 1 : step.last])
        after = step.last
        assert step.text.en
        assert step.text.zh
        assert step.title.en != step.title.zh
    assert program.title.en != program.title.zh
    assert program.text.zh


@pytest.mark.parametrize("program", given().values(), ids=NAMES)
def test_it_is_short(program: Given) -> None:
    """A program fits on two screens, and its first line says what it is."""
    assert len(program.source.splitlines()) <= 90
    assert re.match(r'"""[^\n]+\.', program.source)
    assert max(map(len, program.source.splitlines())) <= 100


@pytest.mark.parametrize("program", given().values(), ids=NAMES)
def test_what_a_text_quotes_is_in_the_program(program: Given) -> None:
    """Code in a step's text that is a name of the program or a line of it is spelled as there."""
    sources = [program.source, given()["mnist"].source if program.name == "keras" else ""]  # side by side
    names = set(re.findall(r"\w+", " ".join(sources)))
    for step in program.steps:
        for language in (step.text.en, step.text.zh):
            for code in re.findall(r"`([A-Za-z_]\w*)`", language):
                assert code in names, f"{program.name}: {code}"


def test_programs_side_by_side_have_the_same_steps(ask: Ask) -> None:
    """Keras' program stands beside ours, step by step."""
    pairs = {program.name: program.beside for program in given().values() if program.beside}
    assert pairs == {"keras": "mnist"}
    ask("code", "open")
    for name, other in pairs.items():
        assert ask("code", "program", name=name)["beside"] == other
        titles = [[step.title for step in given()[each].steps] for each in (name, other)]
        assert titles[0] == titles[1]


def test_every_folder_is_a_program() -> None:
    """Each folder was read: nothing is listed anywhere else."""
    folders = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
    assert [name[3:] for name in folders] == list(NAMES)


def test_every_program_is_run() -> None:
    """Each program has a test of its result below."""
    tests = {name.removeprefix("test_program_").replace("_", "-") for name in globals()}
    assert set(NAMES) <= tests


def test_program_forward(tmp_path: Path) -> None:
    """The sums are 2, 1 and -1.5, ReLU makes 0 of the last, and the output is 0.731; two rows give two."""
    printed = run("forward", tmp_path)
    assert "[ 2.   1.  -1.5]" in printed
    assert "[2. 1. 0.]" in printed
    assert found(r"\[(0\.731\d*)\]", printed)
    two = run("forward", tmp_path, ("np.array([1.0, 2.0])", "np.array([[1.0, 2.0], [0.0, 1.0]])"))
    assert re.search(r"\[\[0\.7310\d+\]\n \[0\.\d+ *\]\]", two)


def test_program_xor(tmp_path: Path) -> None:
    """The loss falls from about 0.7 to below 0.01, and all rows are right; with the seed 0, half of them."""
    printed = run("xor", tmp_path)
    assert found(r"loss: ([\d.]+)", printed) == pytest.approx(0.7, abs=0.1)
    assert found(r"([\d.]+) at the end", printed) < 0.01
    assert "100% of the rows are right" in printed
    unlucky = run("xor", tmp_path, ("default_rng(1)", "default_rng(0)"))
    assert found(r"([\d.]+) at the end", unlucky) == pytest.approx(0.35, abs=0.005)
    assert len(re.findall(r": 0\.(?:499|500|501)$", unlucky, re.MULTILINE)) == 2


def test_program_perceptron(tmp_path: Path) -> None:
    """All rows of AND are right, after a pass without a mistake; those of XOR are not after 50 passes."""
    printed = run("perceptron", tmp_path)
    assert "100% of the rows are right after 6 passes" in printed
    assert ": 0 mistakes" in printed
    xor = run("perceptron", tmp_path, ("np.array([0, 0, 0, 1])", "np.array([0, 1, 1, 0])"))
    assert found(r"(\d+)% of the rows", xor) < 100
    assert "after 50 passes" in xor


def test_program_iris(tmp_path: Path) -> None:
    """All four networks read nine tenths of the flowers right; a hidden layer makes hardly a difference."""
    printed = run("iris", tmp_path)
    learned, held_back = (
        [float(share) for share in re.findall(rf"([\d.]+)% of the {which}", printed)]
        for which in ("learned", "held-back")
    )
    assert len(learned) == len(held_back) == 4
    assert min(learned + held_back) > 90
    assert learned[0] >= max(learned) - 2
    assert held_back[0] >= max(held_back) - 3


@pytest.mark.slow
def test_program_noise(tmp_path: Path) -> None:
    """The training rows are learned by heart, and the test rows are guessed: about 10 %."""
    printed = run("noise", tmp_path)
    assert found(r"([\d.]+)% of the 800", printed) == 100
    assert found(r"([\d.]+)% of the 200", printed) == pytest.approx(10, abs=6)


@pytest.mark.slow
def test_program_comparison(tmp_path: Path) -> None:
    """The claims about the table: a rate that is too small, sigmoid's need, two neurons, and the best."""
    printed = run("comparison", tmp_path)
    rows = re.findall(r"^ +(\d+)" + r" +([\d.]+)%" * 4, printed, re.MULTILINE)
    assert [int(row[0]) for row in rows] == [2, 4, 8, 16] * 3
    table = [[float(share) for share in row[1:]] for row in rows]
    assert max(row[0] for row in table) < 70
    assert max(row[2] for row in table[:4]) < 80 < min(row[3] for row in table[1:4])
    assert max(max(table[i]) for i in (0, 4, 8)) < 85
    assert 94 < found(r"best: .* ([\d.]+)%", printed) < 97
    assert "Between the activation functions the difference is ..." in printed


@pytest.mark.slow
def test_program_numpy_mnist(tmp_path: Path) -> None:
    """At least 97 % of the test images are right."""
    assert found(r"([\d.]+)% of the 10,000 test images", run("numpy-mnist", tmp_path)) >= 97


@pytest.mark.slow
def test_program_sklearn(tmp_path: Path) -> None:
    """About 94 % of the test images are right, with scikit-learn's class and with ours."""
    warns = "ConvergenceWarning"
    theirs = run("sklearn", tmp_path, warns=warns)
    ours = ("from sklearn.neural_network import", "from neurarium import")
    for printed in (theirs, run("sklearn", tmp_path, ours, warns=warns)):
        assert found(r"([\d.]+)% of the 10,000 test images", printed) == pytest.approx(94.4, abs=0.6)


@pytest.mark.peers
def test_program_keras(tmp_path: Path) -> None:
    """As many parameters as ours, more than 97 % of the test images right, and as many as with ours."""
    if missing_packages("import keras, tensorflow"):
        pytest.skip("Keras is not installed")
    printed = run("keras", tmp_path)
    assert "101,770 parameters" in printed
    share = found(r"([\d.]+)% of the 10,000 test images", printed)
    assert share > 97
    assert share == pytest.approx(found(r"([\d.]+)% of the 10,000", run("mnist", tmp_path)), abs=0.6)
    assert found(r"parameters, (\d+) epochs", printed) < 20  # it was stopped early


@pytest.mark.slow
def test_program_mnist(tmp_path: Path) -> None:
    """At least 97 % of the test images are right."""
    printed = run("mnist", tmp_path)
    assert "101,770 parameters" in printed
    assert found(r"([\d.]+)% of the 10,000 test images", printed) > 97.3


def test_the_lab_lists_and_opens_them(ask: Ask) -> None:
    """Each entry of the list opens, with steps if it is a program and three hints if it is a task."""
    ask("code", "open")
    entries = ask("code", "programs")["entries"]
    assert {each["kind"] for each in entries} == {"given", "task"}
    for entry in entries:
        program = ask("code", "program", name=entry["name"])
        assert (program["kind"], program["title"]) == (entry["kind"], entry["title"])
        assert bool(program["steps"]) == (entry["kind"] == "given")
        assert len(program["hints"]) == (3 if entry["kind"] == "task" else 0)
        assert bool(program["properties"]) == (entry["kind"] == "task")


def test_a_name_that_is_none_is_refused(ask: Ask, refusal: Ask) -> None:
    """Neither a path nor a folder's name is the name of a program, and the refusal lists the names."""
    ask("code", "open")
    for name in ("", "..", "../tasks/04-sigmoid", "01-forward", "programs"):
        error = refusal("code", "program", name=name)
        assert error["code"] == "bad_param"
        assert "forward" in error["message"]


def test_without_processes_nothing_is_checked(ask: Ask, refusal: Ask) -> None:
    """Where no program may run, no check may either."""
    ask("code", "open")
    assert refusal("code", "examine", name="sigmoid", source="")["data"] == {
        "reason": Obstacle("no_processes").reason,
        "what": "",
    }
    assert ask("code", "verdict")["state"] == "none"
