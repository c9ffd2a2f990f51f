"""The lines for single numbers beside a program: they go on from its `x`, `y` and `model`.

What depends on the network or on its training is made here; lines that are always the same are in
`quantities`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from neurarium.engine.layers import BatchNorm, Dense, Dropout
from neurarium.engine.losses import Loss
from neurarium.engine.network import Network
from neurarium.interop import phrases
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs.keras import keras_sizes
from neurarium.interop.programs.plan import Settings
from neurarium.interop.programs.torch import penalty_terms, torch_sizes
from neurarium.interop.quantities import QUANTITIES


@dataclass(frozen=True)
class DenseLines:
    """Lines that take a dense layer out of the `model` of a program, and its numbers for the rows `x`.

    Attributes
    ----------
    layer
        Calls the layer `layer`.
    inputs
        Calls what enters it `inputs`, ``(n, n_in)``.
    outputs
        Calls the activations of its units `a`, ``(n, n_out)``.
    """

    layer: Phrase
    inputs: Phrase
    outputs: Phrase


def dense_lines(network: Network, loss: Loss | None = None) -> tuple[DenseLines, ...]:
    """Return the lines for each dense layer, in the programs of a training by `loss`, or of a reading.

    Raises
    ------
    InteropError
        As for `programs`.
    """
    logits = loss is not None and phrases.takes_logits(loss)
    keras, torch = keras_sizes(network), torch_sizes(network, logits=logits)
    return tuple(
        DenseLines(
            Phrase(f"layer = model.layers[{k_at}]", f"layer = model[{t_at}]"),
            Phrase("inputs = x", "inputs = x")
            if k_at == 0
            else in_inference(
                Phrase(f"inputs = {_keras_part(k_at)}(x)", f"inputs = model[:{t_at}](x)"), network
            ),
            in_inference(
                Phrase(
                    f"a = {_keras_part(k_end) if k_end < sum(keras) else 'model'}(x)",
                    f"a = model[:{t_end}](x)" if t_end < sum(torch) else _torch_outputs(network, logits),
                ),
                network,
            ),
        )
        for (k_at, k_end), (t_at, t_end) in zip(_spans(network, keras), _spans(network, torch), strict=True)
    )


def _keras_part(end: int) -> str:
    return f"keras.Model(model.inputs[0], model.layers[{end - 1}].output)"


def _torch_outputs(network: Network, logits: bool) -> str:
    f = phrases.activation_function(network.output).torch
    return f"z = model(x)\na = {f}" if logits else "a = model(x)"


def _spans(network: Network, sizes: Sequence[int]) -> list[tuple[int, int]]:
    """Return, of each dense layer, which layer of the library it is, and how many lead to its activations.

    Batch normalization belongs to the dense layer before it; `sizes` tells how many layers of the library
    each of the engine's becomes.
    """
    spans: list[tuple[int, int]] = []
    for layer, size, end in zip(network.layers, sizes, accumulate(sizes), strict=True):
        if isinstance(layer, Dense):
            spans.append((end - size, end))
        elif isinstance(layer, BatchNorm) and spans:
            spans[-1] = (spans[-1][0], end)
    return spans


def in_inference(lines: Phrase, network: Network) -> Phrase:
    """Have the `model` of a program compute as in inference: PyTorch's still trains when its program ends."""
    return Phrase(lines.keras, f"model.eval()\n{lines.torch}") if _knows_training(network) else lines


def _knows_training(network: Network) -> bool:
    return any(isinstance(layer, Dropout | BatchNorm) for layer in network.layers)


@dataclass(frozen=True)
class Numbers:
    """The lines that depend on how a network is trained.

    Attributes
    ----------
    network, config
        What is trained, and how.
    validation
        The share of the rows that is held back.
    """

    network: Network
    config: Settings
    validation: float = 0.0

    def loss(self, *, training: bool = False) -> Phrase:
        """Return the lines for the mean loss of the rows `x`; `training` as in a training step."""
        lines = Phrase(
            f"a = {self._model(training)}\nL = {phrases.loss_value(self.config.loss).keras}",
            f"{self._name} = model(x)\nL = {phrases.loss_value(self.config.loss).torch}",
        )
        return lines if training else in_inference(lines, self.network)

    def accuracy(self, *, training: bool = False) -> Phrase:
        """Return the lines for the share of right answers to the rows `x` with the targets `y`."""
        y = self._classes
        lines = Phrase(
            f"accuracy = keras.ops.mean(keras.ops.argmax({self._model(training)}, axis=1) == {y.keras})",
            f"accuracy = (model(x).argmax(1) == {y.torch}).float().mean()",
        )
        return lines if training else in_inference(lines, self.network)

    def confusion(self) -> Phrase:
        """Return the lines that count the rows `x` of class ``{label}`` that got the answer ``{answer}``."""
        y, lines = self._classes, QUANTITIES["confusion"]
        keras = lines.keras.replace("(y ==", f"({y.keras} ==")
        torch = lines.torch.replace("(y ==", f"({y.torch} ==")
        return in_inference(Phrase(keras, torch), self.network)

    def held(self, lines: Phrase) -> Phrase:
        """Return the same of `x_held` and `y_held`, the rows held back: Keras's `fit` does not show them."""
        named = lines.of_rows("held")
        split = f"held = int(len(x) * {self.validation!r})\nx_held, y_held = x[-held:], y[-held:]\n"
        return Phrase(split + named.keras, named.torch)

    def learned(self, lines: Phrase) -> Phrase:
        """Return the same of the rows that are learned from: Keras's program does not split its `x`."""
        end = self._learned
        rows = f"x, y = x[:{end}], y[:{end}]  # without what is held back\n" if self.validation else ""
        return Phrase(rows + lines.keras, lines.torch)

    def whole(self, lines: Phrase) -> Phrase:
        """Return lines for all rows, held back or not: PyTorch's program has split its `x`."""
        joined = "x = torch.cat((x, x_held))  # in their first order\n" if self.validation else ""
        return Phrase(lines.keras, joined + lines.torch)

    def output(self) -> Phrase:
        """Return the lines for output ``{j}`` of row ``{i}``."""
        torch = "model(x)"
        if phrases.takes_logits(self.config.loss):
            torch = re.sub(r"\bz\b", torch, phrases.activation_function(self.network.output).torch)
        return in_inference(Phrase("a = model(x)[{i}, {j}]", f"a = {torch}[{{i}}, {{j}}]"), self.network)

    def gradient(self, result: Phrase, *, rows: int | None = None) -> Phrase:
        """Return the lines for the gradient of loss and penalties on the first `rows` rows of `x`.

        In `result`, ``{{gradient(…)}}`` stands for the gradient of one array of the model.
        """
        x, y = ("x", "y") if rows is None else (f"x[:{rows}]", f"y[:{rows}]")
        value = phrases.loss_value(self.config.loss, y)
        penalties = penalty_terms(self.config)
        added = " + sum(model.losses)" if penalties else ""
        keras = [
            "with tf.GradientTape() as tape:",
            f"    a = model({x})",
            f"    L = {value.keras}{added}",
            result.keras,
        ]
        torch = [
            "model.zero_grad()",
            f"{self._name} = model({x})",
            f"L = {value.torch}",
            *(f"L += {term}" for term in penalties),
            "L.backward()",
            result.torch,
        ]
        lines = in_inference(Phrase("\n".join(keras), "\n".join(torch)), self.network)
        return Phrase("{layer}\n" + lines.keras, "{layer}\n" + lines.torch)

    def weight_slope(self) -> Phrase:
        """Return the lines for dL/dw of the weight from input ``{i}`` to unit ``{j}`` of a layer."""
        return self.gradient(
            Phrase("slope = tape.gradient(L, layer.kernel)[{i}, {j}]", "slope = layer.weight.grad[{j}, {i}]")
        )

    def bias_slope(self) -> Phrase:
        """Return the lines for dL/db of unit ``{j}`` of a layer."""
        return self.gradient(
            Phrase("slope = tape.gradient(L, layer.bias)[{j}]", "slope = layer.bias.grad[{j}]")
        )

    def gradient_norm(self, rows: int) -> Phrase:
        """Return the lines for ``|dL/dW| / sqrt(size of W)`` of a layer, on the first `rows` rows."""
        return self.gradient(
            Phrase(
                "gradient = tape.gradient(L, layer.kernel)\n"
                "norm = keras.ops.norm(gradient) / (gradient.shape[0] * gradient.shape[1]) ** 0.5",
                "gradient = layer.weight.grad\nnorm = gradient.norm() / gradient.numel() ** 0.5",
            ),
            rows=rows,
        )

    def rows(self) -> Phrase:
        """Return the line for the rows that are learned from in an epoch."""
        return Phrase(f"rows = {self._learned}", "rows = len(x)")

    def steps(self) -> Phrase:
        """Return the line for the steps of an epoch, of ``{batch}`` rows each."""
        return Phrase(
            f"steps = math.ceil({self._learned} / {{batch}})", "steps = math.ceil(len(x) / {batch})"
        )

    def epochs(self) -> Phrase:
        """Return the lines for ``{epochs}`` epochs of steps of ``{batch}`` rows."""
        held = f", validation_split={self.validation!r}" if self.validation else ""
        return Phrase(
            f"model.fit(x, y, batch_size={{batch}}, epochs={{epochs}}{held})",
            "for epoch in range({epochs}):\n"
            "    for rows in torch.randperm(len(x)).split({batch}):\n"
            "        ...",
        )

    def dead(self) -> Phrase:
        """Return the lines for the units of a layer that no row which is learned from switches on."""
        rows = f"x = x[:{self._learned}]  # without what is held back\n" if self.validation else ""
        return Phrase(
            f"{rows}{{outputs}}\ndead = keras.ops.sum(keras.ops.all(a == 0, axis=0))",
            "{outputs}\ndead = (a == 0).all(0).sum()",
        )

    @property
    def _classes(self) -> Phrase:
        """The class numbers in `y`."""
        if self.config.loss.name == "cross_entropy":
            return Phrase("y", "y")
        return Phrase("keras.ops.argmax(y, axis=1)", "y.argmax(1)")

    @property
    def _name(self) -> str:
        return "z" if phrases.takes_logits(self.config.loss) else "a"

    @property
    def _learned(self) -> str:
        """How many rows Keras learns from: `fit` splits them, PyTorch's program has done so before."""
        return f"(len(x) - int(len(x) * {self.validation!r}))" if self.validation else "len(x)"

    def _model(self, training: bool) -> str:
        return "model(x, training=True)" if training and _knows_training(self.network) else "model(x)"
