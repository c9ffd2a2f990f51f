"""The exhibit's tasks and questions."""

from dataclasses import replace

import numpy as np

from neurarium.lab.exhibits.optimizers.race import Race
from neurarium.lab.exhibits.optimizers.settings import NETWORK, RACERS, RATES, OptimizersSettings
from neurarium.lab.exhibits.optimizers.sweep import RATES as TRIED
from neurarium.lab.exhibits.optimizers.sweep import Sweep
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, question, task
from neurarium.training.path_plane import PathPlane

GD, MOMENTUM = RACERS.index("gd"), RACERS.index("momentum")
DOWN, ON_SADDLE, SHALLOW, NEAR = 0.1, 1.0, 4 / 3, 0.1
LEAST_SHARE = 0.9


class OptimizersTasks(Tasks):
    """Checked against the race as far as it is shown."""

    settings: OptimizersSettings
    race: Race
    sweeping: Sweep | None

    def _losses(self) -> list[float]:
        """Return everybody's loss at the step that is shown."""
        found: list[float] = self.race.loss[:, min(self.settings.step, self.race.done)].tolist()
        return found

    def _shown(self) -> list[int]:
        return [RACERS.index(name) for name in self.settings.shown]

    @task("none")
    def diverge(self) -> Verdict:
        """Let a racer diverge."""
        seen = self.settings.step
        return DONE if any(0 <= self.race.diverged[r] <= seen for r in self._shown()) else not_yet("none")

    @task("ravine", "racers", "diverged", "slower")
    def overtake(self) -> Verdict:
        """Let momentum be at the finish of the ravine before gradient descent."""
        if self.settings.problem != "ravine":
            return not_yet("ravine")
        if not {GD, MOMENTUM} <= set(self._shown()):
            return not_yet("racers")
        at, other = self.race.finished_at(MOMENTUM), self.race.finished_at(GD)
        if not 0 <= at <= self.settings.step:
            return not_yet("slower")
        if self.race.diverged[GD] >= 0:
            return not_yet("diverged")
        return DONE if other < 0 or at < other else not_yet("slower")

    @task("saddle", "waits")
    def saddle(self) -> Verdict:
        """Let somebody be down while gradient descent still waits on the saddle."""
        return self._caught("saddle", "waits", ON_SADDLE)

    @task("two", "caught")
    def deep(self) -> Verdict:
        """Let somebody be in the deep valley and gradient descent in the shallow one."""
        return self._caught("two_minima", "caught", SHALLOW, "two")

    def _caught(self, problem: str, missing: str, loss: float, other: str = "") -> Verdict:
        if self.settings.problem != problem:
            return not_yet(other or problem)
        losses, shown = self._losses(), self._shown()
        waits = GD in shown and abs(losses[GD] - loss) < NEAR
        best = min(losses[r] for r in shown)
        return DONE if waits and best < DOWN else not_yet(missing, gd=losses[GD], best=best)

    @task("rosenbrock", "steps")
    def banana(self) -> Verdict:
        """Bring somebody to the finish of Rosenbrock's valley within 200 steps."""
        if self.settings.problem != "rosenbrock":
            return not_yet("rosenbrock")
        arrived = [self.race.finished_at(r) for r in self._shown()]
        fast = any(0 <= step <= min(200, self.settings.step) for step in arrived)
        return DONE if fast else not_yet("steps", best=min(self._losses()[r] for r in self._shown()))

    @task("sweep", "rates", "changed", "end")
    def fair(self) -> Verdict:
        """Race to the end with everybody's best learning rate."""
        if self.sweeping is None or not self.sweeping.is_over:
            return not_yet("sweep")
        best = self.sweeping.best()
        others = [r for r in self._shown() if best[r] >= 0 and self.settings.rates[r] != TRIED[best[r]]]
        if others:
            return not_yet("rates", count=len(others))
        if self.settings.changes:
            return not_yet("changed")
        return DONE if self.settings.step >= self.settings.length else not_yet("end")

    @task("network", "end", "diverged", "share")
    def winding(self) -> Verdict:
        """Find a path of the network that does not lie in a plane."""
        if self.settings.problem != NETWORK:
            return not_yet("network")
        if self.settings.step < self.settings.length or not self.race.is_over:
            return not_yet("end")
        followed = RACERS.index(self.settings.followed)
        if self.race.diverged[followed] >= 0:
            return not_yet("diverged")
        share = sum(PathPlane.of(self.race.path(followed)).shares)
        return DONE if share < LEAST_SHARE else not_yet("share", share=100 * share)

    @question
    def predict_rate(self, answer: str) -> Verdict:
        """Ask what gradient descent does in the bowl with a learning rate of 2.1."""
        race = _run("bowl", 2.1)
        at = int(race.diverged[GD])
        right = "diverges" if at >= 0 else "arrives"
        return Verdict(answer == right, right, {"step": at, "factor": 1 - 2.1})

    @question
    def predict_batch(self, answer: str) -> Verdict:
        """Ask how SGD goes that takes all samples at every step, as gradient descent does."""
        race = _run("ravine", 0.5, batch=64)
        apart = float(np.abs(race.theta[GD] - race.theta[RACERS.index("sgd")]).max())
        right = "same" if apart == 0 else "apart"
        return Verdict(answer == right, right, {"apart": apart})


def _run(problem: str, rate: float, batch: int = 8) -> Race:
    """Return a whole race with one learning rate for both kinds of gradient descent."""
    settings = replace(
        OptimizersSettings(), problem=problem, rates=(rate, rate, *RATES[problem][2:]), batch=batch
    )
    race = Race(settings)
    race.advance(settings.length)
    return race
