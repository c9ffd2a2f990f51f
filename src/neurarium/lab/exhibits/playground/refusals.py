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


def missing(what: str, shape: tuple[int, ...]) -> LabError:
    """Say that the network has no such layer, unit or weight; `shape` tells how many there are."""
    return LabError(
        "bad_param",
        f"There is no {what}.",
        "Choose one that the diagram shows.",
        {"param": "unit", "expected": f"one of {shape}", "got": what},
    )
