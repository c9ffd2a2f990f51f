"""One neuron: inputs, weights, a bias and an activation."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine import ACTIVATIONS, MLP
from neurarium.engine.errors import NotDifferentiableError
from neurarium.engine.layers import Dense
from neurarium.engine.types import FloatArray
from neurarium.interop.phrases import Phrase, activation_function
from neurarium.lab.computed import Computed, activated, computed, sloped
from neurarium.lab.exhibit import Exhibit
from neurarium.lab.rules import Choice, Length, List, Number, refuse
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, number_of, question, task
from neurarium.lab.values import Axes
from neurarium.lab.workspace import Workspace

CHOICES = ("sigmoid", "tanh", "relu", "leaky_relu", "gelu", "step", "linear")
"""Softmax compares several neurons, so one alone cannot have it."""

TYPED = Number(-100, 100)
"""Sliders go from -2 to 2; larger numbers may be typed."""

_CURVE_POINTS = 241

PointArray = Annotated[FloatArray, Axes("point")]


@dataclass(frozen=True)
class NeuronSettings:
    """The whole state: as many weights as inputs, one to three."""

    inputs: Annotated[tuple[float, ...], List(TYPED, 1, 3)] = (0.8,)
    weights: Annotated[tuple[float, ...], List(TYPED, 1, 3)] = (0.5,)
    bias: Annotated[float, TYPED] = -0.2
    activation: Annotated[str, Choice(*CHOICES)] = "sigmoid"

    def __post_init__(self) -> None:
        if len(self.inputs) != len(self.weights):
            raise refuse("weights", Length(len(self.inputs)), self.weights)


@dataclass(frozen=True)
class Curve:
    """The activation as a curve, around the point where the neuron is."""

    z: PointArray
    a: PointArray
    slope: PointArray | None  # None if the activation has no derivative


@dataclass(frozen=True)
class NeuronView:
    """All that the front end draws."""

    settings: NeuronSettings
    terms: tuple[float, ...]  # each input times its weight
    z: float  # the terms and the bias, summed
    output: float  # f(z)
    slope: float | None  # f'(z)
    curve: Curve
    computed: dict[str, Computed]
    program: Phrase  # the whole neuron


class Neuron(Tasks, Exhibit):
    """The smallest network there is: one dense layer of one unit."""

    id = "neuron"

    def __init__(self, settings: NeuronSettings, workspace: Workspace) -> None:
        self.settings = settings
        self.activation = ACTIVATIONS.get(settings.activation)
        # float64, so that 0.80 * 0.50 - 0.20 reads 0.20 and not 0.20000002.
        self.network = MLP([len(settings.inputs), 1], output=settings.activation, dtype=np.float64)
        self.network.parameters[0]["W"][:, 0] = settings.weights  # (n_in, 1)
        self.network.parameters[0]["b"][0] = settings.bias

    def view(self) -> NeuronView:
        """Return the neuron's numbers and its curve."""
        x = np.array([self.settings.inputs])  # (1, n_in)
        layer = self.network.forward(x).layers[0]
        z, a = layer.z, layer.a  # (1, 1)
        slope = self._slope(z, a)
        terms = x[0] * self.network.parameters[0]["W"][:, 0]  # (n_in,)
        return NeuronView(
            settings=self.settings,
            terms=tuple(terms.tolist()),
            z=z.item(),
            output=a.item(),
            slope=None if slope is None else slope.item(),
            curve=self._curve(z.item()),
            computed={
                "input": computed(Dense.forward, "dense.input"),
                "weight": computed(Dense.forward, "dense.weight"),
                "bias": computed(Dense.forward, "dense.bias"),
                "term": computed(Dense.forward, "dense.term"),
                "z": computed(Dense.forward, "dense.z"),
                "output": activated(self.activation),
                "slope": sloped(self.activation),
            },
            program=self._program(),
        )

    # --- tasks ------------------------------------------------------------------------------------------

    @task("output")
    def fire(self) -> Verdict:
        """Make the neuron sure of itself: an output above 0.9."""
        output = self._outputs(self.settings.inputs)[0]
        return DONE if output > 0.9 else not_yet("output", output=output)

    @task("sigmoid", "output")
    def on_the_fence(self) -> Verdict:
        """Move the bias until the sigmoid says 0.50."""
        if self.settings.activation != "sigmoid":
            return not_yet("sigmoid")
        output = self._outputs(self.settings.inputs)[0]
        return DONE if abs(output - 0.5) < 0.005 else not_yet("output", output=output)

    @task("inputs", "outputs")
    def and_gate(self) -> Verdict:
        """Say yes only if both inputs are 1."""
        if len(self.settings.inputs) != 2:
            return not_yet("inputs")
        outputs = self._outputs((0, 0), (0, 1), (1, 0), (1, 1))
        if [output >= 0.5 for output in outputs] == [False, False, False, True]:
            return DONE
        return not_yet("outputs", **dict(zip(("o00", "o01", "o10", "o11"), outputs, strict=True)))

    @task("inputs", "second", "ratio")
    def times_32(self) -> Verdict:
        """Make the first input matter 32 times as much as the second."""
        if len(self.settings.weights) < 2:
            return not_yet("inputs")
        first, second = self.settings.weights[:2]
        if second == 0:
            return not_yet("second")
        ratio = abs(first / second)
        return DONE if abs(ratio - 32) < 0.5 else not_yet("ratio", ratio=ratio)

    @question
    def predict_z(self, answer: str) -> Verdict:
        """Ask how large the weighted sum is."""
        z = self.network.forward(np.array([self.settings.inputs])).layers[0].z.item()
        return Verdict(abs(number_of(answer) - z) < 0.005, f"{z:.2f}", {"z": z})

    @question
    def predict_flip(self, answer: str) -> Verdict:
        """Ask for the output where every input is 0."""
        output = self._outputs((0.0,) * len(self.settings.inputs))[0]
        return Verdict(abs(number_of(answer) - output) < 0.005, f"{output:.2f}", {"output": output})

    def _program(self) -> Phrase:
        """Write the neuron with its numbers of now as a program."""
        settings = self.settings
        inputs = ", ".join(map(repr, settings.inputs))
        f = activation_function(self.activation).assigned("a")
        column = ", ".join(f"[{weight!r}]" for weight in settings.weights)
        row = ", ".join(map(repr, settings.weights))
        return Phrase(
            "import keras\nimport numpy as np\n\n"
            "layer = keras.layers.Dense(1)\n"
            f"layer.build((None, {len(settings.inputs)}))\n"
            f"layer.set_weights([np.array([{column}]), np.array([{settings.bias!r}])])\n\n"
            f"x = np.array([[{inputs}]])\nz = layer(x)\n{f.keras}",
            "import torch\nfrom torch import nn\n\n"
            f"layer = nn.Linear({len(settings.inputs)}, 1)\n"
            "with torch.no_grad():\n"
            f"    layer.weight[:] = torch.tensor([[{row}]])\n"
            f"    layer.bias[:] = torch.tensor([{settings.bias!r}])\n\n"
            f"x = torch.tensor([[{inputs}]])\nz = layer(x)\n{f.torch}",
        )

    def _outputs(self, *rows: tuple[float, ...]) -> tuple[float, ...]:
        outputs = self.network.forward(np.array(rows, dtype=np.float64)).output  # (n, 1)
        return tuple(outputs[:, 0].tolist())

    def _slope(self, z: FloatArray, a: FloatArray) -> FloatArray | None:
        try:
            return self.activation.derivative(z, a)
        except NotDifferentiableError:
            return None

    def _curve(self, z: float) -> Curve:
        reach = max(6.0, 1.25 * abs(z))
        grid = np.linspace(-reach, reach, _CURVE_POINTS)  # (points,)
        outputs = self.activation.forward(grid)
        return Curve(grid, outputs, self._slope(grid, outputs))
