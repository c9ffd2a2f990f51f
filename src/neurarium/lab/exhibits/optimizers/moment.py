"""One step of the racer that is followed, number by number."""

import numpy as np

from neurarium.engine.optimizers import Adam
from neurarium.lab.exhibits.optimizers.problems import OnNetwork
from neurarium.lab.exhibits.optimizers.race import Race
from neurarium.lab.exhibits.optimizers.settings import RACERS, OptimizersSettings
from neurarium.lab.exhibits.optimizers.view import Moment
from neurarium.training.surfaces import SAMPLES


def draw_moment(race: Race, settings: OptimizersSettings) -> Moment:
    """Return the step that is shown, which must be computed; of a racer that diverged, its last step."""
    r = RACERS.index(settings.followed)
    shown = min(settings.step, race.done)
    diverged = 0 <= race.diverged[r] < shown
    step = int(race.diverged[r]) if diverged else shown
    before = max(step - 1, 0)
    k = min(settings.parameter, len(race.problem.names) - 1)
    rows = race.rows_at(step, r) if step else None
    slope = tilt = None
    problem = race.problem
    x, y = (0.0, 0.0) if isinstance(problem, OnNetwork) else race.theta[r, before].tolist()
    if not isinstance(problem, OnNetwork):
        slope = float(problem.surface.slope(x, y)[k])
        tilt = float(problem.tilt(rows)[k])
    return Moment(
        shown=settings.step,
        step=step,
        loss=_finite(race.loss[r, step]),
        rate=float(race.rates[r, step]) if step else settings.at(0).rates[r],
        factor=float(race.factors[step]),
        momentum=float(race.momentum[step]) if step else settings.at(0).momentum,
        parameter=k,
        before=_finite(race.theta[r, before, k]),
        after=_finite(race.theta[r, step, k]),
        gradient=_finite(race.gradient[r, step, k]),
        slope=slope,
        tilt=tilt,
        velocity_before=_finite(race.velocity[r, before, k]),
        velocity=_finite(race.velocity[r, step, k]),
        squares_before=_finite(race.squares[r, before, k]),
        squares=_finite(race.squares[r, step, k]),
        velocity_corrected=_finite(race.velocity[r, step, k] / (1 - Adam.beta1 ** max(step, 1))),
        squares_corrected=_finite(race.squares[r, step, k] / (1 - Adam.beta2 ** max(step, 1))),
        samples=SAMPLES if rows is None else len(rows),
        x=x,
        y=y,
        diverged=bool(diverged),
    )


def _finite(value: float) -> float:
    """Return the number; in place of infinity the largest there is."""
    return float(np.nan_to_num(value))
