"""Back from a divergence to the last weights with a finite loss."""

from collections.abc import Callable, Iterator

from neurarium.engine.errors import Diverged
from neurarium.training.events import EpochEnd, Progress
from neurarium.training.trainer import Trainer


class Foothold:
    """A step of a run, to which `restore` goes back: its weights, and the trainer's own state."""

    def __init__(self, trainer: Trainer) -> None:
        network = trainer.network
        self._theta, self._statistics = network.theta.copy(), network.statistics.copy()
        self._state = trainer.state()

    def restore(self, trainer: Trainer) -> None:
        """Put network and trainer back to this step."""
        trainer.network.theta[...] = self._theta
        trainer.network.statistics[...] = self._statistics
        trainer.restore(self._state)


def to_last_finite(
    trainer: Trainer, start: Foothold, step: int, finite: Callable[[], bool]
) -> Iterator[Progress | EpochEnd]:
    """Go back to `start`, and take the steps before `step` again; yield their events.

    The loss of step `step` was not finite, so that of the step before it was the last that was: the weights
    which that one began with are good in any case, those which it made only if `finite` says so.

    Parameters
    ----------
    trainer
        A run that has diverged, or whose last step, `step`, has made weights without a finite loss.
    start
        An earlier step of it.
    step
        Counted from 1.
    finite
        Whether the network as it is now is to be kept.
    """
    start.restore(trainer)
    before = start
    while trainer.step < step - 1:
        far = trainer.step + trainer.steps_per_epoch < step - 1
        before = Foothold(trainer)
        try:
            yield from trainer.advance(trainer.steps_per_epoch if far else 1)
        except Diverged:  # another backend, which rounds otherwise, may get there sooner
            before.restore(trainer)
            return
    if not finite():
        before.restore(trainer)
