"""The file of a sweep: nothing that was computed is lost, nothing is computed twice."""

import logging

import pytest

from neurarium.tuning.journal import SweepFileError, SweepJournal
from neurarium.tuning.knobs import knobs_of
from neurarium.tuning.plan import Plan
from neurarium.tuning.sweeps import Sweep


def test_what_is_there_is_not_computed_again(plan, runner, tmp_path) -> None:
    """A second process reads the plan and the results, and has nothing left to do."""
    path = tmp_path / "sweep.jsonl"
    first = Sweep(plan, SweepJournal(path, plan))
    done = list(first.run(runner))
    assert len(done) == plan.most() == 10
    again = Sweep(plan, SweepJournal(path))
    assert again.journal.plan == plan
    assert list(again.run(runner)) == []
    assert again.table() == first.table()
    assert again.table().conclusion == first.table().conclusion


@pytest.mark.parametrize("kept", [0, 1, 3, 9])
def test_a_sweep_goes_on_where_it_was(plan, runner, tmp_path, kept: int, caplog) -> None:
    """After a kill in the middle of a line: what was whole is kept, the rest is computed, to the same end."""
    path = tmp_path / "sweep.jsonl"
    whole = Sweep(plan, SweepJournal(path, plan))
    list(whole.run(runner))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[: 1 + kept]) + lines[1 + kept][:40])
    caplog.set_level(logging.ERROR)
    resumed = Sweep(plan, SweepJournal(path))
    assert len(list(resumed.run(runner))) == 10 - kept
    weights = {key: result.weights for key, result in whole.results.items()}
    assert {key: result.weights for key, result in resumed.results.items()} == weights
    assert {key: result.weights for key, result in SweepJournal(path).results.items()} == weights


def test_the_file_of_another_sweep_is_left_alone(plan, runner, tmp_path) -> None:
    """The message says in what they differ, and the file stays as it is."""
    path = tmp_path / "sweep.jsonl"
    list(Sweep(plan, SweepJournal(path, plan)).run(runner))
    before = path.read_bytes()
    other = Plan(plan.base, knobs_of({"hidden": [2, 4]}), seeds=3)
    with pytest.raises(SweepFileError, match="another sweep \\(knobs, seeds differ\\)"):
        SweepJournal(path, other)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    ["no JSON\n", "{}\n", '{"version":1}\n', '{"version":2,"plan":{}}\n', '{"version":1,"plan":[]}\n'],
)
def test_a_file_that_is_no_sweep_is_refused(plan, tmp_path, text: str) -> None:
    """It is not overwritten."""
    path = tmp_path / "sweep.jsonl"
    path.write_text(text, encoding="utf-8")
    for wanted in (plan, None):
        with pytest.raises(SweepFileError, match=r"sweep\.jsonl"):
            SweepJournal(path, wanted)
    assert path.read_text(encoding="utf-8") == text


def test_there_must_be_a_sweep_to_go_on_with(tmp_path) -> None:
    """A file that is not there has no plan."""
    with pytest.raises(SweepFileError, match="no sweep to go on with"):
        SweepJournal(tmp_path / "sweep.jsonl")


def test_a_damaged_result_is_computed_again(plan, runner, tmp_path) -> None:
    """A line whose numbers cannot be is passed over."""
    path = tmp_path / "sweep.jsonl"
    list(Sweep(plan, SweepJournal(path, plan)).run(runner))
    path.write_text(path.read_text("utf-8").replace('"n":80', '"n":0', 1), encoding="utf-8")
    assert len(list(Sweep(plan, SweepJournal(path)).run(runner))) == 1


def test_a_full_disk_is_said_and_the_sweep_goes_on(plan, runner, tmp_path, monkeypatch, caplog) -> None:
    """The results are in memory, and are written when there is room again."""
    caplog.set_level(logging.ERROR)
    path = tmp_path / "sweep.jsonl"
    sweep = Sweep(plan, SweepJournal(path, plan))
    going = sweep.run(runner)
    next(going)
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", _no_room)
        next(going)
        assert "No space left" in sweep.journal.problem
    rest = list(going)
    assert len(rest) == 8
    assert sweep.journal.problem == ""
    assert len(SweepJournal(path).results) == 10


def _no_room(handle: int) -> None:
    raise OSError(28, "No space left on device")
