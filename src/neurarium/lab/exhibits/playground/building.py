"""From settings to points, network and training configuration."""

from dataclasses import dataclass

import numpy as np

from neurarium.data.point_features import features
from neurarium.data.tables import iris
from neurarium.data.toy import CLASSIFICATION, REGRESSION, Points, toy
from neurarium.engine.initializers import INITIALIZERS
from neurarium.engine.mlp import MLP
from neurarium.engine.network import Network
from neurarium.engine.optimizers import OPTIMIZERS, Optimizer
from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.playground.settings import PlaygroundSettings
from neurarium.training import Dataset, TrainConfig

ENDLESS = 10**9
"""Epochs of a run that only ends when nobody asks for more."""

THUMBNAIL_POINTS = 200

TWO_CLASSES: tuple[str, ...] = ("-1", "+1")


@dataclass(frozen=True)
class Axis:
    """What one side of the square [-6, 6]² stands for: value = centre + spread * coordinate."""

    name: str
    centre: float
    spread: float
    unit: str


@dataclass(frozen=True, eq=False)
class Split:
    """The points of an experiment.

    Attributes
    ----------
    train, test
        Coordinates ``(n, 2)`` in the square and what is to be learned ``(n, 1)``: +1 or -1, a number, or the
        class 0, 1, 2, … if there are more than two.
    axes
        What the two sides of the square stand for.
    classes
        What the classes are called; empty for regression.
    class_column
        What the column of the classes is called; empty if it has no name.
    """

    train: Points
    test: Points
    axes: tuple[Axis, Axis]
    classes: tuple[str, ...]
    class_column: str = ""

    @property
    def several(self) -> bool:
        """Whether there are more than two classes."""
        return len(self.classes) > 2


def make_points(settings: PlaygroundSettings) -> Split:
    """Make the points that the settings ask for, shuffled and split, the same for the same seed."""
    rng = np.random.default_rng([settings.seed, 1])
    axes = (Axis("x", 0.0, 1.0, ""), Axis("y", 0.0, 1.0, ""))
    classes, class_column = TWO_CLASSES, ""
    if settings.problem == "regression":
        points, classes = toy(settings.reg_dataset, rng, noise=settings.noise / 100), ()
    elif settings.dataset == "iris":
        points, axes, classes = _flowers(settings.iris)
        class_column = "species"
    elif settings.dataset == "own":
        points, axes, classes = _own(settings)
        class_column = "".join(settings.own_columns[2:])
    else:
        points = toy(settings.dataset, rng, noise=settings.noise / 100)
    ratio = max(settings.train_percent / 100, 1 / len(points))  # of a few own points, one is learned from
    train, test = points.split(ratio, rng)
    return Split(train, test, axes, classes, class_column)


def make_thumbnails(settings: PlaygroundSettings) -> dict[str, tuple[Points, tuple[str, ...]]]:
    """Make a small example of each data set that can be chosen, with its classes."""
    flowers, _, names = _flowers(settings.iris)
    return {
        **{name: (_small(name), TWO_CLASSES) for name in CLASSIFICATION},
        **{name: (_small(name), ()) for name in REGRESSION},
        "iris": (flowers, names),
    }


def _small(name: str) -> Points:
    return toy(name, np.random.default_rng(0), n=THUMBNAIL_POINTS)


def make_network(settings: PlaygroundSettings, split: Split) -> Network:
    """Build the network, with its first weights."""
    zero = settings.init_zero or settings.init == "zeros"
    network = MLP(
        [len(settings.inputs), *settings.network_shape, len(split.classes) if split.several else 1],
        activation=settings.layer_activations,
        output="softmax" if split.several else "tanh" if split.classes else "linear",
        init=INITIALIZERS.get("zeros" if zero else settings.init),
        bias=0.1 if settings.init == "uniform" and not zero else 0.0,
        dropout=settings.dropout,
        seed=np.random.default_rng([settings.seed, 2, settings.start]),
    )
    if settings.theta is not None and settings.theta.shape == network.theta.shape:
        network.theta[...] = settings.theta
    return network


def make_config(settings: PlaygroundSettings, split: Split) -> TrainConfig:
    """Say how it is trained."""
    rate = settings.regularization_rate
    return TrainConfig(
        loss="cross_entropy" if split.several else "mse",  # type: ignore[arg-type]
        optimizer=_optimizer(settings),
        epochs=ENDLESS,
        batch_size=settings.batch_size,
        l1=rate if settings.regularization == "l1" else 0.0,
        l2=rate if settings.regularization == "l2" else 0.0,
        seed=settings.seed,
        record=False,  # the playground keeps a separate one
    )


def make_dataset(settings: PlaygroundSettings, split: Split) -> Dataset:
    """Return what the network is trained on."""
    return Dataset(features(split.train.X, settings.inputs), targets(split, split.train))


def targets(split: Split, points: Points) -> FloatArray:
    """Return the points' targets as the loss takes them: classes ``(n,)``, or numbers ``(n, 1)``."""
    return points.y[:, 0].astype(np.int64) if split.several else points.y


def _optimizer(settings: PlaygroundSettings) -> Optimizer:
    plain: dict[str, object] = {"name": settings.optimizer, "learning_rate": settings.learning_rate}
    if settings.optimizer in ("momentum", "nesterov"):
        plain["momentum"] = settings.momentum
    return OPTIMIZERS.get(plain)


def _flowers(columns: tuple[int, ...]) -> tuple[Points, tuple[Axis, Axis], tuple[str, ...]]:
    """Return two columns of the irises, moved and stretched to fill the square."""
    table = iris()
    X = table.X[:, columns].astype(np.float64)  # (150, 2)
    centre = (X.min(axis=0) + X.max(axis=0)) / 2
    spread = (X.max(axis=0) - X.min(axis=0)) / 10  # the points go from -5 to 5
    first, second = (
        Axis(table.feature_names[c], float(centre[i]), float(spread[i]), "cm") for i, c in enumerate(columns)
    )
    points = Points(((X - centre) / spread).astype(np.float32), table.y[:, None].astype(np.float32))
    return points, (first, second), table.class_names


def _own(settings: PlaygroundSettings) -> tuple[Points, tuple[Axis, Axis], tuple[str, ...]]:
    """Return the learner's points as their table names them; two classes are -1 and +1, more are counted."""
    assert settings.own is not None  # the settings have checked it
    labels = settings.own[:, 2:3]
    count = max(2, int(labels.max()) + 1, len(settings.own_classes))
    unnamed = TWO_CLASSES if count == 2 else tuple(map(str, range(count)))
    classes = settings.own_classes + unnamed[len(settings.own_classes) :]
    names = settings.own_columns or ("x", "y")
    x_centre, x_spread, y_centre, y_spread = settings.own_scale or (0.0, 1.0) * 2
    axes = (Axis(names[0], x_centre, x_spread, ""), Axis(names[1], y_centre, y_spread, ""))
    return Points(settings.own[:, :2], 2 * labels - 1 if count == 2 else labels), axes, classes
