"""The exhibit's operations."""

from typing import ClassVar

from neurarium.lab.budget import Advance, Budget
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.activations.collapse import ROWS, collapse
from neurarium.lab.exhibits.activations.curves import draw_bend, tangent
from neurarium.lab.exhibits.activations.depth import draw_depth
from neurarium.lab.exhibits.activations.lines import draw_computed, draw_programs
from neurarium.lab.exhibits.activations.scores import draw_scores
from neurarium.lab.exhibits.activations.settings import DEEPEST, ActivationsSettings
from neurarium.lab.exhibits.activations.sums import FLAT, IMAGES, LayerSums
from neurarium.lab.exhibits.activations.tasks import ActivationsTasks
from neurarium.lab.exhibits.activations.training import TRAINING_IMAGES, Watched
from neurarium.lab.exhibits.activations.view import ActivationsView, LayerLine, Sums
from neurarium.lab.workspace import Workspace


class Activations(ActivationsTasks, Exhibit):
    """The activation functions, alone and at work in real networks."""

    id = "activations"
    constants: ClassVar = {
        "flat": FLAT,
        "images": IMAGES,
        "training_images": TRAINING_IMAGES,
        "rows": ROWS,
        "deepest": DEEPEST,
    }

    def __init__(self, settings: ActivationsSettings, workspace: Workspace) -> None:
        self.settings = settings
        self._models = workspace.model_cache
        self._watched = Watched(settings.network, self._models)

    def view(self) -> ActivationsView:
        """Return everything."""
        settings = self.settings
        bends = tuple(draw_bend(name, settings.z) for name in settings.drawn)
        followed = next(bend for bend in bends if bend.name == settings.activation)
        collapsed = collapse(settings.draw, bend=settings.bend)
        return ActivationsView(
            settings=settings,
            bends=bends,
            tangent=tangent(followed, settings.z),
            sums=self._sums(),
            collapse=collapsed,
            depth=draw_depth(settings.drawn, settings.z),
            softmax=draw_scores(settings.scores, settings.constant, settings.temperature),
            computed=draw_computed(settings, self.layer_shown().activation),
            programs=draw_programs(settings, self._watched, collapsed),
        )

    def layer_shown(self) -> LayerSums:
        """Return the sums of the chosen layer after the chosen epoch, or the last one that is trained."""
        return self._watched.moments[self._epoch].layers[self._layer]

    def dead_shown(self) -> int | None:
        """Return how many units of that layer are dead; None if it is not told (see `Sums`)."""
        dead = self._watched.moments[self._epoch].dead
        return None if dead is None or self.layer_shown().silent is None else dead[self._layer]

    @op
    def configure(self, params: ActivationsSettings) -> ActivationsView:
        """Change the settings; what is trained stays, unless the network becomes another one."""
        if params.network != self._watched.settings:
            self._watched = Watched(params.network, self._models)
        self.settings = params
        return self.view()

    @op
    def advance(self, params: Advance, budget: Budget) -> Sums:
        """Train on towards the epoch that is to be shown."""
        self._watched.advance(budget.at_most(params.budget_ms), self.settings.epoch, params.steps)
        return self._sums()

    @property
    def _epoch(self) -> int:
        return min(self.settings.epoch, len(self._watched.moments) - 1)

    @property
    def _layer(self) -> int:
        return min(self.settings.layer, len(self._watched.moments[0].layers)) - 1

    def _sums(self) -> Sums:
        watched = self._watched
        moment = watched.moments[self._epoch]
        trainer = watched.trainer
        return Sums(
            model="" if watched.problem else watched.settings.model,
            models=tuple(entry.name for entry in self._models.readers()),
            layers=tuple(LayerLine(layer.units, layer.activation) for layer in moment.layers),
            layer=self._layer + 1,
            epochs=watched.epochs,
            trained=len(watched.moments) - 1,
            epoch=self._epoch,
            share_done=1.0 if trainer is None else trainer.step / (watched.epochs * trainer.steps_per_epoch),
            accuracy=moment.accuracy,
            images=IMAGES,
            dead=self.dead_shown(),
            learned_from=0 if trainer is None else len(trainer.data),
            shown=self.layer_shown(),
            problem=watched.problem,
            diverged=watched.diverged,
        )
