"""What the front end draws of the perceptron."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine.margin import Margin
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.computed import Computed
from neurarium.lab.exhibits.perceptron.hidden import Trials, by_hand, draw_map
from neurarium.lab.exhibits.perceptron.lines import Twins
from neurarium.lab.exhibits.perceptron.run import Cycle, Run
from neurarium.lab.exhibits.perceptron.settings import CORNERS, PerceptronSettings
from neurarium.lab.values import Axes, ByteArray

MOST_ROWS = 24
"""Corrections of a cycle that are listed."""


@dataclass(frozen=True)
class Correction:
    """One mistake, and what the rule changed for it; weights are w1, w2 and b."""

    sample: int
    epoch: int
    z: float
    predicted: int
    true: int
    before: tuple[float, ...]
    change: tuple[float, ...]  # eta (y - ŷ) (x, 1)
    after: tuple[float, ...]
    skipped: int  # samples answered rightly since the correction before


@dataclass(frozen=True)
class Best:
    """The best line so far: the pocket."""

    step: int
    weights: tuple[float, ...]
    wrong: int


@dataclass(frozen=True)
class Frame:
    """The neuron after `step` corrections."""

    step: int
    epoch: int
    correction: Correction | None  # the one that led here
    weights: tuple[float, ...]
    z: Annotated[FloatArray, Axes("sample")]
    answers: Annotated[ByteArray, Axes("sample")]
    wrong: int
    best: Best
    pass_end: int  # the step at the end of the pass that comes


@dataclass(frozen=True)
class CycleRows:
    """What repeats for ever: the weights after each correction, and the sample that it was made for."""

    passes: Cycle
    weights: Annotated[FloatArray, Axes("row", 3)]
    samples: Annotated[IntArray, Axes("row")]


@dataclass(frozen=True)
class MarginView:
    """The margin of these points, and the bound on the mistakes that follows from it."""

    radius: float
    farthest: int
    gamma: float
    nearest: tuple[float, ...]
    supports: tuple[int, ...]  # the samples that hold the margin
    bound: float


@dataclass(frozen=True)
class OtherRate:
    """The same run at another learning rate."""

    eta: float
    mistakes: int
    same: bool  # the same samples were corrected, in the same order


@dataclass(frozen=True)
class RunView:
    """The whole run."""

    mistakes: int
    passes: int
    converged: bool
    per_pass: Annotated[IntArray, Axes("pass")]
    cycle: CycleRows | None
    other: OtherRate


@dataclass(frozen=True)
class HandView:
    """The hidden layer by hand: what every neuron answers at every corner."""

    hidden_weights: Annotated[FloatArray, Axes(2, 2)]
    hidden_bias: Annotated[FloatArray, Axes(2)]
    output_weights: Annotated[FloatArray, Axes(2, 1)]
    output_bias: float
    hidden: Annotated[ByteArray, Axes("corner", 2)]
    output: Annotated[ByteArray, Axes("corner")]
    map: Annotated[FloatArray, Axes("cell")]


@dataclass(frozen=True)
class TrialsView:
    """How far the trainings with other first weights have come."""

    found: int
    steps: Annotated[IntArray, Axes("seed")]  # that each training took; 0 where it found nothing
    done: bool
    newest: Annotated[FloatArray, Axes("cell")]  # what the network in training answers


@dataclass(frozen=True)
class PerceptronView:
    """All that the front end draws."""

    settings: PerceptronSettings
    samples: Annotated[FloatArray, Axes("sample", 2)]
    labels: Annotated[ByteArray, Axes("sample")]
    separable: bool
    margin: MarginView | None  # None where no line separates the classes
    run: RunView
    frame: Frame
    hand: HandView | None  # for XOR and its opposite
    computed: dict[str, Computed]
    program: Twins


def draw_frame(run: Run, step: int) -> Frame:
    """Return the neuron after `step` corrections (at most all)."""
    step = min(step, len(run))
    best = int(run.best[step])
    return Frame(
        step=step,
        epoch=run.updates[step - 1].epoch if step else 1,
        correction=_correction(run, step) if step else None,
        weights=tuple(run.states[step].tolist()),
        z=run.sums(step),
        answers=run.answers(step).astype(np.uint8),
        wrong=int(run.wrong[step]),
        best=Best(best, tuple(run.states[best].tolist()), int(run.wrong[best])),
        pass_end=run.next_pass(step),
    )


def _correction(run: Run, step: int) -> Correction:
    update = run.updates[step - 1]
    n = len(run.X)
    looks = (update.epoch - 1) * n + update.sample
    before = -1
    if step > 1:
        last = run.updates[step - 2]
        before = (last.epoch - 1) * n + last.sample
    eta = run.eta * (update.true - update.predicted)
    x = run.X[update.sample]
    return Correction(
        sample=update.sample,
        epoch=update.epoch,
        z=update.z,
        predicted=update.predicted,
        true=update.true,
        before=tuple(run.states[step - 1].tolist()),
        change=(*(eta * x).tolist(), float(eta)),
        after=tuple(run.states[step].tolist()),
        skipped=looks - before - 1,
    )


def draw_run(run: Run, other: Run) -> RunView:
    """Return the run in short, and how it compares with the same at another rate."""
    rows = None
    if run.cycle is not None:
        steps = slice(run.cycle.first_step, run.cycle.second_step)
        listed = [u.sample for u in run.updates[steps]][:MOST_ROWS]
        states = run.states[steps.start + 1 : steps.stop + 1][:MOST_ROWS]
        rows = CycleRows(run.cycle, states.copy(), np.array(listed, np.int32))
    same = [(u.epoch, u.sample) for u in run.updates] == [(u.epoch, u.sample) for u in other.updates]
    return RunView(
        mistakes=len(run),
        passes=run.passes,
        converged=run.converged,
        per_pass=run.mistakes_per_pass().astype(np.int32),
        cycle=rows,
        other=OtherRate(other.eta, len(other), same),
    )


def draw_margin(found: Margin) -> MarginView | None:
    """Return the margin and the bound; None where no line separates the classes."""
    if not found.separable:
        return None
    return MarginView(
        radius=found.radius,
        farthest=found.farthest,
        gamma=found.gamma,
        nearest=tuple(found.nearest.tolist()),
        supports=tuple(np.flatnonzero(found.shares).tolist()),
        bound=found.bound,
    )


def draw_hand(settings: PerceptronSettings) -> HandView | None:
    """Return the hidden layer by hand, for XOR and its opposite."""
    if not settings.unlearnable_table:
        return None
    network = by_hand(settings.truth)
    hidden, output = network.parameters
    trace = network.forward(np.array(CORNERS))
    return HandView(
        hidden_weights=hidden["W"].copy(),
        hidden_bias=hidden["b"].copy(),
        output_weights=output["W"].copy(),
        output_bias=output["b"].item(),
        hidden=trace.layers[0].a.astype(np.uint8),
        output=trace.output[:, 0].astype(np.uint8),
        map=draw_map(network),
    )


def draw_trials(trials: Trials) -> TrialsView:
    """Return what the trainings have found so far."""
    return TrialsView(
        found=trials.found,
        steps=np.array([o.steps if o.found else 0 for o in trials.outcomes], np.int32),
        done=trials.done,
        newest=draw_map(trials.network),
    )
