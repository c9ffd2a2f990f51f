"""What the exhibit draws."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.engine.types import FloatArray
from neurarium.interop.phrases import Phrase
from neurarium.lab.computed import Computed
from neurarium.lab.exhibits.gradient_flow.band import Band
from neurarium.lab.exhibits.gradient_flow.layer import LayerView, Measured
from neurarium.lab.exhibits.gradient_flow.settings import GradientFlowSettings
from neurarium.lab.exhibits.gradient_flow.trial import TrialView
from neurarium.lab.gradient_size import GradientVerdict
from neurarium.lab.values import Axes


@dataclass(frozen=True, eq=False)
class Progress:
    """The seeds so far.

    Attributes
    ----------
    over
        Whether all of them are there.
    """

    band: Band
    over: bool


@dataclass(frozen=True)
class Tested:
    """The test of the verdict so far; None if it is not asked for."""

    trial: TrialView | None


@dataclass(frozen=True, eq=False)
class GradientFlowView:
    """All that the front end draws.

    Attributes
    ----------
    gradients, activations
        Sizes at the inputs, after each hidden layer, at the logits.
    updates
        Size of the update over that of the weights, matrix by matrix; NaN where the weights are 0.
    input, output
        The gradient at the inputs, and at the logits.
    ratio
        The first over the second.
    factor
        By what each of the `depth` + 1 weight matrices, with what belongs to it, multiplies it on average.
    verdict
        On the ratio.
    loss
        Of the batch.
    trial
        The test of the verdict so far; None if it is not asked for.
    """

    settings: GradientFlowSettings
    gradients: Annotated[FloatArray, Axes("station")]
    activations: Annotated[FloatArray, Axes("station")]
    updates: Annotated[FloatArray, Axes("matrix")]
    input: Measured
    output: Measured
    ratio: float
    factor: float
    verdict: GradientVerdict
    loss: float
    parameters: int
    layer: LayerView
    progress: Progress
    trial: TrialView | None
    computed: dict[str, Computed]
    program: Phrase
