"""The playground's tasks and quiz questions, checked against the network."""

from abc import abstractmethod

from neurarium.lab.exhibits.playground.settings import PlaygroundSettings
from neurarium.lab.history import History
from neurarium.lab.tasks import Tasks, Verdict, question, task


class PlaygroundTasks(Tasks):
    """A part of the exhibit: what it can be asked to check."""

    settings: PlaygroundSettings
    history: History

    @property
    @abstractmethod
    def memorises(self) -> bool:
        """Whether the network does worse on the test points by more than chance."""

    @task
    def circle_by_hand(self) -> bool:
        """Solve the circle without a hidden layer: the right inputs do the work."""
        return self._solved("circle") and not self.settings.network_shape

    @task
    def xor_one_input(self) -> bool:
        """Solve XOR with a single input."""
        return self._solved("xor") and len(self.settings.inputs) == 1

    @task
    def spiral(self) -> bool:
        """Solve the spiral from x and y alone."""
        return self._solved("spiral") and self._plain_inputs

    @task
    def overfit(self) -> bool:
        """Memorise: little loss in training, and on the test points worse by more than chance."""
        now = self.history.moments[-1]
        return now.epoch > 0 and now.train_loss < 0.1 and self.memorises

    @task
    def no_hidden(self) -> bool:
        """See a straight line fail at XOR, after fair time to learn."""
        now = self.history.moments[-1]
        line = not self.settings.network_shape and self._plain_inputs
        failed = now.epoch >= 50 and (now.test_accuracy or 1) < 0.75
        return line and self.settings.dataset == "xor" and failed

    @task
    def typed(self) -> bool:
        """Tell two clouds apart without training, by weights typed in."""
        now = self.history.moments[-1]
        by_hand = self.history.edits > 0 and now.epoch == 0 and (now.test_accuracy or 0) >= 0.95
        return by_hand and self.settings.dataset == "gauss" and not self.settings.network_shape

    @question
    def quiz_linear(self, answer: str) -> Verdict:
        """Ask which data set a single line can separate."""
        return Verdict(answer == "gauss", "gauss", self._share())

    @question
    def quiz_zero(self, answer: str) -> Verdict:
        """Ask what happens if all weights begin at 0."""
        return Verdict(answer == "same", "same", self._share())

    @property
    def _plain_inputs(self) -> bool:
        return set(self.settings.inputs) <= {"x", "y"}

    def _solved(self, dataset: str) -> bool:
        now = self.history.moments[-1]
        return self.settings.dataset == dataset and now.epoch > 0 and (now.test_accuracy or 0) >= 0.95

    def _share(self) -> dict[str, float]:
        return {"share": self.history.moments[-1].test_accuracy or 0.0}
