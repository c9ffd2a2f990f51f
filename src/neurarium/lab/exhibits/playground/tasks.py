"""The playground's tasks and quiz questions, checked against the network."""

from abc import abstractmethod

from neurarium.lab.exhibits.playground.settings import PlaygroundSettings
from neurarium.lab.history import History
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, question, task


class PlaygroundTasks(Tasks):
    """A part of the exhibit: what it can be asked to check."""

    settings: PlaygroundSettings
    history: History
    trained_here: bool

    @property
    @abstractmethod
    def memorises(self) -> bool:
        """Whether the network does worse on the test points by more than chance."""

    @task("dataset", "hidden", "untrained", "accuracy")
    def circle_by_hand(self) -> Verdict:
        """Solve the circle without a hidden layer: the right inputs do the work."""
        if self.settings.network_shape:
            return not_yet("hidden")
        return self._solved("circle")

    @task("dataset", "inputs", "untrained", "accuracy")
    def xor_one_input(self) -> Verdict:
        """Solve XOR with a single input."""
        if len(self.settings.inputs) != 1:
            return not_yet("inputs", inputs=len(self.settings.inputs))
        return self._solved("xor")

    @task("dataset", "inputs", "untrained", "accuracy")
    def spiral(self) -> Verdict:
        """Solve the spiral from x and y alone."""
        return self._solved("spiral") if self._plain_inputs else not_yet("inputs")

    @task("untrained", "train_loss", "test_loss")
    def overfit(self) -> Verdict:
        """Memorise: little loss in training, and on the test points worse by more than chance."""
        if not self.trained_here:
            return not_yet("untrained")
        now = self.history.moments[-1]
        if now.train_loss >= 0.1:
            return not_yet("train_loss", train_loss=now.train_loss)
        return DONE if self.memorises else not_yet("test_loss", test_loss=now.test_loss)

    @task("dataset", "hidden", "inputs", "untrained", "early", "accuracy")
    def no_hidden(self) -> Verdict:
        """See a straight line fail at XOR, after fair time to learn."""
        if self.settings.dataset != "xor":
            return not_yet("dataset")
        if self.settings.network_shape:
            return not_yet("hidden")
        if not self._plain_inputs:
            return not_yet("inputs")
        if not self.trained_here:
            return not_yet("untrained")
        now = self.history.moments[-1]
        if now.epoch < 50:
            return not_yet("early", epoch=now.epoch)
        accuracy = now.test_accuracy or 1.0
        return DONE if accuracy < 0.75 else not_yet("accuracy", accuracy=accuracy)

    @task("dataset", "hidden", "trained", "edits", "accuracy")
    def typed(self) -> Verdict:
        """Tell two clouds apart without training, by weights typed in."""
        if self.settings.dataset != "gauss":
            return not_yet("dataset")
        if self.settings.network_shape:
            return not_yet("hidden")
        now = self.history.moments[-1]
        if now.epoch > 0:
            return not_yet("trained", epoch=now.epoch)
        if self.history.edits == 0:
            return not_yet("edits")
        return self._accurate()

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

    def _solved(self, dataset: str) -> Verdict:
        """Return whether a data set was learned here: nobody solves it by a file that somebody else saved."""
        if self.settings.dataset != dataset:
            return not_yet("dataset")
        return self._accurate() if self.trained_here else not_yet("untrained")

    def _accurate(self) -> Verdict:
        accuracy = self.history.moments[-1].test_accuracy or 0.0
        return DONE if accuracy >= 0.95 else not_yet("accuracy", accuracy=accuracy)

    def _share(self) -> dict[str, float]:
        return {"share": self.history.moments[-1].test_accuracy or 0.0}
