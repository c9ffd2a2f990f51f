"""The names of the steps from a picture to 28x28, and the log that each leaves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.errors import ParameterError

PICTURE_STEPS = ("grey", "polarity", "background", "threshold", "lines", "specks", "split")
"""Steps on the whole picture."""

DIGIT_STEPS = ("crop", "thickness", "resize", "rescale", "frame", "centre")
"""Steps on each digit."""

STEPS = PICTURE_STEPS + DIGIT_STEPS


@dataclass(frozen=True)
class Step:
    """One step, and the picture after it.

    Attributes
    ----------
    name
        One of `STEPS`.
    image
        ``(h, w)``: the picture after the step, from 0 (black) to 255 (white).
    on
        False if the step was switched off, or could do nothing.
    note
        What was found or done, in one sentence.
    values
        The same in numbers: the threshold, the thickness, the shift …
    """

    name: str
    image: NDArray[np.uint8]
    on: bool
    note: str
    values: Mapping[str, float]


@dataclass
class StepLog:
    """Collects the steps, if they are wanted, and knows which are switched off."""

    off: frozenset[str]
    wanted: bool
    steps: list[Step] = field(default_factory=list)

    @classmethod
    def start(cls, off: Collection[str], *, wanted: bool) -> "StepLog":
        """Begin a log; refuse names that are no steps."""
        unknown = sorted(set(off) - set(STEPS))
        if unknown:
            raise ParameterError(
                f"No step is called {', '.join(map(repr, unknown))}: expected some of {', '.join(STEPS)}."
            )
        return cls(frozenset(off), wanted)

    def __contains__(self, name: str) -> bool:
        """Tell whether a step is to be done."""
        return name not in self.off

    def branch(self) -> "StepLog":
        """Return a log that continues from here, for one of several digits."""
        return StepLog(self.off, self.wanted, list(self.steps))

    def add(
        self, name: str, image: NDArray[np.float32], note: str, *, on: bool = True, **values: float
    ) -> None:
        """Note a step; ``image`` runs from 0 to 1."""
        if self.wanted:
            done = on and name in self
            self.steps.append(
                Step(name, to_uint8(image), done, note if name in self else "Switched off.", values)
            )


def to_uint8(image: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return a picture from 0 to 1 as one from 0 to 255, rounded."""
    return (np.clip(image, 0.0, 1.0) * np.float32(255) + np.float32(0.5)).astype(np.uint8)
