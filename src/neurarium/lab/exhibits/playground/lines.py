"""What computes the playground's numbers, and the whole training as a program."""

import json
from collections.abc import Sequence

from neurarium.data.point_features import CODE, features
from neurarium.engine import metrics
from neurarium.engine.layers import Dense
from neurarium.engine.network import Network
from neurarium.engine.summary import Summary
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import Change, Numbers, dense_lines, in_inference, programs
from neurarium.interop.quantities import QUANTITIES
from neurarium.lab.computed import Computed, activated, computed
from neurarium.lab.exhibits.playground.building import TWO_CLASSES, Axis, Split
from neurarium.lab.exhibits.playground.settings import PlaygroundSettings
from neurarium.lab.exhibits.playground.view import LayerLines
from neurarium.training import TrainConfig, Trainer


def draw_computed(network: Network, config: TrainConfig, split: Split) -> dict[str, Computed]:
    """Return what computes each kind of number."""
    loss, numbers = config.loss, Numbers(network, config)
    kind = "" if split.several else ".signs"  # two classes are -1 and +1
    confusion = in_inference(QUANTITIES[f"confusion{kind}"], network)
    inputs = {
        f"input.{name}": computed(features, Phrase(code.format("np"), code.format("torch")))
        for name, code in CODE.items()
    }
    return inputs | {
        "term": computed(Dense.forward, "layer.term"),
        "z": computed(Dense.forward, "layer.z"),
        "loss": computed(loss.rows, numbers.loss(), loss.formula),
        "delta": computed(loss.gradient, Phrase("", ""), loss.gradient_formula),
        "weight_slope": computed(Dense.backward, numbers.weight_slope()),
        "bias_slope": computed(Dense.backward, numbers.bias_slope()),
        "accuracy": computed(metrics.accuracy, in_inference(QUANTITIES[f"accuracy{kind}"], network)),
        "confusion": computed(metrics.confusion_matrix, confusion),
        "answer": computed(metrics.classes, confusion),
        "parameters": computed(Summary.of, "parameters"),
        "epoch": computed(Trainer.epochs_done, numbers.epochs()),
        "steps": computed(Trainer.steps_per_epoch, numbers.steps()),
        "update": computed(config.optimizer.update, "update", config.optimizer.formula),
    }


def draw_layers(network: Network, config: TrainConfig) -> tuple[LayerLines, ...]:
    """Return each dense layer's activation, and the lines that find the layer in the programs."""
    return tuple(
        LayerLines(
            activated(layer.activation),
            lines,
        )
        for layer, lines in zip(network.dense_layers, dense_lines(network, config.loss), strict=True)
    )


def draw_program(
    settings: PlaygroundSettings,
    split: Split,
    network: Network,
    course: Sequence[tuple[int, TrainConfig]],
    by_hand: Sequence[int],
) -> Phrase:
    """Return the whole training; ``{epochs}`` is how long.

    Parameters
    ----------
    settings, split, network
        Of the experiment.
    course
        From which epoch on it went on with which settings; the first is where it began.
    by_hand
        The epochs at which weights were set by hand.
    """
    columns = [CODE[name] for name in settings.inputs]
    wanted = "class numbers (n,)" if split.several else "targets (n, 1)"
    keras = [
        f"# points (n, 2) and their {wanted}, y, are those on the map",
        *_meanings(split),
        "x1, x2 = points.T",
        f"x = np.column_stack([{', '.join(column.format('np') for column in columns)}])",
    ]
    torch = [
        *keras[:-1],
        f"x = torch.stack([{', '.join(column.format('torch') for column in columns)}], dim=1)",
    ]
    data = Phrase("\n".join(keras), "\n".join(torch))
    (begun, config), *later = course
    left_out = [
        *([f"the first {begun} epochs, of which only the weights are known"] if begun else []),
        *(f"weights set by hand at epoch {epoch}" for epoch in by_hand),
    ]
    steps = -(-len(split.train.X) // settings.batch_size)  # of an epoch of the program
    changes = [Change(epoch * steps, epoch, changed) for epoch, changed in later]
    return programs(network, config, data, epochs="{epochs}", left_out=left_out, changes=changes).texts


def _meanings(split: Split) -> list[str]:
    """Say in comments what the coordinates and the targets are called, if they have names."""
    lines = [
        f"# x{i} is {_named(axis)}"
        for i, axis in enumerate(split.axes, start=1)
        if axis != Axis("xy"[i - 1], 0.0, 1.0, "")
    ]
    numbers = TWO_CLASSES if len(split.classes) == 2 else [str(i) for i in range(len(split.classes))]
    meant = [
        f"{number} for {_quoted(name)}"
        for number, name in zip(numbers, split.classes, strict=True)
        if name != number
    ]
    if meant:
        column = _quoted(split.class_column) if split.class_column else "the class"
        lines.append(f"# y is {column}: {', '.join(meant)}")
    return lines


def _named(axis: Axis) -> str:
    name = _quoted(f"{axis.name} ({axis.unit})" if axis.unit else axis.name)
    if (axis.centre, axis.spread) == (0, 1):
        return name
    sign = "-" if axis.centre >= 0 else "+"
    return f"({name} {sign} {abs(axis.centre):.6g}) / {axis.spread:.6g}"


def _quoted(name: str) -> str:
    """Return a name in quotes, on one line whatever is in it."""
    return json.dumps(name, ensure_ascii=False)
