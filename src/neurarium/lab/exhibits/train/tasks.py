"""The tasks and quiz questions of `train`, checked against the real run."""

from abc import abstractmethod

from neurarium.engine.mlp import MLP
from neurarium.lab.exhibits.train.run import TrainingRun
from neurarium.lab.tasks import Tasks, Verdict, number_of, question, task


class TrainTasks(Tasks):
    """A part of the exhibit: what it can be asked to check."""

    @property
    @abstractmethod
    def _run(self) -> TrainingRun | None:
        """The run that the checks look at."""

    @task
    def reach_97(self) -> bool:
        """Read about 97 of 100 digits that were never learned from, as the classic network does."""
        return self._tested >= 0.965

    @task
    def small(self) -> bool:
        """Be good with little: fewer than 20,000 parameters."""
        run = self._run
        parameters = run.trainer.network.theta.size if run and run.trainer else 0
        return self._tested >= 0.95 and parameters < 20_000

    @task
    def diverge(self) -> bool:
        """Let the loss diverge."""
        return self._run is not None and self._run.diverged is not None

    @task
    def tune_midway(self) -> bool:
        """Change the learning rate in the middle of a run, and bring it to its end."""
        run = self._run
        return run is not None and run.rates != () and run.outcome is not None

    @task
    def random(self) -> bool:
        """Learn noise by heart: right on it, and no wiser."""
        run = self._run
        if run is None or run.snapshot is None or not run.settings.shuffle_labels:
            return False
        accuracy = run.snapshot.curve.accuracy
        return len(accuracy) > 0 and accuracy[-1] >= 0.3 and run.snapshot.test.accuracy < 0.2

    @question
    def count_biases(self, answer: str) -> Verdict:
        """Ask how many biases 784-16-16-10 has."""
        right = MLP([784, 16, 16, 10]).summary().biases
        return Verdict(number_of(answer) == right, str(right))

    @question
    def random_test(self, answer: str) -> Verdict:
        """Ask what share of the test images, in percent, is read after learning random labels."""
        return Verdict(number_of(answer) == 10, "10")

    @property
    def _tested(self) -> float:
        outcome = self._run.outcome if self._run else None
        return (outcome.test_accuracy if outcome else None) or 0.0
