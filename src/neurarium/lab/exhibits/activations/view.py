"""What the exhibit draws."""

from dataclasses import dataclass

from neurarium.interop.phrases import Phrase
from neurarium.lab.computed import Computed
from neurarium.lab.diverged import DivergedAt
from neurarium.lab.exhibits.activations.collapse import Collapse
from neurarium.lab.exhibits.activations.curves import Bend, Tangent
from neurarium.lab.exhibits.activations.depth import Depth
from neurarium.lab.exhibits.activations.scores import Scores
from neurarium.lab.exhibits.activations.settings import ActivationsSettings
from neurarium.lab.exhibits.activations.sums import LayerSums
from neurarium.lab.problem import Problem


@dataclass(frozen=True)
class LayerLine:
    """A layer to choose: its number of units and its activation."""

    units: int
    activation: str


@dataclass(frozen=True, eq=False)
class Sums:
    """The sums of the chosen layer of the network.

    Attributes
    ----------
    model
        The name of the model of the shelf; empty: it is the network that is trained here.
    models
        What may be chosen.
    layers
        Of the network, those whose sums go through an activation.
    layer
        Which is shown, counted from 1.
    epochs
        How many epochs the training has; 0 for a finished model.
    trained
        After how many epochs there is a moment to show.
    epoch
        Which is shown.
    share_done
        Of the training, 0 to 1.
    accuracy
        The share of the images that the network reads, at the epoch shown.
    images
        How many images there are.
    dead
        How many ReLU units of the layer no image that is learned from switches on; None before the first
        step, of a model of the shelf, and for other activations.
    learned_from
        How many images the network learns from here; 0 for a finished model.
    problem
        Why the model that was asked for is not looked at.
    diverged
        Where the training ended before its time.
    """

    model: str
    models: tuple[str, ...]
    layers: tuple[LayerLine, ...]
    layer: int
    epochs: int
    trained: int
    epoch: int
    share_done: float
    accuracy: float
    images: int
    dead: int | None
    learned_from: int
    shown: LayerSums
    problem: Problem | None
    diverged: DivergedAt | None


@dataclass(frozen=True)
class Programs:
    """Each part as a program."""

    curve: Phrase
    sums: Phrase
    collapse: Phrase
    depth: Phrase
    softmax: Phrase


@dataclass(frozen=True, eq=False)
class ActivationsView:
    """All that the front end draws.

    Attributes
    ----------
    bends
        The functions on the chart.
    tangent
        Of the one that is followed; None if it has no slope.
    """

    settings: ActivationsSettings
    bends: tuple[Bend, ...]
    tangent: Tangent | None
    sums: Sums
    collapse: Collapse
    depth: Depth
    softmax: Scores
    computed: dict[str, Computed]
    programs: Programs
