"""What computes the playground's numbers, and the whole training as a program."""

from neurarium.engine import metrics
from neurarium.engine.layers import Dense
from neurarium.engine.network import Network
from neurarium.interop import phrases
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import dense_places, programs
from neurarium.lab.computed import Computed, computed
from neurarium.lab.exhibits.playground.building import Split
from neurarium.lab.exhibits.playground.features import CODE
from neurarium.lab.exhibits.playground.settings import PlaygroundSettings
from neurarium.lab.exhibits.playground.view import LayerLines
from neurarium.training import TrainConfig, Trainer


def draw_computed(config: TrainConfig, split: Split) -> dict[str, Computed]:
    """Return what computes each kind of number."""
    loss = config.loss
    kind = "" if split.several else ".signs"  # two classes are -1 and +1
    return {
        "term": computed(Dense.forward, "dense.term"),
        "z": computed(Dense.forward, "dense.unit"),
        "loss": computed(loss.rows, phrases.loss_value(loss), loss.formula),
        "delta": computed(loss.gradient, Phrase("", ""), loss.gradient_formula),
        "weight_slope": computed(Dense.backward, "gradient.weight"),
        "bias_slope": computed(Dense.backward, "gradient.bias"),
        "accuracy": computed(metrics.accuracy, f"accuracy{kind}"),
        "confusion": computed(metrics.confusion_matrix, f"confusion{kind}"),
        "answer": computed(metrics.classes, f"confusion{kind}"),
        "epoch": computed(Trainer.epochs_done, "epochs"),
        "steps": computed(Trainer.steps_per_epoch, "steps"),
        "update": computed(config.optimizer.update, "update", config.optimizer.formula),
    }


def draw_layers(network: Network, config: TrainConfig) -> tuple[LayerLines, ...]:
    """Return each dense layer's activation, and what the layer is called in the programs."""
    return tuple(
        LayerLines(
            computed(
                layer.activation.forward,
                phrases.activation_function(layer.activation).assigned("a"),
                layer.activation.formula,
            ),
            place,
        )
        for layer, place in zip(network.dense_layers, dense_places(network, config.loss), strict=True)
    )


def draw_program(settings: PlaygroundSettings, split: Split, network: Network, config: TrainConfig) -> Phrase:
    """Return the whole training; ``{epochs}`` is how long."""
    columns = [CODE[name] for name in settings.inputs]
    wanted = "class numbers (n,)" if split.several else "targets (n, 1)"
    keras = [
        f"# points (n, 2) and their {wanted}, y, are those on the map",
        "x1, x2 = points.T",
        f"x = np.column_stack([{', '.join(column.format('np') for column in columns)}])",
    ]
    torch = [
        *keras[:2],
        f"x = torch.stack([{', '.join(column.format('torch') for column in columns)}], dim=1)",
    ]
    data = Phrase("\n".join(keras), "\n".join(torch))
    return programs(network, config, data, epochs="{epochs}").texts
