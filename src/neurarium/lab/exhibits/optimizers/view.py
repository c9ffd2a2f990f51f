"""What the exhibit draws."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.types import FloatArray
from neurarium.interop.phrases import Phrase
from neurarium.lab.computed import Computed
from neurarium.lab.exhibits.optimizers.settings import OptimizersSettings
from neurarium.lab.values import Axes

Small = NDArray[np.float32]


@dataclass(frozen=True)
class Preset:
    """A problem to choose, and what a race on it begins with."""

    name: str
    start: tuple[float, ...]
    rates: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Swept:
    """The sweep so far.

    Attributes
    ----------
    rates
        The learning rates that are tried.
    losses
        The mean loss over the last steps; infinity where the racer diverged, NaN where it has not run.
    best
        Which rate is best for each racer; -1: none yet.
    share_done
        0 to 1.
    judged
        Over so many last steps the mean is taken.
    """

    rates: tuple[float, ...]
    losses: Annotated[FloatArray, Axes("racer", "rate")]
    best: list[int]
    share_done: float
    judged: int


@dataclass(frozen=True)
class Moment:
    """One step of the racer that is followed, for one parameter.

    Attributes
    ----------
    shown
        The step that is shown.
    step
        The racer's own step: its last one, if it had diverged before. Counted from 1; 0: the start, where
        nothing has happened yet.
    loss
        Of all samples, after it.
    rate, factor, momentum
        The learning rate, what the schedule multiplied it by, and the momentum, of this step.
    parameter
        Which parameter it is, counted from 0.
    before, after
        Its value.
    gradient
        Its gradient, as the step used it.
    slope, tilt
        On a surface: the slope of the surface and the mean tilt of the samples, which sum to the gradient.
    velocity_before, velocity, squares_before, squares
        The optimizer's memory before and after the step; 0 if it has none.
    velocity_corrected, squares_corrected
        Adam's averages after the step, without their bias towards 0.
    samples
        How many samples the step took.
    x, y
        Where the step began, on a surface.
    diverged
        Whether it had diverged before.
    """

    shown: int
    step: int
    loss: float
    rate: float
    factor: float
    momentum: float
    parameter: int
    before: float
    after: float
    gradient: float
    slope: float | None
    tilt: float | None
    velocity_before: float
    velocity: float
    squares_before: float
    squares: float
    velocity_corrected: float
    squares_corrected: float
    samples: int
    x: float
    y: float
    diverged: bool


@dataclass(frozen=True, eq=False)
class Frames:
    """The steps of the race that are computed, from its start; the entries of all seven racers.

    Attributes
    ----------
    version
        What was asked for before is void if this has changed.
    over
        Whether the last frame is the last step of the race.
    places
        Where the racers are in the picture; NaN while a network has no plane yet.
    losses
        Of all samples.
    gradients, velocities
        Of the step that led there, in the picture.
    sizes
        The root of the mean squares along both axes; None for a network, whose plane is oblique to them.
    diverged
        At which step each racer diverged; -1: it did not so far.
    finished
        At which step each was at the finish first; -1: not so far.
    """

    version: int
    over: bool
    places: Annotated[Small, Axes("racer", "frame", 2)]
    losses: Annotated[FloatArray, Axes("racer", "frame")]
    gradients: Annotated[Small, Axes("racer", "frame", 2)]
    velocities: Annotated[Small, Axes("racer", "frame", 2)]
    sizes: Annotated[Small, Axes("racer", "frame", 2)] | None
    diverged: list[int]
    finished: list[int]


@dataclass(frozen=True, eq=False)
class Landscape:
    """The picture on which the race is run.

    Attributes
    ----------
    version
        That of the frames that belong on it.
    problem
        What it is a picture of.
    share_done
        0 to 1; until 1 there are no heights.
    heights
        From the lowest x and the lowest y on; a row has one y.
    centre, reach
        Of the square: from centre - reach to centre + reach.
    racer
        Whose path made the plane of a network.
    shares
        The shares of the variance of that path along both directions of the plane; None on a surface.
    within
        Which share of each racer's path lies in this plane; None on a surface.
    """

    version: int
    problem: str
    share_done: float
    heights: Annotated[Small, Axes("row", "column")] | None
    centre: tuple[float, float]
    reach: float
    racer: str
    shares: tuple[float, float] | None
    within: tuple[float, ...] | None


@dataclass(frozen=True, eq=False)
class OptimizersView:
    """All that does not move.

    Attributes
    ----------
    followed
        Whose numbers are shown.
    names
        Of the parameters, as LaTeX.
    formula
        The loss, as LaTeX.
    slopes
        Of a surface, its slopes along x and y, as LaTeX.
    start_loss
        Of all samples.
    limit
        A racer whose loss is larger has diverged.
    version
        That of the frames.
    """

    settings: OptimizersSettings
    followed: str
    presets: tuple[Preset, ...]
    names: tuple[str, ...]
    formula: str
    slopes: tuple[str, ...]
    start_loss: float
    limit: float
    version: int
    moment: Moment
    swept: Swept | None
    computed: dict[str, Computed]
    program: Phrase
