"""Early stopping: end when the validation loss has not improved for a while, and restore the best weights."""

from dataclasses import dataclass

from neurarium.engine.family import require
from neurarium.engine.types import FloatArray


@dataclass(frozen=True)
class EarlyStopping:
    """When to stop before the last epoch.

    Parameters
    ----------
    patience
        Epochs without improvement after which the run ends.
    min_delta
        By how much the loss must fall to count as improved.
    restore_best
        Whether to end with the weights of the best epoch, instead of the last.

    Notes
    -----
    The validation loss is monitored; without a validation set it is the training loss.
    Source: Prechelt, "Early stopping - but when?" (1998).
    """

    patience: int = 5
    min_delta: float = 0.0
    restore_best: bool = True

    def __post_init__(self) -> None:
        require(self.patience >= 1, f"patience must be 1 epoch or more, got {self.patience!r}")
        require(self.min_delta >= 0, f"min_delta must be 0 or more, got {self.min_delta!r}")


@dataclass
class Best:
    """The best epoch so far.

    Attributes
    ----------
    loss, epoch
        Its loss and number (from 1; 0 before the first).
    theta, statistics
        The network's parameters and statistics after it; None before the first.
    """

    loss: float = float("inf")
    epoch: int = 0
    theta: FloatArray | None = None
    statistics: FloatArray | None = None

    def offer(
        self, loss: float, epoch: int, theta: FloatArray, statistics: FloatArray, rule: EarlyStopping
    ) -> bool:
        """Record an epoch if it is the best so far; return whether patience has run out."""
        if loss < self.loss - rule.min_delta:
            self.loss, self.epoch = loss, epoch
            self.theta, self.statistics = theta.copy(), statistics.copy()
        return epoch - self.epoch >= rule.patience
