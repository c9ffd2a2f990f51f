"""The tasks and quiz questions of `backprop`."""

from abc import abstractmethod
from dataclasses import replace

import numpy as np

from neurarium.engine.mlp import MLP
from neurarium.lab.exhibits.backprop.passes import pass_of, places_of
from neurarium.lab.exhibits.backprop.paths import paths_of
from neurarium.lab.exhibits.backprop.settings import BackpropSettings, make_loss, make_network, make_samples
from neurarium.lab.exhibits.backprop.view import LayerPass, StepView
from neurarium.lab.gradient_size import VANISHED
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, number_of, question, task

SEVERAL = 4
"""Samples for which a dead neuron is off: for a single one, many a living neuron is."""


class BackpropTasks(Tasks):
    """A part of the exhibit: what it can be asked to check."""

    settings: BackpropSettings
    network: MLP

    @property
    @abstractmethod
    def layers(self) -> tuple[LayerPass, ...]:
        """The pass of the sample that is looked at."""

    @property
    @abstractmethod
    def step(self) -> StepView:
        """The step on the batch."""

    @property
    def worse_sample(self) -> int | None:
        """The sample that the step harms most, if it helps the batch."""
        step = self.step
        rise = step.losses_after - step.losses
        return int(rise.argmax()) if step.loss_after < step.loss and rise.max() > 1e-3 else None

    @task("taken", "loss")
    def learn(self) -> Verdict:
        """Apply steps until the loss of the batch is below 0.01."""
        if self.settings.taken == 0:
            return not_yet("taken")
        return DONE if self.step.loss < 0.01 else not_yet("loss", loss=self.step.loss)

    @task("sign", "falls")
    def climb(self) -> Verdict:
        """Take a step with the wrong sign: the loss climbs."""
        if not self.settings.wrong_sign:
            return not_yet("sign")
        step = self.step
        if step.loss_after > step.loss:
            return DONE
        return not_yet("falls", before=step.loss, after=step.loss_after)

    @task("relu", "batch", "alive")
    def dead(self) -> Verdict:
        """Let a whole ReLU layer die: no sample of several moves anything in it, or before it."""
        if self.settings.activation != "relu":
            return not_yet("relu")
        if self.settings.batch < SEVERAL:
            return not_yet("batch")
        x = make_samples(self.settings)[0]
        hidden = self.network.forward(x).layers[:-1]
        living = min(int(np.any(t.z > 0, axis=0).sum()) for t in hidden)
        return DONE if living == 0 else not_yet("alive", living=living)

    @task("tanh", "ratio")
    def vanish(self) -> Verdict:
        """With tanh, let the blame of the first layer shrink below a thousandth of that of the last."""
        if self.settings.activation != "tanh":
            return not_yet("tanh")
        first, last = (float(np.abs(layer.delta).max()) for layer in (self.layers[0], self.layers[-1]))
        if first <= VANISHED * last and first > 0:
            return DONE
        return not_yet("ratio", ratio=first / last if last else 0.0)

    @task("loss", "right", "steep")
    def cancel(self) -> Verdict:
        """With cross-entropy: a flat output, far too low, that is blamed below -0.9 all the same."""
        if self.settings.loss != "cross_entropy":
            return not_yet("loss")
        last = self.layers[-1]
        unit = int(last.delta.argmin())
        blame = last.delta[unit].item()
        if blame >= -0.9:
            return not_yet("right", blame=blame)
        a = last.a[unit].item()
        return DONE if a * (1 - a) < 0.1 else not_yet("steep", slope=a * (1 - a))

    @task("batch", "drawn", "none")
    def worse(self) -> Verdict:
        """Set two samples so that a step makes the batch better and one of them worse."""
        if self.settings.batch != 2:
            return not_yet("batch")
        if len(self.settings.samples) != 2 * (self.settings.inputs + 1):
            return not_yet("drawn")
        return DONE if self.worse_sample is not None else not_yet("none")

    @question
    def predict_paths(self, answer: str) -> Verdict:
        """Ask how many ways lead from a first weight of a 3-4-4-2 network to the loss."""
        settings = BackpropSettings(inputs=3, hidden=(4, 4), outputs=2)
        network = make_network(settings)
        layers = pass_of(network, make_loss(settings), *make_samples(settings))
        count = len(paths_of(places_of(network)[0], layers, network.weights()).paths)
        return Verdict(number_of(answer) == count, str(count), {"count": count})

    @question
    def predict_zero(self, answer: str) -> Verdict:
        """Ask for the gradient of a weight whose input is 0."""
        settings = replace(BackpropSettings(), samples=(0.0, 0.8, 1.0))
        layers = pass_of(make_network(settings), make_loss(settings), *make_samples(settings))
        gradient = layers[0].weight_gradient[0, 0].item()
        return Verdict(number_of(answer) == gradient, f"{gradient:.0f}", {"gradient": gradient})
