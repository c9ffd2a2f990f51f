"""The tasks and quiz questions of `gradient-flow`."""

import math
from abc import abstractmethod
from dataclasses import replace

from neurarium.lab.exhibits.gradient_flow.settings import DeepSettings, GradientFlowSettings
from neurarium.lab.exhibits.gradient_flow.sizes import sizes
from neurarium.lab.exhibits.gradient_flow.trial import TrialView
from neurarium.lab.gradient_size import GradientVerdict, verdict_on
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, question, task

DEEP = 20
LARGE = 1.5


class GradientFlowTasks(Tasks):
    """Checked against the network as it is, and against the same network without what mends it."""

    settings: GradientFlowSettings

    @property
    @abstractmethod
    def ratio(self) -> float:
        """The gradient at the inputs of the network that is shown, as a multiple of that at the logits."""

    @property
    @abstractmethod
    def trial(self) -> TrialView | None:
        """Both trainings, if they were asked for."""

    @property
    def _verdict(self) -> GradientVerdict:
        return verdict_on(self.ratio)

    @task("sigmoid", "shallow", "alive")
    def vanish(self) -> Verdict:
        """Let a gradient vanish in many sigmoid layers."""
        if self.settings.activation != "sigmoid":
            return not_yet("sigmoid")
        if self.settings.depth < DEEP:
            return not_yet("shallow", depth=self.settings.depth)
        return DONE if self._verdict == "vanishing" else not_yet("alive", power=_power(self.ratio))

    @task("scale", "calm")
    def explode(self) -> Verdict:
        """Let a gradient explode, with weights larger than they were drawn."""
        if self.settings.weight_scale <= LARGE:
            return not_yet("scale", scale=self.settings.weight_scale)
        return DONE if self._verdict == "exploding" else not_yet("calm", power=_power(self.ratio))

    @task("residual", "shallow", "needless", "ill")
    def connect(self) -> Verdict:
        """Mend a deep network by residual connections."""
        if not self.settings.residual:
            return not_yet("residual")
        if self.settings.depth < DEEP:
            return not_yet("shallow", depth=self.settings.depth)
        return self._mended(replace(self.settings.network, residual=False))

    @task("activation", "shallow", "needless", "ill")
    def straighten(self) -> Verdict:
        """Mend a deep network of sigmoids by a slope of 1."""
        if self.settings.activation not in ("relu", "leaky_relu"):
            return not_yet("activation")
        if self.settings.depth < DEEP:
            return not_yet("shallow", depth=self.settings.depth)
        return self._mended(replace(self.settings.network, activation="sigmoid"))

    @task("initializer", "shallow", "needless", "ill")
    def draw(self) -> Verdict:
        """Mend a deep network by weights that are drawn to fit its width."""
        if self.settings.initializer not in ("xavier", "he"):
            return not_yet("initializer")
        if self.settings.depth < DEEP:
            return not_yet("shallow", depth=self.settings.depth)
        return self._mended(replace(self.settings.network, initializer="normal"))

    @task("train", "same", "learns", "stuck")
    def confirm(self) -> Verdict:
        """Train a network that does not learn beside a mended one that does."""
        trial = self.trial
        if trial is None or not trial.over:
            return not_yet("train")
        if trial.mended is None:
            return not_yet("same")
        if trial.as_it_is.learned:
            return not_yet("learns")
        return DONE if trial.mended.learned else not_yet("stuck")

    def _mended(self, without: DeepSettings) -> Verdict:
        """Judge the network against the same `without` what mends it."""
        if self._verdict != "normal":
            return not_yet("ill", power=_power(self.ratio))
        before = sizes(without).ratio
        return DONE if verdict_on(before) != "normal" else not_yet("needless", power=_power(before))

    @question
    def predict_twice(self, answer: str) -> Verdict:
        """Ask what twelve layers leave of the gradient, if six leave a ten-thousandth."""
        six, twelve = (sizes(DeepSettings(depth=depth)).ratio for depth in (6, 12))
        right = "power" if twelve < six / 1000 else "tenth" if twelve < six / 5 else "half"
        return Verdict(answer == right, right, {"six": 1 / six, "twelve": 1 / twelve})

    @question
    def predict_zeros(self, answer: str) -> Verdict:
        """Ask how large the gradient in the first hidden layer is if all weights are 0."""
        found = sizes(DeepSettings(initializer="zeros"))
        gradient = found.gradients[1].item()
        right = "none" if gradient == 0 else "some"
        return Verdict(answer == right, right, {"gradient": gradient, "output": found.gradients[-1].item()})


def _power(ratio: float) -> float:
    """Return a ratio as a power of ten, as sentences have it."""
    return math.log10(ratio) if ratio > 0 else -math.inf
