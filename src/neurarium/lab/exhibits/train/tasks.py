"""The tasks and quiz questions, checked against the real run."""

from dataclasses import dataclass

from neurarium.engine.mlp import MLP
from neurarium.lab.exhibits.train.requests import Check
from neurarium.lab.exhibits.train.run import TrainingRun


@dataclass(frozen=True)
class Verdict:
    """Whether a task is done, and the right answer to a quiz question."""

    done: bool
    right: float | None = None


def check(params: Check, run: TrainingRun | None) -> Verdict:
    """Check a task against the run, or an answer."""
    outcome = run.outcome if run else None
    tested = (outcome.test_accuracy if outcome else None) or 0.0
    match params.task:
        case "reach_97":  # read 97 of 100 digits that were never learned from
            return Verdict(tested >= 0.97)
        case "small":  # be good with little: fewer than 20,000 parameters
            parameters = run.trainer.network.theta.size if run and run.trainer else 0
            return Verdict(tested >= 0.96 and parameters < 20_000)
        case "diverge":  # let the loss diverge
            return Verdict(run is not None and run.diverged is not None)
        case "tune":  # change the learning rate in the middle of a run, and bring it to its end
            return Verdict(run is not None and run.commands.rate_changes > 0 and outcome is not None)
        case "random":  # learn noise by heart: right on it, and no wiser
            return Verdict(_knows_noise(run))
        case "count_biases":
            right = MLP([784, 16, 16, 10]).summary().biases
            return Verdict(params.answer == right, right)
        case _:  # random_test: what share of the test images, in percent, after learning random labels?
            return Verdict(params.answer == 10, 10)


def _knows_noise(run: TrainingRun | None) -> bool:
    if run is None or run.snapshot is None or not run.settings.shuffle_labels:
        return False
    accuracy = run.snapshot.curve.accuracy
    return len(accuracy) > 0 and accuracy[-1] >= 0.3 and run.snapshot.test.accuracy < 0.2
