"""The test of the verdict: two hundred real steps from here, of the network as it is and of a mended one.

Both are trained in the background, so that neither a reload nor the end of the server loses them.
"""

import math
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import numpy as np

from neurarium.engine.objective import objective
from neurarium.engine.optimizers import SGD
from neurarium.engine.types import FloatArray
from neurarium.lab.budget import Budget
from neurarium.lab.exhibits.gradient_flow.settings import (
    BATCH,
    CLASSES,
    RATES,
    STEPS,
    DeepSettings,
    GradientFlowSettings,
    batch,
    make_network,
    mended,
)
from neurarium.lab.exhibits.gradient_flow.sizes import LOSS, sizes
from neurarium.lab.gradient_size import GradientVerdict, verdict_on
from neurarium.lab.params import read_params
from neurarium.lab.protocol import LabError
from neurarium.lab.runs.training_list import Course, Job, ListProgress, Moment, Result, TrainingList
from neurarium.lab.values import Axes
from neurarium.training.blas import single_threaded_blas

LIST_ID = "gradient-flow"

GUESSING = math.log(CLASSES)
"""What it costs to give each class the same probability."""

LEARNED = 0.9
"""A network has learned something if its loss comes below this share of `GUESSING`."""

LAST = 20
"""The loss at the end is the mean of so many steps."""

MOST_KEPT = 40
"""Trainings that have ended and are not asked for: so many are kept, the newest."""


@dataclass(frozen=True, eq=False)
class Trained:
    """The training of one network.

    Attributes
    ----------
    losses
        Of each step so far, before its update.
    diverged
        In which step, counted from 1, the loss was no finite number; None: in none.
    end
        The mean of the last losses; None before the end, and of a training that diverged.
    learned
        Whether that is less than what guessing costs; None before the end.
    ratio, verdict
        On the gradient before the first step.
    predicted
        Whether the verdict said what happened: a normal gradient learns, any other does not.
    """

    losses: Annotated[FloatArray, Axes("step")]
    diverged: int | None
    end: float | None
    learned: bool | None
    ratio: float
    verdict: GradientVerdict
    predicted: bool | None


@dataclass(frozen=True)
class TrialView:
    """Both trainings.

    Attributes
    ----------
    mended
        None if this network has that mend already.
    progress
        How far the two are.
    """

    as_it_is: Trained
    mended: Trained | None
    progress: ListProgress


def jobs_of(settings: GradientFlowSettings) -> list[Job]:
    """Return the trainings of a test: of the network, and of the mended one if that is another; or none."""
    if not settings.train:
        return []
    network = settings.network
    networks = dict.fromkeys((network, mended(network, settings.mend)))
    return [{"network": asdict(each), "learning_rate": settings.learning_rate} for each in networks]


def order(runs: TrainingList, settings: GradientFlowSettings, before: GradientFlowSettings | None) -> None:
    """Let the list train what the settings ask for, and give up what only the settings before asked for.

    Another process may have the folder's runs: then nothing changes, and `draw_trial` tells so.
    """
    wanted, given_up = jobs_of(settings), jobs_of(before) if before else []
    others = [job for job in runs.jobs if job not in wanted]
    ended = [job for job in others if runs.result(job) is not None]
    gone = [job for job in given_up if job in others and job not in ended] + ended[:-MOST_KEPT]
    missing = [job for job in wanted if job not in runs.jobs]
    try:
        if gone:
            runs.drop(gone)
        if missing:
            runs.add(missing)
    except LabError as error:
        if error.code != "elsewhere":
            raise


def draw_trial(runs: TrainingList, settings: GradientFlowSettings) -> TrialView | None:
    """Return what the trainings came to so far; None without a test."""
    jobs = jobs_of(settings)
    if not jobs:
        return None
    progress = runs.progress_of(jobs)  # first: what has ended by now is whole below
    trained = [_trained(runs, job) for job in jobs]
    return TrialView(trained[0], trained[1] if len(trained) > 1 else None, progress)


def _trained(runs: TrainingList, job: Job) -> Trained:
    found = runs.so_far(job) or {"losses": [], "diverged": None}
    losses, diverged, ratio = found["losses"], found["diverged"], sizes(DeepSettings(**job["network"])).ratio
    is_over, verdict = runs.result(job) is not None, verdict_on(ratio)
    end = sum(losses[-LAST:]) / LAST if is_over and diverged is None else None
    learned = (end is not None and end < LEARNED * GUESSING) if is_over else None
    predicted = None if learned is None else learned == (verdict == "normal")
    return Trained(np.array(losses, np.float64), diverged, end, learned, ratio, verdict, predicted)


class TrialWork:
    """The training of a network by plain SGD, each step on the next batch."""

    version = 1
    uses_kernels = False

    def accepts(self, job: Job, result: Result | None) -> bool:
        """Return whether these are a network with a learning rate, and what `train` returns."""
        try:
            read_params(DeepSettings, job["network"])
            RATES.read(job["learning_rate"], "learning_rate")
        except (LabError, LookupError, TypeError):
            return False
        return len(job) == 2 and (result is None or _is_result(result))

    def cost(self, job: Job) -> float:
        """Return about how long a step takes: each layer's products, and what is the same for all widths."""
        network = DeepSettings(**job["network"])
        return network.depth * (5000.0 + network.width**2) * (2 if network.batch_norm else 1)

    def train(self, job: Job) -> Course:
        """Train; the result has the losses, and the step in which they were no numbers any more."""
        training = _Training(DeepSettings(**job["network"]), job["learning_rate"])
        while not training.is_over:
            seconds = yield Moment(len(training.losses) / STEPS, training.so_far())
            training.advance(Budget(1000 * seconds))
        return training.so_far()


class _Training:
    def __init__(self, settings: DeepSettings, learning_rate: float) -> None:
        self._network = make_network(settings)
        self._optimizer = SGD(learning_rate)
        self._state = self._optimizer.init(self._network.theta)
        self._trace, self._gradients = self._network.trace(BATCH), self._network.gradients(BATCH)
        self.losses: list[float] = []
        self.diverged: int | None = None

    @property
    def is_over(self) -> bool:
        return self.diverged is not None or len(self.losses) == STEPS

    def so_far(self) -> dict[str, Any]:
        return {"losses": list(self.losses), "diverged": self.diverged}

    @single_threaded_blas()
    def advance(self, budget: Budget) -> None:
        """Take as many steps as fit, at least one."""
        while not self.is_over:
            loss = self._step(len(self.losses))
            if math.isfinite(loss):
                self.losses.append(loss)
            else:
                self.diverged = len(self.losses) + 1
            if budget.left <= 0:
                return

    def _step(self, number: int) -> float:
        """Take a step, counted from 0; return the loss before it."""
        network, gradients = self._network, self._gradients
        with np.errstate(all="ignore"):
            found = objective(
                network, LOSS, *batch(number), training=True, gradient=True, trace=self._trace, out=gradients
            )
            self._optimizer.update(network.theta, gradients.vector, self._state, number + 1)
        return found.value


def _is_result(result: Result) -> bool:
    """Return whether a result from a file has losses to the end, or to where they left the range."""
    try:
        losses, diverged = result["losses"], result["diverged"]
        numbers = all(isinstance(loss, float) and math.isfinite(loss) for loss in losses)
        return numbers and len(losses) == (STEPS if diverged is None else diverged - 1) and len(result) == 2
    except (LookupError, TypeError):
        return False
