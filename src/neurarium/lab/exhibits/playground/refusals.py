"""The errors of the playground."""

from neurarium.engine.errors import Diverged
from neurarium.lab.protocol import LabError


def diverged(error: Diverged, epoch: int) -> LabError:
    """Say that the loss was NaN or infinite in that epoch."""
    return LabError(
        "diverged",
        str(error),
        "Try a smaller learning rate.",
        {"step": error.step, "epoch": epoch, "learning_rate": error.learning_rate},
    )
