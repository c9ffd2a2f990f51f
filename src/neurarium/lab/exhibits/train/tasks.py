"""The tasks and quiz questions of `train`, checked against the real run."""

from abc import abstractmethod

from neurarium.engine.mlp import MLP
from neurarium.lab.exhibits.train.run import TrainingRun
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, number_of, question, task


class TrainTasks(Tasks):
    """A part of the exhibit: what it can be asked to check."""

    @property
    @abstractmethod
    def _run(self) -> TrainingRun | None:
        """The run that the checks look at."""

    @task("run", "going", "accuracy")
    def reach_97(self) -> Verdict:
        """Read about 97 of 100 digits that were never learned from, as the classic network does."""
        return self._reads(0.965)

    @task("run", "parameters", "going", "accuracy")
    def small(self) -> Verdict:
        """Be good with little: fewer than 20,000 parameters."""
        run = self._run
        parameters = run.trainer.network.theta.size if run and run.trainer else 0
        if parameters >= 20_000:
            return not_yet("parameters", parameters=parameters)
        return self._reads(0.95)

    @task("run", "finite")
    def diverge(self) -> Verdict:
        """Let the loss diverge."""
        if self._run is None:
            return not_yet("run")
        return DONE if self._run.diverged is not None else not_yet("finite")

    @task("run", "rate", "going")
    def tune_midway(self) -> Verdict:
        """Change the learning rate in the middle of a run, and bring it to its end."""
        if self._run is None:
            return not_yet("run")
        if self._run.rates == ():
            return not_yet("rate")
        return DONE if self._run.outcome is not None else not_yet("going")

    @task("labels", "accuracy", "going", "test")
    def random(self) -> Verdict:
        """Learn noise by heart: right on it, and no wiser."""
        run = self._run
        if run is None or not run.settings.shuffle_labels:
            return not_yet("labels")
        if run.snapshot is None:
            return not_yet("accuracy", accuracy=0.0)
        learned = max(run.snapshot.curve.accuracy[-1:], default=0.0)
        if learned < 0.3:
            return not_yet("accuracy", accuracy=float(learned))
        if run.outcome is None:
            return not_yet("going")
        test = run.outcome.test_accuracy or 0.0
        return DONE if test < 0.2 else not_yet("test", test=test)

    @question
    def count_biases(self, answer: str) -> Verdict:
        """Ask how many biases 784-16-16-10 has."""
        right = MLP([784, 16, 16, 10]).summary().biases
        return Verdict(number_of(answer) == right, str(right))

    @question
    def random_test(self, answer: str) -> Verdict:
        """Ask what share of the test images, in percent, is read after learning random labels."""
        return Verdict(number_of(answer) == 10, "10")

    def _reads(self, share: float) -> Verdict:
        """Return whether the run has ended with so large a share of the test images read correctly."""
        if self._run is None:
            return not_yet("run")
        if self._run.outcome is None:
            return not_yet("going")
        accuracy = self._run.outcome.test_accuracy or 0.0
        return DONE if accuracy >= share else not_yet("accuracy", accuracy=accuracy)
