"""The tasks of the code lab: what is right passes, and what is wrong gets words that help."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import numpy as np
import pytest
from waiting import eventually

from neurarium.console.examination import examine, properties
from neurarium.lab import Lab, Workspace
from neurarium.lab.exhibits.code.checking import Found, FreshProcess
from neurarium.lab.exhibits.code.exercises import FOLDER, Exercise, exercises
from neurarium.lab.exhibits.code.given import missing_packages
from neurarium.lab.kernel import NoKernels
from neurarium.lab.kernel.output import Obstacle

Ask = Callable[..., Any]

MISTAKES = [
    pytest.param(exercise, path, id=f"{exercise.name}-{path.stem}")
    for exercise in exercises().values()
    for path in sorted((exercise.folder / "mistakes").glob("*.py"))
]
NOT_STARTED = ("returns_nothing", "nothing_yet", "missing")
"""The words for a task that nobody has begun."""


def checked(exercise: Exercise, source: str) -> Found:
    """Return what a check in a process of its own finds."""
    examination = FreshProcess(exercise, source)
    try:
        while (found := examination.found()) is None:
            time.sleep(0.02)
        return found
    finally:
        examination.close()


@pytest.fixture(params=exercises().values(), ids=lambda exercise: exercise.name)
def exercise(request: pytest.FixtureRequest) -> Exercise:
    """Each task in turn."""
    task: Exercise = request.param
    if missing_packages(task.solution):
        pytest.skip("it needs a package that is not installed")
    return task


def test_every_folder_is_a_task() -> None:
    """Each folder was read: nothing is listed anywhere else."""
    assert [each.folder.name for each in exercises().values()] == sorted(
        path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"
    )


def test_the_solution_passes(exercise: Exercise) -> None:
    """The solution has every property, in a process of its own, in a quarter of the time it may compute."""
    quarter = Exercise(**{**vars(exercise), "seconds": exercise.seconds // 4})
    found = checked(quarter, exercise.solution)
    assert found.passed, exercise.say(found.key, found.values)
    assert found.held == len(exercise.properties)
    assert exercise.say(found.key, found.values).zh


def test_the_starter_is_told_what_to_write(exercise: Exercise) -> None:
    """The program as given does not pass; it is no error in it, but what is still missing."""
    found = examine(exercise.folder / "check.py", exercise.starter)
    assert not found.passed
    assert found.key in (*NOT_STARTED, *exercise.own_words), (found.key, found.error)
    assert found.key not in ("stopped", "syntax")


@pytest.mark.parametrize(("source", "key"), [("", "empty"), ("  \n", "empty"), ("def f(:\n", "syntax")])
def test_no_program_is_no_pass(exercise: Exercise, source: str, key: str) -> None:
    """An empty file and a text that is not Python are told so, with the line."""
    found = examine(exercise.folder / "check.py", source)
    assert (found.passed, found.key) == (False, key)
    assert (found.error is None) == (key == "empty")
    assert exercise.say(found.key, values_of(found.values, found.error)).en


@pytest.mark.parametrize(("exercise", "path"), MISTAKES)
def test_each_mistake_gets_its_words(exercise: Exercise, path: Path) -> None:
    """A program with a mistake is told of this mistake, in both languages."""
    if missing_packages(exercise.solution):
        pytest.skip("it needs a package that is not installed")
    found = examine(exercise.folder / "check.py", path.read_text(encoding="utf-8"))
    assert not found.passed
    assert found.key == path.stem.split("-")[0], (found, exercise.say(found.key, found.values))
    assert found.held < len(exercise.properties)
    said = exercise.say(found.key, values_of(found.values, found.error))
    assert said.en != said.zh


def values_of(values: object, error: object) -> dict[str, object]:
    """Return the values that words are filled in with, as a process of its own would give them."""
    told = {"line": error["line"], "message": error["message"]} if isinstance(error, dict) else {}
    return {**values, **told} if isinstance(values, dict) else told


def test_every_word_of_its_own_has_a_mistake(exercise: Exercise) -> None:
    """What a task can say of itself, some mistake makes it say."""
    made = {path.stem.split("-")[0] for path in (exercise.folder / "mistakes").glob("*.py")}
    assert set(exercise.own_words) <= made
    assert made <= set(exercise.words)


def test_both_languages_say_the_same(exercise: Exercise) -> None:
    """Titles, texts, hints and words are there in both languages, with the same values in them."""
    pairs = [exercise.title, exercise.text, *exercise.hints, *exercise.properties.values()]
    assert all(each.en and each.zh and each.en != each.zh for each in pairs)
    for words in exercise.words.values():
        assert places(words.en) == places(words.zh), words
    assert len(exercise.hints) == 3
    assert all(exercise.solution in hint for hint in (exercise.hints[2].en, exercise.hints[2].zh))
    assert list(properties(exercise.folder / "check.py")) == list(exercise.properties)


def places(text: str) -> set[str]:
    """Return the names of the values in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


SIGMOID = exercises()["sigmoid"]


class Allowed(NoKernels):
    """A place where programs may run, and that has no kernels: checks need none."""

    def __init__(self) -> None:
        super().__init__(Obstacle("no_processes"))

    def obstacle(self) -> None:  # type: ignore[override]
        """Say that nothing is in the way."""


@pytest.fixture
def page(workspace: Workspace, ask: Ask, lab: Lab) -> Iterator[Ask]:
    """Return ``ask`` for a page of the code lab where programs may run."""
    workspace.kernels = Allowed()
    ask("code", "open")
    yield ask
    lab.close()


def verdict(page: Ask) -> Any:
    """Return the report of the check that is at work, once it is done."""
    while (report := page("code", "verdict"))["state"] == "running":
        time.sleep(0.02)
    return report


def test_a_page_begins_a_check_and_asks_for_its_verdict(page: Ask) -> None:
    """The answer comes at once; the verdict later, in both languages, and as an attempt with its score."""
    report = page("code", "examine", name="sigmoid", source=SIGMOID.solution)
    assert (report["state"], report["name"]) == ("running", "sigmoid")
    report = verdict(page)
    assert (report["state"], report["passed"], report["held"]) == ("done", True, 3)
    assert report["words"] == {"en": SIGMOID.words["passed"].en, "zh": SIGMOID.words["passed"].zh}
    [row] = page("code", "attempts", program="sigmoid")["rows"]
    assert row["score"] == 1
    assert row["versions"]["numpy"] == np.__version__
    page("code", "verdict")
    assert len(page("code", "attempts", program="sigmoid")["rows"]) == 1
    wrong = (SIGMOID.folder / "mistakes" / "slope.py").read_text(encoding="utf-8")
    page("code", "examine", name="sigmoid", source=wrong)
    report = verdict(page)
    assert (report["held"], report["passed"]) == (2, False)
    scores = [row["score"] for row in page("code", "attempts", program="sigmoid")["rows"]]
    assert scores == [1, pytest.approx(2 / 3)]


def test_an_error_comes_with_its_line(page: Ask) -> None:
    """The learner's error is told as in the console: kind, line, traceback; the words name the line."""
    page("code", "examine", name="sigmoid", source="import numpy as np\nnp.ones((2, 3)) @ np.ones((2, 3))\n")
    report = verdict(page)
    assert (report["error"]["kind"], report["error"]["line"]) == ("matmul", 2)
    assert "line 2" in report["words"]["en"]
    assert "第 2 行" in report["words"]["zh"]


def endless(mark: Path) -> str:
    """Return a program that writes the number of its process into a file, and does not end."""
    tell = f"pathlib.Path({str(mark)!r}).write_text(str(os.getpid()))"
    return f"import os, pathlib, time\n{tell}\ntime.sleep(600)\n"


LAB = """
import os, pathlib, signal, sys, time
from neurarium.lab.exhibits.code.checking import FreshProcess
from neurarium.lab.exhibits.code.exercises import exercises
mark = pathlib.Path(sys.argv[1])
check = FreshProcess(exercises()["sigmoid"], sys.argv[2])
while not (mark.exists() and mark.read_text()):
    time.sleep(0.02)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_lab_that_is_killed_leaves_no_check_behind(tmp_path: Path) -> None:
    """The process of a check ends with the lab, although nobody is there to end it."""
    mark = tmp_path / "process"
    lab = subprocess.run([sys.executable, "-c", LAB, mark, endless(mark)], check=False)
    assert lab.returncode == -signal.SIGKILL
    process = int(mark.read_text())
    eventually(lambda: not is_there(process), "the process of the check has ended")


def is_there(process: int) -> bool:
    """Return whether there is a process of this number that still does something."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")  # who has ended and was not asked for its end is there, too
    return not (status.exists() and status.read_text().rsplit(")", maxsplit=1)[1].split()[0] == "Z")


def test_a_new_check_ends_the_one_before(page: Ask, tmp_path: Path) -> None:
    """Of two checks only the last is done, and the process of the first is gone; so it is at the end."""
    mark = tmp_path / "process"
    page("code", "examine", name="sigmoid", source=endless(mark))
    while not (mark.exists() and mark.read_text()):
        assert page("code", "verdict")["state"] == "running"
        time.sleep(0.02)
    page("code", "examine", name="sigmoid", source=SIGMOID.solution)
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)
    page("code", "open", program="xor")  # another program is opened meanwhile
    assert verdict(page)["passed"]


def test_it_is_the_learners_own_program_that_runs(tmp_path: Path) -> None:
    """The text that was handed over is run, and nothing else: what it writes is there."""
    mark = tmp_path / "mark"
    found = checked(SIGMOID, f"open({str(mark)!r}, 'w').write('here')\n{SIGMOID.solution}")
    assert found.passed
    assert mark.read_text() == "here"


def test_a_check_knows_nothing_of_the_one_before() -> None:
    """Each check begins with nothing: what an earlier program has defined is not there."""
    assert checked(SIGMOID, SIGMOID.solution).passed
    found = checked(SIGMOID, SIGMOID.solution.split("def sigmoid_derivative")[0])
    assert (found.key, found.values["name"]) == ("missing", "sigmoid_derivative")


def test_what_is_printed_does_not_count() -> None:
    """Neither a flood of text, nor a closed stream, nor a thread that goes on changes a verdict."""
    lasting = "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()\n"
    assert checked(SIGMOID, lasting + SIGMOID.solution).passed
    assert checked(SIGMOID, f"print('x' * 10**7)\n{SIGMOID.solution}").passed
    assert checked(SIGMOID, f"import sys\nsys.stdout = None\n{SIGMOID.solution}").passed


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("while True:\n    pass\n", "seconds"),
        ("import numpy as np\nnp.ones((60000, 60000)) @ np.ones((60000, 60000))\n", "memory"),
        ("import os\nos._exit(3)\n", "died"),
        ("import sys\nsys.exit()\n", "exits"),
        ("raise KeyboardInterrupt\n", "stopped"),
        ("input()\n", "stopped"),
        ("1 / 0\n", "stopped"),
        ("def sigmoid(z):\n    return sigmoid(z)\n", "raised"),
        ("sigmoid = 3\n", "not_function"),
        ("def sigmoid():\n    return 1\n", "arguments"),
        ("def sigmoid(z):\n    return 'much'\n", "not_array"),
        ("def sigmoid(z):\n    return z + float('inf')\n", "not_finite"),
        ("sigmoid = ...\n", "nothing_yet"),
        ("def sigmoid(z):\n    return 1 / (1 + 2.718281828**-z) if abs(z).max() < 20 else '1'\n", "odd"),
    ],
)
def test_whatever_happens_there_are_words_for_it(source: str, key: str) -> None:
    """A program without end, without measure, or with any other accident gets the words for that."""
    short = Exercise(**{**vars(SIGMOID), "seconds": 2})
    found = checked(short, source)
    assert (found.passed, found.key) == (False, key)
    assert SIGMOID.say(found.key, found.values).zh


def test_who_waits_is_ended() -> None:
    """A program that sleeps is ended, although it computes nothing."""
    short = Exercise(**{**vars(SIGMOID), "seconds": 1})
    assert checked(short, "import time\ntime.sleep(600)\n").key == "waited"


def test_a_common_word_is_used_somewhere() -> None:
    """The words that all tasks share are those that a check can come to."""
    used = {
        "passed",
        "empty",
        "syntax",
        "stopped",
        "raised",
        "exits",
        "missing",
        "nothing_yet",
        "not_function",
    }
    used |= {
        "arguments",
        "returns_nothing",
        "not_array",
        "shape",
        "not_finite",
        "changes",
        "memory",
        "seconds",
        "not_network",
        "other_training",
    }
    assert set(SIGMOID.words) - set(SIGMOID.own_words) == used | {"waited", "died", "odd"}
