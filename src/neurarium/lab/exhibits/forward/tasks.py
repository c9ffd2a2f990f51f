"""The tasks and quiz questions, checked against the network as it is."""

from typing import ClassVar

import numpy as np

from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.forward.settings import ForwardSettings
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, number_of, question, task

_START_INPUTS = (0.5, 0.8)


class ForwardTasks(Tasks):
    """A part of the exhibit: what it can be asked to check."""

    settings: ForwardSettings
    network: Network
    x: FloatArray
    XOR: ClassVar = ((0.0, 0.0, 0), (0.0, 1.0, 1), (1.0, 0.0, 1), (1.0, 1.0, 0))

    @task("inputs", "output")
    def sure(self) -> Verdict:
        """Change weights and biases only, until the answer to 0.5 and 0.8 is above 0.9."""
        if self.settings.inputs[:2] != _START_INPUTS:
            return not_yet("inputs", x1=self.settings.inputs[0], x2=self.settings.inputs[1])
        output = self._outputs(self.x[:1])[0]
        return DONE if output > 0.9 else not_yet("output", output=output)

    @task("output", "heard")
    def unheard(self) -> Verdict:
        """Make the answer independent of the first input, while that still moves a hidden unit."""
        with_0, with_1 = self._traces((0.0, self.x[0, 1]), (1.0, self.x[0, 1]))
        moved = float(np.abs(with_0[0] - with_1[0]).max())
        output = float(abs(with_0[-1] - with_1[-1])[0])
        if output >= 1e-9:
            return not_yet("output", difference=output)
        return DONE if moved > 1e-3 else not_yet("heard", moved=moved)

    @task("layers", "same")
    def tell_apart(self) -> Verdict:
        """Let three hidden layers or more tell two rows apart, against the sigmoids that level them out."""
        if len(self.settings.hidden) < 3:
            return not_yet("layers", layers=len(self.settings.hidden))
        low, high = self._outputs(np.array([[-1.0, -1.0], [1.0, 1.0]]))
        difference = abs(high - low)
        return DONE if difference > 0.5 else not_yet("same", low=low, high=high, difference=difference)

    @task("outputs")
    def xor(self) -> Verdict:
        """Say 0.5 or more where exactly one of the inputs is 1."""
        outputs = self._outputs(np.array([row[:2] for row in self.XOR]))
        if all((output >= 0.5) == bool(row[2]) for output, row in zip(outputs, self.XOR, strict=True)):
            return DONE
        return not_yet("outputs", **dict(zip(("o00", "o01", "o10", "o11"), outputs, strict=True)))

    @question
    def predict_sum(self, answer: str) -> Verdict:
        """Ask for the sum of the first hidden unit of the network with which the exhibit starts."""
        z = float(self.network.forward(self.x).layers[0].z[0, 0])
        return Verdict(abs(number_of(answer) - z) < 0.005, f"{z:.2f}", {"z": z})

    @question
    def predict_zeros(self, answer: str) -> Verdict:
        """Ask for the answer of a network whose weights and biases are all 0."""
        output = self._outputs(self.x[:1])[0]
        return Verdict(abs(number_of(answer) - output) < 0.005, f"{output:.2f}", {"output": output})

    @question
    def predict_cost(self, answer: str) -> Verdict:
        """Ask how many multiplications all rows take together."""
        count = sum(len(self.x) * weights.size for weights in self.network.weights())
        return Verdict(number_of(answer) == count, str(count), {"count": count})

    def _outputs(self, rows: FloatArray) -> list[float]:
        outputs: list[float] = self.network.forward(rows).output[:, 0].tolist()
        return outputs

    def _traces(self, *rows: tuple[float, float]) -> list[list[FloatArray]]:
        """Return the activations of each layer, for each row."""
        trace = self.network.forward(np.array(rows))
        return [[layer.a[row] for layer in trace.layers] for row in range(len(rows))]
