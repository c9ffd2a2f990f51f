"""A list of trainings in the background."""

import json
import os
import subprocess
import sys

import pytest

from neurarium.lab import Workspace
from neurarium.lab.protocol import LabError
from neurarium.lab.runs.training_list import Moment, Untrainable, training_list

JOBS = [{"number": n, "stretches": 3} for n in range(4)]


class Squares:
    """Squares numbers, in stretches; the result tells in which process."""

    version = 1
    uses_kernels = True

    def __init__(self):
        self.begun, self.closed = [], []
        self.fails = False
        self.gone = ()

    def accepts(self, job, result):
        return isinstance(job.get("number"), int) and (result is None or "square" in result)

    def cost(self, job):
        return float(job["stretches"])

    def train(self, job):
        if job["number"] in self.gone:
            raise Untrainable
        self.begun.append(job["number"])
        try:
            for i in range(job["stretches"]):
                seconds = yield Moment(i / job["stretches"], {"half": job["number"]})
                assert seconds >= 0
                if self.fails:
                    raise ValueError("out of squares")
        except GeneratorExit:
            self.closed.append(job["number"])
            raise
        return {"square": job["number"] ** 2, "process": os.getpid()}


@pytest.fixture
def squares():
    return Squares()


@pytest.fixture
def listed(workspace, squares):
    return training_list(workspace, "squares", squares)


def go(workspace, slices=None):
    """Advance all runs by single stretches; to the end if no number of slices is given."""
    n = 0
    while (slices is None or n < slices) and workspace.runs.advance(0):
        n += 1
    return n


def squares_of(listed):
    return [result and result["square"] for result in map(listed.result, listed.jobs)]


def test_one_after_another(workspace, listed, squares):
    """Jobs are trained in their order; progress tells of results, share and time; then there is rest."""
    assert (listed.progress.state, listed.progress.share) == ("finished", 1.0)
    listed.add(JOBS)
    listed.add([*JOBS[:2], {"stretches": 6, "number": 9}])  # what is there already is not added again
    assert (listed.progress.of, listed.progress.seconds_left) == (5, None)
    go(workspace, 2)
    assert listed.so_far(JOBS[0]) == {"half": 0}
    assert listed.result(JOBS[0]) is None
    assert listed.progress.share == pytest.approx(1 / 18)
    go(workspace, 8)
    assert (listed.progress.done, listed.progress.state) == (2, "running")
    assert listed.progress.share == pytest.approx(7 / 18)
    assert listed.progress.seconds_left > 0
    assert listed.status().state == "running"
    go(workspace)
    assert squares_of(listed) == [0, 1, 4, 9, 81]
    assert listed.so_far(JOBS[2])["square"] == 4
    assert (listed.progress.state, listed.progress.share, listed.progress.seconds_left) == ("finished", 1, 0)
    assert squares.begun == [0, 1, 2, 3, 9]
    assert training_list(workspace, "squares", squares) is listed


def test_it_is_no_training_of_a_model(workspace, listed, lab):
    """The top bar, which tells of the model in training, leaves it out."""
    listed.add(JOBS)
    reply = lab.handle({"id": 1, "exhibit": "lab", "op": "model"})
    assert reply["data"]["status"] == "not_trained"


def test_stopped_and_continued(workspace, listed, squares):
    """Stopping gives up the training at work; going on begins with it again, and repeats no other."""
    listed.add(JOBS)
    go(workspace, 6)
    listed.stop()
    assert go(workspace) == 1  # it gives up
    assert (squares.closed, listed.progress.state, listed.status().state) == ([1], "stopped", "paused")
    listed.go_on()
    go(workspace)
    assert squares_of(listed) == [0, 1, 4, 9]
    assert squares.begun == [0, 1, 1, 2, 3]


def test_jobs_that_are_dropped(workspace, listed, squares):
    """They are gone with their results, also from the file; one at work is given up."""
    listed.add(JOBS)
    go(workspace, 6)
    listed.drop(JOBS[:2])
    assert listed.jobs == tuple(JOBS[2:])
    go(workspace)
    assert (squares_of(listed), squares.closed) == ([4, 9], [1])
    later = training_list(Workspace(workspace.folder), "squares", squares)
    assert (later.jobs, squares_of(later)) == (tuple(JOBS[2:]), [4, 9])


def test_what_cannot_be_trained_any_more(workspace, listed, squares):
    """A job whose data are gone is dropped, also from the file; the others are trained."""
    listed.add(JOBS)
    squares.gone = (1, 3)
    go(workspace)
    assert (squares_of(listed), listed.progress.state) == ([0, 4], "finished")
    later = training_list(Workspace(workspace.folder), "squares", squares)
    assert later.jobs == (JOBS[0], JOBS[2])


def test_a_failure(workspace, listed, squares, caplog):
    """A list that fails says why, and can go on."""
    squares.fails = True
    listed.add(JOBS)
    go(workspace)
    assert (listed.progress.state, listed.status().state) == ("failed", "failed")
    assert listed.progress.problem == "ValueError: out of squares"
    squares.fails = False
    listed.go_on()
    go(workspace)
    assert squares_of(listed) == [0, 1, 4, 9]
    assert "out of squares" in caplog.text


def test_another_process_resumes(workspace, listed, squares):
    """At the first job without a result, with the notes; whether it was stopped is known too."""
    listed.add(JOBS)
    listed.note({"seen": 1})
    go(workspace, 6)
    workspace.close()
    assert squares.closed == [1]
    after = Workspace(workspace.folder)
    later = training_list(after, "squares", squares)
    assert (squares_of(later), later.notes) == ([0, None, None, None], ({"seen": 1},))
    go(after, 1)
    later.stop()
    go(after)
    after.close()
    last = Workspace(workspace.folder)
    assert training_list(last, "squares", squares).progress.state == "stopped"
    assert go(last) == 0
    training_list(last, "squares", squares).go_on()
    go(last)
    assert squares_of(training_list(last, "squares", squares)) == [0, 1, 4, 9]


def test_lists_with_names_of_their_own(workspace, listed, squares):
    """Two lists take turns, each with a file of its own."""
    other = training_list(workspace, "others", squares)
    listed.add(JOBS[:2])
    other.add(JOBS[2:])
    go(workspace)
    assert (squares_of(listed), squares_of(other)) == ([0, 1], [4, 9])
    assert squares.begun == [0, 2, 1, 3]
    assert sorted(path.name for path in (workspace.folder / "runs").glob("*.jsonl")) == [
        "others.jsonl",
        "squares.jsonl",
    ]


def test_a_process_that_was_killed(workspace, listed, squares, caplog):
    """Half a last line is no entry, and damages no other; what is not as it should be is passed over."""
    listed.add(JOBS)
    go(workspace, 8)
    workspace.close()
    file = workspace.folder / "runs" / "squares.jsonl"
    whole = file.read_bytes()
    foreign = [{"add": [{"number": "x"}, 7]}, {"job": JOBS[2], "result": {}}, {"note": 1}, {"job": 3}, 5]
    lines = "".join(json.dumps(line) + "\n" for line in foreign)
    file.write_bytes(whole + lines.encode() + b'{"job": {"number": 2, "stre')
    after = Workspace(workspace.folder)
    later = training_list(after, "squares", squares)
    assert "2 damaged lines are passed over" in caplog.text
    assert (later.jobs, squares_of(later)) == (tuple(JOBS), [0, 1, None, None])
    go(after)
    after.close()
    last = training_list(Workspace(workspace.folder), "squares", squares)
    assert squares_of(last) == [0, 1, 4, 9]


def test_a_file_of_another_version(workspace, listed, squares, caplog):
    """It is set aside, and the list begins anew."""
    listed.add(JOBS)
    workspace.close()
    squares.version = 2
    after = Workspace(workspace.folder)
    later = training_list(after, "squares", squares)
    assert later.jobs == ()
    assert "another version" in caplog.text
    later.add(JOBS[:1])
    go(after)
    assert len(list((workspace.folder / "runs").glob("squares-set-aside-*.jsonl"))) == 1


def test_a_disk_that_is_full(workspace, listed, monkeypatch, caplog):
    """The list goes on and says so; when there is room again, everything is written."""

    def full(handle):
        raise OSError("no space left")

    listed.add(JOBS)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        go(workspace, 8)
        assert listed.progress.problem == "no space left"
    go(workspace)
    assert (listed.progress.problem, listed.progress.state) == ("", "finished")
    later = training_list(Workspace(workspace.folder), "squares", Squares())
    assert squares_of(later) == [0, 1, 4, 9]
    assert "no space left" in caplog.text


OTHER_PROCESS = """
import sys
from pathlib import Path
from neurarium.lab import Workspace
workspace = Workspace(Path(sys.argv[1]))
print(workspace.own_runs(), flush=True)
sys.stdin.read()
"""


def test_another_process_has_the_runs(workspace, listed, squares):
    """Then orders are refused and the list is shown; it can be continued when that process has ended.

    A list that rests leaves the runs to any process.
    """
    listed.add(JOBS[:1])
    go(workspace)
    command = [sys.executable, "-c", OTHER_PROCESS, str(workspace.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline().strip() == "True"
        with pytest.raises(LabError) as refused:
            listed.add(JOBS)
        assert refused.value.code == "elsewhere"
        assert (listed.jobs, listed.progress.state) == (tuple(JOBS[:1]), "finished")
        # It writes to the file as well.
        with (workspace.folder / "runs" / "squares.jsonl").open("a") as file:
            file.write(json.dumps({"add": JOBS[1:]}) + "\n")
        assert training_list(workspace, "squares", squares).jobs == tuple(JOBS)
        assert listed.progress.state == "elsewhere"
        assert go(workspace) == 0
        other.stdin.close()
    training_list(workspace, "squares", squares)
    go(workspace)
    assert squares_of(listed) == [0, 1, 4, 9]


def test_nothing_is_trained_while_the_kernels_are_compiled(workspace, listed, monkeypatch):
    """The same job must give the same result, whenever it is trained."""
    listed.add(JOBS)
    monkeypatch.setattr("neurarium.lab.runs.training_list.being_compiled", lambda: True)
    assert go(workspace) == 0


def test_what_needs_no_kernels_does_not_wait_for_them(workspace, listed, squares, monkeypatch):
    """Only what is trained by the kernels rests while they are compiled."""
    monkeypatch.setattr("neurarium.lab.runs.training_list.being_compiled", lambda: True)
    monkeypatch.setattr(squares, "uses_kernels", False)
    listed.add(JOBS)
    go(workspace)
    assert squares_of(listed) == [0, 1, 4, 9]


def test_progress_of_some_jobs(workspace, listed):
    """It counts these only; the one in training counts if it is theirs, and an unknown one is elsewhere."""
    listed.add(JOBS)
    go(workspace, 2 + 3 + 1 + 1)  # the first is squared, the second has done one of three stretches
    first, second = listed.progress_of(JOBS[:1]), listed.progress_of(JOBS[1:3])
    assert (first.state, first.done, first.of, first.share) == ("finished", 1, 1, 1.0)
    assert (second.state, second.done, second.of) == ("running", 0, 2)
    assert 0 < second.share < 0.5
    assert listed.progress_of([]).state == "finished"
    go(workspace)
    assert listed.progress_of(JOBS[1:3]).state == "finished"
    assert listed.progress_of([{"number": 99, "stretches": 1}]).state == "elsewhere"
