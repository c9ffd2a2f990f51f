"""The playground's operations."""

from dataclasses import dataclass, fields
from typing import Annotated, Any

import numpy as np

from neurarium.data.toy import Points
from neurarium.engine.errors import Diverged
from neurarium.engine.losses import Loss
from neurarium.engine.metrics import confusion_matrix
from neurarium.engine.network import Network
from neurarium.engine.objective import objective
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.budget import Advance, Budget
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.playground import tasks
from neurarium.lab.exhibits.playground.experiment import (
    make_config,
    make_dataset,
    make_network,
    make_points,
    targets,
)
from neurarium.lab.exhibits.playground.features import FORMULAS, features
from neurarium.lab.exhibits.playground.picture import (
    COARSE,
    FINE,
    Curves,
    Frame,
    PlaygroundPicture,
    PointsPicture,
    Setup,
    draw_inputs,
    draw_output,
    draw_units,
    grid,
)
from neurarium.lab.exhibits.playground.record import Moment, Record
from neurarium.lab.exhibits.playground.settings import PlaygroundSettings
from neurarium.lab.params import Choice, Flag, Integer, Number
from neurarium.lab.protocol import LabError
from neurarium.lab.workspace import Workspace
from neurarium.training import Trainer


@dataclass(frozen=True)
class Look:
    """Parameters of `look`: which epoch to show, and whether to go on from there."""

    epoch: Annotated[int, Integer(0, 10**9)]
    go_on: Annotated[bool, Flag()] = False


@dataclass(frozen=True)
class Edit:
    """Parameters of `edit`: one weight (from `row` to unit `unit`) or bias of a layer."""

    layer: Annotated[int, Integer(0, 6)]
    kind: Annotated[str, Choice("weight", "bias")]
    unit: Annotated[int, Integer(0, 7)]
    value: Annotated[float, Number(-1000, 1000)]
    row: Annotated[int, Integer(0, 7)] = 0


@dataclass(frozen=True)
class Inspect:
    """Parameters of `inspect`: a point of the square."""

    x: Annotated[float, Number(-6, 6)]
    y: Annotated[float, Number(-6, 6)]


@dataclass(frozen=True)
class LayerNumbers:
    """One layer's numbers for one point: weighted sums and outputs, ``(n_out,)``."""

    z: FloatArray
    a: FloatArray


@dataclass(frozen=True)
class Inspection:
    """What the network computes for one point: its inputs ``(n_inputs,)``, then layer by layer."""

    inputs: FloatArray
    layers: tuple[LayerNumbers, ...]


@dataclass(frozen=True)
class Going:
    """The answer to `advance`: the next picture, and the losses so far."""

    frame: Frame
    curves: Curves


class Playground(Exhibit):
    """A small network on 2-D data."""

    id = "playground"

    def __init__(self, settings: PlaygroundSettings, workspace: Workspace) -> None:
        self.settings = settings
        self.split = make_points(settings)
        self.network = make_network(settings, self.split)
        self._epoch_zero = settings.epoch if settings.theta is not None else 0
        self._fine = features(grid(FINE), settings.inputs)
        self._coarse = features(grid(COARSE), settings.inputs)
        self._parts = [
            (features(points.X, settings.inputs), targets(self.split, points))
            for points in (self.split.train, self.split.test)
        ]
        self._begin()
        self.record = Record([self._moment()])

    def _begin(self) -> None:
        config = make_config(self.settings, self.split)
        self.trainer = Trainer(self.network, make_dataset(self.settings, self.split), config)

    # --- operations -------------------------------------------------------------------------------------

    def picture(self) -> PlaygroundPicture:
        """Return everything."""
        activation = type(self.network.layers[0].activation).__name__
        return PlaygroundPicture(
            settings=_plain(self.settings),
            setup=Setup(
                train=_points(self.split.train),
                test=_points(self.split.test),
                axes=self.split.axes,
                classes=self.split.classes,
                input_maps=draw_inputs(self.settings.inputs),
                formulas=tuple(FORMULAS[name] for name in self.settings.inputs),
                layers=(self.network.n_in, *(dense.n_out for dense in self.network.dense_layers)),
                activations=tuple(dense.activation.name for dense in self.network.dense_layers),
                parameters=self.network.theta.size,
                backend=self.trainer.started().why,
            ),
            frame=self._frame(self.network, self.record.moments[-1]),
            curves=self._curves(),
            sources={
                "z": "engine.layers.Dense.forward",
                "a": f"engine.activations.{activation}.forward",
                "loss": f"engine.losses.{type(self.trainer.config.loss).__name__}.value",
                "gradient": "engine.layers.Dense.backward",
                "update": f"engine.optimizers.{type(self.trainer.config.optimizer).__name__}.update",
            },
        )

    @op
    def advance(self, params: Advance, budget: Budget) -> Going:
        """Train for some epochs (a step is an epoch here), as many as the budget allows."""
        last = self.record.moments[-1]
        try:
            budget.at_most(params.budget_ms).run(self._train, params.steps)
            moment = self._moment()
            self._check_finite(moment)
        except Diverged as error:
            self.network.theta[...] = last.theta
            self._begin()
            self._epoch_zero = last.epoch
            raise _diverged(error) from error
        self.record.add(moment)
        return Going(self._frame(self.network, moment), self._curves())

    @op
    def look(self, params: Look) -> Going:
        """Show an earlier moment of the run; `go_on` makes it the present, and forgets what came after."""
        moment = self.record.nearest(params.epoch)
        if params.go_on:
            self.record.forget_after(moment.epoch)
            self.network.theta[...] = moment.theta
            self._epoch_zero = moment.epoch
            self._begin()
        shown = self.network.copy()
        shown.theta[...] = moment.theta
        return Going(self._frame(shown, moment), self._curves())

    @op
    def edit(self, params: Edit) -> Going:
        """Set one weight or bias by hand."""
        dense = [layer for layer in self.network.parameters if "W" in layer]
        W = dense[params.layer]["W"] if params.layer < len(dense) else np.empty((0, 0))
        if params.unit >= W.shape[1] or (params.kind == "weight" and params.row >= W.shape[0]):
            raise LabError(
                "bad_param",
                f"There is no {params.kind} {params.row} -> {params.unit} in layer {params.layer}.",
                "Choose one that the diagram shows.",
                {"param": "unit", "expected": str(W.shape), "got": f"{params.row}, {params.unit}"},
            )
        if params.kind == "weight":
            W[params.row, params.unit] = params.value
        else:
            dense[params.layer]["b"][params.unit] = params.value
        moment = self._moment()
        self.record.forget_after(moment.epoch - 1)
        self.record.add(moment)
        return Going(self._frame(self.network, moment), self._curves())

    @op
    def inspect(self, params: Inspect) -> Inspection:
        """Return every number that the network computes for one point."""
        inputs = features(np.array([[params.x, params.y]], np.float32), self.settings.inputs)
        trace = self.network.forward(inputs)
        dense = [
            LayerNumbers(t.z[0], t.a[0])
            for layer, t in zip(self.network.layers, trace.layers, strict=True)
            if layer.kind == "dense"
        ]
        return Inspection(inputs[0], tuple(dense))

    @op
    def check(self, params: tasks.Check) -> tasks.Verdict:
        """Check a task against the experiment as it stands, or the answer to a quiz question."""
        return tasks.check(params, self.settings, self.record)

    # --- what the pictures are made of ------------------------------------------------------------------

    @property
    def _epoch(self) -> int:
        return self._epoch_zero + self.trainer.epochs_done

    def _train(self, epochs: int) -> None:
        for _ in range(epochs):
            for _ in self.trainer.advance(self.trainer.steps_per_epoch):
                pass

    def _moment(self) -> Moment:
        (train_loss, train_accuracy), (test_loss, test_accuracy) = (
            self._score(self.network, X, y) for X, y in self._parts
        )
        return Moment(
            self._epoch, self.network.theta.copy(), train_loss, test_loss, train_accuracy, test_accuracy
        )

    def _score(self, network: Network, X: FloatArray, y: FloatArray) -> tuple[float, float | None]:
        if not len(X):
            return float("nan"), None
        with np.errstate(over="ignore", invalid="ignore"):
            found = objective(network, self._loss, X, y)
        if not self.split.classes:
            return found.loss, None
        return found.loss, float(np.mean(self._decide(found.trace.output) == self._classes(y)))

    @property
    def _loss(self) -> Loss:
        return self.trainer.config.loss

    def _decide(self, output: FloatArray) -> IntArray:
        """Return the class of each output row: the sign decides between two, the greatest among several."""
        chosen = output.argmax(axis=1) if self.split.several else output[:, 0] >= 0
        return np.asarray(chosen, np.int64)

    def _classes(self, y: FloatArray) -> IntArray:
        return np.asarray(y if self.split.several else y[:, 0] > 0, np.int64)

    def _frame(self, network: Network, moment: Moment) -> Frame:
        dense = [layer for layer in network.parameters if "W" in layer]
        return Frame(
            epoch=moment.epoch,
            step=self.trainer.step,
            latest=self._epoch,
            train_loss=moment.train_loss,
            test_loss=moment.test_loss,
            train_accuracy=moment.train_accuracy,
            test_accuracy=moment.test_accuracy,
            output=draw_output(network, self._fine),
            units=draw_units(network, self._coarse),
            weights=tuple(layer["W"].copy() for layer in dense),
            biases=tuple(layer["b"].copy() for layer in dense),
            confusion=self._confusion(network),
            theta=moment.theta,
        )

    def _confusion(self, network: Network) -> IntArray | None:
        X, y = self._parts[1]
        if not self.split.classes or not len(X):
            return None
        counts = confusion_matrix(self._decide(network.predict(X)), self._classes(y), len(self.split.classes))
        return counts.astype(np.int32)

    def _curves(self) -> Curves:
        return Curves(**{field.name: self.record.column(field.name) for field in fields(Curves)})

    def _check_finite(self, moment: Moment) -> None:
        if not np.isfinite(moment.train_loss):
            raise Diverged(
                step=self.trainer.step,
                epoch=self._epoch,
                learning_rate=self.trainer.learning_rate,
                loss=moment.train_loss,
            )


def _diverged(error: Diverged) -> LabError:
    return LabError(
        "diverged",
        str(error),
        "Try a smaller learning rate.",
        {"step": error.step, "epoch": error.epoch, "learning_rate": error.learning_rate},
    )


def _points(points: Points) -> PointsPicture:
    return PointsPicture(points.X, np.ascontiguousarray(points.y[:, 0]))


def _plain(settings: PlaygroundSettings) -> dict[str, Any]:
    """Return the settings as `open` takes them, without what only brings weights back."""
    left_out = ("theta", "epoch")
    return {f.name: getattr(settings, f.name) for f in fields(settings) if f.name not in left_out}
