"""The tasks and quiz questions of `gradient-flow`."""

import math
from abc import abstractmethod
from dataclasses import replace

from neurarium.engine.activations import ACTIVATIONS
from neurarium.lab.exhibits.gradient_flow.settings import DeepSettings, GradientFlowSettings
from neurarium.lab.exhibits.gradient_flow.sizes import sizes
from neurarium.lab.exhibits.gradient_flow.trial import TrialView
from neurarium.lab.gradient_size import GradientVerdict, verdict_on
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, question, task

DEEP = 20
LARGE = 1.5


class GradientFlowTasks(Tasks):
    """Checked against the network as it is, and against the same network without what mends it.

    What is still missing is said so that doing it leads on: never what is done already.
    """

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

    @task("scale", "calm", "zeros", "dead")
    def explode(self) -> Verdict:
        """Let a gradient explode, with weights larger than they were drawn."""
        if self.settings.weight_scale <= LARGE:
            return not_yet("scale", scale=self.settings.weight_scale)
        return DONE if self._verdict == "exploding" else self._wrong("calm")

    @task("residual", "shallow", "needless", "zeros", "dead", "large", "small")
    def connect(self) -> Verdict:
        """Mend a deep network by residual connections."""
        if not self.settings.residual:
            return not_yet("residual")
        if self.settings.depth < DEEP:
            return not_yet("shallow", depth=self.settings.depth)
        if self._verdict != "normal":
            return self._wrong("large" if self._verdict == "exploding" else "small")
        return self._needed(replace(self.settings.network, residual=False))

    @task("activation", "shallow", "needless", "zeros", "dead", "weights", "extra", "narrow")
    def straighten(self) -> Verdict:
        """Mend a deep network of sigmoids by a slope of 1."""
        if self.settings.activation not in ("relu", "leaky_relu"):
            return not_yet("activation")
        if self.settings.depth < DEEP:
            return not_yet("shallow", depth=self.settings.depth)
        if self._verdict != "normal":
            is_he = self.settings.initializer == "he" and self.settings.weight_scale == 1
            return self._wrong("weights" if not is_he else "extra" if self._has_extra else "narrow")
        return self._needed(replace(self.settings.network, activation="sigmoid"))

    @task("initializer", "shallow", "needless", "dead", "scale", "slope", "extra", "other", "narrow")
    def draw(self) -> Verdict:
        """Mend a deep network by weights that are drawn to fit its width."""
        if self.settings.initializer not in ("xavier", "he"):
            return not_yet("initializer")
        if self.settings.depth < DEEP:
            return not_yet("shallow", depth=self.settings.depth)
        if self._verdict != "normal":
            return self._wrong(self._unfit)
        return self._needed(replace(self.settings.network, initializer="normal"))

    @task("train", "same", "learns", "stuck")
    def confirm(self) -> Verdict:
        """Train a network that does not learn beside a mended one that does."""
        trial = self.trial
        if trial is None or trial.progress.state != "finished":
            return not_yet("train")
        if trial.mended is None:
            return not_yet("same")
        if trial.as_it_is.learned:
            return not_yet("learns")
        return DONE if trial.mended.learned else not_yet("stuck")

    @property
    def _has_extra(self) -> bool:
        """Whether each layer multiplies by more than its weights and slopes."""
        return self.settings.residual or self.settings.batch_norm

    @property
    def _unfit(self) -> str:
        """What keeps weights that are drawn to fit from mending the network."""
        settings = self.settings
        if settings.weight_scale != 1:
            return "scale"
        if settings.activation == "sigmoid":
            return "slope"
        if self._has_extra:
            return "extra"
        return (
            "narrow" if settings.initializer == ACTIVATIONS.get(settings.activation).initializer else "other"
        )

    def _wrong(self, missing: str) -> Verdict:
        """Return that the gradient is not what it should be; nothing at all has a reason of its own."""
        if self.ratio == 0:
            return not_yet("zeros" if self.settings.initializer == "zeros" else "dead")
        return not_yet(missing, power=_power(self.ratio))

    def _needed(self, without: DeepSettings) -> Verdict:
        """Judge whether the same network `without` what mends it is ill."""
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
    """Return a ratio as a power of ten, as sentences have it; infinite where it has left the range."""
    return math.log10(ratio) if math.isfinite(ratio) else math.inf
