"""The playground's operations."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from typing import ClassVar

import numpy as np

from neurarium.data.point_features import FORMULAS, features
from neurarium.data.toy import Points
from neurarium.engine.network import Network
from neurarium.engine.types import Parameters
from neurarium.interop.phrases import Phrase
from neurarium.lab.budget import Advance, Budget
from neurarium.lab.diverged import SmallerRate
from neurarium.lab.exhibit import op
from neurarium.lab.exhibits.playground.building import (
    make_config,
    make_dataset,
    make_network,
    make_points,
    make_thumbnails,
)
from neurarium.lab.exhibits.playground.engine_program import engine_program
from neurarium.lab.exhibits.playground.lines import draw_computed, draw_layers, draw_program
from neurarium.lab.exhibits.playground.requests import (
    LARGEST_WEIGHT,
    Edit,
    Incoming,
    Inspect,
    Magnify,
    Part,
    Prove,
)
from neurarium.lab.exhibits.playground.scoring import Judge
from neurarium.lab.exhibits.playground.settings import (
    LEAST_POINTS,
    MOST_CLASSES,
    ExperimentSettings,
    PlaygroundSettings,
    Tuning,
)
from neurarium.lab.exhibits.playground.tasks import PlaygroundTasks
from neurarium.lab.exhibits.playground.trial import working_rate
from neurarium.lab.exhibits.playground.view import (
    COARSE,
    FINE,
    Curves,
    Frame,
    Inspection,
    LayerNumbers,
    Losses,
    Magnified,
    Move,
    PlaygroundView,
    PointsView,
    Setup,
    Slopes,
    Thumbnail,
    Update,
    activations,
    draw_inputs,
    draw_output,
    draw_units,
    grid,
)
from neurarium.lab.experiment import Experiment, Seek
from neurarium.lab.handover import HandedOver, hand_over
from neurarium.lab.history import Moment
from neurarium.lab.proof import Proof
from neurarium.lab.rules import Integer, refuse
from neurarium.lab.workspace import Workspace
from neurarium.training import Trainer
from neurarium.training.backends import forward_of


class Playground(PlaygroundTasks, Experiment):
    """A small network on 2-D data."""

    id = "playground"
    constants: ClassVar = {
        "least_points": LEAST_POINTS,
        "most_classes": MOST_CLASSES,
        "largest_weight": LARGEST_WEIGHT,
    }

    def __init__(self, settings: PlaygroundSettings, workspace: Workspace) -> None:
        self.settings, self.workspace = settings, workspace
        self.split = make_points(settings)
        self.network = make_network(settings, self.split)
        brought_back = settings.theta is not None and settings.theta.shape == self.network.theta.shape
        self._fine = features(grid(FINE), settings.inputs)
        self._coarse = features(grid(COARSE), settings.inputs)
        self.begin(settings.epoch if brought_back else 0)
        self._judge = Judge(self.split, settings.inputs, self.trainer.config.loss)
        self.begin_history()

    def make_trainer(self) -> Trainer:
        """Return a new trainer of the network."""
        config = make_config(self.settings, self.split)
        return Trainer(self.network, make_dataset(self.settings, self.split), config)

    def measure(self) -> Moment:
        """Return the moment of the network as it is."""
        return self._judge.moment(self.network, self.forward, self.epoch, self.step)

    @property
    def memorises(self) -> bool:
        """Whether the network, as it is now, does worse on the test points by more than chance."""
        now = self.history.moments[-1]
        return self._judge.standing(self.network, forward_of(self.network, threads=1), now).memorises

    # --- operations -------------------------------------------------------------------------------------

    def view(self) -> PlaygroundView:
        """Return everything."""
        dense = self.network.dense_layers
        config = self.trainer.config
        return PlaygroundView(
            settings=_experiment(self.settings),
            setup=Setup(
                train=_points(self.split.train),
                test=_points(self.split.test),
                axes=self.split.axes,
                classes=self.split.classes,
                class_column=self.split.class_column,
                input_maps=draw_inputs(COARSE),
                layers=(self.network.n_in, *(layer.n_out for layer in dense)),
                activations=tuple(layer.activation.name for layer in dense),
                parameters=self.network.theta.size,
                backend=self.trainer.started().why,
            ),
            frame=self._frame(self.history.moments[-1]),
            curves=self._curves(),
            computed=draw_computed(self.network, config, self.split),
            layers=draw_layers(self.network, config),
            program=self._program(),
        )

    @op
    def thumbnails(self) -> dict[str, Thumbnail]:
        """Return a small example of each data set that can be chosen."""
        return {
            name: Thumbnail(_points(points), classes)
            for name, (points, classes) in make_thumbnails(self.settings).items()
        }

    @op
    def advance(self, params: Advance, budget: Budget) -> Update:
        """Train for some epochs (a step is an epoch here), as many as the budget allows."""
        return self._update(self.train(params, budget))

    @op
    def tune(self, params: Tuning) -> PlaygroundView:
        """Continue with another learning rate, optimizer, batch size or regularization."""
        self.settings = replace(self.settings, **asdict(params))
        self.trainer.reconfigure(make_config(self.settings, self.split))
        self.note_settings()
        self.diverged = None
        self.show(self.network)
        return self.view()

    @op
    def seek(self, params: Seek) -> Move:
        """Show an earlier moment of the run; `go_on` continues from there, and forgets later moments."""
        return self._move(self.go_to(params))

    @op
    def smaller_rate(self, budget: Budget) -> SmallerRate:
        """Return a smaller learning rate that works from the first weights: it is tried."""
        epochs = 2 * self.diverged.epoch if self.diverged else 0
        return SmallerRate(working_rate(self.settings, self.split, epochs, budget))

    @op
    def edit(self, params: Edit) -> Move:
        """Set one weight or bias by hand."""
        layer = _layer_of(self.network, params.layer, params.unit)
        if params.kind == "bias":
            layer["b"][params.unit] = params.value
        else:
            _check_row(layer, params.row)
            layer["W"][params.row, params.unit] = params.value
        return self._move(self.changed_by_hand())

    @op
    def slopes(self, params: Incoming) -> Slopes:
        """Return how the shown network's loss, over all training points, rises with one unit's parameters."""
        _layer_of(self.shown, params.layer, params.unit)  # refuses what is not there
        gradient = self._judge.gradient(self.shown, self.trainer.config.regularizers)
        layer = _with_weights(self.shown.views(gradient))[params.layer]
        return Slopes(layer["W"][:, params.unit].copy(), layer["b"][params.unit].item())

    @op
    def prove(self, params: Prove, budget: Budget) -> Proof:
        """Check slopes of the shown network by finite differences."""
        chosen = None
        if params.kind != "all":
            layer = _layer_of(self.shown, params.layer, params.unit)
            _check_row(layer, params.row)
            order = np.arange(self.shown.theta.size)  # each parameter's place in theta
            numbers = _with_weights(self.shown.views(order))[params.layer]  # type: ignore[arg-type]
            if params.kind == "unit":
                chosen = [*numbers["W"][:, params.unit].tolist(), numbers["b"][params.unit].item()]
            else:
                chosen = [numbers["W"][params.row, params.unit].item()]
        return self._judge.prove(self.shown, self.trainer.config.regularizers, chosen, params.start, budget)

    @op
    def losses(self, params: Part) -> Losses:
        """Return the shown network's loss of each training or test point."""
        return Losses(self._judge.losses(self.shown, self.forward, params.part))

    @op
    def inspect(self, params: Inspect) -> Inspection:
        """Return every number that the shown network computes for one point."""
        point = np.array([[params.x, params.y]], np.float32)
        inputs = features(point, self.settings.inputs)
        with np.errstate(over="ignore", invalid="ignore"):  # just before a divergence
            trace = self.shown.forward(inputs)
            numbers = [
                LayerNumbers(t.x[0][:, None] * W, t.z[0], t.a[0])  # (n_in, 1) * (n_in, n_out)
                for t, W in zip(self.shown.dense_traces(trace), self.shown.weights(), strict=True)
            ]
        return Inspection(features(point, tuple(FORMULAS))[0], inputs[0], tuple(numbers))

    @op
    def magnify(self, params: Magnify) -> Magnified:
        """Return an input or a hidden unit of the shown network over the fine grid."""
        if params.layer == 0:
            maps = draw_inputs(FINE)
        else:
            outputs = activations(self.shown, self._fine)[:-1]
            if params.layer > len(outputs):
                raise refuse("layer", Integer(0, len(outputs)), params.layer)
            maps = np.ascontiguousarray(outputs[params.layer - 1].T).reshape(-1, FINE, FINE)
        if params.unit >= len(maps):
            raise refuse("unit", Integer(0, len(maps) - 1), params.unit)
        return Magnified(maps[params.unit])

    @op
    def to_code_lab(self) -> HandedOver:
        """Put the experiment, up to the moment that is shown, among the learner's own programs."""
        source = engine_program(self.settings, self.split, *self.way_to_shown())
        return hand_over(self.workspace, self.id, source)

    # --- the parts of a view ----------------------------------------------------------------------------

    def _update(self, moment: Moment) -> Update:
        return Update(self._frame(moment), self._curves())

    def _move(self, moment: Moment) -> Move:
        return Move(self._frame(moment), self._curves(), self._program())

    def _program(self) -> Phrase:
        return draw_program(self.settings, self.split, self.network, self.course, self.by_hand)

    def _frame(self, moment: Moment) -> Frame:
        dense = _with_weights(self.shown.parameters)
        return Frame(
            epoch=moment.epoch,
            step=moment.step,
            latest=self.epoch,
            diverged=self.diverged,
            train_loss=moment.train_loss,
            test_loss=moment.test_loss,
            train_accuracy=moment.train_accuracy,
            test_accuracy=moment.test_accuracy,
            standing=self._judge.standing(self.shown, self.forward, moment),
            output=draw_output(self.shown, self.forward, self._fine),
            units=draw_units(self.shown, self._coarse),
            weights=tuple(layer["W"].copy() for layer in dense),
            biases=tuple(layer["b"].copy() for layer in dense),
            confusion=self._judge.confusion(self.shown, self.forward),
            theta=moment.theta,
        )

    def _curves(self) -> Curves:
        return Curves(*self.history.columns([field.name for field in fields(Curves)]))


def _with_weights(layers: Sequence[Parameters]) -> list[Parameters]:
    """Leave out the layers that have no weights, such as dropout."""
    return [layer for layer in layers if "W" in layer]


def _layer_of(network: Network, layer: int, unit: int) -> Parameters:
    """Return the parameters of a layer with weights; refuse a layer or unit that is not there."""
    dense = _with_weights(network.parameters)
    if layer >= len(dense):
        raise refuse("layer", Integer(0, len(dense) - 1), layer)
    if unit >= len(dense[layer]["b"]):
        raise refuse("unit", Integer(0, len(dense[layer]["b"]) - 1), unit)
    return dense[layer]


def _check_row(layer: Parameters, row: int) -> None:
    if row >= len(layer["W"]):
        raise refuse("row", Integer(0, len(layer["W"]) - 1), row)


def _points(points: Points) -> PointsView:
    return PointsView(points.X, np.ascontiguousarray(points.y[:, 0]))


def _experiment(settings: PlaygroundSettings) -> ExperimentSettings:
    """Return the settings without what only brings weights back."""
    return ExperimentSettings(
        **{field.name: getattr(settings, field.name) for field in fields(ExperimentSettings)}
    )
