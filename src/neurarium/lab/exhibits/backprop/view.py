"""What the front end draws of `backprop`."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.engine.types import FloatArray
from neurarium.lab.values import Axes

Units = Annotated[FloatArray, Axes("unit")]
Parameters = Annotated[FloatArray, Axes("parameter")]
Samples = Annotated[FloatArray, Axes("sample")]


@dataclass(frozen=True)
class Place:
    """Where a parameter is: a weight from `row` to `unit` of a layer (1: the first), or a bias (row -1)."""

    layer: int
    row: int
    unit: int


@dataclass(frozen=True)
class LayerPass:
    """One layer's numbers in the pass of the sample that is looked at, for its loss alone."""

    inputs: Annotated[FloatArray, Axes("input")]
    z: Units
    a: Units
    slope: Units | None  # f'(z); None for softmax, where each output depends on all sums
    delta: Units  # dL/dz
    weight_gradient: Annotated[FloatArray, Axes("input", "unit")]
    bias_gradient: Units


@dataclass(frozen=True)
class StepView:
    """One step on the whole batch.

    Attributes
    ----------
    gradient, change, after
        Of the batch's mean loss; what is added to each parameter; what comes of it.
    gradients, proposals
        Of each sample's own loss; what each sample alone would add.
    losses, losses_after
        Of each sample, before and after.
    loss, loss_after
        Their means.
    """

    gradient: Parameters
    change: Parameters
    after: Parameters
    gradients: Annotated[FloatArray, Axes("sample", "parameter")]
    proposals: Annotated[FloatArray, Axes("sample", "parameter")]
    losses: Samples
    losses_after: Samples
    loss: float
    loss_after: float


@dataclass(frozen=True)
class Course:
    """The batch's loss in the steps from here, with minus and with plus; NaN after it has run away."""

    minus: Annotated[FloatArray, Axes("step")]
    plus: Annotated[FloatArray, Axes("step")]
