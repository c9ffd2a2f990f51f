"""Runs that go on when nobody looks."""

from contextlib import nullcontext

from neurarium.engine import MLP
from neurarium.lab import BackgroundRun, Lab, Workspace
from neurarium.lab.budget import Budget
from neurarium.lab.workspace import RunStatus
from neurarium.persist import Model


class Counting(BackgroundRun):
    """A run that wants a given number of slices."""

    def __init__(self, run_id: str, slices: int, fails: bool = False) -> None:
        super().__init__(run_id, nullcontext())
        self.left, self.fails, self.closed = slices, fails, False
        self.log: list[str] = []
        self.error: Exception | None = None

    @property
    def wants_time(self) -> bool:
        return self.left > 0 and self.error is None

    def advance(self, budget: Budget) -> None:
        self.left -= 1
        self.log.append(self.id)
        if self.fails:
            raise ValueError("out of digits")

    def status(self) -> RunStatus:
        return RunStatus(self.id, f"run {self.id}", "running" if self.wants_time else "finished", 0.5, 0.9)

    def fail(self, error: Exception) -> None:
        self.error = error

    def close(self) -> None:
        self.closed = True


def test_runs_take_turns(workspace: Workspace):
    """Runs are advanced in turn; one that is finished is passed over; then there is nothing to do."""
    order: list[str] = []
    for run in (Counting("a", 3), Counting("b", 1), Counting("c", 2)):
        run.log = order
        workspace.runs.add(run)
    while workspace.runs.advance(1):
        pass
    assert order == ["a", "b", "c", "a", "c", "a"]


def test_a_failing_run_does_not_end_the_others(workspace: Workspace, caplog):
    """A run that raises is told so, logged, and wants no more time."""
    bad, good = Counting("bad", 5, fails=True), Counting("good", 2)
    workspace.runs.add(bad)
    workspace.runs.add(good)
    while workspace.runs.advance(1):
        pass
    assert isinstance(bad.error, ValueError)
    assert (bad.left, good.left) == (4, 0)
    assert "out of digits" in caplog.text


def test_the_board(workspace: Workspace):
    """Runs can be found and removed, and all are closed with the workspace."""
    run = Counting("a", 1)
    workspace.runs.add(run)
    assert workspace.runs.get("a") is run
    workspace.close()
    assert run.closed
    workspace.runs.remove(Counting("a", 1))  # another one of the same name
    assert workspace.runs.get("a") is run
    workspace.runs.remove(run)
    assert workspace.runs.get("a") is None
    assert not workspace.runs.advance(1)


def test_the_model_status_tells_of_the_best_model(lab: Lab, workspace: Workspace):
    """Once something is trained, the status names the best model and its accuracy on the test set."""
    for name, created, accuracy in (("new", "2026-02-01", 0.91), ("best", "2026-01-01", 0.98)):
        metrics = {"test_accuracy": accuracy}
        model = Model(MLP([784, 10]), name=name, created=f"{created}T12:00:00+00:00", metrics=metrics)
        workspace.models.save(model)
    (workspace.models.folder / "broken.safetensors").write_bytes(b"nothing")
    reply = lab.handle({"id": 1, "exhibit": "lab", "op": "model"})
    assert reply["data"] == {"status": "trained", "name": "best", "accuracy": 0.98, "progress": 1.0}


def test_the_model_status_tells_of_training(lab: Lab, workspace: Workspace):
    """While a run trains, every session's model status says so."""
    workspace.runs.add(Counting("a", 1))
    reply = lab.handle({"id": 1, "exhibit": "lab", "op": "model"})
    assert reply["data"] == {"status": "training", "name": "run a", "accuracy": 0.9, "progress": 0.5}


def test_a_run_that_was_replaced_stays_away(workspace: Workspace):
    """A run that another takes the place of while it works does not come back."""
    new = Counting("a", 0)

    class Replaced(Counting):
        def advance(self, budget: Budget) -> None:
            workspace.runs.add(new)

    workspace.runs.add(Replaced("a", 5))
    assert workspace.runs.advance(1)
    assert workspace.runs.get("a") is new
