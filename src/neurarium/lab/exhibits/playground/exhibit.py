"""The playground's operations."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace

import numpy as np

from neurarium.data.toy import Points
from neurarium.engine.errors import Diverged
from neurarium.engine.network import Network
from neurarium.engine.types import Parameters
from neurarium.lab.budget import Advance, Budget
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.playground.experiment import (
    make_config,
    make_dataset,
    make_network,
    make_points,
    make_thumbnails,
)
from neurarium.lab.exhibits.playground.features import features
from neurarium.lab.exhibits.playground.history import History, Moment
from neurarium.lab.exhibits.playground.lines import draw_computed, draw_layers, draw_program
from neurarium.lab.exhibits.playground.refusals import diverged
from neurarium.lab.exhibits.playground.requests import Edit, Incoming, Inspect, Magnify, Seek
from neurarium.lab.exhibits.playground.scoring import Judge
from neurarium.lab.exhibits.playground.settings import Experiment, PlaygroundSettings, Tuning
from neurarium.lab.exhibits.playground.tasks import PlaygroundTasks
from neurarium.lab.exhibits.playground.view import (
    COARSE,
    FINE,
    Curves,
    Frame,
    Inspection,
    LayerNumbers,
    Magnified,
    PlaygroundView,
    PointsView,
    Setup,
    Slopes,
    Update,
    activations,
    draw_inputs,
    draw_output,
    draw_units,
    grid,
)
from neurarium.lab.rules import Integer, refuse
from neurarium.lab.workspace import Workspace
from neurarium.training import Trainer
from neurarium.training.backends import forward_of
from neurarium.training.blas import single_threaded_blas


class Playground(PlaygroundTasks, Exhibit):
    """A small network on 2-D data."""

    id = "playground"

    def __init__(self, settings: PlaygroundSettings, workspace: Workspace) -> None:
        self.settings = settings
        self.split = make_points(settings)
        self.network = make_network(settings, self.split)
        brought_back = settings.theta is not None and settings.theta.shape == self.network.theta.shape
        self._epoch_zero = settings.epoch if brought_back else 0
        self._fine = features(grid(FINE), settings.inputs)
        self._coarse = features(grid(COARSE), settings.inputs)
        self._begin()
        self._judge = Judge(self.split, settings.inputs, self.trainer.config.loss)
        self.history = History([self._moment()])

    def _begin(self) -> None:
        config = make_config(self.settings, self.split)
        self.trainer = Trainer(self.network, make_dataset(self.settings, self.split), config)
        self._show(self.network)

    def _show(self, network: Network) -> None:
        """Draw `network` from now on: it is not the one in training while an earlier epoch is shown."""
        self.shown = network
        self._forward = forward_of(network, threads=1)  # such small networks are sooner done by one

    def _moment(self) -> Moment:
        return self._judge.moment(self.network, self._forward, self._epoch)

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
                input_maps=draw_inputs(COARSE),
                layers=(self.network.n_in, *(layer.n_out for layer in dense)),
                activations=tuple(layer.activation.name for layer in dense),
                parameters=self.network.theta.size,
                backend=self.trainer.started().why,
            ),
            frame=self._frame(self.history.moments[-1]),
            curves=self._curves(),
            computed=draw_computed(config, self.split),
            layers=draw_layers(self.network, config),
            program=draw_program(self.settings, self.split, self.network, config),
        )

    @op
    def thumbnails(self) -> dict[str, PointsView]:
        """Return a small example of each data set that can be chosen."""
        return {name: _points(points) for name, points in make_thumbnails(self.settings).items()}

    @op
    @single_threaded_blas()  # for products as small as these, more threads only keep others from working
    def advance(self, params: Advance, budget: Budget) -> Update:
        """Train for some epochs (a step is an epoch here), as many as the budget allows."""
        last = self.history.moments[-1]
        try:
            budget.at_most(params.budget_ms).run(self._train, params.steps)
            self._show(self.network)
            moment = self._moment()
            self._check_finite(moment)
        except Diverged as error:
            refusal = diverged(error, self._epoch)
            self._go_back_to(last)
            raise refusal from error
        self.history.add(moment)
        return self._update(moment)

    @op
    def tune(self, params: Tuning) -> PlaygroundView:
        """Continue with another learning rate, optimizer, batch size or regularization."""
        self.settings = replace(self.settings, **asdict(params))
        self.trainer.reconfigure(make_config(self.settings, self.split))
        self._show(self.network)
        return self.view()

    @op
    def seek(self, params: Seek) -> Update:
        """Show an earlier moment of the run; `go_on` continues from there, and forgets later moments."""
        moment = self.history.nearest(params.epoch)
        if params.go_on:
            self.history.forget_after(moment.epoch)
            self._go_back_to(moment)
        elif moment is self.history.moments[-1]:
            self._show(self.network)
        else:
            shown = self.network.copy()
            shown.theta[...] = moment.theta
            self._show(shown)
        return self._update(moment)

    @op
    def edit(self, params: Edit) -> Update:
        """Set one weight or bias by hand."""
        layer = _layer_of(self.network, params.layer, params.unit)
        if params.kind == "bias":
            layer["b"][params.unit] = params.value
        elif params.row < len(layer["W"]):
            layer["W"][params.row, params.unit] = params.value
        else:
            raise refuse("row", Integer(0, len(layer["W"]) - 1), params.row)
        self.history.edits += 1
        self._show(self.network)
        moment = self._moment()
        self.history.forget_after(moment.epoch - 1)
        self.history.add(moment)
        return self._update(moment)

    @op
    def slopes(self, params: Incoming) -> Slopes:
        """Return how the shown network's loss, over all training points, rises with one unit's parameters."""
        _layer_of(self.shown, params.layer, params.unit)  # refuses what is not there
        gradient = self._judge.gradient(self.shown, self.trainer.config.regularizers)
        layer = _with_weights(self.shown.views(gradient))[params.layer]
        return Slopes(layer["W"][:, params.unit].copy(), layer["b"][params.unit].item())

    @op
    def inspect(self, params: Inspect) -> Inspection:
        """Return every number that the shown network computes for one point."""
        inputs = features(np.array([[params.x, params.y]], np.float32), self.settings.inputs)
        trace = self.shown.forward(inputs)
        numbers = [
            LayerNumbers(t.x[0][:, None] * W, t.z[0], t.a[0])  # (n_in, 1) * (n_in, n_out)
            for t, W in zip(self.shown.dense_traces(trace), self.shown.weights(), strict=True)
        ]
        return Inspection(inputs[0], tuple(numbers))

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

    # --- the run ----------------------------------------------------------------------------------------

    @property
    def _epoch(self) -> int:
        return self._epoch_zero + self.trainer.epochs_done

    def _train(self, epochs: int) -> None:
        for _ in range(epochs):
            for _ in self.trainer.advance(self.trainer.steps_per_epoch):
                pass

    def _go_back_to(self, moment: Moment) -> None:
        self.network.theta[...] = moment.theta
        self._epoch_zero = moment.epoch
        self._begin()

    def _check_finite(self, moment: Moment) -> None:
        if not np.isfinite(moment.train_loss):
            raise Diverged(
                step=self.trainer.step,
                epoch=self.trainer.epochs_done,
                learning_rate=self.trainer.learning_rate,
                loss=moment.train_loss,
            )

    # --- the parts of a view ----------------------------------------------------------------------------

    def _update(self, moment: Moment) -> Update:
        return Update(self._frame(moment), self._curves())

    def _frame(self, moment: Moment) -> Frame:
        dense = _with_weights(self.shown.parameters)
        return Frame(
            epoch=moment.epoch,
            step=self.trainer.step,
            latest=self._epoch,
            train_loss=moment.train_loss,
            test_loss=moment.test_loss,
            train_accuracy=moment.train_accuracy,
            test_accuracy=moment.test_accuracy,
            output=draw_output(self.shown, self._forward, self._fine),
            units=draw_units(self.shown, self._coarse),
            weights=tuple(layer["W"].copy() for layer in dense),
            biases=tuple(layer["b"].copy() for layer in dense),
            confusion=self._judge.confusion(self.shown, self._forward),
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


def _points(points: Points) -> PointsView:
    return PointsView(points.X, np.ascontiguousarray(points.y[:, 0]))


def _experiment(settings: PlaygroundSettings) -> Experiment:
    """Return the settings without what only brings weights back."""
    return Experiment(**{field.name: getattr(settings, field.name) for field in fields(Experiment)})
