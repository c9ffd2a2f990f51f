"""The exhibit's tasks and questions."""

from functools import lru_cache

from neurarium.engine.metrics import count_classes
from neurarium.lab.exhibits.overfitting.game import Game
from neurarium.lab.exhibits.overfitting.image_source import ImageSource
from neurarium.lab.exhibits.overfitting.live import Live
from neurarium.lab.exhibits.overfitting.settings import OverfittingSettings, Setup
from neurarium.lab.exhibits.overfitting.training import Training
from neurarium.lab.exhibits.overfitting.view import KeptRun, draw_live, draw_runs
from neurarium.lab.exhibits.overfitting.weights import weights_of
from neurarium.lab.exhibits.overfitting.work import EQUAL_RUNS
from neurarium.lab.runs.training_list import TrainingList
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, question, task
from neurarium.training.statistics import paired_difference

BY_HEART = 0.99
LEARNED = 0.95
ABOVE_CHANCE = 0.05
ENOUGH_RUNS = 3


class OverfittingTasks(Tasks):
    """Checked against the game, the live training and the kept runs as they are."""

    settings: OverfittingSettings
    game: Game
    live: Live
    source: ImageSource

    @property
    def kept(self) -> TrainingList:
        """The trainings of the kept runs."""
        raise NotImplementedError

    @task("fall", "unseen")
    def beat(self) -> Verdict:
        """Be as good as the network on the unseen points."""
        view = self.game.view(self.settings.boundary, fallen=self.settings.fallen)
        if view.yours is None or view.network is None:
            return not_yet("fall")
        yours, network = view.yours.unseen, view.network.unseen
        return DONE if yours >= network else not_yet("unseen", yours=yours, network=network)

    @task("over", "learned", "gap")
    def by_heart(self) -> Verdict:
        """Overfit: nearly all learned images right, and clearly fewer of those held back."""
        live = draw_live(self.live.training)
        if not self.live.training.is_over:
            return not_yet("over")
        if live.train.share < BY_HEART:
            return not_yet("learned", share=100 * live.train.share)
        return DONE if live.memorises else not_yet("gap")

    @task("labels", "over", "learned", "held")
    def random(self) -> Verdict:
        """Let random labels be learned by heart."""
        live = draw_live(self.live.training)
        if not self.settings.random_labels:
            return not_yet("labels")
        if not self.live.training.is_over:
            return not_yet("over")
        if live.train.share < LEARNED:
            return not_yet("learned", share=100 * live.train.share)
        if live.held is None or live.held.share > _chance(self.source) + ABOVE_CHANCE:
            return not_yet("held")
        return DONE

    @task("runs", "difference")
    def cure(self) -> Verdict:
        """Cure a run, not by other images, so that the difference is shown."""
        trained = [run for run in self._runs if run.held is not None]
        pairs = [
            paired_difference(after.held.values, before.held.values)
            for before in trained
            for after in trained
            if after is not before
            and before.held
            and after.held
            and _data(before.setup) == _data(after.setup)
        ]
        if not pairs:
            return not_yet("runs")
        return DONE if any(pair.is_shown for pair in pairs) else not_yet("difference")

    @task("runs", "covered", "best", "often")
    def commit(self) -> Verdict:
        """Choose by what is held back, and uncover the test score of that run, not of all."""
        trained = [run for run in self._runs if run.held is not None]
        if len(trained) < ENOUGH_RUNS:
            return not_yet("runs", runs=len(trained))
        seen = [run for run in trained if run.test is not None]
        if not seen:
            return not_yet("covered")
        if len(seen) == len(trained):
            return not_yet("often", times=len(seen))
        best = max(trained, key=lambda run: run.held.mean if run.held else 0.0)
        return DONE if best.test is not None else not_yet("best")

    @property
    def _runs(self) -> tuple[KeptRun, ...]:
        return draw_runs(self.kept, self.settings.reference, self.source).runs

    @task("trained")
    def luck_shown(self) -> Verdict:
        """See what choosing the best of equal runs by the test costs."""
        luck = draw_runs(self.kept, self.settings.reference, self.source).luck
        return DONE if luck.done == EQUAL_RUNS else not_yet("trained", done=luck.done)

    @question
    def predict_random(self, answer: str) -> Verdict:
        """Ask how many images with shuffled labels a network gets right that it has learned from."""
        live = draw_live(_trained(Setup(images=100, random_labels=True, epochs=60)))
        right, held = 100 * live.train.share, 100 * (live.held.share if live.held else 0.0)
        nearest = min(("10", "50", "100"), key=lambda choice: abs(float(choice) - right))
        return Verdict(answer == nearest, nearest, {"right": right, "held": held})

    @question
    def predict_weights(self, answer: str) -> Verdict:
        """Ask what L2 does to the histogram of the weights."""
        small = Setup(images=200, width=16, epochs=20)
        without, penalised = (
            weights_of(_trained(setup).trainer.network, None).deviation
            for setup in (small, Setup(**small.plain() | {"l2": 0.02}))
        )
        right = "narrower" if penalised < without else "wider"
        return Verdict(answer == right, right, {"without": without, "penalised": penalised})


@lru_cache(maxsize=4)
def _trained(setup: Setup) -> Training:
    training = Training(setup, seed=0, source=ImageSource.mnist())
    while not training.is_over:
        training.advance(0.1)
    return training


def _chance(source: ImageSource) -> float:
    """Return the share that is right by guessing as often as the labels come."""
    shares = count_classes(source.images.y_train) / source.count
    return float((shares**2).sum())


def _data(setup: Setup) -> tuple[int, float, bool]:
    return setup.images, setup.noise, setup.random_labels
