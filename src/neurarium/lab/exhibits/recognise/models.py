"""The models that can be chosen, and what is known of the chosen one."""

from dataclasses import dataclass

from neurarium.engine.attribution import first_curved
from neurarium.engine.errors import NeurariumError
from neurarium.engine.layers import Residual, walk
from neurarium.interop.phrases import Phrase
from neurarium.lab.exhibits.recognise.lines import draw_program
from neurarium.lab.exhibits.recognise.reader import Reader
from neurarium.lab.layer_groups import layer_groups
from neurarium.lab.model_cache import ModelCache
from neurarium.persist import Model
from neurarium.persist.choice import Doubt, doubt_of
from neurarium.training.checkpoint import to_recipe


@dataclass(frozen=True)
class ModelLine:
    """A model to choose."""

    name: str
    shape: str
    accuracy: float | None  # on the test set, 0 to 1
    doubt: Doubt | None  # why its answers are not to be trusted


@dataclass(frozen=True)
class ModelInfo:
    """The chosen model.

    Attributes
    ----------
    layers
        784, hidden units of each layer, 10.
    activations
        Of each layer as a learner counts them, the output's last.
    curved
        The activation that keeps the network from being piecewise linear; None if it is.
    doubt
        Why its answers are not to be trusted; None if there is no reason.
    shift, scale
        What makes inputs of pixels: ``x = (pixel - shift) * scale``.
    distorted
        Whether it learned from distorted images, which helps with handwriting unlike MNIST's.
    program
        From an image to the answer.
    """

    name: str
    layers: tuple[int, ...]
    activations: tuple[str, ...]
    parameters: int
    accuracy: float | None
    own_accuracy: float | None
    doubt: Doubt | None
    created: str
    batch_norm: bool
    residual: bool
    curved: str | None
    shift: float
    scale: float
    distorted: bool
    program: Phrase


def list_models(models: ModelCache) -> tuple[ModelLine, ...]:
    """Return all models that read digits, newest first."""
    return tuple(
        ModelLine(found.name, found.shape, found.test_accuracy, doubt_of(found.card) if found.card else None)
        for found in models.readers()
    )


def describe(reader: Reader) -> ModelInfo:
    """Return what is known of a model."""
    model, network = reader.whole, reader.whole.network
    counted = layer_groups(network)
    shift, scale = model.scaling.one if model.scaling else (0.0, 1.0)
    curved = first_curved(network)
    kinds = {layer.kind for layer in walk(network.layers)}
    return ModelInfo(
        name=reader.name,
        layers=(network.n_in, *(group.size for group in counted)),
        activations=tuple(network.layers[group.activation_layer].activation.name for group in counted),
        parameters=int(network.theta.size),
        accuracy=_number(model.metrics.get("test_accuracy")),
        own_accuracy=_number(model.metrics.get("own_accuracy")),
        doubt=doubt_of(model),
        created=model.created,
        batch_norm="batch_norm" in kinds,
        residual=Residual.kind in kinds,
        curved=curved.name if curved else None,
        shift=shift,
        scale=scale,
        distorted=_distorted(model),
        program=draw_program(network, shift, scale),
    )


def _distorted(model: Model) -> bool:
    try:
        return to_recipe(model).training.augmentation is not None
    except NeurariumError:  # a model that was not trained by a recipe
        return False


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
